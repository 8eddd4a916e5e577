import assert from 'node:assert/strict';
import { engineCycles } from '../../../src/rtl-export/kit/engine/engine-cycles.js';
import type { Engine } from '../../../src/rtl-export/kit/engine/engine.js';
import { productJob, type EngineJob } from '../../../src/rtl-export/kit/engine/job.js';
import { wideProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { codedProduct, dequantizerOf } from './coded-product.js';
import { systolicCore, type CoreUnderTest } from './cores.js';
import { engineHost } from './host.js';
import { withoutPaths } from './no-paths.js';
import type { PlantedFault } from './planted-faults.js';
import { plain, randomMatrix, smallEngine } from './small-engine.js';

/** Engines with a small dequantiser, by what it has. */
const small = {
  signs: dequantizerOf(4, { wide: true }),
  groups: dequantizerOf(3, { kind: 'offset', scaled: true, grouped: true, wide: true }),
  table: dequantizerOf(3, { kind: 'table' }),
  zeroPoint: dequantizerOf(8, { kind: 'offset' }),
} as const;

type SmallEngine = keyof typeof small;

/** A fault in the engine that shows it. */
export interface DequantizerFault extends PlantedFault {
  readonly on: SmallEngine;
}

function fault(on: SmallEngine, what: string, from: string, to: string, file = 'dequantize'): DequantizerFault {
  return { on, what, file: `archsim_engine_${file}.v`, from, to };
}

/** Faults that `checkDequantizer` must find, each alone. */
export const dequantizerFaults: readonly DequantizerFault[] = [
  fault('signs', 'codes lose their signs', 'assign narrow = {{(FIRST_BITS-NUMBER_BITS){number[NUMBER_BITS-1]}}, number};', 'assign narrow = {{(FIRST_BITS-NUMBER_BITS){1\'b0}}, number};'),
  fault('signs', 'the last beat of a wide one is the lowest', 'assign whole = {code, low};', 'assign whole = {low, code};'),
  fault('signs', 'each beat of a wide job is one of the core', 'wire        completes  = !is_wide || step == LAST_STEP[2:0];', 'wire        completes  = !is_wide || step <= LAST_STEP[2:0];'),
  fault('signs', 'a weight that waits is lost', 'else if (first_ready)\n            first_valid', 'else\n            first_valid'),
  fault('signs', 'what passes is that of the next beat', 'assign m_data = {passed, weights};', 'assign m_data = {beside, weights};'),
  fault('signs', 'more beats are taken than the job has', 'assign s_ready = running && !loading', 'assign s_ready = !loading'),
  fault('groups', 'a column has the zero point of the first one', 'g_zero_points[COLUMN*CODE_BITS +: CODE_BITS]', 'g_zero_points[0 +: CODE_BITS]'),
  fault('groups', 'a column has the multiplier of the first one', 'multipliers[COLUMN*8 +: 8]', 'multipliers[0 +: 8]'),
  fault('groups', 'groups go on behind the end of a tile', 'wire        ends_group = ends_tile || group_beat == last_group_beat;', 'wire        ends_group = group_beat == last_group_beat;'),
  fault('groups', 'a group has a beat too many', 'group_beat == last_group_beat;', 'group_beat == last_group_beat + 16\'d1;'),
  fault('groups', 'codes do not wait for their group', '(is_wide || g_valid) &&', ''),
  fault('groups', 'wide jobs take beats of groups', 'assign g_ready = take && !is_wide && ends_group;', 'assign g_ready = take && ends_group;'),
  fault('groups', 'a multiplier is that of the next beat', 'other = {{NUMBER_BITS{1\'b0}}, multipliers[', 'other = {{NUMBER_BITS{1\'b0}}, g_multipliers['),
  fault('groups', 'products wrap', 'weight <= fits ?', 'weight <= 1\'b1 ?'),
  fault('groups', 'the highest bit of a number counts positive', 'sum = {PRODUCT_BITS{1\'b0}} - (', 'sum = {PRODUCT_BITS{1\'b0}} + ('),
  fault('groups', 'a wide weight is multiplied', 'product <= is_wide ? as_it_is : sum;', 'product <= sum;'),
  fault('groups', 'the second stage moves over one that waits', 'wire                 second_ready = !second_valid || third_ready;', 'wire                 second_ready = 1\'b1;'),
  fault('groups', 'a job of groups without beats starts', ' && (WITH_GROUPS == 0 || wide || group_beats != 16\'d0)', '', 'job'),
  fault('table', 'the last entry of the table is not read', 'next_index == LAST_ENTRY[4:0]', 'next_index == LAST_ENTRY[4:0] - 5\'d1'),
  fault('table', 'codes do not wait for the table', 'running && !loading &&', 'running &&'),
  fault('table', 'a wide job starts where there is none', ' && (!wide || WITH_WIDE != 0)', '', 'job'),
  fault('zeroPoint', 'numbers below -128 wrap', 'assign narrow = fits ?', 'assign narrow = fits || number[NUMBER_BITS-1] ?'),
  fault('zeroPoint', 'a zero point is added', '{1\'b0, code} - {1\'b0,', '{1\'b0, code} + {1\'b0,'),
];

/** Asserts that an engine with a small dequantiser does its jobs right, in the modelled cycles, whatever waits, and refuses others. */
export async function checkDequantizer(yosys: YosysRunner, on: SmallEngine, planted?: PlantedFault): Promise<void> {
  const core = systolicCore(2, 2);
  const engine = smallEngine(core, { ...plain, activationDepth: 16, weightDepth: 4, resultDepth: 8, dequantizer: small[on] });
  const sources: Record<string, string> = { ...engine.sources };
  if (planted !== undefined) {
    const text = sources[planted.file]!;
    assert.equal(text.split(planted.from).length, 2, `${planted.file} has the line of "${planted.what}" once`);
    sources[planted.file] = text.replace(planted.from, () => planted.to);
  }
  const simulator = withoutPaths(netlistSimulator(await netlistOf(yosys, { sources, top: engine.name }), engine.name), createRng(2), 0.05);
  const host = engineHost(engine, simulator, createRng(1));
  host.reset();
  assert.equal(host.read('DEQUANTIZER') % 16, small[on].codeBits);
  const jobs = jobsOf(engine, core);
  for (const job of jobs) {
    const steady = host.run(job);
    assert.deepEqual(Array.from(steady.results), Array.from(job.results), job.label);
    assert.equal(steady.cycles, engineCycles(engine, core, job), job.label);
    for (let pass = 0; pass < 2; pass++) assert.deepEqual(Array.from(host.run(job, { inputs: 0.3, outputs: 0.3 }).results), Array.from(job.results), job.label);
  }
  const [{ settings, ...first }] = jobs as [EngineJob];
  if (!small[on].wide) assert.equal(host.refuses({ ...first, settings: { ...settings, MODE: 8192 + 1 } }), true, 'a wide job');
  if (!small[on].grouped) return;
  assert.equal(host.refuses({ ...first, settings: { ...settings, GROUP_BEATS: 0 } }), true, 'groups without beats');
  // Groups that come before their job wait while a wide one runs.
  const wide = jobs.find(({ isWide }) => isWide === true)!;
  host.run({ ...wide, further: first.further.slice(0, 2) });
  assert.deepEqual(Array.from(host.run({ ...first, settings, further: first.further.slice(2) }).results), Array.from(first.results));
}

function jobsOf(engine: Engine, core: CoreUnderTest): readonly EngineJob[] {
  const rng = createRng(9);
  const job = ([m, n, k]: readonly [number, number, number], groupBeats: number): EngineJob => productJob(engine, codedProduct(engine, core, rng, [m, n, k], groupBeats).product, { raw: true });
  const wide = ([m, n, k]: readonly [number, number, number]): EngineJob => (
    productJob(engine, wideProduct(engine, engineProduct(engine, core.runs(randomMatrix(rng, m, k), randomMatrix(rng, n, k)), m, n, 'wide')), { raw: true }));
  const shapes = [[3, 5, 11], [2, 4, 7]] as const;
  return [job(shapes[0], 3), ...(engine.dequantizer!.wide ? [wide([3, 3, 5])] : []), job(shapes[1], 2)];
}
