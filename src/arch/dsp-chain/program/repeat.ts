import { loop, type Step } from '../../../sim/model/program.js';

/** Bodies 0 .. count - 1 in order, neighbours with the same key (the same body, that is) as one loop. */
export function repeated(count: number, keyOf: (index: number) => string, bodyOf: (index: number) => readonly Step[]): Step[] {
  const steps: Step[] = [];
  for (let first = 0; first < count;) {
    const key = keyOf(first);
    let end = first + 1;
    while (end < count && keyOf(end) === key) end++;
    steps.push(...times(end - first, bodyOf(first)));
    first = end;
  }
  return steps;
}

/** A body `count` times, the last of which may differ: it is told. */
export function timesWithLast(count: number, body: (last: boolean) => readonly Step[]): Step[] {
  return count <= 0 ? [] : [...times(count - 1, body(false)), ...body(true)];
}

export function times(count: number, body: readonly Step[]): readonly Step[] {
  return count <= 0 ? [] : count === 1 ? body : [loop(count, body)];
}

/** Who waits and releases at the ends of a chain of equal instructions: the first waits, the last releases. */
export function chain(count: number, waits: readonly number[], releases: readonly number[], make: (waits: readonly number[], releases: readonly number[]) => Step): Step[] {
  if (count <= 1) return count === 1 ? [make(waits, releases)] : [];
  return [make(waits, []), ...times(count - 2, [make([], [])]), make([], releases)];
}

/** Tokens of a buffer of `slots` slots that `total` items go through: item `index` (from 0) waits for a slot once all are taken, and frees its own where a later item wants it. */
export interface SlotUse {
  readonly waits: boolean;
  readonly releases: boolean;
}

export function slotUse(index: number, total: number, slots: number): SlotUse {
  return { waits: index >= slots, releases: index + slots < total };
}
