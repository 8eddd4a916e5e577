import type { CallSpec } from './schema.js';

/** How often each call is made, by its index, and how probable that is. */
export interface Outcome {
  readonly probability: number;
  readonly times: readonly number[];
}

/** The most outcomes that are told apart. */
export const mostOutcomes = 4096;

/** How often a call that is made repeats, with its probability: P(i) = (1 - s)^(i - 1) s below the limit, and what is left at it. */
export function repeats({ repeat }: CallSpec): readonly (readonly [times: number, probability: number])[] {
  if (repeat === undefined) return [[1, 1]];
  const { success, most } = repeat;
  const draws: [number, number][] = [];
  for (let i = 1; i < most; i++) if (success > 0) draws.push([i, (1 - success) ** (i - 1) * success]);
  draws.push([most, (1 - success) ** (most - 1)]);
  return draws.filter(([, probability]) => probability > 0);
}

/**
 * Every way in which a request can go, with its probability; null where there are more than `mostOutcomes`. Calls are in an order in which each follows those that it
 * depends on. A call of `onlyIf` or `unless` is drawn only where that leaves it open.
 */
export function outcomesOf(calls: readonly CallSpec[]): readonly Outcome[] | null {
  const index = new Map(calls.map(({ name }, i) => [name, i]));
  let outcomes: readonly Outcome[] = [{ probability: 1, times: [] }];
  for (const call of calls) {
    outcomes = outcomes.flatMap((before): readonly Outcome[] => {
      const made = (name: string | undefined, otherwise: boolean): boolean => (name === undefined ? otherwise : before.times[index.get(name)!]! > 0);
      const open = made(call.onlyIf, true) && !made(call.unless, false);
      const p = open ? call.probability ?? 1 : 0;
      const with_ = (times: number, probability: number): Outcome => ({ probability: before.probability * probability, times: [...before.times, times] });
      return [...(p < 1 ? [with_(0, 1 - p)] : []), ...(p > 0 ? repeats(call).map(([times, q]) => with_(times, p * q)) : [])];
    });
    if (outcomes.length > mostOutcomes) return null;
  }
  return outcomes;
}
