import { InputError, problem } from '../../sim/core/diagnostics.js';
import type { Deployment } from '../deployment.js';
import { platformMemory } from '../platform/platform-memory.js';
import { freePass, plus, type PassCost } from '../pass-cost.js';
import { weightsHeld } from '../resident.js';
import type { ScenarioAnswer, ScenarioMemory } from '../scenario-answer.js';
import { defineScenario, type Setting } from '../scenario-kind.js';
import { startOf, sumOfTimes, timeCost, type TimeCost } from './call-cost.js';
import { mostOutcomes, outcomesOf, type Outcome } from './outcomes.js';
import { dependenciesOf, orderedCalls } from './request.js';
import { scheduled, type Job, type Segment } from './schedule.js';
import { callsSchema, type CallSpec, type CallsSpec } from './schema.js';

/** A model that calls name, and the place that it works on: 0 is the platform that all share. */
interface Called { readonly deployment: Deployment; readonly place: number }

/** A graph of model calls: what a request costs that is answered by several of them. */
export const callsKind = defineScenario({
  kind: 'calls', summary: 'a graph of model calls: best of N, verifiers, cascades, routers, models in lock-step, agents with tools',
  schema: callsSchema, run: runCalls,
});

function runCalls(spec: CallsSpec, setting: Setting): ScenarioAnswer {
  const calls = orderedCalls(spec);
  const models = modelsOf(spec, setting);
  const called = calls.map(({ models: names }) => (names === undefined ? [models.get('')!] : names.map((name) => models.get(name)!)));
  const places = 1 + Math.max(...[...models.values()].map(({ place }) => place));
  const outcomes = outcomesOf(calls);
  if (outcomes === null) throw new InputError([problem('calls/too-many-outcomes', `the calls can go in more than ${mostOutcomes} ways`, { pointer: '/workload/scenario/calls', remedy: 'give fewer calls a probability, or lower "most" of their repeats' })]);
  const memory = memoryOf(calls, called, models, places);
  const reasons = memory.fits === false ? [`the models and caches of a request take ${memory.heldBytes.toFixed(0)} bytes of a device that has ${memory.capacityBytes}`] : [];
  const run = lookedUp(calls, called);
  const found = outcomes.map((outcome) => outcomeCost(calls, called, places, outcome, run));
  return answerOf(calls, outcomes, found, memory, reasons, places, setting);
}

/** The models by name, that of the workload as ''. Only what a call names is deployed. */
function modelsOf({ models = {}, calls }: CallsSpec, { deployment, deploy }: Setting): ReadonlyMap<string, Called> {
  const asked = new Set(calls.flatMap(({ models: names }) => names ?? ['']));
  let places = 0;
  const all = new Map<string, Called>([['', { deployment, place: 0 }]]);
  for (const [name, { place, ...other }] of Object.entries(models)) if (asked.has(name)) all.set(name, { deployment: deploy(other), place: place === 'own' ? ++places : 0 });
  if (!asked.has('')) all.delete('');
  return all;
}

/** Costs of a time of a call, worked out once. */
type TimeOf = (call: number, time: number, prefixIsThere: boolean) => readonly TimeCost[];

function lookedUp(calls: readonly CallSpec[], called: readonly (readonly Called[])[]): TimeOf {
  const known = new Map<string, readonly TimeCost[]>();
  return (call, time, prefixIsThere) => {
    const start = startOf(calls[call]!, time, prefixIsThere);
    const key = `${call} ${start.promptTokens} ${start.cachedTokens}`;
    let found = known.get(key);
    if (found === undefined) {
      found = called[call]!.map(({ deployment }) => timeCost(deployment, calls[call]!, start));
      known.set(key, found);
    }
    return found;
  };
}

interface OutcomeCost {
  readonly seconds: number;
  /** Of the answer; the end of all where others judge it first. Null where no call is made. */
  readonly firstTokenSeconds: number | null;
  readonly joules: number | null;
  readonly outputTokens: number;
  /** What is given back: of the calls that say so, or of those that no other that is made waits for. */
  readonly answerTokens: number;
  readonly byCall: readonly { readonly times: number; readonly cost: PassCost; readonly seconds: number }[];
  readonly busySeconds: readonly number[];
}

/** What a request costs that goes this way. */
function outcomeCost(calls: readonly CallSpec[], called: readonly (readonly Called[])[], places: number, { times }: Outcome, run: TimeOf): OutcomeCost {
  const index = new Map(calls.map(({ name }, i) => [name, i]));
  const waits = calls.map((call) => dependenciesOf(call).map((name) => index.get(name)!));
  const costs = calls.map((call, i) => Array.from({ length: times[i]! }, (_, time) => run(i, time, call.prefix !== undefined && times[index.get(call.prefix.of)!]! > 0)));
  const jobs = calls.map((call, i): Job => ({ after: waits[i]!, segments: costs[i]!.flatMap((each) => segmentsOf(each, called[i]!, call.toolSeconds ?? 0)) }));
  const { starts, seconds } = scheduled(jobs, places);
  const last = calls.map((_, i) => i).filter((i) => times[i]! > 0 && !waits.some((of, j) => times[j]! > 0 && of.includes(i)));
  const marked = calls.map((_, i) => i).filter((i) => times[i]! > 0 && calls[i]!.isAnswer === true);
  const answers = marked.length > 0 ? marked : last;
  const busySeconds = new Array<number>(places).fill(0);
  for (const { segments } of jobs) for (const segment of segments) for (const place of segment.places) busySeconds[place]! += segment.seconds;
  const byCall = costs.map((each) => {
    const whole = each.map((time) => sumOfTimes(time));
    return {
      times: each.length, cost: whole.map(({ whole: cost }) => cost).reduce(plus, freePass),
      seconds: whole.reduce((sum, { whole: cost }) => sum + cost.seconds, 0), tokens: whole.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    };
  });
  return {
    seconds, byCall, busySeconds,
    firstTokenSeconds: answers.length === 0 ? null : Math.min(...answers.map((i) => (last.includes(i) ? starts[i]! + slowest(costs[i]![0]!, called[i]!, 'first') : seconds))),
    joules: byCall.reduce<number | null>((sum, { cost }) => (sum === null || cost.joules === null ? null : sum + cost.joules), 0),
    outputTokens: byCall.reduce((sum, { tokens }) => sum + tokens, 0),
    answerTokens: answers.reduce((sum, i) => sum + calls[i]!.outputTokens, 0),
  };
}

/** Models of one place work one after the other, those of several places side by side. */
function slowest(each: readonly TimeCost[], called: readonly Called[], part: 'first' | 'whole'): number {
  const byPlace = new Map<number, number>();
  each.forEach((time, j) => byPlace.set(called[j]!.place, (byPlace.get(called[j]!.place) ?? 0) + time[part].seconds));
  return Math.max(...byPlace.values());
}

/** One time of a call: its places work together until its end, then its tool. In lock-step every pass takes as long as the slowest place. */
function segmentsOf(each: readonly TimeCost[], called: readonly Called[], toolSeconds: number): readonly Segment[] {
  const places = [...new Set(called.map(({ place }) => place))];
  const work: Segment = { places, seconds: slowest(each, called, 'whole') };
  return toolSeconds === 0 ? [work] : [work, { places: [], seconds: toolSeconds }];
}

/**
 * Bytes of the fullest place: all its models; of the caches those that a later call goes on with, and the largest of the others. Keys and values of samples share the prompt:
 * KV(P) + samples (KV(P + output - 1) - KV(P)), at the longest that a call gets.
 */
function memoryOf(calls: readonly CallSpec[], called: readonly (readonly Called[])[], models: ReadonlyMap<string, Called>, places: number): ScenarioMemory {
  const kept = new Set(calls.map(({ prefix }) => prefix?.of));
  const all = Array.from({ length: places }, (_, place) => {
    const here = [...models.values()].filter((model) => model.place === place);
    const uses = here.map(({ deployment }) => platformMemory(deployment, { batch: 1, promptTokens: 1, outputTokens: 1, logits: 'last' }));
    let [keptBytes, largest, activationBytes] = [0, 0, 0];
    for (const { call, deployment } of calls.flatMap((one, i) => called[i]!.filter((model) => model.place === place).map(({ deployment }) => ({ call: one, deployment })))) {
      const { promptTokens } = startOf(call, (call.repeat?.most ?? 1) - 1, false);
      const use = (outputTokens: number): ReturnType<typeof platformMemory> => platformMemory(deployment, { batch: 1, promptTokens, outputTokens, logits: 'last' });
      const [prompt, end] = [use(1), use(call.outputTokens)];
      const cache = prompt.kvCacheBytes + (call.samples ?? 1) * (end.kvCacheBytes - prompt.kvCacheBytes);
      if (kept.has(call.name)) keptBytes += cache;
      else largest = Math.max(largest, cache);
      if (!deployment.machine.keepsActivations) activationBytes = Math.max(activationBytes, prompt.activationPeakBytes);
    }
    const capacityBytes = here[0]?.deployment.machine.capacityBytes ?? null;
    const weightBytes = uses.reduce((sum, use) => sum + use.weightBytes, 0);
    const heldBytes = here.reduce((sum, { deployment }) => sum + weightsHeld(deployment), 0) + keptBytes + largest + activationBytes;
    return { weightBytes, kvCacheBytes: keptBytes + largest, activationBytes, heldBytes, capacityBytes, isUsed: here.length > 0 };
  }).filter(({ isUsed }) => isUsed);
  const { isUsed, ...fullest } = all.reduce((a, b) => (b.heldBytes > a.heldBytes ? b : a));
  return { ...fullest, others: {}, fits: fullest.capacityBytes === null ? null : isUsed && fullest.heldBytes <= fullest.capacityBytes };
}

function answerOf(calls: readonly CallSpec[], outcomes: readonly Outcome[], found: readonly OutcomeCost[], memory: ScenarioMemory, reasons: readonly string[], places: number, { dollarsPerHour }: Setting): ScenarioAnswer {
  const expected = (of: (cost: OutcomeCost) => number): number => outcomes.reduce((sum, { probability }, i) => sum + (probability === 0 ? 0 : probability * of(found[i]!)), 0);
  const possible = found.filter((_, i) => outcomes[i]!.probability > 0);
  const runs = reasons.length === 0;
  const seconds = expected((cost) => cost.seconds);
  const isEmpty = possible.some(({ firstTokenSeconds }) => firstTokenSeconds === null);
  const joules = possible.some((cost) => cost.joules === null) ? null : expected((cost) => cost.joules!);
  const busiest = Math.max(...Array.from({ length: places }, (_, place) => expected((cost) => cost.busySeconds[place]!)));
  const price = dollarsPerHour === null ? null : (seconds * dollarsPerHour * places) / 3600;
  const figure = (name: string, value: number | null, unit: string, meaning: string, isExpectation = false): ScenarioAnswer['figures'][number] => ({ name, value: runs ? value : null, unit, meaning, isExpectation });
  return {
    totals: {
      firstTokenSeconds: runs && !isEmpty ? expected((cost) => cost.firstTokenSeconds!) : null,
      secondsPerOutputToken: null,
      tokensPerSecond: runs && seconds > 0 ? expected((cost) => cost.answerTokens) / seconds : null,
      requestsPerSecond: runs && seconds > 0 ? 1 / seconds : null,
      latencySeconds: runs ? seconds : null, energyJoules: runs ? joules : null, dollars: runs ? price : null,
    },
    memory,
    parts: !runs ? [] : calls.map(({ name }, i) => ({
      name, count: expected(({ byCall }) => byCall[i]!.times), seconds: expected(({ byCall }) => byCall[i]!.seconds),
      joules: joules === null ? null : expected(({ byCall }) => byCall[i]!.cost.joules!), dramBytes: expected(({ byCall }) => byCall[i]!.cost.dramBytes),
    })),
    figures: [
      figure('worstLatencySeconds', Math.max(...possible.map((cost) => cost.seconds)), 's', 'the longest of all ways in which a request can go'),
      figure('bestLatencySeconds', Math.min(...possible.map((cost) => cost.seconds)), 's', 'the shortest of all ways in which a request can go'),
      figure('outcomes', possible.length, '', 'ways in which a request can go'),
      figure('generatedTokens', expected((cost) => cost.outputTokens), 'token', 'tokens of all answers, those that are given up too', true),
      figure('requestsPerSecondAtMost', busiest === 0 ? null : 1 / busiest, '1/s', 'one over the expected busy seconds of the busiest place: requests that overlap while tools and other places work', true),
    ],
    reasons,
    notes: [
      'a place does one call at a time, first come, first served; requests do not wait for one another: totals are of one request at a time',
      ...(calls.some(({ models }) => (models?.length ?? 1) > 1) ? ['logits of models in lock-step are added up for nothing'] : []),
      ...(isEmpty && runs ? ['a request may go by without any call: no time to a first token'] : []),
      'tokensPerSecond counts what is given back: one answer of the last calls, or of those that say so; generatedTokens has all',
    ],
  };
}
