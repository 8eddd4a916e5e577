import assert from 'node:assert/strict';
import { engineBenchFiles, type BenchJob } from '../../../src/rtl-export/kit/engine/engine-bench.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import type { Engine } from '../../../src/rtl-export/kit/engine/engine.js';
import { fromMemory, productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { wideProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { benchVerdict, type BenchVerdict } from '../../../src/rtl-export/runners/iverilog.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { inFolder, needTools, runTool } from '../kit/tools.js';
import { checkedEngine } from './checks.js';
import { codedProduct, dequantizerOf } from './coded-product.js';
import { furtherCores, systolicCore, type CoreUnderTest } from './cores.js';
import { plantedFaults, type PlantedFault } from './planted-faults.js';
import { plain, randomMatrix, smallEngine } from './small-engine.js';

const { engine, core, jobs } = checkedEngine({ reader: { dataBits: 64, burst: 8, depth: 8 } });

/** The jobs with their cycles, and some products again with weights from memory, across a boundary of 4 KB. */
function benchJobs(): readonly BenchJob[] {
  const streamed = jobs.map((job) => ({ job, cycles: engineCycles(engine, core, job) }));
  return [...streamed, ...jobs.slice(0, 3).map((job, i) => ({ ...fromMemory(engine, job, 0x8_0000_0000n + 4096n * BigInt(i + 1) - 24n), cycles: null })), streamed[0]!];
}

interface Problem {
  readonly engine: Engine;
  readonly played: readonly BenchJob[];
}

const checked: Problem = { engine, played: benchJobs() };

/** A product on a core with a further stream. */
function furtherProblem(core: CoreUnderTest): Problem {
  const small = smallEngine(core, { ...plain, name: 'engine' });
  const rng = createRng(2);
  const played = [[3, 5, 7], [2, 2, 12]].map(([m = 1, n = 1, k = 1]): BenchJob => {
    const [a, w] = [randomMatrix(rng, m, k), randomMatrix(rng, n, k, core.weights.least, core.weights.most)];
    const job = productJob(small, engineProduct(small, core.runs(a, w), m, n, `${m} x ${k} x ${n}`), { raw: true });
    return { job, cycles: engineCycles(small, core, job) };
  });
  return { engine: small, played };
}

/** Products whose weights come as codes with groups, and wide, on an engine with a reader. */
function codesProblem(): Problem {
  const core = systolicCore(2, 3);
  const dequantizer = dequantizerOf(3, { kind: 'offset', scaled: true, grouped: true, wide: true });
  const small = smallEngine(core, { ...plain, name: 'engine', reader: { dataBits: 64, burst: 8, depth: 8 }, dequantizer });
  const rng = createRng(2);
  const { product, activations, weights } = codedProduct(small, core, rng, [3, 5, 7], 3);
  const wide = wideProduct(small, engineProduct(small, core.runs(activations, weights), 3, 5, 'wide'));
  const streamed = [product, wide].map((one) => productJob(small, one, { raw: true }));
  return {
    engine: small,
    played: [
      ...streamed.map((job) => ({ job, cycles: engineCycles(small, core, job) })),
      ...streamed.map((job, i) => ({ ...fromMemory(small, job, 4096n * BigInt(i + 1) - 24n), cycles: null })),
    ],
  };
}

/** What the exported testbench says of an engine, one line of which may be wrong. */
function verdictOf(planted?: PlantedFault, { engine, played }: Problem = checked): BenchVerdict & { readonly output: string } {
  const bench = engineBenchFiles(engine, played);
  const sources = Object.entries(engine.sources).map(([file, text]): [string, string] => [`rtl/${file}`, planted?.file === file ? text.replace(planted.from, () => planted.to) : text]);
  return inFolder([...sources, ...bench], (folder) => {
    const files = [...sources.map(([file]) => file), ...[...bench.keys()].filter((path) => path.endsWith('.v'))];
    const compiled = runTool(folder, 'iverilog', ['-g2001', '-Wall', '-s', `tb_${engine.name}`, `-Ptb_${engine.name}.PASSES=1`, '-o', 'bench.vvp', ...files]);
    assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' });
    const { stdout } = runTool(folder, 'vvp', ['-n', 'bench.vvp']);
    return { ...benchVerdict(stdout), output: stdout };
  });
}

describe('the testbench of an engine', function () {
  this.timeout(60_000);
  before(function () { needTools(this, 'iverilog', 'vvp'); });

  it('passes: all results, modelled cycles, rules of AXI4-Lite and AXI4-Stream, no path from an input to an output', () => {
    const { ok, vectors, cycles, output } = verdictOf();
    assert.equal(ok, true, output);
    const results = benchJobs().reduce((sum, { job }) => sum + job.results.length, 0);
    assert.ok(vectors! > 3 * results, 'three whole passes, and one that is cut off');
    assert.equal(cycles, engineCycles(engine, core, jobs[0]!));
  });

  const found: readonly (readonly [fault: PlantedFault, why: RegExp])[] = [
    [plantedFaults.find(({ what }) => what === 'the response of a write is dropped')!, /AXI4-Lite: the response of a write was withdrawn/],
    [plantedFaults.find(({ what }) => what === 'half is rounded down')!, /m_axis_out: beat \d+ is wrong/],
    [{ what: 'ready follows valid', file: 'archsim_engine_registers.v', from: 'assign s_axi_awready = address_ready;', to: 'assign s_axi_awready = address_ready && s_axi_awvalid;' }, /an output follows an input without an edge/],
    [{ what: 'data of a read move', file: 'archsim_engine_registers.v', from: 'if (read_wanted) begin', to: 'if (!read_wanted && s_axi_rvalid)\n            s_axi_rdata <= ~s_axi_rdata;\n        if (read_wanted) begin' }, /data of a read moved|was read, and/],
    [{ what: 'a response too many', file: 'archsim_engine_registers.v', from: 'wire                 write       = has_address && has_data && !s_axi_bvalid;', to: 'wire                 write       = has_address && !s_axi_bvalid;' }, /a response without a write|was read, and/],
    [{ what: 'a response in reset', file: 'archsim_engine_registers.v', from: 's_axi_bvalid  <= 1\'b0;\n        end else', to: 's_axi_bvalid  <= 1\'b1;\n        end else' }, /a response is valid in reset/],
    [{ what: 'ready waits for valid', file: 'archsim_engine_replay.v', from: 'assign s_ready = filling && fill_ready;', to: 'assign s_ready = filling && fill_ready && s_valid;' }, /an output follows an input without an edge/],
    [{ what: 'bursts cross 4 KB', file: 'archsim_engine_reader.v', from: 'wire [31:0]             length  = left < aligned ? left : aligned;', to: 'wire [31:0]             length  = left < BURST_WORD ? left : BURST_WORD;\n    wire unused_aligned = &{1\'b0, aligned};' }, /AXI4: \d+ words at \w+ are no burst/],
    [{ what: 'more is asked for than has place', file: 'archsim_engine_reader.v', from: ', room} >= length &&', to: ', room} >= 32\'d0 &&' }, /AXI4: a word that was asked for has no place|nothing answers|beat/],
  ];
  for (const [planted, why] of found) {
    it(`finds a fault, and says what is broken: ${planted.what}`, () => {
      assert.equal(engine.sources[planted.file]!.split(planted.from).length, 2, 'the line is there once');
      const { ok, failure } = verdictOf(planted);
      assert.equal(ok, false);
      assert.match(failure!, why);
    });
  }

  it('plays codes with zero points and multipliers of groups, wide weights, and both from memory', () => {
    const problem = codesProblem();
    const { ok, output, cycles } = verdictOf(undefined, problem);
    assert.equal(ok, true, output);
    assert.equal(cycles, problem.played[0]!.cycles);
  });

  for (const core of furtherCores().filter(({ what }) => what.startsWith('shift-add, 2 x 4 x 2, bits') || what.startsWith('codebook, two'))) {
    it(`plays a further stream: ${core.what}`, () => {
      const problem = furtherProblem(core);
      const { ok, output, cycles } = verdictOf(undefined, problem);
      assert.equal(ok, true, output);
      assert.equal(cycles, problem.played[0]!.cycles);
    });
  }
});
