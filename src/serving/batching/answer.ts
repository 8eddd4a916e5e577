import { energyGap } from '../../sim/engine/energy.js';
import { unknownTotals, type ScenarioAnswer, type ScenarioFigure, type ScenarioMemory, type ScenarioPart } from '../scenario-answer.js';
import type { Setting } from '../scenario-kind.js';
import { figure } from '../answer-parts.js';
import { between, instantOf } from './exact-time.js';
import { meanOf, percentilesOf, weightedPercentilesOf } from './order-statistics.js';
import { offeredRate } from './load.js';
import type { ServingSpec } from './schema.js';
import type { ServedRequest } from './served-request.js';
import type { Server } from './server.js';
import type { ServedRun } from './simulation.js';
import type { ScenarioGrid } from '../scenario-grid.js';
import type { TimelinePoint } from './timeline.js';

/** What a serving simulation says, with how it went: up to 501 points, evenly thinned, when steps begin. */
export interface ServingAnswer extends ScenarioAnswer { readonly grid: ScenarioGrid }

/** The timeline as a table. */
export function timelineGrid(points: readonly TimelinePoint[]): ScenarioGrid {
  return {
    columns: [{ name: 'timeSeconds', unit: 's' }, { name: 'waiting', unit: '' }, { name: 'running', unit: '' }, { name: 'kvBytes', unit: 'B' }],
    rows: points.map(({ seconds, waiting, running, kvBytes }) => [seconds, waiting, running, kvBytes]),
  };
}

/** What was asked for and what came of it. */
export interface ServingOutcome {
  readonly spec: ServingSpec;
  readonly setting: Setting;
  readonly run: ServedRun;
  readonly server: Server;
  /** Bytes that keys and values may take; Infinity where that is not known. */
  readonly roomBytes: number;
  readonly peaks: { readonly bytesPerSecond: number; readonly macsPerSecond: number };
}

/** Times of one answered request, in seconds. */
interface Times { readonly firstToken: number; readonly perToken: number | null; readonly latency: number; readonly queue: number }

function timesOf({ arrivedSeconds, firstToken, finished, admittedSeconds, outputTokens }: ServedRequest): Times {
  const arrived = instantOf(arrivedSeconds);
  return {
    firstToken: between(arrived, firstToken!), latency: between(arrived, finished!), queue: admittedSeconds! - arrivedSeconds,
    perToken: outputTokens === 1 ? null : between(firstToken!, finished!) / (outputTokens - 1),
  };
}

/** Percentiles that are told of times. */
const shares = [0.5, 0.9, 0.99] as const;

/** The answer of a run. */
export function answerOf(outcome: ServingOutcome, memory: ScenarioMemory): ServingAnswer {
  const { spec, setting, run } = outcome;
  const { answered, recorder, endSeconds, stopped } = run;
  const reasons = stopped === null ? (answered.length === 0 ? [refusal(outcome)] : []) : [stopped];
  if (reasons.length > 0) return { totals: unknownTotals, memory, parts: [], figures: [], reasons, notes: [], grid: timelineGrid([]) };
  const { samples = 1 } = spec;
  const times = answered.map(timesOf);
  const perToken = times.flatMap((time) => (time.perToken === null ? [] : [time.perToken]));
  const tokens = answered.reduce((sum, { outputTokens }) => sum + outputTokens * samples, 0);
  const { prefill, decode, mixed } = recorder.kinds;
  const joules = known(prefill.joules + decode.joules + mixed.joules);
  const { dollarsPerHour } = setting;
  return {
    totals: {
      firstTokenSeconds: meanOf(times.map(({ firstToken }) => firstToken)),
      secondsPerOutputToken: meanOf(perToken),
      tokensPerSecond: tokens / endSeconds,
      requestsPerSecond: answered.length / endSeconds,
      latencySeconds: meanOf(times.map(({ latency }) => latency)),
      energyJoules: joules === null ? null : joules / answered.length,
      dollars: dollarsPerHour === null ? null : (dollarsPerHour * endSeconds) / 3600 / answered.length,
    },
    memory,
    parts: [
      ...(['prefill', 'decode', 'mixed'] as const).flatMap((kind): readonly ScenarioPart[] => {
        const { steps, seconds, joules: taken, dramBytes } = recorder.kinds[kind];
        return steps === 0 ? [] : [{ name: `${kind} steps`, count: steps, seconds, joules: known(taken), dramBytes }];
      }),
      ...(recorder.idleSeconds === 0 ? [] : [{ name: 'idle', count: 1, seconds: recorder.idleSeconds, joules: null, dramBytes: 0 }]),
    ],
    figures: figuresOf(outcome, times, perToken),
    reasons: [],
    notes: notesOf(outcome, perToken.length, joules),
    grid: timelineGrid(recorder.timeline()),
  };
}

function figuresOf({ spec, run, server, roomBytes, peaks }: ServingOutcome, times: readonly Times[], perToken: readonly number[]): readonly ScenarioFigure[] {
  const { answered, refused, recorder, endSeconds, gaps, requestSeconds } = run;
  const { prefill, decode, mixed } = recorder.kinds;
  const busy = prefill.seconds + decode.seconds + mixed.seconds;
  const decoding = decode.seconds + mixed.seconds;
  const percentiles = (name: string, values: readonly (number | null)[], meaning: string): readonly ScenarioFigure[] =>
    shares.map((share, i) => figure(`${name}P${share * 100}`, values[i]!, 's', `${meaning}: the least that ${share * 100} % of them do not exceed`));
  const { goals } = spec;
  const good = times.filter(({ firstToken, perToken: each, latency }) =>
    firstToken <= (goals?.firstTokenSeconds ?? Infinity) && (each ?? 0) <= (goals?.secondsPerOutputToken ?? Infinity) && latency <= (goals?.latencySeconds ?? Infinity)).length;
  return [
    figure('answeredRequests', answered.length, '', 'requests that had all their tokens'),
    figure('refusedRequests', refused.length, '', 'requests whose keys and values would not fit if they were alone'),
    figure('makespanSeconds', endSeconds, 's', 'from the beginning to the last token of the last request'),
    ...percentiles('firstTokenSeconds', percentilesOf(times.map(({ firstToken }) => firstToken), shares), 'from the arrival of a request to its first token'),
    ...percentiles('secondsPerOutputToken', percentilesOf(perToken, shares), '(last token - first token) / (output tokens - 1) of a request'),
    ...percentiles('tokenGapSeconds', weightedPercentilesOf(gaps, shares), 'between two tokens of a sequence, all of them; steps of one run at their mean'),
    ...percentiles('latencySeconds', percentilesOf(times.map(({ latency }) => latency), shares), 'from the arrival of a request to its last token'),
    figure('queueSeconds', meanOf(times.map(({ queue }) => queue)), 's', 'mean from the arrival of a request to its first step'),
    ...percentiles('queueSeconds', percentilesOf(times.map(({ queue }) => queue), shares), 'from the arrival of a request to its first step'),
    figure('requestsInSystem', requestSeconds / endSeconds, '', 'mean over time of the requests that have come and are not answered'),
    figure('decodingSequences', decoding === 0 ? null : recorder.sequenceSeconds / decoding, '', 'mean over the time of steps that decode of the sequences that get a token: the batch'),
    figure('runningRequests', busy === 0 ? null : recorder.runningSeconds / busy, '', 'mean over busy time of the requests in work'),
    figure('mostWaitingRequests', recorder.mostWaiting, '', 'most requests that waited while a step ran'),
    figure('busyShare', busy / endSeconds, '', 'seconds of steps / makespan'),
    figure('kvPeakBytes', server.peakBytes, 'B', 'most bytes of keys and values in use'),
    figure('kvMeanBytes', busy === 0 ? null : recorder.kvByteSeconds / busy, 'B', 'mean over busy time of the same, as they are when steps begin'),
    figure('kvRoomBytes', roomBytes === Infinity ? null : roomBytes, 'B', 'bytes that keys and values may take'),
    figure('kvPeakShare', roomBytes === Infinity ? null : server.peakBytes / roomBytes, '', 'most bytes of keys and values in use / bytes that they may take'),
    figure('preemptions', server.preemptions, '', 'times that a request gave its blocks back'),
    figure('recomputedTokens', server.recomputedTokens, 'token', 'tokens that were read again after that'),
    figure('sharedPromptTokens', server.sharedTokens, 'token', 'tokens of prompts whose keys and values were there'),
    figure('memoryUtilization', busy === 0 ? null : ratio(prefill.dramBytes + decode.dramBytes + mixed.dramBytes, peaks.bytesPerSecond * busy), '', 'bytes moved / (peak bandwidth x busy seconds)'),
    figure('computeUtilization', busy === 0 ? null : ratio(prefill.macs + decode.macs + mixed.macs, peaks.macsPerSecond * busy), '', 'multiply-accumulates / (nominal peak x busy seconds)'),
    figure('memoryBoundShare', busy === 0 ? null : recorder.memoryBoundSeconds / busy, '',
      'share of busy time in steps with bytes / bandwidth >= multiply-accumulates / peak; the arithmetic binds the others'),
    figure('servedPerSecondAtMost', servedAtMost(run, spec), '1/s',
      'tokens a second while requests are kept out by those in work / mean tokens of a request; null where that is less than half of the time until the last one comes'),
    ...(goals === undefined ? [] : [
      figure('goodRequestsPerSecond', good / endSeconds, '1/s', 'requests that meet all goals / makespan'),
      figure('goodShare', good / (answered.length + refused.length), '', 'requests that meet all goals / requests'),
    ]),
  ];
}

function ratio(amount: number, of: number): number | null {
  const share = amount / of;
  return Number.isFinite(share) ? share : null;
}

/** A sum with unknown parts is unknown. */
function known(sum: number): number | null {
  return Number.isNaN(sum) ? null : sum;
}

/** Requests a second that the machine gets through while more of them wait; null where these wait only now and then, and so do not tell. */
function servedAtMost({ recorder: { backlogSeconds, backlogSecondsOfArrivals, backlogTokens }, answered }: ServedRun, { samples = 1 }: ServingSpec): number | null {
  const last = answered.reduce((latest, { arrivedSeconds }) => Math.max(latest, arrivedSeconds), 0);
  if (backlogSeconds === 0 || backlogSecondsOfArrivals < last / 2) return null;
  const tokens = answered.reduce((sum, { outputTokens }) => sum + outputTokens * samples, 0) / answered.length;
  return backlogTokens / tokens / backlogSeconds;
}

function refusal({ run: { refused }, roomBytes }: ServingOutcome): string {
  return `none of the ${refused.length} requests fits: ${Math.max(0, Math.floor(roomBytes))} bytes are there for keys and values, which is less than one of them takes`;
}

function notesOf({ spec, setting, run, roomBytes }: ServingOutcome, withDecode: number, joules: number | null): readonly string[] {
  const { deployment: { machine, scheme, fidelity, platform }, dollarsPerHour } = setting;
  const { refused, recorder, answered } = run;
  const notes: string[] = [];
  const rate = offeredRate(spec);
  const served = servedAtMost(run, spec);
  if (rate !== null && served !== null && rate > served) {
    notes.push(`the queue grows: ${rate.toPrecision(4)} requests/s arrive, ${served.toPrecision(4)} can be served; times depend on how many requests come`);
  }
  if (refused.length > 0) notes.push(`${refused.length} of ${refused.length + answered.length} requests are refused: their keys and values would not fit if they were alone`);
  if (roomBytes === Infinity) notes.push('the capacity of the memory is not known, so keys and values take as much as they need');
  if (withDecode === 0) notes.push('one output token comes with the prompt: there is no time between two');
  if (joules === null) notes.push(`the energy is not known: ${energyGap(machine, scheme) ?? 'of a part of the run it is not'}`);
  else if (recorder.idleSeconds > 0) notes.push('the energy is that of steps: what the machine draws while it is idle is left out');
  if (dollarsPerHour === null) notes.push('no price of the platform is given, so a request has none');
  if (fidelity !== 'roofline') notes.push('a sequence takes its share of the attention of a batch of equal contexts: where kernels work in waves, that of a batch of unequal ones is another');
  if (platform !== undefined) {
    notes.push('keys and values are those of the fullest stage and of one share of the heads');
    notes.push('tokens of a step are spread evenly over the devices; what decodes and what reads prompts go through them one after the other');
  }
  if (spec.sharedReads === true) notes.push('partial results of attention over what is read once and what is not are put together for nothing');
  notes.push('schedulers, sampling and the network to the users take no time');
  return notes;
}
