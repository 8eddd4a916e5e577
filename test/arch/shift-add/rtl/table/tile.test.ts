import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { tableBuildCycles } from '../../../../../src/arch/shift-add/cycles.js';
import { shiftAddFunctional } from '../../../../../src/arch/shift-add/functional.js';
import { randomCodes } from '../../../../../src/arch/shift-add/tile/table/check-problems.js';
import { shiftAddTableDesign } from '../../../../../src/arch/shift-add/tile/table/design.js';
import { tableProduct, wholeNumberCodes, type TableProblem } from '../../../../../src/arch/shift-add/tile/table/problem.js';
import type { YosysRunner } from '../../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../../src/sim/core/rng.js';
import { matrix, type Matrix } from '../../../../../src/sim/numerics/arithmetic/matrix.js';
import { assertAgrees, bench, fastestYosys } from '../../../../kit/rtl-bench.js';
import { requireTool, testbenchOutput } from '../../../../kit/rtl-tools.js';
import { parameters } from '../../parameters.js';
import { someTables } from './corners.js';
import { designOf, nameOf, tables } from './modules.js';

const filled = (rows: number, columns: number, value: () => number): Matrix => matrix(rows, columns, Float64Array.from({ length: rows * columns }, value));

describe('look-up tables in Verilog', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of someTables) {
    it(`are the functional model bit for bit and cycle for cycle, as a netlist: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p));
    });
  }

  it('are so in Icarus Verilog with the testbench of exported folders', async function () {
    await requireTool(this, 'iverilog');
    // Icarus Verilog takes long for words of many entries.
    const p = tables(2, 1, { buildAdders: 4, activationBits: 4, weightBits: 8, accumulatorBits: 20 });
    assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
  });

  it('are the functional model of the family for whole numbers', async () => {
    const p = tables(2, 2, { buildAdders: 16, accumulatorBits: 32 });
    const rng = createRng(3);
    const [a, w] = [filled(2, 21, () => rng.integer(-128, 127)), filled(3, 21, () => rng.integer(-8, 7))];
    const problem: TableProblem = { activations: a, weights: wholeNumberCodes(w, 4), halves: true };
    assert.deepEqual([...tableProduct(p, problem).values], [...shiftAddFunctional(parameters(p, { accumulatorBits: 32 })).product(a, w).values]);
    await assertAgrees(yosys, shiftAddTableDesign(p, [{ what: 'whole numbers', problem }]));
  });

  it('wait for tables where few features read them, and build the next ones meanwhile where many do', async () => {
    const rng = createRng(5);
    for (const [buildAdders, batches] of [[1, 1], [8, 4], [256, 8]] as const) {
      const p = tables(1, 1, { featuresHeld: batches, buildAdders });
      const planes = 2;
      const problem = randomCodes(p, rng, { m: 1, n: batches, k: 5 * 8, planes, rowGroups: 1, terms: 1 });
      const design = shiftAddTableDesign(p, [{ what: 'five sets', problem }]);
      const [built, read] = [tableBuildCycles(buildAdders), batches * planes];
      // Look-up, shift and sum, and a buffer at each end.
      assert.equal(design.runs[0]!.cycles, built + 4 * Math.max(built, read) + read + 3 + 2);
      await assertAgrees(yosys, design);
    }
  });

  it('end the reduction of a run with its last plane, whatever the flags of that beat are', async () => {
    const design = designOf(tables(1, 2));
    const flags = (1n << 16n + 3n + 1n + 1n) * 7n;
    const runs = design.runs.map((run) => ({ ...run, beats: { ...run.beats, wgt: run.beats['wgt']!.map((beat, i, all) => (i + 1 === all.length ? beat & ~flags : beat)) } }));
    assert.notDeepEqual(runs, design.runs);
    await assertAgrees(yosys, { ...design, runs });
  });

  it('round halves of binary codes down', async () => {
    const p = tables(1, 1);
    const one = (sum: number): TableProblem => ({
      activations: matrix(1, 1, Float64Array.of(sum)), halves: false,
      weights: { planes: 1, rows: 1, columns: 1, bits: Uint8Array.of(1), rowGroups: 1, terms: 1, shifts: Int8Array.of(-1) },
    });
    const problems = [3, -3, 4].map((sum) => ({ what: `half of ${sum}`, problem: one(sum) }));
    assert.deepEqual(problems.map(({ problem }) => tableProduct(p, problem).values[0]), [1, -2, 2]);
    await assertAgrees(yosys, shiftAddTableDesign(p, problems));
  });

  it('are found wrong when a cycle or a bit is not as modelled', async () => {
    const design = designOf(tables(1, 1, { buildAdders: 16 }));
    const later = await bench(yosys, { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles - 1 })) });
    assert.notEqual(later.miscount, undefined);
    const [first, ...others] = design.runs;
    const flipped = { ...first!, beats: { ...first!.beats, out: first!.beats['out']!.map((beat, i) => (i === 0 ? beat ^ 1n : beat)) } };
    assert.equal((await bench(yosys, { ...design, runs: [flipped, ...others] })).ok, false);
  });

  // The released kernel adds shifts to the exponents of floats. What stands for its faults in integers:
  describe('have none of the faults of the released kernel:', () => {
    const p = tables(1, 1, { scaleTerms: 3, shifters: 3, buildAdders: 16, accumulatorBits: 32 });
    const coded = (activation: (k: number) => number, bit: (k: number) => number, shift: number): TableProblem => ({
      activations: matrix(1, 8, Float64Array.from({ length: 8 }, (_, k) => activation(k))), halves: false,
      weights: { planes: 1, rows: 1, columns: 8, bits: Uint8Array.from({ length: 8 }, (_, k) => bit(k)), rowGroups: 1, terms: 3, shifts: Int8Array.of(shift, shift, shift) },
    });

    it('an entry of zero stays zero under every shift: there an exponent is added to it', async () => {
      const problems = [coded(() => 0, () => 1, 6), coded((k) => (k % 2 === 0 ? 127 : -127), () => 1, 6), coded(() => 100, (k) => k % 2, 6)];
      for (const problem of problems) assert.deepEqual([...tableProduct(p, problem).values], [0]);
      await assertAgrees(yosys, shiftAddTableDesign(p, problems.map((problem) => ({ what: 'nothing', problem }))));
    });

    it('the largest entry under the largest shifts does not wrap: there the exponent does', async () => {
      const problems = [coded(() => -128, () => 0, 6), coded(() => -128, () => 1, 6), coded(() => 127, () => 1, 6)];
      assert.deepEqual(problems.map((problem) => tableProduct(p, problem).values[0]), [3 * 1024 * 64, -3 * 1024 * 64, 3 * 1016 * 64]);
      await assertAgrees(yosys, shiftAddTableDesign(p, problems.map((problem) => ({ what: 'largest', problem }))));
    });

    it('scales of one power of two are exact on shifters for three: there is no product with their sum', async () => {
      const problem: TableProblem = { ...randomCodes(p, createRng(9), { m: 1, n: 2, k: 11, planes: 3, rowGroups: 2, terms: 1 }), halves: false };
      await assertAgrees(yosys, shiftAddTableDesign(p, [{ what: 'one term', problem }]));
    });
  });
});
