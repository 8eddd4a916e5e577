import assert from 'node:assert/strict';
import { beatBits } from '../../../src/rtl-export/kit/design.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { weightInterval, wideProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { codedProduct, dequantizerOf } from './coded-product.js';
import { smallCores } from './cores.js';
import { engineHost } from './host.js';
import { plain, smallEngine } from './small-engine.js';

describe('the feeding of an engine with codes', function () {
  this.timeout(60_000);
  const [array, chain] = smallCores();
  for (const [core, dequantizer] of [
    [array!, dequantizerOf(4, { wide: true })], [array!, dequantizerOf(3, { kind: 'table', scaled: true })],
    [chain!, dequantizerOf(4, { kind: 'offset', grouped: true })], [chain!, dequantizerOf(2, { kind: 'offset', scaled: true })],
  ] as const) {
    it(`takes the modelled cycles on buses of any width, fewer than with weights: ${core.what}, ${dequantizer.codeBits} bits, ${dequantizer.kind}${dequantizer.scaled ? ', scaled' : ''}`, async () => {
      const sizes = { ...plain, weightDepth: 32 };
      const engine = smallEngine(core, { ...sizes, dequantizer });
      const without = smallEngine(core, sizes);
      const { weights: [weights] } = { weights: engine.streams.coreWgt.fields };
      assert.ok(beatBits(without.streams.wgt) - beatBits(engine.streams.wgt) > weights!.count * (8 - dequantizer.codeBits) - 8, 'a beat is shorter by what the codes are');
      const host = engineHost(engine, netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine'), createRng(1));
      const rng = createRng(3);
      host.reset();
      let saved = 0;
      for (const shape of [[8, 12, 16], [4, 12, 1], [16, 3, 9], [3, 11, 24]] as const) {
        const { product, activations, weights } = codedProduct(engine, core, rng, shape, 3);
        const job = productJob(engine, product, { raw: true });
        const plainJob = productJob(without, engineProduct(without, core.runs(activations, weights), shape[0], shape[1], 'weights'), { raw: true });
        for (const busBits of [256, 48, 32, 24, 8]) {
          const interval = weightInterval(engine, busBits);
          const { cycles, results } = host.run(job, { inputs: 0, outputs: 0, weightInterval: interval });
          const model = engineCycles(engine, core, job, { interval });
          assert.equal(cycles, model, `${job.label}, a bus of ${busBits} bits`);
          assert.deepEqual(Array.from(results), Array.from(plainJob.results));
          saved += engineCycles(without, core, plainJob, { interval: weightInterval(without, busBits) }) - model;
        }
      }
      assert.ok(saved > 0);
    });
  }

  it('does not say what wide weights take that come slowly', () => {
    const core = array!;
    const engine = smallEngine(core, { ...plain, dequantizer: dequantizerOf(4, { wide: true }) });
    const { activations, weights } = codedProduct(engine, core, createRng(3), [2, 3, 4]);
    const job = productJob(engine, wideProduct(engine, engineProduct(engine, core.runs(activations, weights), 2, 3, 'wide')), { raw: true });
    assert.throws(() => engineCycles(engine, core, job, { interval: 2 }), RangeError);
  });
});
