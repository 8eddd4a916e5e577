import type { ArrivalQueue } from './arrivals.js';
import { addPass, clearSum, emptySum, type StepSum } from './context-table.js';
import { instantOf, later, type Instant } from './exact-time.js';
import { recorder, type Recorder, type StepKind } from './recorder.js';
import type { ServedRequest } from './served-request.js';
import type { PromptPart, Server } from './server.js';
import { addDecodeSteps, addMixedStep, decodeSet, type DecodeSet, type SharedRead, type StepCosts } from './step-cost.js';

/** What is served, and how fast. */
export interface ServingRun {
  /** In the order in which they come. */
  readonly requests: readonly ServedRequest[];
  readonly arrivals: ArrivalQueue;
  readonly server: Server;
  readonly costs: StepCosts;
  /** Sequences of a request. */
  readonly samples: number;
  /** True where a beginning that several sequences have in common is read once a step. */
  readonly sharedReads: boolean;
  /** Bytes and dense multiply-accumulates of all devices a second. */
  readonly peaks: { readonly bytesPerSecond: number; readonly macsPerSecond: number };
}

/** What came of it. */
export interface ServedRun {
  readonly recorder: Recorder;
  readonly endSeconds: number;
  readonly answered: readonly ServedRequest[];
  /** Requests whose keys and values never fit. */
  readonly refused: readonly ServedRequest[];
  /** Times between two tokens of a sequence, and how often each was seen. Steps of one run count at their mean. */
  readonly gaps: { readonly values: readonly number[]; readonly weights: readonly number[] };
  /** Integral over time of the requests that have come and are not answered. */
  readonly requestSeconds: number;
  /** Why the run was given up; null where it came to its end. */
  readonly stopped: string | null;
}

/** Runs of equal steps that a simulation takes, and sequences in them, before it gives up. */
const mostRuns = 5_000_000;
const mostUpdates = 2_000_000_000;

/**
 * Serves all requests. Between two events (a request comes or ends, a prompt is read, the memory is full) the batch does not change: such a run of decode steps is summed in closed form, and an
 * arrival ends it after the first step that ends no earlier.
 */
export function serve({ requests, arrivals, server, costs, samples, sharedReads, peaks }: ServingRun): ServedRun {
  let now: Instant = instantOf(0);
  let next = 0;
  let requestSeconds = 0;
  let lastArrival = Infinity;
  const answered: ServedRequest[] = [];
  const refused: ServedRequest[] = [];
  const gaps = { values: [] as number[], weights: [] as number[] };
  const records = recorder(() => lastArrival);
  const sum = emptySum();
  const scratch = emptySum();
  const decodingSet = decodingSetOf(server, samples, sharedReads);
  let updates = 0;
  let stopped: string | null = null;

  const take = (): void => {
    while (next < requests.length && arrivals.next() <= now.seconds) {
      const request = requests[next++]!;
      request.arrivedSeconds = arrivals.next();
      arrivals.take();
      if (next === requests.length) lastArrival = request.arrivedSeconds;
      if (server.arrive(request)) continue;
      refused.push(request);
      arrivals.ended(request.arrivedSeconds);
    }
  };
  const end = (request: ServedRequest): void => {
    request.finished = now;
    answered.push(request);
    requestSeconds += now.seconds - request.arrivedSeconds;
    arrivals.ended(now.seconds);
  };
  const gap = (seconds: number, weight: number): void => {
    const at = gaps.values.length - 1;
    if (gaps.values[at] === seconds) gaps.weights[at]! += weight;
    else {
      gaps.values.push(seconds);
      gaps.weights.push(weight);
    }
  };
  /** Every decoding sequence has a token, for the first time of a run. */
  const firstGaps = (start: number, seconds: number): void => {
    for (const request of server.decoding) gap(request.lastTokenSeconds === start ? seconds : start + seconds - request.lastTokenSeconds, samples);
  };
  const write = (kind: StepKind, steps: number, cost: StepSum, emitted: number): void => {
    const isMemoryBound = cost.dramBytes / peaks.bytesPerSecond >= cost.macs / peaks.macsPerSecond;
    records.add({
      kind, steps, startSeconds: now.seconds, cost, waiting: server.waiting, running: server.decoding.length + server.prefilling.length, emitted,
      sequences: kind === 'prefill' ? 0 : server.decodingSequences, kvBytes: server.usedBytes, memoryBoundSeconds: isMemoryBound ? cost.seconds : 0,
    });
  };

  const stepWithPrompts = (parts: readonly PromptPart[], decodes: boolean): void => {
    const start = now.seconds;
    const ends = parts.reduce((count, { request, queries }) => count + (request.cached + queries === request.target ? 1 : 0), 0);
    clearSum(sum);
    addMixedStep(costs, decodes ? decodingSet() : null, parts.map(({ request, queries }) => ({ queries, context: request.cached + queries })), ends, sum);
    write(decodes ? 'mixed' : 'prefill', 1, sum, (ends + (decodes ? server.decoding.length : 0)) * samples);
    if (decodes) firstGaps(start, sum.seconds);
    now = later(now, sum.seconds);
    if (decodes) {
      for (const request of server.decoding) request.lastTokenSeconds = now.seconds;
      for (const request of server.decoded(1)) end(request);
    }
    for (const part of parts) {
      const { request } = part;
      if (!server.read(part)) continue;
      if (request.firstToken === null) request.firstToken = now;
      else gap(now.seconds - request.lastTokenSeconds, samples);
      request.lastTokenSeconds = now.seconds;
      if (request.generated >= request.outputTokens) end(request);
    }
  };

  const decodeRun = (): void => {
    const set = decodingSet();
    const { decoding } = server;
    const first = decoding[0]!;
    let most = Infinity;
    let isEqual = set.shared.length === 0 && first.generated === 1;
    for (let i = 0; i < decoding.length; i++) {
      const request = decoding[i]!;
      most = Math.min(most, request.outputTokens - request.generated);
      isEqual &&= request.cached === first.cached && request.outputTokens === first.outputTokens && request.generated === 1;
    }
    updates += decoding.length;
    const fitting = server.stepsThatFit(most);
    const arrival = next < requests.length && server.heedsArrivals ? arrivals.next() : Infinity;
    const start = now.seconds;
    const seconds = (steps: number): number => {
      clearSum(scratch);
      addDecodeSteps(costs, set, steps, scratch);
      return scratch.seconds;
    };
    const one = seconds(1);
    let steps = fitting;
    if (arrival < Infinity && start + seconds(fitting) > arrival) {
      let low = 1;
      while (low < steps) {
        const middle = (low + steps) >> 1;
        if (start + seconds(middle) >= arrival) steps = middle;
        else low = middle + 1;
      }
    }
    clearSum(sum);
    // Equal requests that run together to their end cost what one request with that batch does, to the last digit.
    if (isEqual && steps === most) addPass(sum, costs.wholeDecode(set.sequences, first.cached + 1, first.cached + steps), 1);
    else addDecodeSteps(costs, set, steps, sum);
    write('decode', steps, sum, steps * set.sequences);
    firstGaps(start, steps === 1 ? sum.seconds : one);
    if (steps > 1) gap((sum.seconds - one) / (steps - 1), (steps - 1) * set.sequences);
    now = later(now, sum.seconds);
    for (let i = 0; i < decoding.length; i++) decoding[i]!.lastTokenSeconds = now.seconds;
    for (const request of server.decoded(steps)) end(request);
  };

  for (let runs = 0; ; runs++) {
    take();
    const step = server.plan(now.seconds);
    if (step === null) {
      const arrival = next < requests.length ? arrivals.next() : Infinity;
      if (arrival === Infinity) break;
      records.idleSeconds += arrival - now.seconds;
      now = instantOf(arrival);
      continue;
    }
    if (step.parts.length > 0) stepWithPrompts(step.parts, step.decodes);
    else decodeRun();
    if (!Number.isFinite(now.seconds)) stopped = 'a step never ends: the machine has no bandwidth or no arithmetic for it';
    else if (runs >= mostRuns || updates >= mostUpdates) stopped = `the run was given up after ${runs} runs of steps: give it fewer requests, or more tokens a step`;
    if (stopped !== null) break;
  }
  if (stopped === null && answered.length + refused.length < requests.length) throw new Error('requests were left without an answer');
  return { recorder: records, endSeconds: now.seconds, answered, refused, gaps, requestSeconds, stopped };
}

/** The sequences that decode, as the costs take them; the lists are filled again and again. */
function decodingSetOf(server: Server, samples: number, sharedReads: boolean): () => DecodeSet {
  const contexts: number[] = [];
  const weights: number[] = [];
  return () => {
    const { decoding } = server;
    for (let i = 0; i < decoding.length; i++) {
      contexts[i] = decoding[i]!.cached + 1;
      weights[i] = samples;
    }
    return decodeSet(contexts, weights, decoding.length, sharedReads ? takeShared(decoding, samples, contexts) : none);
  };
}

const none: readonly SharedRead[] = [];

/** What several sequences have in common, the prompt of samples or the beginning of a group, taken out of their contexts. */
function takeShared(decoding: readonly ServedRequest[], samples: number, contexts: number[]): readonly SharedRead[] {
  const readers = new Map<number, SharedRead>();
  const keyOf = ({ id, group }: ServedRequest): number => (samples > 1 ? id : group);
  const tokensOf = ({ promptTokens, prefixTokens }: ServedRequest): number => (samples > 1 ? promptTokens : prefixTokens);
  for (const request of decoding) {
    const tokens = tokensOf(request);
    if (tokens > 0) readers.set(keyOf(request), { tokens, sequences: (readers.get(keyOf(request))?.sequences ?? 0) + samples });
  }
  decoding.forEach((request, i) => {
    if ((readers.get(keyOf(request))?.sequences ?? 0) > 1) contexts[i]! -= tokensOf(request);
  });
  return [...readers.values()].filter(({ sequences }) => sequences > 1);
}
