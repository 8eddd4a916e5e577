import { InputError, problem } from '../../../sim/core/diagnostics.js';
import { formatSi } from '../../../sim/core/units.js';
import { energyGap } from '../../../sim/engine/energy.js';
import { unknownTotals, type ScenarioAnswer } from '../../scenario-answer.js';
import { defineScenario, type Setting } from '../../scenario-kind.js';
import { figure, part } from '../../answer-parts.js';
import { memoryOf } from '../../resident.js';
import { linkFrom } from '../link-input.js';
import type { Parallelism } from '../parallelism.js';
import { platformDeployment } from '../platform-deployment.js';
import type { ScenarioGrid } from '../../scenario-grid.js';
import { peaksOf, type Peak } from './peaks.js';
import { pointAt, type Point } from './point.js';
import { landscapeSchema, type LandscapeSpec } from './schema.js';
import { waysToSpread } from './ways.js';

const at = '/workload/scenario';
/** Points of a landscape: each is a prefill and a decode run. */
const mostPoints = 10_000;
/** Ways of which notes tell the highest peak; the table has all peaks. */
const toldPeaks = 12;

/** An answer with the whole table. */
export interface LandscapeAnswer extends ScenarioAnswer { readonly grid: ScenarioGrid }

/** Throughput over batch and parallelism: irregular, since counts round up. */
export const landscapeKind = defineScenario({
  kind: 'landscape', summary: 'throughput over batch sizes and all ways to spread a model over some devices, with its peaks',
  schema: landscapeSchema, run: runLandscape,
});

function runLandscape(spec: LandscapeSpec, setting: Setting): LandscapeAnswer {
  const { deployment } = setting;
  if (deployment.platform !== undefined) throw new InputError([problem('landscape/platform', 'a landscape looks at every way to spread the model by itself', { pointer: '/platform', remedy: 'leave out the counts of the platform, and give "devices"' })]);
  const batches = batchesOf(spec);
  const ways = waysToSpread(deployment.graph, spec.devices, spec.sequence ?? false);
  if (ways.length === 0) throw new InputError([problem('landscape/no-way', `${deployment.graph.name} cannot be spread over ${spec.devices} devices`, { pointer: `${at}/devices`, remedy: 'give fewer devices, or a number with more divisors' })]);
  if (ways.length * batches.length > mostPoints) {
    throw new InputError([problem('landscape/too-many-points', `${batches.length} batches on ${ways.length} ways to spread the model are more than ${mostPoints} points`, { pointer: `${at}/batches`, remedy: 'give a larger "step", or fewer devices' })]);
  }
  const link = spec.devices === 1 ? null : linkFrom(spec.link, deployment.machine.device, at);
  const byWay = ways.map((way) => {
    const deployed = link === null ? deployment : platformDeployment(deployment, way, link);
    const points = batches.map((batch) => pointAt(deployed, way, { ...spec, batch }));
    const tileRows = deployment.fidelity === 'roofline' ? [] : deployment.machine.tiled?.modes.map((mode) => mode.tileRows) ?? [];
    return { way, points, peaks: peaksOf(points.map(({ batch, run }) => ({ batch, tokensPerSecond: run?.tokensPerSecond ?? null })), { parallelism: way, tileRows }) };
  });
  return answerOf(spec, setting, byWay);
}

function batchesOf({ batches: { from = 1, to, step = 1 } }: LandscapeSpec): readonly number[] {
  if (from > to) throw new InputError([problem('landscape/no-batches', `batches go from ${from} to ${to}: there are none`, { pointer: `${at}/batches/from`, remedy: `give at most ${to}` })]);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}

/** All batches on one way to spread the model. */
interface Slice {
  readonly way: Parallelism;
  readonly points: readonly Point[];
  readonly peaks: readonly Peak[];
}

/** Totals, memory and parts are those of the point with the highest throughput, the first of equals. */
function answerOf(spec: LandscapeSpec, setting: Setting, byWay: readonly Slice[]): LandscapeAnswer {
  const { deployment: { machine, scheme }, dollarsPerHour } = setting;
  const points = byWay.flatMap((slice) => slice.points);
  const running = points.filter(({ run }) => run !== null);
  const best = running.reduce<Point | null>((a, b) => (a === null || b.run!.tokensPerSecond > a.run!.tokensPerSecond ? b : a), null);
  const shown = best ?? points.reduce((a, b) => (b.memory.heldBytes < a.memory.heldBytes ? b : a));
  const run = best?.run ?? null;
  const joules = run === null || run.prefill.joules === null || run.decode.joules === null ? null : run.prefill.joules + run.decode.joules;
  const peaks = byWay.flatMap(({ way, peaks: found }) => found.map((peak) => ({ way, peak }))).sort((a, b) => b.peak.tokensPerSecond - a.peak.tokensPerSecond);
  return {
    totals: run === null ? unknownTotals : {
      firstTokenSeconds: run.firstTokenSeconds, secondsPerOutputToken: run.secondsPerOutputToken, tokensPerSecond: run.tokensPerSecond, requestsPerSecond: shown.batch / run.latencySeconds,
      latencySeconds: run.latencySeconds, energyJoules: joules === null ? null : joules / shown.batch,
      dollars: dollarsPerHour === null ? null : (dollarsPerHour * spec.devices * run.latencySeconds) / 3600 / shown.batch,
    },
    memory: memoryOf(machine, shown.memory),
    parts: run === null ? [] : [
      part('prefill', 1, run.prefill),
      ...(run.steps === 0 ? [] : [part('decode step', run.steps, run.decode)]),
    ],
    figures: [
      figure('bestBatch', best?.batch ?? null, '', 'the batch with the highest throughput'),
      figure('bestTensor', best?.parallelism.tensor ?? null, '', 'devices that share a layer there'),
      figure('bestPipeline', best?.parallelism.pipeline ?? null, '', 'stages there'),
      figure('bestExpert', best?.parallelism.expert ?? null, '', 'devices that the experts of a layer are spread over there'),
      figure('points', points.length, '', 'batches x ways to spread the model'),
      figure('pointsThatFit', running.length, '', 'of these, those that fit'),
      figure('peaks', peaks.length, '', 'batches with a higher throughput than the batches next to them, over all ways'),
      figure('deepestFall', peaks.some(({ peak }) => peak.fall !== null) ? Math.max(...peaks.map(({ peak }) => peak.fall ?? 0)) : null, '', 'the largest share of throughput that one more step of the batch loses'),
    ],
    grid: gridOf(byWay),
    reasons: best === null ? [`on ${spec.devices} ${spec.devices === 1 ? 'device' : 'devices'} nothing fits: at batch ${shown.batch} a device would hold ${formatSi(shown.memory.heldBytes, 'B')} of ${formatSi(machine.capacityBytes ?? 0, 'B')}`] : [],
    notes: [
      ...peaks.filter(({ way }, i) => peaks.findIndex((other) => other.way === way) === i).slice(0, toldPeaks).map(({ way, peak }) => `peak at batch ${peak.batch} on ${nameOf(way)}: ${formatSi(peak.tokensPerSecond, 'token/s')}${peak.fall === null ? '' : `, ${(peak.fall * 100).toFixed(1)} % less with the next batch`}: ${peak.reason}`),
      'totals, memory and parts are those of the point with the highest throughput',
      'exchanges wait for the work before them and are not hidden behind other work; links have no energy of their own',
      ...(run !== null && joules === null ? [`the energy is not known: ${energyGap(machine, scheme) ?? 'the machine has none'}`] : []),
      ...(dollarsPerHour === null ? ['no price of a device is given, so a request has none'] : []),
      ...(spec.outputTokens === 1 ? ['one output token comes with the prompt: there is no time between two'] : []),
      ...(machine.capacityBytes === null ? ['the capacity of a device is not known: whether it fits is not said'] : []),
      ...(best !== null && !peaks.some(({ peak }) => peak.fall !== null) ? ['no batch has a lower throughput than the one before it: there is no fall'] : []),
    ],
  };
}

function nameOf({ tensor, pipeline, expert }: Parallelism): string {
  return `tensor ${tensor} x pipeline ${pipeline} x expert ${expert}`;
}

/** One row for each point: where it is, whether it fits (1 or 0), whether it is a peak, and what it reaches. */
function gridOf(byWay: readonly Slice[]): ScenarioGrid {
  return {
    columns: [
      { name: 'tensor', unit: '' }, { name: 'pipeline', unit: '' }, { name: 'expert', unit: '' }, { name: 'batch', unit: '' }, { name: 'fits', unit: '' }, { name: 'peak', unit: '' },
      { name: 'tokensPerSecond', unit: 'token/s' }, { name: 'firstTokenSeconds', unit: 's' }, { name: 'secondsPerOutputToken', unit: 's' }, { name: 'heldBytes', unit: 'B' },
    ],
    rows: byWay.flatMap(({ way: { tensor, pipeline, expert }, points, peaks }) => {
      const high = new Set(peaks.map(({ batch }) => batch));
      return points.map(({ batch, memory, run }) => [
        tensor, pipeline, expert, batch, memory.fits === null ? null : memory.fits ? 1 : 0, high.has(batch) ? 1 : 0,
        run?.tokensPerSecond ?? null, run?.firstTokenSeconds ?? null, run?.secondsPerOutputToken ?? null, memory.heldBytes,
      ]);
    }),
  };
}
