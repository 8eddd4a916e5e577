import assert from 'node:assert/strict';
import { layerModel, layerResult, smallLayer, smallNumbers, smallScales, type LayerMachine } from '../../../src/rtl-export/kit/engine/engine-layer.js';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import type { EngineJob } from '../../../src/rtl-export/kit/engine/job.js';
import { jobMachine } from '../../../src/rtl-export/kit/engine/layer-jobs.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { engineHost } from './host.js';
import { smallEngine, withUnits } from './small-engine.js';
import { smallCores } from './cores.js';

describe('a transformer layer on an engine', function () {
  this.timeout(60_000);
  const numbers = smallNumbers(smallLayer, 127);
  const scales = smallScales(smallLayer, 127);

  it('uses the range of its numbers: no step is zeros, and few results are at an end', () => {
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

  for (const core of smallCores().filter(({ weights }) => weights.most >= 127)) it(`comes out as the functional model says, bit for bit, each step from what the engine gave before: ${core.what}`, async () => {
    const engine = smallEngine(core, withUnits());
    const simulator = netlistSimulator(await netlistOf(await fastestYosys(), { sources: engine.sources, top: 'engine' }), 'engine');
    const rng = createRng(3);
    const host = engineHost(engine, simulator, rng);
    const done: string[] = [];
    const run = (job: EngineJob): Float64Array => {
      const waits = rng.next() < 0.3;
      const { results, cycles } = host.run(job, waits ? { inputs: 0.2, outputs: 0.2 } : undefined);
      if (!waits) assert.equal(cycles, engineCycles(engine, core, job), job.label);
      assert.deepEqual(Array.from(results), Array.from(job.results), job.label);
      done.push(`${job.label}: ${cycles} cycles`);
      return results;
    };
    host.reset();
    const simulated = layerResult(jobMachine(engine, core, run), smallLayer, numbers, scales);
    // A core that scales by itself rounds halves to even numbers; its products are compared one by one.
    if (!core.scales) assert.deepEqual(Array.from(simulated.values), Array.from(layerResult(layerModel(engine), smallLayer, numbers, scales).values));
    assert.equal(done.length, 25);
  });
});
