import assert from 'node:assert/strict';
import { planeTileDesign } from '../../../src/arch/binary-tensor-core/rtl.js';
import { shiftAddTileDesign } from '../../../src/arch/shift-add/rtl.js';
import { tileProduct } from '../../../src/arch/shift-add/tile/problem.js';
import { engineCoreOf } from '../../../src/arch/engine-cores.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import { productJob } from '../../../src/rtl-export/kit/engine/job.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { fastestYosys } from '../units/unit-bench.js';
import { furtherCores, smallShiftAdd } from './cores.js';
import { engineHost } from './host.js';
import { randomMatrix, smallEngine } from './small-engine.js';

describe('an engine around a core with a further stream', function () {
  this.timeout(60_000);

  it('gives each group its scales and zero points, whatever waits, and refuses a job without them', async () => {
    const core = { ...engineCoreOf(shiftAddTileDesign(smallShiftAdd)), what: 'shift-add' };
    const engine = smallEngine(core);
    const rng = createRng(4);
    const host = engineHost(engine, netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine'), rng);
    host.reset();
    const [m, n, k] = [2, 9, 21];
    const problem = {
      activations: randomMatrix(rng, m, k), weights: randomMatrix(rng, n, k, 0, 15), weightBits: 4, scales: randomMatrix(rng, n, 3, 0, 255), zeroPoints: randomMatrix(rng, n, 3, 0, 15),
    };
    const product = engineProduct(engine, shiftAddTileDesign(smallShiftAdd, [{ what: 'scales', problem }]).runs, m, n, 'a product with scales');
    assert.deepEqual(Array.from(product.sums), Array.from(tileProduct(smallShiftAdd, problem).values));
    const job = productJob(engine, product, { raw: true });
    // Three tiles of features, three groups, two batches of scalers.
    assert.equal(job.settings.FURTHER_BEATS, 6);
    assert.equal(job.further.length, 18);
    for (const waits of [0, 0.2, 0.4]) assert.deepEqual(Array.from(host.run(job, { inputs: waits, outputs: waits }).results), Array.from(product.sums));
    assert.equal(host.refuses({ ...job, settings: { ...job.settings, FURTHER_BEATS: 0 } }), true);
  });

  it('reads codebooks anew for each job, and once for all of its tokens', async () => {
    const core = furtherCores().find(({ what }) => what.startsWith('codebook, two'))!;
    const engine = smallEngine(core);
    const rng = createRng(6);
    const host = engineHost(engine, netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine'), rng);
    host.reset();
    for (const columns of [30, 2, 12]) {
      const [a, w] = [randomMatrix(rng, 3, columns), randomMatrix(rng, 4, columns, core.weights.least, core.weights.most)];
      const job = productJob(engine, engineProduct(engine, core.runs(a, w), 3, 4, `${columns} inputs`), { raw: true });
      assert.equal(job.further.length, job.settings.FURTHER_BEATS);
      const { results, cycles } = host.run(job);
      assert.deepEqual(Array.from(results), Array.from(job.results));
      assert.equal(cycles, engineCycles(engine, core, job));
    }
  });

  it('takes weights of fewer bits as fewer planes', () => {
    const core = furtherCores().find(({ what }) => what.startsWith('binary-tensor-core, planes'))!;
    const engine = smallEngine({ ...core, what: '' });
    const rng = createRng(8);
    const callsOf = (least: number, most: number): number => {
      const weights = randomMatrix(rng, 3, 12, least, most);
      weights.values.set([least, most]);
      return engineProduct(engine, core.runs(randomMatrix(rng, 1, 12), weights), 1, 3, 'a product').wgtBeats;
    };
    assert.deepEqual([callsOf(-1, 0), callsOf(-2, 1), callsOf(-4, 3), callsOf(-128, 127)], [1, 2, 3, 8]);
  });

  it('refuses to round results that are floating-point numbers', async () => {
    const core = furtherCores().find(({ rawOnly }) => rawOnly === true)!;
    const engine = smallEngine(core);
    const rng = createRng(7);
    const product = engineProduct(engine, core.runs(randomMatrix(rng, 2, 4), randomMatrix(rng, 3, 4, -2, 2)), 2, 3, 'a product');
    assert.throws(() => productJob(engine, product, { multiplier: 1, shift: 4 }), RangeError);
    const host = engineHost(engine, netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine'), rng);
    host.reset();
    const job = productJob(engine, product, { raw: true });
    assert.equal(host.refuses({ ...job, settings: { ...job.settings, MODE: 0 } }), true);
    assert.deepEqual(Array.from(host.run(job).results), Array.from(product.sums));
    assert.equal(host.read('PARTS') & 12, 4, 'it says so, and has no further stream');
  });

  it('is refused by name where results cannot be put in order, or are not those of the numbers', () => {
    const refused: readonly (readonly [design: Parameters<typeof engineCoreOf>[0], why: RegExp])[] = [
      [shiftAddTileDesign({ ...smallShiftAdd, scalers: 3 }), /its last batch of results has 1 of 3/],
      [planeTileDesign({ rows: 8, columns: 2, depth: 8, code: 'bipolar', rowPlanes: 8, sumBits: 32 }), /odd numbers/],
      [planeTileDesign({ rows: 8, columns: 2, depth: 8, code: 'twos-complement', rowPlanes: 4, sumBits: 32 }), /activations of an engine have 8 bits, not 4/],
    ];
    for (const [design, why] of refused) {
      assert.throws(() => engineCoreOf(design), (error: unknown) => error instanceof InputError && error.problems[0]!.code === 'export/no-engine' && why.test(error.problems[0]!.message));
    }
  });
});
