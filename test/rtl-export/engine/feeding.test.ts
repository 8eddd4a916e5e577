import assert from 'node:assert/strict';
import { arrayCycles, feedingShare } from '../../../src/arch/ternary/feeding.js';
import { shiftAddTileDesign } from '../../../src/arch/shift-add/rtl.js';
import { engineCoreOf } from '../../../src/arch/engine-cores.js';
import { engineCycles, productTimes } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { furtherCores, smallCores, smallShiftAdd } from './cores.js';
import { engineHost } from './host.js';
import { plain, randomMatrix, smallEngine } from './small-engine.js';

/** Its scaler is slower than its processing elements: the pipeline waits for it. */
const oneScaler = { ...engineCoreOf(shiftAddTileDesign({ ...smallShiftAdd, scalers: 1, group: 2, tokens: 1, termsPerCycle: 2 })), what: 'shift-add, one scaler for four columns' };

describe('the feeding of an engine', function () {
  this.timeout(120_000);
  const shapes = [[8, 12, 16], [4, 12, 1], [1, 24, 12], [16, 3, 9], [2, 12, 24]] as const;
  const further = furtherCores();
  for (const [core, most] of [...smallCores().map((one) => [one, shapes.length] as const), ...further.map((one) => [one, one.isSlow === true ? 1 : 4] as const), [oneScaler, 4] as const]) {
    it(`takes the modelled cycles, whether the core, what is brought, or the results are slowest: ${core.what}`, async () => {
      const engine = smallEngine(core, { ...plain, weightDepth: 32 });
      const simulator = netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine');
      const rng = createRng(3);
      const host = engineHost(engine, simulator, rng);
      host.reset();
      for (const [m, n, k] of shapes.slice(0, most)) {
        const [a, w] = [randomMatrix(rng, m, k), randomMatrix(rng, n, k, core.weights.least, core.weights.most)];
        const job = productJob(engine, engineProduct(engine, core.runs(a, w), m, n, `${m} x ${k} x ${n}`), { raw: core.rawOnly === true });
        for (const interval of [1, 1.5, 2, 3, 8]) {
          for (const furtherInterval of core.further === undefined ? [1] : [1, 1.7, 5]) {
            const { cycles } = host.run(job, { inputs: 0, outputs: 0, weightInterval: interval, furtherInterval });
            const model = engineCycles(engine, core, job, { interval, furtherInterval });
            assert.equal(cycles, model, `${job.label}, a beat of weights every ${interval} cycles, one of the further stream every ${furtherInterval}`);
          }
        }
      }
    });
  }

  it('waits for 97 % of the time where a processor feeds it over a bus, as published, and works in the shadow of the bus', () => {
    // A core of four outputs and one input a cycle; a product of 768 x 768 takes 147,456 cycles of it, and 5,319,845 with the bus.
    const bus = { columns: 4, transactionsPerElement: 3, cyclesPerTransaction: (5_319_845 / 147_456 - 1) / 3 };
    const array = arrayCycles(bus, 768, 768);
    const core = { latency: 6, weightSlack: 0 };
    const job = { runCycles: [array + core.latency], settings: { ACT_BEATS: 768, WGT_BEATS: 768, N_TILES: 192 }, results: new Float64Array(768), rowLength: 768, tileTokens: 1 };
    const { read: [fed] } = productTimes(core, job, { interval: bus.transactionsPerElement * bus.cyclesPerTransaction, depth: 16 });
    const { read: [unfed] } = productTimes(core, job);
    assert.equal(array, 147_456);
    assert.ok(unfed! < array + 2 * 768 + 20);
    assert.ok(Math.abs(1 - array / fed! - feedingShare(bus, 768, 768)) < 0.001);
    assert.ok(Math.abs(fed! / 5_319_845 - (1 - 147_456 / 5_319_845)) < 0.001, 'it is faster by the cycles of the array');
  });
});
