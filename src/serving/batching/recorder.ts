import { emptySum, type StepSum } from './context-table.js';
import { thinnedTimeline, type TimelinePoint } from './timeline.js';

export type StepKind = 'prefill' | 'decode' | 'mixed';

/** Steps of one kind and what they cost in all. */
export interface KindTotal extends StepSum { steps: number }

/** How things stood while some equal steps ran. */
export interface RunState {
  readonly kind: StepKind;
  readonly steps: number;
  readonly startSeconds: number;
  readonly cost: StepSum;
  /** Requests that wait, requests in work, and sequences that get a token in each step. */
  readonly waiting: number;
  readonly running: number;
  readonly sequences: number;
  /** Tokens of answers that come in all the steps. */
  readonly emitted: number;
  readonly kvBytes: number;
  /** Seconds of the run in which the memory is what it waits for, rather than the arithmetic. */
  readonly memoryBoundSeconds: number;
}

/** What is written down of a run, summed as it goes. */
export interface Recorder {
  readonly kinds: Readonly<Record<StepKind, KindTotal>>;
  idleSeconds: number;
  readonly memoryBoundSeconds: number;
  /** Integrals over busy time: sequences that get tokens, requests in work, bytes of keys and values. */
  readonly sequenceSeconds: number;
  readonly runningSeconds: number;
  readonly kvByteSeconds: number;
  /** Seconds in which requests wait that nothing but the others in work keeps out, those of them before the last request comes, and the tokens of answers of all these seconds. */
  readonly backlogSeconds: number;
  readonly backlogSecondsOfArrivals: number;
  readonly backlogTokens: number;
  /** Most requests that waited. */
  readonly mostWaiting: number;
  add(run: RunState): void;
  timeline(): readonly TimelinePoint[];
}

/** Most points of a timeline. */
const mostPoints = 500;

/** `lastArrival`: when the last request comes, Infinity until it has; what waits behind it is no sign of a rate that is too high. */
export function recorder(lastArrival: () => number): Recorder {
  const line = thinnedTimeline(mostPoints);
  const kindTotal = (): KindTotal => ({ ...emptySum(), steps: 0 });
  const all = {
    kinds: { prefill: kindTotal(), decode: kindTotal(), mixed: kindTotal() },
    idleSeconds: 0, memoryBoundSeconds: 0, sequenceSeconds: 0, runningSeconds: 0, kvByteSeconds: 0, backlogSeconds: 0, backlogSecondsOfArrivals: 0, backlogTokens: 0, mostWaiting: 0,
    add: ({ kind, steps, startSeconds, cost, waiting, running, sequences, emitted, kvBytes, memoryBoundSeconds }: RunState): void => {
      const total = all.kinds[kind];
      const { seconds } = cost;
      total.steps += steps; total.seconds += seconds; total.joules += cost.joules; total.dramBytes += cost.dramBytes; total.macs += cost.macs;
      all.memoryBoundSeconds += memoryBoundSeconds;
      all.sequenceSeconds += sequences * seconds;
      all.runningSeconds += running * seconds;
      all.kvByteSeconds += kvBytes * seconds;
      if (waiting > all.mostWaiting) all.mostWaiting = waiting;
      if (waiting > 0) {
        all.backlogSeconds += seconds;
        if (startSeconds < lastArrival()) all.backlogSecondsOfArrivals += seconds;
        all.backlogTokens += emitted;
      }
      line.add({ seconds: startSeconds, waiting, running, kvBytes });
    },
    timeline: () => line.points(),
  };
  return all;
}
