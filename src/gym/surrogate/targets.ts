/** Costs of one objective as a model learns them. */
export interface TargetScale {
  /** The sign that all costs have, where they are learnt as logarithms; 0 where they are learnt as they are. */
  readonly sign: -1 | 0 | 1;
  readonly low: number;
  readonly width: number;
}

/** Costs of one sign that differ by more than this factor are learnt as logarithms. */
const wideFactor = 10;

/**
 * A scale on which the costs of `within` go from 0 to 1: logarithmic where all costs have one sign and the largest is more than ten times the smallest, as times,
 * powers and areas over a design space are. Costs outside of `within` may lie outside.
 */
export function targetScale(all: readonly number[], within: readonly number[]): TargetScale {
  let [low, high] = [Infinity, -Infinity];
  for (const cost of all) [low, high] = [Math.min(low, cost), Math.max(high, cost)];
  const sign = low > 0 && high > wideFactor * low ? 1 : high < 0 && low < wideFactor * high ? -1 : 0;
  let [least, most] = [Infinity, -Infinity];
  for (const cost of within) {
    const target = bent(sign, cost);
    [least, most] = [Math.min(least, target), Math.max(most, target)];
  }
  return { sign, low: least, width: most > least ? most - least : 1 };
}

/** Monotone: what costs less has the lower target. */
export function targetOf({ sign, low, width }: TargetScale, cost: number): number {
  return (bent(sign, cost) - low) / width;
}

/** The cost whose target this is. */
export function costOfTarget({ sign, low, width }: TargetScale, target: number): number {
  const value = target * width + low;
  return sign === 0 ? value : sign * Math.exp(sign * value);
}

function bent(sign: -1 | 0 | 1, cost: number): number {
  return sign === 0 ? cost : sign * Math.log(sign * cost);
}
