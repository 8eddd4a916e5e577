import assert from 'node:assert/strict';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { wideProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { codedProduct } from './coded-product.js';
import { dequantizedEngines } from './dequantized-engines.js';
import { engineHost } from './host.js';
import { randomMatrix, smallEngine } from './small-engine.js';

describe('an engine with a dequantiser', function () {
  this.timeout(60_000);
  for (const { what, core, options } of dequantizedEngines()) {
    it(`multiplies by what codes stand for, whatever waits, in the modelled cycles: ${what}`, async () => {
      const engine = smallEngine(core, options);
      const rng = createRng(5);
      const host = engineHost(engine, netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine'), rng);
      host.reset();
      for (const [shape, groupBeats] of [[[9, 7, 8], 3], [[1, 2, 1], 7], [[5, 6, 20], 4]] as const) {
        const { product } = codedProduct(engine, core, rng, shape, groupBeats);
        const [m, n, k] = shape;
        const wide = engineProduct(engine, core.runs(randomMatrix(rng, m, k), randomMatrix(rng, n, k, core.weights.least, core.weights.most)), m, n, `wide, ${m} x ${k} x ${n}`);
        for (const one of [product, ...(options.dequantizer!.wide ? [wideProduct(engine, wide)] : [])]) {
          const job = productJob(engine, one, { raw: true });
          for (const pace of [{ inputs: 0, outputs: 0 }, { inputs: 0.3, outputs: 0.4 }]) {
            const run = host.run(job, pace);
            assert.deepEqual(Array.from(run.results), Array.from(job.results), job.label);
            if (pace.inputs === 0) assert.equal(run.cycles, engineCycles(engine, core, job), `${job.label}, cycles`);
          }
        }
      }
    });
  }
});
