import assert from 'node:assert/strict';
import { checkEnv } from '../../../src/gym/env/check-env.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../../../src/gym/env/env.js';
import { box, dict, discrete, type SpaceValue } from '../../../src/gym/env/spaces/index.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { OrderEnforcing, TimeLimit } from '../../../src/gym/env/wrappers/index.js';
import { ToyEnv } from './toy-env.js';

function broken(change: (env: ToyEnv) => void): ToyEnv {
  const env = new ToyEnv();
  change(env);
  return env;
}

/** A toy whose reset or step is changed. */
function changed({ reset, step }: { reset?: (result: ResetResult, env: ToyEnv, options: ResetOptions) => ResetResult; step?: (result: StepResult, env: ToyEnv) => StepResult }): ToyEnv {
  return broken((env) => {
    const [ownReset, ownStep] = [env.reset.bind(env), env.step.bind(env)];
    if (reset !== undefined) env.reset = (options) => reset(ownReset(options), env, options ?? {});
    if (step !== undefined) env.step = (action: SpaceValue) => step(ownStep(action), env);
  });
}

let calls = 0;

describe('checkEnv', () => {
  it('finds nothing in an environment that keeps the rules', () => {
    assert.deepEqual(checkEnv(new ToyEnv()), { errors: [], warnings: [] });
    assert.deepEqual(checkEnv(new ToyEnv(), () => new ToyEnv()), { errors: [], warnings: [] });
  });

  const faults: readonly (readonly [string, () => Env, RegExp])[] = [
    ['a missing method', () => broken((env) => { Object.assign(env, { render: undefined }); }), /no render/],
    ['a space that is none', () => broken((env) => { Object.assign(env, { actionSpace: { n: 3 } }); }), /actionSpace is no space/],
    ['an empty space', () => broken((env) => { env.actionSpace = dict({}); }), /at least one part/],
    ['a space without values', () => broken((env) => { env.actionSpace = discrete(0); }), /at least one value/],
    ['bounds of another shape', () => broken((env) => { env.observationSpace = box([0], [1], [2]); }), /has 2 bounds/],
    ['a reset of one value', () => changed({ reset: ([observation]) => [observation] as unknown as ResetResult }), /reset gives an observation and an info/],
    ['a first observation outside', () => changed({ reset: ([, info]) => [[1000], info] }), /observation of reset with a seed is not in Box/],
    ['an info that is no object', () => changed({ reset: ([observation]) => [observation, [] as never] }), /info of reset/],
    ['a reset that forgets its seed', () => changed({ reset: (_, env) => { env.place = ++calls / 100; return [[env.place], {}]; } }), /same seed gives another observation/],
    ['random numbers that a seed does not begin', () => changed({ reset: (result, env) => { env.rng = createRng(++calls); return result; } }), /same seed gives other random numbers/],
    ['random numbers that no seed changes', () => changed({ reset: (_, env) => { env.rng = createRng(1); return [[0], {}]; } }), /another seed gives the same random numbers/],
    ['a step of four values', () => changed({ step: (result) => result.slice(0, 4) as unknown as StepResult }), /five values, not 4/],
    ['an observation outside', () => changed({ step: ([, ...rest]) => [[NaN], ...rest] }), /observation of step/],
    ['a dict of other keys', () => changed({ step: ([, ...rest]) => [{ a: 1 }, ...rest] }), /observation of step/],
    ['an info of a step that is no object', () => changed({ step: ([o, r, t, u]) => [o, r, t, u, null as never] }), /info of step/],
    ['a step that differs', () => changed({ step: ([o, , ...rest]) => [o, ++calls, ...rest] }), /another reward/],
    ['an info that differs', () => changed({ step: ([o, r, t, u]) => [o, r, t, u, { time: ++calls }] }), /another info/],
    ['truncation in the first step', () => new TimeLimit(new ToyEnv(), 1), /first step is truncated/],
  ];
  for (const [what, make, message] of faults) {
    it(`finds ${what}`, () => {
      const { errors } = checkEnv(make());
      assert.ok(errors.some((error) => message.test(error)), errors.join('; '));
    });
  }

  const oddities: readonly (readonly [string, () => Env, RegExp])[] = [
    ['wrappers', () => new OrderEnforcing(new ToyEnv()), /wrapped/],
    ['boxes without bounds', () => broken((env) => { env.observationSpace = box(-Infinity, Infinity, [1]); }), /no lower bound/],
    ['actions that are not normalised', () => broken((env) => { env.actionSpace = box(0, 0.5, [1]); }), /best \[-1, 1\]/],
    ['infinite rewards', () => changed({ step: ([o, , ...rest]) => [o, Infinity, ...rest] }), /no finite number/],
    ['ends that are no booleans', () => changed({ step: ([o, r, , ...rest]) => [o, r, 0 as never, ...rest] }), /no booleans/],
    ['renders that are not named', () => broken((env) => { Object.assign(env, { renderMode: 'human' }); }), /do not name/],
    ['environments that close once', () => broken((env) => { env.close = () => { if (++env.closed > 1) throw new Error('closed'); }; }), /closed twice/],
  ];
  for (const [what, make, message] of oddities) {
    it(`warns of ${what}`, () => {
      const { errors, warnings } = checkEnv(make());
      assert.deepEqual(errors, []);
      assert.ok(warnings.some((warning) => message.test(warning)), warnings.join('; '));
    });
  }

  it('does not compare steps of what says that it is not deterministic', () => {
    const env = changed({ step: ([o, , ...rest]) => [o, ++calls, ...rest] });
    Object.assign(env, { spec: { id: 'Toy-v0', nondeterministic: true } });
    assert.deepEqual(checkEnv(env).errors, []);
  });
});
