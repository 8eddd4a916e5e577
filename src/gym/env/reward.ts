import { InputError } from '../../sim/core/diagnostics.js';
import { totalViolation } from '../problem/evaluation.js';
import type { Direction, Evaluation } from '../problem/search-problem.js';
import { unknownReward } from './diagnostics.js';

/** What an objective is measured against. */
export interface Target {
  readonly name: string;
  readonly direction: Direction;
  /** What is wanted: at most that where it is minimised, at least that where it is maximised. */
  readonly value: number;
}

/** More is better. Finite for every evaluation. */
export type Reward = (evaluation: Evaluation) => number;

export type RewardName = 'target' | 'archgym-target' | 'farsi-distance' | 'inverse';

/** Least distance, relative to the target, that `archgym-target` divides by, and least magnitude that `inverse` does: neither divides by zero. */
export const rewardEpsilon = 1e-6;

/** The reward of a design that has no numbers, and the least one of `target` and `farsi-distance`: a thousand times the targets are missed. */
export const leastReward = -1000;

/** What a target that is met counts in `farsi-distance`, as in FARSI. */
const farsiMet = 1e-9;

/**
 * The rewards by name, T the targets and x the objectives.
 *
 * `target` (default). While a target or a limit is missed: -(sum of the violations + sum_i max(0, (x_i - T_i) / |T_i|)), below 0. Once all hold: the mean of
 * (T_i - x_i) / |T_i|, and of 1 - T_i / x_i where x is maximised, from 0 to 1. Monotone in every objective; a single step across the target changes its slope, never its sign.
 *
 * The others are those of published gyms, for comparisons. All turn designs that break a limit into -(sum of the violations).
 * `archgym-target`: the product of T_i / |x_i - T_i| (ArchGym, DRAM): rewards what is near, not what is better, and is at most 1 / epsilon for each objective.
 * `farsi-distance`: -(sum of |x_i - T_i| / |T_i|), an objective within its target counting 1e-9 (FARSI in ArchGym, there a cost without the sign).
 * `inverse`: the product of 1 / x_i (MAESTRO in ArchGym), of x_i where it is maximised.
 */
export const rewards: Readonly<Record<RewardName, (targets: readonly Target[]) => Reward>> = {
  'target': (targets) => (evaluation) => {
    const { objectives } = evaluation;
    if (objectives === null || evaluation.failure !== undefined) return withoutNumbers(evaluation);
    let missed = totalViolation(evaluation);
    for (let i = 0; i < targets.length; i++) missed += Math.max(0, shortfall(targets[i]!, objectives[i]!));
    return missed > 0 ? floored(-missed) : mean(targets, (target, i) => gain(target, objectives[i]!));
  },
  'archgym-target': (targets) => legalOnly((objectives) => product(targets, ({ value }, i) => magnitude(value) / Math.max(Math.abs(objectives[i]! - value), rewardEpsilon * magnitude(value)))),
  'farsi-distance': (targets) => legalOnly((objectives) => -targets.reduce((sum, target, i) => sum + Math.max(farsiMet, shortfall(target, objectives[i]!)), 0)),
  'inverse': (targets) => legalOnly((objectives) => product(targets, ({ direction }, i) => (direction === 'maximise' ? objectives[i]! : 1 / atLeastEpsilon(objectives[i]!)))),
};

export const rewardNames = Object.keys(rewards) as readonly RewardName[];

/** The reward of this name. Throws `InputError` (`env/unknown-reward`) where there is none. */
export function rewardNamed(name: string, targets: readonly Target[]): Reward {
  if (!Object.hasOwn(rewards, name)) throw new InputError([unknownReward(name, rewardNames)]);
  return rewards[name as RewardName](targets);
}

/** By how much an objective misses its target, relative to it: above 0 where it does. A target of 0 counts as 1. */
export function shortfall({ direction, value }: Target, x: number): number {
  return (direction === 'minimise' ? x - value : value - x) / magnitude(value);
}

/** How far an objective is beyond its target, from 0 to 1. */
function gain(target: Target, x: number): number {
  const beyond = -shortfall(target, x);
  // What is maximised has no end: 1 - T / x is beyond / (1 + beyond) for positive targets.
  return target.direction === 'maximise' ? beyond / (1 + beyond) : Math.min(1, beyond);
}

function legalOnly(reward: (objectives: readonly number[]) => number): Reward {
  return (evaluation) => {
    if (evaluation.objectives === null || evaluation.failure !== undefined) return withoutNumbers(evaluation);
    const violation = totalViolation(evaluation);
    return violation > 0 ? floored(-violation) : floored(reward(evaluation.objectives));
  };
}

/** A design without objectives whose broken limits are known is as bad as they are; one that failed is as bad as any. */
function withoutNumbers(evaluation: Evaluation): number {
  return floored(-totalViolation(evaluation));
}

function floored(reward: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(leastReward, reward));
}

function magnitude(target: number): number {
  return target === 0 ? 1 : Math.abs(target);
}

function atLeastEpsilon(x: number): number {
  return Math.abs(x) >= rewardEpsilon ? x : x < 0 ? -rewardEpsilon : rewardEpsilon;
}

function mean(targets: readonly Target[], of: (target: Target, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) sum += of(targets[i]!, i);
  return sum / targets.length;
}

function product(targets: readonly Target[], of: (target: Target, i: number) => number): number {
  return targets.reduce((all, target, i) => all * of(target, i), 1);
}
