import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { systolic } from '../../../src/arch/systolic/family.js';
import { families } from '../../../src/arch/registry.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { addAnalyticCost } from '../../../src/sim/engine/analytic.js';
import { withFeed } from '../../../src/sim/engine/array-feed.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import type { FeedParameters } from '../../../src/sim/engine/feed-spec.js';
import { modeOf, taskGrows } from '../../../src/sim/engine/phase.js';
import { addEachStep, addSteps } from '../../../src/sim/engine/steps.js';
import { tasksOf, type CostContext, type Task } from '../../../src/sim/engine/task.js';
import type { Architecture } from '../../../src/sim/model/architecture.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { LinearOp } from '../../../src/sim/model/op-graph.js';
import { prefillPass, type Pass } from '../../../src/sim/model/scenario.js';
import type { PhaseResult } from '../../../src/sim/model/result.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { designPool } from '../../bench/design-pool.js';
import { randomDesign } from '../../bench/random-designs.js';
import { anyParameters, chip, small } from '../../arch/systolic/parameters.js';
import { runExample } from '../../kit/fixtures.js';
import { plainScheme } from '../../kit/plain-scheme.js';
import { systolicCore } from '../../rtl-export/engine/cores.js';
import { plain, randomMatrix, smallEngine } from '../../rtl-export/engine/small-engine.js';

const scheme = plainScheme(dataType('int8')!);
const fast = { ...chip, memories: [{ ...chip.memories[0]!, bytesPerSecond: 1e15 }] };

function seconds(machine: Architecture, m: number, n: number, k: number): number {
  const op: LinearOp = { kind: 'linear', name: 'layer', inFeatures: k, outFeatures: n, bias: false, output: 'activation', ownsWeights: true, epilogue: false };
  const task: Task = { group: { name: 'all', repeat: 1, tokens: 'all', ops: [op] }, op, epilogues: [], format: scheme.weights };
  const at: CostContext = { machine, tiled: machine.tiled!, scheme, pass: prefillPass({ batch: 1, promptTokens: m, outputTokens: 1, logits: 'last' }) };
  const cost = emptyCost();
  addAnalyticCost(at, task, 0, m, 1, [cost]);
  return cost.latency;
}

/** An output-stationary array behind an engine's buses: activations a beat a cycle, a result a cycle, weights a beat in so many cycles. */
function fedArray(rows: number, columns: number, interval: number): Architecture {
  const buffers = { weights: { kib: 1024 }, activations: { kib: 1024 }, outputs: { kib: 1024 } };
  const feed = { weights: (columns * 8) / interval, activations: rows * 8, results: 8 };
  return systolic.build({ ...small, clock: '1 GHz', rows, columns, dataflow: 'output-stationary', buffers, memory: { channels: 2, efficiency: 1 }, feed }, fast, {});
}

describe('an array behind the buses of an engine', () => {
  it('takes the cycles of the exported engine but for the three edges of its tile, and what of the last fold runs out behind the last weights where these are slowest', () => {
    const rng = createRng(3);
    for (const [rows, columns] of [[4, 3], [8, 8], [2, 16]] as const) {
      const core = systolicCore(rows, columns);
      const engine = smallEngine(core, { ...plain, activationDepth: 128, weightDepth: 4096, resultDepth: 4096 });
      for (const [mTiles, nTiles, k] of [[1, 1, 9], [3, 2, 40], [5, 4, 16], [2, 6, 100], [4, 1, 5]] as const) {
        const [m, n] = [mTiles * rows, nTiles * columns];
        const job = productJob(engine, engineProduct(engine, core.runs(randomMatrix(rng, m, k), randomMatrix(rng, n, k)), m, n, 'a product'), {});
        const whole = seconds(fedArray(rows, columns, 1e-9), m, n, k);
        for (const interval of [1, 1.5, 2, 3, 8]) {
          const modelled = seconds(fedArray(rows, columns, interval), m, n, k);
          const behind = engineCycles(engine, core, job, { interval }) - modelled * 1e9;
          if (interval === 1) assert.ok(Math.abs(behind - 3) < 1e-6, `${m} x ${k} x ${n}: ${behind}`);
          else assert.ok(behind > 3 - 1e-6 && behind < 3 + 2 * rows + columns - 2 + 1e-6, `${m} x ${k} x ${n}, ${interval} cycles a beat: ${behind}`);
          assert.ok(modelled >= whole);
        }
      }
    }
  });

  it('has the parameters of its family passed on untouched where no feed is given', () => {
    const seen: unknown[] = [];
    const machine = { tiled: null } as unknown as Architecture;
    const build = withFeed((parameters: { readonly rows: number; readonly feed?: FeedParameters }) => {
      seen.push(parameters);
      return machine;
    });
    const without = { rows: 3 };
    assert.equal(build(without, chip, {}), machine);
    build({ rows: 3, feed: { weights: 8 } }, chip, {});
    assert.equal(seen[0], without);
    assert.deepEqual(seen[1], { rows: 3 });
  });

  it('sums decode steps exactly, for random designs and buses', () => {
    const pool = designPool();
    const bus = fc.constantFrom(undefined, 1, 8, 64, 512);
    fc.assert(fc.property(anyParameters, bus, bus, bus, fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 2, max: 120 }), (parameters, weights, activations, results, seed, first, steps) => {
      const feed = Object.fromEntries(Object.entries({ weights, activations, results }).filter(([, bits]) => bits !== undefined));
      const machine = systolic.build({ ...parameters, feed }, chip, {});
      const pass: Pass = { phase: 'decode', batch: 2, queryTokens: 1, firstContext: first, lastContext: first + steps - 1, logits: 'last' };
      const at = { machine, tiled: machine.tiled!, scheme, pass };
      for (const task of tasksOf(decoderGraph(randomDesign(createRng(seed), pool).model), scheme)) {
        if (!taskGrows(at, task)) continue;
        const sums = [0, 1].map(() => Array.from({ length: task.epilogues.length + 1 }, emptyCost)) as [ReturnType<typeof emptyCost>[], ReturnType<typeof emptyCost>[]];
        addSteps(at, task, modeOf(at, task), sums[0]);
        addEachStep(at, task, modeOf(at, task), first, pass.lastContext, sums[1]);
        sums[0].forEach((cost, i) => {
          for (const field of ['latency', 'compute', 'memory', 'overhead', 'busyLoad'] as const) {
            assert.ok(Math.abs(cost[field] - sums[1][i]![field]) <= 1e-9 * Math.abs(sums[1][i]!.latency), `${task.op.name} ${field}: ${cost[field]} against ${sums[1][i]![field]}`);
          }
        });
      }
    }), { numRuns: 40 });
  });

  const examples = ['systolic.json', 'flightllm.json', 'bitmod.json', 'ternary.json', 'shift-add.json', 'codebook.json', 'binary-tensor-core.json', 'lut-tensor-core.json'];
  const short = { 'workload.scenario.promptTokens': 32, 'workload.scenario.outputTokens': 3 };

  it('is one of every family that an engine serves', () => {
    const served = examples.map((file) => runExample(file, { ...short, fidelity: 'roofline' }).architecture.family);
    assert.deepEqual([...new Set(served)].sort(), families.map(({ name }) => name).filter((name) => name !== 'gpu' && name !== 'lut-cpu').sort());
  });

  for (const file of examples) {
    it(`waits for buses that are narrow and names them, never faster than its bound, event by event as by the closed form: ${file}`, () => {
      const phases = (feed: FeedParameters | null, fidelity: string): readonly PhaseResult[] => {
        const { prefill, decode } = runExample(file, { ...short, fidelity, ...(feed === null ? {} : { 'architecture.parameters.feed': feed }) }).phases;
        return [prefill!, decode!];
      };
      const open = phases(null, 'analytic');
      for (const [feed, slow] of [[{ weights: 4 }, 1], [{ weights: 64, activations: 0.05, results: 8 }, 0]] as const) {
        const [analytic, event] = [phases(feed, 'analytic'), phases(feed, 'event')];
        analytic.forEach((phase, i) => {
          const steps = event[i]!;
          assert.ok(Math.abs(steps.latencySeconds / phase.latencySeconds - 1) < 0.05, `${JSON.stringify(feed)}: ${phase.latencySeconds} against ${steps.latencySeconds}`);
          assert.equal(phase.lowerBoundSeconds, open[i]!.lowerBoundSeconds);
          for (const { latencySeconds, lowerBoundSeconds, boundBy, busySeconds } of [phase, steps]) {
            assert.ok(latencySeconds >= lowerBoundSeconds);
            const { compute, memory, vector, overhead } = boundBy;
            assert.ok(Math.abs(compute + memory + vector + overhead - latencySeconds) < 1e-9 * latencySeconds && Math.min(compute, memory, vector, overhead) >= 0, JSON.stringify(boundBy));
            assert.ok(busySeconds['feed']! <= latencySeconds);
          }
        });
        // Each decode step takes all weights; prefill has many left operands.
        for (const { bindingResource } of [analytic[slow]!, event[slow]!]) assert.equal(bindingResource, 'feed', JSON.stringify(feed));
      }
    }).timeout(60_000);
  }
});
