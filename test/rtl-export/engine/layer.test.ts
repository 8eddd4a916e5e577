import assert from 'node:assert/strict';
import { layerModel, layerResult, smallLayer, smallNumbers, smallScales, type LayerMachine } from '../../../src/rtl-export/kit/engine/engine-layer.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import type { EngineOptions } from '../../../src/rtl-export/kit/engine/engine.js';
import type { EngineJob } from '../../../src/rtl-export/kit/engine/job.js';
import { jobMachine } from '../../../src/rtl-export/kit/engine/layer-jobs.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { engineHost } from './host.js';
import { smallEngine, withUnits } from './small-engine.js';
import { dequantizerOf } from './coded-product.js';
import { smallCores, systolicCore, type CoreUnderTest } from './cores.js';

/** Cores that take weights of 8 bits, and one behind a dequantiser of 4 bits, whose attention is wide. */
const layers: readonly (readonly [what: string, core: CoreUnderTest, options: Partial<EngineOptions>, mostWeight: number])[] = [
  ...smallCores().filter(({ weights }) => weights.most >= 127).map((core) => [core.what, core, {}, 127] as const),
  ['systolic, weights as codes of 4 bits', systolicCore(4, 3), { dequantizer: dequantizerOf(4, { kind: 'offset', scaled: true, grouped: true, wide: true }) }, 7],
];

describe('a transformer layer on an engine', function () {
  this.timeout(60_000);

  it('uses the range of its numbers: no step is zeros, and few results are at an end', () => {
    const [numbers, scales] = [smallNumbers(smallLayer, 127), smallScales(smallLayer, 127)];
    const model = layerModel(withUnits());
    const judged: LayerMachine = {
      product: (label, ...rest) => {
        const result = model.product(label, ...rest);
        const ends = result.values.filter((x) => x === 127 || x === -128).length;
        assert.ok(result.values.some((x) => Math.abs(x) > 8) && ends <= 1 + result.values.length / 8, `${label}: ${ends} of ${result.values.length} at an end, largest ${Math.max(...result.values.map(Math.abs))}`);
        return result;
      },
      normalise: model.normalise,
    };
    layerResult(judged, smallLayer, numbers, scales);
  });

  for (const [what, core, options, mostWeight] of layers) it(`comes out as the functional model says, bit for bit, each step from what the engine gave before: ${what}`, async () => {
    const [numbers, scales] = [smallNumbers(smallLayer, mostWeight), smallScales(smallLayer, mostWeight)];
    const engine = smallEngine(core, { ...withUnits(), ...options });
    const simulator = netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine');
    const rng = createRng(3);
    const host = engineHost(engine, simulator, rng);
    const done: string[] = [];
    let wide = 0;
    const run = (job: EngineJob): Float64Array => {
      const waits = rng.next() < 0.3;
      const { results, cycles } = host.run(job, waits ? { inputs: 0.2, outputs: 0.2 } : undefined);
      if (!waits) assert.equal(cycles, engineCycles(engine, core, job), job.label);
      assert.deepEqual(Array.from(results), Array.from(job.results), job.label);
      if (job.isWide === true) wide++;
      done.push(`${job.label}: ${cycles} cycles`);
      return results;
    };
    host.reset();
    const simulated = layerResult(jobMachine(engine, core, run), smallLayer, numbers, scales);
    // A core that scales by itself rounds halves to even numbers; its products are compared one by one.
    if (!core.scales) assert.deepEqual(Array.from(simulated.values), Array.from(layerResult(layerModel(engine), smallLayer, numbers, scales).values));
    assert.equal(done.length, 25);
    // Scores and mixtures of each head and token, where what was computed has no codes.
    assert.ok(options.dequantizer === undefined ? wide === 0 : wide > 8 && wide <= 16, `${wide} wide jobs`);
  });
});
