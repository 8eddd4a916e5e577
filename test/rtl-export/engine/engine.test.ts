import assert from 'node:assert/strict';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';
import { fastestYosys } from '../units/unit-bench.js';
import { engineHost } from './host.js';
import { randomMatrix, smallEngine } from './small-engine.js';
import { furtherCores, smallCores } from './cores.js';

function sumsOf(a: Matrix, w: Matrix): number[] {
  return Array.from({ length: a.rows * w.rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += a.values[Math.floor(i / w.rows) * a.columns + k]! * w.values[(i % w.rows) * w.columns + k]!;
    return sum;
  });
}

/** The number of an FP32 pattern. */
function floatOf(pattern: number): number {
  return new Float32Array(Int32Array.of(pattern).buffer)[0]!;
}

describe('an engine around a core', function () {
  this.timeout(60_000);
  for (const core of [...smallCores(), ...furtherCores()]) {
    it(`multiplies matrices, whatever waits: ${core.what}`, async () => {
      const engine = smallEngine(core);
      const simulator = netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine');
      const rng = createRng(3);
      const host = engineHost(engine, simulator, rng);
      host.reset();
      for (const [m, n, k] of [[4, 3, 5], [9, 7, 8], [1, 5, 3], [3, 2, 1], [8, 6, 20]] as const) {
        const [a, w] = [randomMatrix(rng, m, k), randomMatrix(rng, n, k, core.weights.least, core.weights.most)];
        const product = engineProduct(engine, core.runs(a, w, { multiplier: 3, shift: 11 }), m, n, `${m} x ${k} x ${n}`);
        if (core.rawOnly === true) assert.deepEqual(Array.from(product.sums, floatOf), sumsOf(a, w));
        else if (!core.scales) assert.deepEqual(Array.from(product.sums), sumsOf(a, w));
        for (const operations of core.rawOnly === true ? [{ raw: true }] : [{ raw: true }, core.scales ? { multiplier: 3, shift: 1 } : { multiplier: 3, shift: 11 }]) {
          const job = productJob(engine, product, operations);
          for (const pace of [{ inputs: 0, outputs: 0 }, { inputs: 0.3, outputs: 0.4 }]) {
            const run = host.run(job, pace);
            if (pace.inputs === 0) assert.equal(run.cycles, engineCycles(engine, core, job), job.label);
            assert.deepEqual(Array.from(run.results), Array.from(job.results), job.label);
          }
        }
      }
    });
  }
});
