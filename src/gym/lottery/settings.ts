import type { Rng } from '../../sim/core/rng.js';
import { sampleCode, valueOf, type Parameter, type ParameterValue } from '../../sim/model/design-space.js';
import type { AgentKind, Hyperparameter, Hyperparameters } from '../agents/agent.js';

/** Hyperparameters of an agent that take part in a lottery. */
export interface LotterySetting {
  readonly hyperparameters: Hyperparameters;
  readonly isDefault: boolean;
}

/** Values of hyperparameters by their names. */
export type SettingGrid = Readonly<Record<string, readonly ParameterValue[]>>;

/** A magnitude is drawn from its default over this to its default times this. */
const magnitudeReach = 8;

/**
 * The defaults of an agent, and settings drawn at random until there are `count` of them, or no more to be found: every hyperparameter on its own, uniformly over its range; those on a
 * log scale within a factor of eight of the default. With a grid: the defaults, and every combination of its values.
 */
export function lotterySettings({ hyperparameters }: AgentKind, count: number, rng: Rng, grid: SettingGrid = {}): readonly LotterySetting[] {
  const usual = Object.fromEntries(hyperparameters.map((one) => [one.name, one.default]));
  const settings = new Map([[JSON.stringify(usual), usual]]);
  const add = (values: Hyperparameters): void => { settings.set(JSON.stringify(values), values); };
  if (Object.keys(grid).length > 0) {
    for (const values of combinations(Object.entries(grid))) add({ ...usual, ...values });
  } else {
    const ranges = hyperparameters.map(rangeOf);
    for (let tries = 0; settings.size < count && tries < 20 * count; tries++) add(Object.fromEntries(ranges.map((range) => [range.name, valueOf(range, sampleCode(range, rng))])));
  }
  return [...settings.values()].map((values, i) => ({ hyperparameters: values, isDefault: i === 0 }));
}

function rangeOf(one: Hyperparameter): Parameter {
  if ((one.type !== 'integer' && one.type !== 'real') || one.scale !== 'log' || typeof one.default !== 'number') return one;
  const [low, high] = [Math.max(one.low, one.default / magnitudeReach), Math.min(one.high, one.default * magnitudeReach)];
  return one.type === 'integer' ? { ...one, low: Math.ceil(low), high: Math.floor(high) } : { ...one, low, high };
}

function combinations(axes: readonly (readonly [string, readonly ParameterValue[]])[]): Hyperparameters[] {
  const [first, ...rest] = axes;
  if (first === undefined) return [{}];
  return first[1].flatMap((value) => combinations(rest).map((others) => ({ [first[0]]: value, ...others })));
}
