import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { checkEnv } from '../../../src/gym/env/check-env.js';
import { box, contains, dict, discrete, multiDiscrete } from '../../../src/gym/env/spaces/index.js';
import {
  Autoreset, ClipReward, DiscretizeAction, FlattenAction, FlattenObservation, NormalizeObservation, NormalizeReward, OrderEnforcing, RecordEpisodeStatistics, RescaleAction, RescaleObservation, TimeLimit,
} from '../../../src/gym/env/wrappers/index.js';
import { ToyEnv } from './toy-env.js';

const isCode = (code: string) => (error: unknown): boolean => error instanceof InputError && error.problems[0]!.code === code;

describe('wrappers', () => {
  it('keep the rules that the environment in them keeps', () => {
    for (const env of [new TimeLimit(new ToyEnv(), 5), new RecordEpisodeStatistics(new ToyEnv()), new RescaleAction(new ToyEnv(), 0, 1), new ClipReward(new ToyEnv(), -1, 1), new DiscretizeAction(new ToyEnv(), 5),
      new FlattenAction(new DiscretizeAction(new ToyEnv(), 5)), new FlattenObservation(new ToyEnv()), new RescaleObservation(new ToyEnv(), -1, 1), new OrderEnforcing(new ToyEnv())]) {
      assert.deepEqual(checkEnv(env).errors, [], env.constructor.name);
    }
  });

  it('TimeLimit truncates after so many steps, anew in each episode', () => {
    const env = new TimeLimit(new ToyEnv(), 3);
    for (let episode = 0; episode < 2; episode++) {
      env.reset();
      assert.deepEqual([0, 0, 0].map((action) => env.step([action])[3]), [false, false, true]);
    }
  });

  it('OrderEnforcing refuses steps and pictures before a reset', () => {
    const env = new OrderEnforcing(new ToyEnv());
    assert.throws(() => env.step([0]), isCode('env/not-reset'));
    assert.throws(() => env.render(), isCode('env/not-reset'));
    env.reset();
    assert.equal(env.step([0])[2], false);
  });

  it('RecordEpisodeStatistics tells the sum of rewards and the steps at the end', () => {
    const env = new RecordEpisodeStatistics(new ToyEnv(), 2);
    for (let episode = 0; episode < 3; episode++) {
      env.reset({ seed: episode });
      let [sum, steps, isOver] = [0, 0, false];
      while (!isOver) {
        const [, reward, terminated, , info] = env.step([1]);
        [sum, steps, isOver] = [sum + reward, steps + 1, terminated];
        assert.deepEqual(info['episode'], terminated ? { r: sum, l: steps } : undefined);
      }
    }
    assert.equal(env.returns.length, 2);
    assert.equal(env.lengths.length, 2);
  });

  it('RescaleAction gives the environment the same share of its range', () => {
    const inner = new ToyEnv();
    inner.actionSpace = box([0, -2], [10, 2], [2]);
    let seen: unknown;
    inner.step = (action) => { seen = action; return [[0], 0, false, false, {}]; };
    const env = new RescaleAction(inner);
    env.step([-1, 0.5]);
    assert.deepEqual(seen, [0, 1]);
    env.step([2, 0]);
    assert.ok(!contains(inner.actionSpace, seen));
    assert.throws(() => new RescaleAction(new DiscretizeAction(new ToyEnv(), 3)), RangeError);
  });

  it('DiscretizeAction reaches every bin', () => {
    const inner = new ToyEnv();
    const seen: number[] = [];
    inner.step = (action) => { seen.push((action as number[])[0]!); return [[0], 0, false, false, {}]; };
    const env = new DiscretizeAction(inner, 4);
    assert.deepEqual(env.actionSpace, multiDiscrete([4]));
    for (let bin = 0; bin < 4; bin++) env.step([bin]);
    assert.deepEqual(seen, [-0.75, -0.25, 0.25, 0.75]);
  });

  it('flattened choices are zeros with a single one, and the largest number is the choice', () => {
    const inner = new ToyEnv();
    let seen: unknown;
    inner.actionSpace = dict({ a: discrete(3, 1), b: box(0, 1, [1]) });
    inner.observationSpace = inner.actionSpace;
    inner.reset = () => [{ a: 3, b: [0.5] }, {}];
    inner.step = (action) => { seen = action; return [{ a: 1, b: [0] }, 0, false, false, {}]; };
    const env = new FlattenAction(new FlattenObservation(inner));
    assert.deepEqual(env.reset()[0], [0, 0, 1, 0.5]);
    assert.deepEqual(env.step([0.2, 0.9, 0.3, 0.25])[0], [1, 0, 0, 0]);
    assert.deepEqual(seen, { a: 2, b: [0.25] });
    assert.deepEqual(env.actionSpace, box(0, 1, [4]));
  });

  it('ClipReward and NormalizeReward change rewards alone', () => {
    const rewards = [3, -7, 0.5, 2];
    const scripted = (): ToyEnv => {
      const env = new ToyEnv();
      let at = 0;
      env.step = () => [[0], rewards[at++]!, false, false, {}];
      return env;
    };
    const clipped = new ClipReward(scripted(), -1, 2);
    assert.deepEqual(rewards.map(() => clipped.step([0])[1]), [2, -1, 0.5, 2]);
    const normalized = new NormalizeReward(scripted(), { gamma: 0.5, epsilon: 0 });
    const returns: number[] = [];
    for (const reward of rewards) {
      returns.push((returns.at(-1) ?? 0) * 0.5 + reward);
      const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
      const variance = returns.length < 2 ? 1 : returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / returns.length;
      assert.ok(Math.abs(normalized.step([0])[1] - reward / Math.sqrt(variance)) < 1e-12);
    }
  });

  it('NormalizeObservation has mean 0 and variance 1 over what it saw, and RescaleObservation moves bounds to bounds', () => {
    const seen = [4, 8, 6, 2];
    const inner = new ToyEnv();
    let at = 0;
    inner.step = () => [[seen[at++]!], 0, false, false, {}];
    const env = new NormalizeObservation(inner, 0);
    const last = seen.map(() => (env.step([0])[0] as number[])[0]!).at(-1)!;
    assert.ok(Math.abs(last - (2 - 5) / Math.sqrt(5)) < 1e-12);
    env.learns = false;
    at = 0;
    assert.ok(Math.abs((env.step([0])[0] as number[])[0]! - (4 - 5) / Math.sqrt(5)) < 1e-12);
    const toy = new ToyEnv();
    const scaled = new RescaleObservation(toy, 0, 1);
    const [observation] = scaled.reset({ seed: 1 });
    assert.ok(Math.abs((observation as number[])[0]! - (toy.place + 100) / 200) < 1e-12);
  });

  it('Autoreset begins the next episode with the step after the end', () => {
    const env = new Autoreset(new ToyEnv());
    env.reset({ seed: 1 });
    let isOver = false;
    while (!isOver) isOver = env.step([1])[2];
    const [observation, reward, terminated, truncated] = env.step([1]);
    assert.deepEqual([reward, terminated, truncated], [0, false, false]);
    assert.ok((observation as number[])[0]! < 1);
    assert.ok((env.step([1])[0] as number[])[0]! > 1);
  });
});
