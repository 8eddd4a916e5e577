import { InputError } from '../../sim/core/diagnostics.js';
import type { Env, Info, ResetResult, StepResult } from './env.js';
import { contains } from './spaces/contains.js';
import { describeSpace } from './spaces/describe.js';
import { sampleSpace } from './spaces/sample.js';
import { actionWarnings, spaceFaults, spaceWarnings } from './spaces/space-faults.js';
import type { Space, SpaceValue } from './spaces/space.js';
import { createRng } from '../../sim/core/rng.js';
import { Wrapper } from './wrappers/wrapper.js';

/** What a check found. An environment without errors keeps the rules; warnings are what agents stumble over. */
export interface CheckReport {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const methods = ['reset', 'step', 'render', 'close'] as const;
const spaceTypes = ['Discrete', 'MultiDiscrete', 'MultiBinary', 'Box', 'Text', 'Dict', 'Tuple'];
const checkSeed = 123;
const otherSeed = 456;

/**
 * Checks that an environment keeps the rules of Gymnasium 1.4 (env_checker.py, passive_env_checker.py): spaces, what reset and step give, the same results for the
 * same seed, no truncation in the first step, and closing twice. Runs a few steps and closes it. `make` gives another one of the same kind, to compare with; without it
 * the same one is reset.
 */
export function checkEnv(env: Env, make?: () => Env): CheckReport {
  const errors: string[] = [];
  const warnings: string[] = [];
  const error = (text: string): void => { errors.push(text); };
  const warn = (text: string): void => { warnings.push(text); };

  const missing = methods.filter((method) => typeof env[method] !== 'function');
  if (missing.length > 0) return { errors: [`it has no ${missing.join(', ')}`], warnings };
  if (env instanceof Wrapper) warn('it is wrapped: what the wrappers hide is not checked');
  for (const [name, space] of [['actionSpace', env.actionSpace], ['observationSpace', env.observationSpace]] as const) {
    if (!isSpace(space)) {
      error(`${name} is no space`);
      continue;
    }
    errors.push(...spaceFaults(space, name));
    warnings.push(...spaceWarnings(space, name));
  }
  if (errors.length > 0) return { errors, warnings };
  warnings.push(...actionWarnings(env.actionSpace, 'actionSpace'));

  // A bug is not a finding: what is thrown goes on, but for the refusals of an environment.
  try {
    checkReset(env, error);
    if (errors.length === 0) checkSteps(env, make?.() ?? env, error, warn);
    if (errors.length === 0) checkRender(env, warn);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    error(`it refuses what its spaces allow: ${thrown.message}`);
  }
  try {
    env.close();
    env.close();
  } catch (thrown) {
    warn(`it cannot be closed twice: ${String(thrown)}`);
  }
  return { errors, warnings };
}

function isSpace(space: unknown): space is Space {
  return typeof space === 'object' && space !== null && 'type' in space && spaceTypes.includes(String(space.type));
}

function checkReset(env: Env, error: (text: string) => void): void {
  const check = (result: ResetResult, when: string): boolean => {
    if (!Array.isArray(result) || result.length !== 2) {
      error(`reset gives an observation and an info, not ${Array.isArray(result) ? `${(result as readonly unknown[]).length} values` : typeof result} ${when}`);
      return false;
    }
    if (!contains(env.observationSpace, result[0])) error(`the observation of reset ${when} is not in ${describeSpace(env.observationSpace)}: ${shown(result[0])}`);
    if (!isInfo(result[1])) error(`the info of reset ${when} is no object`);
    return true;
  };
  const first = env.reset({ seed: checkSeed });
  if (!check(first, 'with a seed')) return;
  const state = env.rng.state();
  const next = env.reset({ options: {} });
  if (!check(next, 'with options')) return;
  const again = env.reset({ seed: checkSeed });
  if (!isSame(first[0], again[0])) error('reset with the same seed gives another observation');
  if (env.rng.state() !== state) error('reset with the same seed gives other random numbers');
  if (!isSame(env.reset()[0], next[0])) error('the second reset, without a seed, gives another observation than before');
  env.reset({ seed: otherSeed });
  if (env.rng.state() === state) error('reset with another seed gives the same random numbers');
}

function checkSteps(env: Env, other: Env, error: (text: string) => void, warn: (text: string) => void): void {
  const draw = createRng(checkSeed);
  const action = sampleSpace(env.actionSpace, draw);
  env.reset({ seed: checkSeed });
  const result = env.step(action);
  if (!Array.isArray(result) || result.length !== 5) {
    error(`step gives five values, not ${Array.isArray(result) ? (result as readonly unknown[]).length : typeof result}`);
    return;
  }
  checkStep(env, result, error, warn);
  // The first step of an episode that the task ends is no time limit.
  if (result[3]) error('the first step is truncated');
  const state = env.rng.state();
  other.reset({ seed: checkSeed });
  const repeated = other.step(action);
  if (env.spec?.nondeterministic !== true) {
    for (const [i, what] of ['observation', 'reward', 'terminated', 'truncated', 'info'].entries()) if (!isSame(result[i], repeated[i])) error(`the same seed and action give another ${what}`);
    if (other.rng.state() !== state) error('the same seed and action take other random numbers');
  }
  if (other !== env) other.close();
  env.reset({ seed: checkSeed });
  let isOver = false;
  for (let step = 0; step < 10; step++) {
    if (isOver) env.reset();
    const found = env.step(sampleSpace(env.actionSpace, draw));
    checkStep(env, found, error, warn);
    isOver = found[2] || found[3];
  }
}

function checkStep(env: Env, [observation, reward, terminated, truncated, info]: StepResult, error: (text: string) => void, warn: (text: string) => void): void {
  if (!contains(env.observationSpace, observation)) error(`the observation of step is not in ${describeSpace(env.observationSpace)}: ${shown(observation)}`);
  if (typeof reward !== 'number' || !Number.isFinite(reward)) warn(`the reward is ${String(reward)}, no finite number`);
  if (typeof terminated !== 'boolean' || typeof truncated !== 'boolean') warn('terminated and truncated are no booleans');
  if (!isInfo(info)) error('the info of step is no object');
}

function checkRender(env: Env, warn: (text: string) => void): void {
  if (env.renderMode !== null && !env.metadata.renderModes.includes(env.renderMode)) warn(`it renders ${env.renderMode}, which its metadata do not name`);
  const picture = env.render();
  if (env.renderMode === null ? picture !== null : typeof picture !== 'string') warn(`render in the mode ${env.renderMode ?? 'none'} gives ${typeof picture}`);
}

function isInfo(info: unknown): info is Info {
  return typeof info === 'object' && info !== null && !Array.isArray(info);
}

/** Equal as JSON would have it; NaN is NaN. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Readonly<Record<string, unknown>>)[key]));
}

function shown(value: SpaceValue): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
