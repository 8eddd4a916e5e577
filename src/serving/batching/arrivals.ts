import { Type, type Static } from 'typebox';
import { byKind, closed, names, type Checked } from '../../experiment/schema/shapes.js';
import type { Rng } from '../../sim/core/rng.js';
import { exponential, gamma } from './draws.js';
import { mostTokens } from './lengths.js';

const rate = Type.Number({ description: 'Requests a second, on average', minimum: 0, maximum: 1e9, examples: [5] });
const tokens = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 1, maximum: mostTokens, examples: [256] });

/** Requests of a run. */
export const mostRequests = 100_000;

/** When requests come. */
export const arrivalsSchema = byKind([
  closed({ kind: Type.Literal('together', { description: 'All at once, at the beginning' }) }),
  closed({ kind: Type.Literal('regular', { description: 'One after another, at equal distances' }), perSecond: rate }),
  closed({ kind: Type.Literal('poisson', { description: 'Independent of one another: exponential times between them' }), perSecond: rate }),
  closed({
    kind: Type.Literal('gamma', { description: 'Gamma times between them: in bursts, or more even than a Poisson process' }), perSecond: rate,
    variation: Type.Number({ description: 'Coefficient of variation of the times between requests: 1 is a Poisson process, above it bursts', exclusiveMinimum: 0, maximum: 100, examples: [2] }),
  }),
  closed({
    kind: Type.Literal('closed', { description: 'A number of users, each of whom waits for an answer and thinks before the next request' }),
    users: Type.Integer({ description: 'Users', minimum: 1, maximum: mostRequests, examples: [64] }),
    thinkSeconds: Type.Optional(Type.Number({ description: 'From an answer to the next request of that user, on average', minimum: 0, maximum: 1e9, default: 0 })),
    thinking: Type.Optional(names(['fixed', 'exponential'], { description: 'How that time is distributed', default: 'fixed' })),
  }),
  closed({
    kind: Type.Literal('recorded', { description: 'As a log has them, lengths included' }),
    requests: Type.Array(closed({
      seconds: Type.Number({ description: 'When it comes, from the beginning of the log', minimum: 0, maximum: 1e12, examples: [1.5] }),
      promptTokens: tokens('Tokens of its prompt'), outputTokens: tokens('Tokens of its answer'),
    }), { description: 'Requests in any order', minItems: 1, maxItems: mostRequests }),
  }),
], { title: 'Arrivals', description: 'When requests come' });

export type Arrivals = Checked<Static<typeof arrivalsSchema>>;

/** When the next request comes. A closed loop learns it from the requests that have ended. */
export interface ArrivalQueue {
  /** Seconds; Infinity where none comes unless one ends. */
  next(): number;
  /** Takes the next one out. */
  take(): void;
  /** Tells that a request has been answered, or was sent away. */
  ended(seconds: number): void;
}

/** The arrivals of `count` requests. A rate of 0 has none. */
export function arrivalQueue(arrivals: Arrivals, count: number, rng: Rng): ArrivalQueue {
  return arrivals.kind === 'closed' ? closedLoop(arrivals, count, rng) : inOrder(arrivalTimes(arrivals, count, rng));
}

/**
 * Times of arrivals that do not depend on the answers: i / rate; sums of exponential times of mean 1 / rate; sums of gamma times of that mean and of shape 1 / variation^2;
 * those of a log, ascending. The first of a process comes after the first of these times, that of `regular` at 0.
 */
export function arrivalTimes(arrivals: Exclude<Arrivals, { readonly kind: 'closed' }>, count: number, rng: Rng): Float64Array {
  const times = new Float64Array(count);
  switch (arrivals.kind) {
    case 'together': return times;
    case 'regular': return times.map((_, i) => (i === 0 ? 0 : i / arrivals.perSecond));
    case 'recorded': return Float64Array.from(arrivals.requests, ({ seconds }) => seconds).sort();
    case 'poisson': return summed(times, () => exponential(rng) / arrivals.perSecond);
    case 'gamma': {
      const shape = 1 / arrivals.variation ** 2;
      return summed(times, () => gamma(rng, shape) / (shape * arrivals.perSecond));
    }
  }
}

function summed(times: Float64Array, gap: () => number): Float64Array {
  let at = 0;
  for (let i = 0; i < times.length; i++) {
    at += gap();
    times[i] = at;
  }
  return times;
}

function inOrder(times: Float64Array): ArrivalQueue {
  let index = 0;
  return { next: () => (index < times.length ? times[index]! : Infinity), take: () => { index++; }, ended: () => undefined };
}

/** Every user sends the first request at the beginning; times that are to come stand ascending. */
function closedLoop({ users, thinkSeconds = 0, thinking = 'fixed' }: Extract<Arrivals, { readonly kind: 'closed' }>, count: number, rng: Rng): ArrivalQueue {
  const times: number[] = new Array<number>(Math.min(users, count)).fill(0);
  let left = count - times.length;
  let first = 0;
  return {
    next: () => times[first] ?? Infinity,
    take: () => {
      first++;
      if (first > 1000 && first * 2 > times.length) first -= times.splice(0, first).length;
    },
    ended: (seconds) => {
      if (left-- <= 0) return;
      const at = seconds + thinkSeconds * (thinking === 'fixed' ? 1 : exponential(rng));
      let place = times.length;
      while (place > first && times[place - 1]! > at) place--;
      times.splice(place, 0, at);
    },
  };
}
