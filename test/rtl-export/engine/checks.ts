import assert from 'node:assert/strict';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import type { Engine, EngineOptions } from '../../../src/rtl-export/kit/engine/engine.js';
import { elementsJob, productJob, type EngineJob } from '../../../src/rtl-export/kit/engine/job.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { registerMap } from '../../../src/rtl-export/kit/engine/register-map.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { systolicCore, type CoreUnderTest } from './cores.js';
import { engineHost } from './host.js';
import { withoutPaths } from './no-paths.js';
import type { PlantedFault } from './planted-faults.js';
import { randomMatrix, smallEngine, withUnits } from './small-engine.js';

/** An engine of four elements with all vector units, and jobs that reach all of its parts. */
export function checkedEngine(options: Partial<EngineOptions> = {}): { readonly engine: Engine; readonly core: CoreUnderTest; readonly jobs: readonly EngineJob[] } {
  const core = systolicCore(2, 2);
  const engine = smallEngine(core, { ...withUnits(), activationDepth: 8, weightDepth: 4, resultDepth: 8, ...options });
  const rng = createRng(9);
  const jobs: EngineJob[] = [];
  const product = (m: number, n: number, k: number, operations: Parameters<typeof productJob>[2]): void => {
    const [a, w] = [randomMatrix(rng, m, k), randomMatrix(rng, n, k)];
    const elements = operations.combine === undefined ? [] : Array.from({ length: m * n }, () => rng.integer(-128, 127));
    jobs.push(productJob(engine, engineProduct(engine, core.runs(a, w), m, n, `${m} x ${k} x ${n}, ${JSON.stringify(operations)}`), operations, elements));
  };
  product(5, 7, 6, { multiplier: 1, shift: 8 });
  product(1, 3, 4, { raw: true });
  product(3, 5, 8, { multiplier: 40_000, shift: 23 });
  product(4, 4, 8, { multiplier: 1, shift: 8, combine: 'add' });
  product(5, 3, 8, { multiplier: 1, shift: 7, combine: 'multiply', combineShift: 6 });
  product(3, 8, 5, { multiplier: 1, shift: 7, vector: 'softmax' });
  // One score in a row: its share is one.
  product(2, 1, 5, { multiplier: 1, shift: 7, vector: 'softmax' });
  product(2, 6, 5, { multiplier: 1, shift: 7, vector: 'silu' });
  jobs.push(elementsJob(engine, 'normalised rows', Array.from({ length: 64 }, () => rng.integer(-128, 127)), 32, 'rms-norm'));
  jobs.push(elementsJob(engine, 'elements alone', Array.from({ length: 10 }, () => rng.integer(-128, 127)), 5, 'none'));
  product(2, 2, 1, { multiplier: 3, shift: 0 });
  return { engine, core, jobs };
}

/** Asserts that an engine does its jobs right, in the modelled cycles, whatever waits, and refuses others. */
export async function checkEngine(yosys: YosysRunner, { engine, core, jobs }: ReturnType<typeof checkedEngine>, planted?: PlantedFault): Promise<void> {
  const sources: Record<string, string> = { ...engine.sources };
  if (planted !== undefined) {
    const text = sources[planted.file]!;
    assert.equal(text.split(planted.from).length, 2, `${planted.file} has the line of "${planted.what}" once`);
    sources[planted.file] = text.replace(planted.from, () => planted.to);
  }
  const rng = createRng(1);
  const simulator: Simulator = withoutPaths(netlistSimulator(await netlistOf(yosys, { sources, top: engine.name }), engine.name), createRng(2), 0.05);
  const host = engineHost(engine, simulator, rng);
  host.reset();
  assert.equal(host.read('ID'), 0x4153494d);
  assert.equal(host.write('ID', 5), 2, 'state is not written');
  assert.equal(host.readAddress(4 * registerMap.length).response, 2, 'there is no such register');
  for (const job of jobs) {
    const steady = host.run(job);
    assert.deepEqual(Array.from(steady.results), Array.from(job.results), job.label);
    assert.equal(steady.cycles, engineCycles(engine, core, job), job.label);
    assert.ok(steady.waitsForWeights <= 2, 'nothing waits for weights that are there, or behind the last ones');
    assert.equal(host.read('CYCLES'), steady.cycles, 'cycles stand still');
    for (let pass = 0; pass < 2; pass++) assert.deepEqual(Array.from(host.run(job, { inputs: 0.3, outputs: 0.3 }).results), Array.from(job.results), job.label);
  }
  const [job] = jobs;
  for (const [setting, value] of [['ACT_BEATS', 9], ['OUT_BEATS', 3], ['N_TILES', 0], ['TOKENS', 0], ['MODE', 1 + 16], ['MODE', 4096], ['MODE', 8192]] as const) {
    assert.equal(host.refuses({ ...job!, settings: { ...job!.settings, [setting]: value } }), true, `${setting} of ${value} is refused`);
  }
  assert.equal(host.writesWhileBusy(job!), 2, 'settings stand still while a job runs');
}
