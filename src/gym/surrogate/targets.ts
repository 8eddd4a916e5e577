/** The sign that all costs have, where they are learnt as logarithms; 0 where they are learnt as they are. */
export type TargetSign = -1 | 0 | 1;

/** Costs of one objective as a model learns them. */
export interface TargetScale {
  readonly sign: TargetSign;
  readonly low: number;
  readonly width: number;
}

/** Where costs differ by more than this factor, the smallest is a zero but for rounding. */
const zeroFactor = 1e9;

/** The sign that all costs have, which may then be learnt as logarithms; else 0. */
export function commonSign(costs: readonly number[]): TargetSign {
  let [low, high] = [Infinity, -Infinity];
  for (const cost of costs) [low, high] = [Math.min(low, cost), Math.max(high, cost)];
  const spread = low > 0 ? high / low : high < 0 ? low / high : 1;
  return spread > 1 && spread < zeroFactor ? (low > 0 ? 1 : -1) : 0;
}

/** A scale on which the costs of `within` go from 0 to 1. Others may lie outside, and all have the sign, where it is not 0. */
export function targetScale(sign: TargetSign, within: readonly number[]): TargetScale {
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

/** ln of the slope of the target at a cost: what a density of targets is multiplied by to be one of costs. */
export function logSlope({ sign, width }: TargetScale, cost: number): number {
  return -Math.log(width) - (sign === 0 ? 0 : Math.log(Math.abs(cost)));
}

function bent(sign: TargetSign, cost: number): number {
  return sign === 0 ? cost : sign * Math.log(sign * cost);
}
