import assert from 'node:assert/strict';
import { beatBits } from '../../../src/rtl-export/kit/design.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { fromMemory, productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { wideProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import type { WeightReader } from '../../../src/rtl-export/kit/engine/engine.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { codedProduct, dequantizerOf } from './coded-product.js';
import { smallCores, systolicCore } from './cores.js';
import { engineHost } from './host.js';
import { memoryBeside } from './memory.js';
import { plain, randomMatrix, smallEngine } from './small-engine.js';

const readers: readonly WeightReader[] = [{ dataBits: 64, burst: 4, depth: 8 }, { dataBits: 256, burst: 16, depth: 32 }, { dataBits: 8, burst: 2, depth: 2 }, { dataBits: 1024, burst: 32, depth: 33 }];

describe('a reader of weights from memory', function () {
  this.timeout(60_000);
  for (const reader of readers) {
    it(`gives the beats that lie there, in bursts that keep to AXI4: ${reader.dataBits} bits, ${reader.burst} words`, async () => {
      const core = systolicCore(3, 4);
      const engine = smallEngine(core, { ...plain, reader });
      const simulator = netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine');
      const rng = createRng(4);
      const memory = memoryBeside(simulator, reader, rng);
      const host = engineHost(engine, memory.simulator, rng);
      host.reset();
      for (const [i, address] of [0n, 4096n - 128n, 0x1_2345_6780_0000n + 4096n - 1024n].entries()) {
        const [a, w] = [randomMatrix(rng, 5, 11), randomMatrix(rng, 7, 11)];
        const streamed = productJob(engine, engineProduct(engine, core.runs(a, w), 5, 7, `product ${i}`), { raw: true });
        const { job, words } = fromMemory(engine, streamed, address);
        memory.put(address, words);
        for (const waits of [0, 0.4]) {
          memory.waits = waits;
          assert.deepEqual(Array.from(host.run(job, { inputs: waits, outputs: waits }).results), Array.from(job.results), 'from memory');
          assert.deepEqual(Array.from(host.run(streamed, { inputs: waits, outputs: waits }).results), Array.from(job.results), 'from the stream, behind it');
        }
        assert.equal(memory.reads(), 2 * words.length);
      }
      memory.fails = true;
      const [a, w] = [randomMatrix(rng, 1, 4), randomMatrix(rng, 1, 4)];
      const { job, words } = fromMemory(engine, productJob(engine, engineProduct(engine, core.runs(a, w), 1, 1, 'an error'), { raw: true }), 0n);
      memory.put(0n, words);
      assert.throws(() => host.run(job), /the status is 10/);
    });
  }
});

describe('a reader of codes from memory', function () {
  this.timeout(60_000);
  for (const [what, core, dequantizer] of [
    ['systolic, odd bytes of a beat', systolicCore(3, 5), dequantizerOf(3, { kind: 'offset', scaled: true, grouped: true, wide: true })],
    ['dsp-chain', smallCores()[1]!, dequantizerOf(4, { wide: true })],
  ] as const) {
    it(`gives packed codes without gaps between beats, and wide weights, as the stream does: ${what}`, async () => {
      const reader = { dataBits: 256, burst: 4, depth: 8 };
      const engine = smallEngine(core, { ...plain, reader, dequantizer });
      const simulator = netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine');
      const rng = createRng(4);
      const memory = memoryBeside(simulator, reader, rng);
      const host = engineHost(engine, memory.simulator, rng);
      host.reset();
      const { product, activations, weights } = codedProduct(engine, core, rng, [5, 7, 11], 2);
      const shortest = codedProduct(engine, core, rng, [1, 2, 1]).product;
      const wide = wideProduct(engine, engineProduct(engine, core.runs(activations, weights), 5, 7, 'wide'));
      for (const [i, one] of [product, wide, shortest, product].entries()) {
        const streamed = productJob(engine, one, { raw: true });
        const bytes = one.wgt.length * beatBits(engine.streams.wgt) / 8;
        const { job, words } = fromMemory(engine, streamed, 4096n * BigInt(i + 1) - 64n);
        assert.equal(words.length, Math.ceil(bytes / 32));
        memory.put(4096n * BigInt(i + 1) - 64n, words);
        for (const waits of [0, 0.4]) {
          memory.waits = waits;
          assert.deepEqual(Array.from(host.run(job, { inputs: waits, outputs: waits }).results), Array.from(job.results), 'from memory');
          const run = host.run(streamed, { inputs: waits, outputs: waits });
          assert.deepEqual(Array.from(run.results), Array.from(job.results), 'from the stream, behind it');
          if (waits === 0) assert.equal(run.cycles, engineCycles(engine, core, streamed));
        }
        assert.equal(memory.reads(), 2 * words.length);
      }
    });
  }
});
