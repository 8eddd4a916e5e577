import { InputError } from '../../sim/core/diagnostics.js';
import { wrongActionCount, wrongArgument } from './diagnostics.js';
import type { Env, EnvSpec, Info } from './env.js';
import { checkedSeed } from './seed.js';
import type { Space, SpaceValue } from './spaces/space.js';
import type { AutoresetMode, MakeEnv, VectorEnv, VectorInfo, VectorResetOptions, VectorStep } from './vector.js';

/** Environments that are stepped one after the other. */
export class SyncVectorEnv implements VectorEnv {
  readonly autoreset: AutoresetMode;
  readonly singleActionSpace: Space;
  readonly singleObservationSpace: Space;
  readonly spec: EnvSpec | null;
  private readonly envs: readonly Env[];
  /** Whether the episode of each is over. */
  private readonly over: boolean[];
  private readonly seen: SpaceValue[];

  constructor(count: number, make: MakeEnv, autoreset: AutoresetMode = 'next-step') {
    this.envs = Array.from({ length: count }, (_, i) => make(i));
    const [first] = this.envs;
    if (first === undefined) throw new RangeError('there is at least one environment');
    this.autoreset = autoreset;
    this.singleActionSpace = first.actionSpace;
    this.singleObservationSpace = first.observationSpace;
    this.spec = first.spec;
    this.over = this.envs.map(() => false);
    this.seen = this.envs.map(() => 0);
  }

  get count(): number {
    return this.envs.length;
  }

  reset({ seed, options = {} }: VectorResetOptions = {}): readonly [readonly SpaceValue[], VectorInfo] {
    const { reset_mask: mask = null, ...rest } = options;
    const chosen = maskOf(mask, this.count);
    const seeds = seedsOf(seed, this.count);
    const infos = new InfoColumns(this.count);
    this.envs.forEach((env, i) => {
      if (!chosen[i]!) return;
      const [observation, info] = env.reset({ ...(seeds[i] === null ? {} : { seed: seeds[i]! }), options: rest });
      this.seen[i] = observation;
      this.over[i] = false;
      infos.add(info, i);
    });
    return [[...this.seen], infos.columns];
  }

  step(actions: readonly SpaceValue[]): VectorStep {
    const { count, envs, over, seen, autoreset } = this;
    if (actions.length !== count) throw new InputError([wrongActionCount(actions.length, count)]);
    const rewards = new Array<number>(count).fill(0);
    const terminated = new Array<boolean>(count).fill(false);
    const truncated = new Array<boolean>(count).fill(false);
    const infos = new InfoColumns(count);
    for (let i = 0; i < count; i++) {
      if (autoreset === 'next-step' && over[i]!) {
        const [observation, info] = envs[i]!.reset();
        seen[i] = observation;
        over[i] = false;
        infos.add(info, i);
        continue;
      }
      const [observation, reward, isTerminated, isTruncated, info] = envs[i]!.step(actions[i]!);
      [rewards[i], terminated[i], truncated[i]] = [reward, isTerminated, isTruncated];
      over[i] = isTerminated || isTruncated;
      if (autoreset === 'same-step' && over[i]!) {
        const [next, nextInfo] = envs[i]!.reset();
        seen[i] = next;
        over[i] = false;
        infos.add(nextInfo, i);
        infos.set('final_obs', observation, i);
        infos.set('final_info', info, i);
      } else {
        seen[i] = observation;
        infos.add(info, i);
      }
    }
    return { observations: [...seen], rewards, terminated, truncated, infos: infos.columns };
  }

  render(): readonly (string | null)[] {
    return this.envs.map((env) => env.render());
  }

  close(): void {
    for (const env of this.envs) env.close();
  }
}

/** Infos of several environments, by key. */
class InfoColumns {
  readonly columns: Record<string, unknown[]> = {};
  private readonly count: number;

  constructor(count: number) {
    this.count = count;
  }

  add(info: Info, index: number): void {
    for (const [key, value] of Object.entries(info)) this.set(key, value, index);
  }

  set(key: string, value: unknown, index: number): void {
    const values = (this.columns[key] ??= new Array<unknown>(this.count).fill(null));
    const has = (this.columns[`_${key}`] ??= new Array<unknown>(this.count).fill(false));
    values[index] = value;
    has[index] = true;
  }
}

/** A seed for each environment. */
export function seedsOf(seed: VectorResetOptions['seed'], count: number): readonly (number | null)[] {
  if (seed === undefined) return new Array<null>(count).fill(null);
  if (typeof seed === 'number') return Array.from({ length: count }, (_, i) => checkedSeed(checkedSeed(seed) + i));
  if (seed.length !== count) throw new InputError([wrongArgument('seed', `a number or a list of ${count}`, seed.length)]);
  return seed.map((one) => (one === null ? null : checkedSeed(one)));
}

/** Which environments a mask means; all without one. */
export function maskOf(mask: unknown, count: number): readonly boolean[] {
  if (mask === null) return new Array<boolean>(count).fill(true);
  if (!Array.isArray(mask) || mask.length !== count || !mask.every((one) => typeof one === 'boolean')) throw new InputError([wrongArgument('options.reset_mask', `a list of ${count} booleans`, mask)]);
  return mask;
}
