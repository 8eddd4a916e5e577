import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { designKey, sampleDesign } from '../../../src/sim/model/design-space.js';
import { checkEnv } from '../../../src/gym/env/check-env.js';
import { actionOf, designActions } from '../../../src/gym/env/design-actions.js';
import { DesignEnv } from '../../../src/gym/env/design-env.js';
import { designTask, type DesignTaskOptions } from '../../../src/gym/env/design-task.js';
import { DesignVectorEnv } from '../../../src/gym/env/design-vector-env.js';
import { contains, pack, packedLength, sampleSpace, unpack, type SpaceValue } from '../../../src/gym/env/spaces/index.js';
import { SyncVectorEnv } from '../../../src/gym/env/sync-vector-env.js';
import { autoresetModes } from '../../../src/gym/env/vector.js';
import { bundledProblem } from '../../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../../src/gym/problem/formula-problem.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';

const isCode = (code: string) => (error: unknown): boolean => error instanceof InputError && error.problems[0]!.code === code;
const bundled = async (name: string): Promise<SearchProblem> => problemFromInput(bundledProblem(name)!);

/** Every kind of parameter; designs may be legal, break a limit, or have no numbers. */
const mixed: SearchProblem = {
  name: 'mixed',
  space: {
    parameters: [
      { type: 'real', name: 'size', low: 1, high: 100, scale: 'log' },
      { type: 'categorical', name: 'kind', values: ['a', 'b', 'c'] },
      { type: 'integer', name: 'count', low: -3, high: 4, scale: 'linear' },
      { type: 'ordinal', name: 'width', values: [8, 16, 32] },
    ],
  },
  objectives: [{ name: 'cost', direction: 'minimise' }, { name: 'rate', direction: 'maximise', unit: '1/s' }],
  constraints: [{ name: 'area', limit: 'at most 50' }],
  evaluate: ([size = 0, kind = 0, count = 0, width = 0]) => {
    if (kind === 2 && count === 4) return { objectives: [NaN, 1], violations: [0], reasons: [], metrics: {} };
    const violation = Math.max(0, size / 50 - 1);
    if (count === -3) return { objectives: null, violations: [1 + violation], reasons: ['too few'], metrics: { area: size } };
    return { objectives: [size + width, 1 + kind + count * count], violations: [violation], reasons: violation > 0 ? ['too large'] : [], metrics: { area: size, unknown: null } };
  },
};

describe('an environment over a search problem', () => {
  it('keeps the rules', async () => {
    for (const problem of [mixed, await bundled('zdt1'), await bundled('accdse-a')]) {
      const make = (): DesignEnv => new DesignEnv(designTask(problem), 'ansi');
      assert.deepEqual(checkEnv(make(), make), { errors: [], warnings: [] }, problem.name);
    }
  });

  it('has an action for every design, and a design for every action', () => {
    const actions = designActions(mixed.space);
    assert.deepEqual(actions.table.map(({ parameter, part }) => [parameter, part]), [['kind', 'choices'], ['count', 'choices'], ['width', 'choices'], ['size', 'reals']]);
    fc.assert(fc.property(fc.nat(), (seed) => {
      const design = sampleDesign(mixed.space, createRng(seed));
      const action = actionOf(mixed.space, design);
      assert.ok(contains(actions.space, action));
      const back = actions.designOf(action);
      assert.equal(designKey(back.slice(1)), designKey(design.slice(1)));
      assert.ok(Math.abs(back[0]! / design[0]! - 1) < 1e-12);
      const row = new Float64Array(packedLength(actions.space)!);
      pack(actions.space, action, row, 0);
      assert.deepEqual(actions.designAt(row, 0), back);
      assert.deepEqual(unpack(actions.space, row, 0), action);
    }));
  });

  it('has no design for packed numbers that are no action', () => {
    const actions = designActions(mixed.space);
    for (const row of [[3, 0, 0, 0.5], [0, 8, 0, 0.5], [0, 0.5, 0, 0.5], [-1, 0, 0, 0], [0, 0, 0, 1.01], [0, 0, 0, NaN], [NaN, 0, 0, 0]]) assert.equal(actions.designAt(Float64Array.from(row), 0), null);
  });

  it('reaches every value of every choice with the actions that it samples', () => {
    const actions = designActions(mixed.space);
    const rng = createRng(3);
    const seen = mixed.space.parameters.map(() => new Set<number>());
    for (let i = 0; i < 300; i++) actions.designOf(sampleSpace(actions.space, rng)).forEach((code, at) => seen[at]!.add(code));
    assert.deepEqual(seen.slice(1).map(({ size }) => size), [3, 8, 3]);
  });

  it('tells legal, infeasible and failed designs apart, always with what is known of them', () => {
    const env = new DesignEnv(designTask(mixed));
    const outcome = (action: SpaceValue): unknown => {
      env.reset();
      const [observation, reward, terminated, truncated, info] = env.step(action);
      assert.ok(contains(env.observationSpace, observation) && Number.isFinite(reward));
      assert.deepEqual([terminated, truncated], [true, false]);
      return info;
    };
    const act = (kind: number, count: number, size: number): SpaceValue => ({ choices: [kind, count, 0], reals: [size] });
    assert.deepEqual(outcome(act(0, 3, 0)), { outcome: 'legal', objectives: [1, 1], metrics: { area: 1, unknown: null }, violations: [0], reasons: [] });
    assert.deepEqual(outcome(act(0, 3, 1)), { outcome: 'infeasible', objectives: [100, 1], metrics: { area: 100, unknown: null }, violations: [1], reasons: ['too large'] });
    assert.deepEqual(outcome(act(0, 0, 0)), { outcome: 'infeasible', objectives: null, metrics: { area: 1 }, violations: [1], reasons: ['too few'] });
    assert.deepEqual(outcome(act(2, 7, 0)), { outcome: 'failed', objectives: null, metrics: {}, violations: [0], reasons: ['objective cost is NaN'] });
  });

  it('shows metrics by their size, violations and what is legal, and nothing before the first design', () => {
    const task = designTask(mixed);
    const env = new DesignEnv(task);
    assert.deepEqual(task.observation.names, ['cost', 'rate', 'area', 'unknown', 'violation of area', 'legal']);
    assert.deepEqual(env.reset()[0], [0, 0, 0, 0, 0, 0]);
    const [cost, rate, area] = task.observation.scales;
    const [observation] = env.step({ choices: [1, 5, 2], reals: [1] });
    assert.deepEqual(observation, [102 / (102 + cost!), 6 / (6 + rate!), 100 / (100 + area!), 0, 0.5, -1]);
  });

  it('refuses steps without a reset, after the end, outside the space, and after closing', () => {
    const env = new DesignEnv(designTask(mixed));
    const action = { choices: [0, 3, 0], reals: [0] };
    assert.throws(() => env.step(action), isCode('env/not-reset'));
    env.reset();
    assert.throws(() => env.step({ choices: [0, 3, 3], reals: [0] }), isCode('env/illegal-action'));
    env.step(action);
    assert.throws(() => env.step(action), isCode('env/episode-over'));
    assert.throws(() => env.reset({ seed: -1 }), isCode('env/seed'));
    env.close();
    env.close();
    assert.throws(() => env.reset(), isCode('env/closed'));
  });

  it('renders the design, its objectives and why it is not legal', () => {
    const env = new DesignEnv(designTask(mixed), 'ansi');
    env.reset();
    assert.equal(env.render(), 'mixed: no design yet');
    env.step({ choices: [1, 5, 2], reals: [1] });
    assert.equal(env.render()!.split('\n')[1], 'size=100 kind=b count=2 width=32');
    assert.match(env.render()!, /rate: 6 1\/s \(maximise, target [\d.]+\)\ntoo large$/);
  });

  it('takes targets and fidelities by name, and refuses others', async () => {
    const task = (options: DesignTaskOptions): unknown => designTask(mixed, options);
    assert.throws(() => task({ targets: { coast: 1 } }), isCode('env/unknown-target'));
    assert.throws(() => task({ targets: { cost: Infinity } }), isCode('env/wrong-argument'));
    assert.throws(() => task({ fidelity: 'event' }), isCode('env/wrong-argument'));
    assert.throws(() => task({ reward: 'best' as never }), isCode('env/unknown-reward'));
    assert.deepEqual(designTask(mixed, { targets: { cost: 7 } }).targets.map(({ value }) => value)[0], 7);
    assert.deepEqual(designTask(await bundled('zdt1')).targets.map(({ value }) => value), [1.1, 1.1]);
  });
});

describe('environments side by side', () => {
  for (const autoreset of autoresetModes) {
    it(`give the same as one after the other, plain and packed, with autoreset ${autoreset}`, () => {
      const task = designTask(mixed);
      const count = 5;
      const reference = new SyncVectorEnv(count, () => new DesignEnv(task), autoreset);
      const [plain, packed] = [new DesignVectorEnv(count, task, autoreset), new DesignVectorEnv(count, task, autoreset)];
      const rng = createRng(1);
      for (const env of [plain, packed]) assert.deepEqual(env.reset({ seed: 1 }), reference.reset({ seed: 1 }));
      for (let step = 0; step < 12; step++) {
        const actions = Array.from({ length: count }, () => sampleSpace(task.actions.space, rng));
        const expected = reference.step(actions);
        assert.deepEqual(plain.step(actions), expected);
        const rows = new Float64Array(count * packedLength(task.actions.space)!);
        actions.forEach((action, i) => pack(task.actions.space, action, rows, i * 4));
        const found = packed.stepPacked(rows);
        const width = task.observation.names.length;
        const row = (values: Float64Array, i: number): number[] => [...values.subarray(i * width, (i + 1) * width)];
        const infos = autoreset === 'same-step' ? (expected.infos['final_info'] as { outcome: string; metrics: Record<string, number>; violations: number[]; reasons: string[] }[]) : undefined;
        for (let i = 0; i < count; i++) {
          assert.deepEqual(row(found.observations, i), expected.observations[i]);
          assert.equal(found.rewards[i], expected.rewards[i]);
          assert.equal(found.terminated[i] === 1, expected.terminated[i]);
          assert.equal(found.truncated[i], 0);
          if (infos !== undefined) {
            assert.deepEqual(row(found.finalObservations!, i), (expected.infos['final_obs'] as unknown[])[i]);
            assert.deepEqual(found.reasons[i] ?? [], infos[i]!.reasons);
            const metrics = found.metrics.subarray(i * packed.packedMetrics.length, (i + 1) * packed.packedMetrics.length);
            assert.equal(metrics[2], infos[i]!.metrics['area'] ?? NaN);
            assert.deepEqual([...found.violations.subarray(i, i + 1)], infos[i]!.violations);
          }
        }
        if (autoreset === 'disabled') {
          assert.throws(() => plain.step(actions), isCode('env/episode-over'));
          for (const env of [plain, packed, reference]) env.reset({ options: { reset_mask: [true, true, true, true, true] } });
        }
      }
    });
  }

  it('reset only those that the mask means', () => {
    const task = designTask(mixed);
    const action = { choices: [0, 3, 0], reals: [0] };
    for (const env of [new DesignVectorEnv(2, task, 'disabled'), new SyncVectorEnv(2, () => new DesignEnv(task), 'disabled')]) {
      env.reset();
      const { observations } = env.step([action, action]);
      assert.deepEqual(env.reset({ options: { reset_mask: [true, false] } })[0], [new Array(6).fill(0), observations[1]]);
      assert.throws(() => env.step([action, action]), isCode('env/episode-over'));
      assert.throws(() => env.reset({ options: { reset_mask: [true] } }), isCode('env/wrong-argument'));
      assert.throws(() => env.reset({ seed: [1, 2, 3] }), isCode('env/wrong-argument'));
      env.reset();
      assert.throws(() => env.step([action]), isCode('env/action-count'));
      assert.throws(() => env.step([action, 3]), isCode('env/illegal-action'));
      env.close();
    }
  });

  it('go on with an episode that has several steps, and begin a new one where it ends', async () => {
    const { ToyEnv } = await import('./toy-env.js');
    const env = new SyncVectorEnv(2, () => new ToyEnv(), 'next-step');
    env.reset({ seed: [1, null] });
    let resets = 0;
    for (let step = 0; step < 12; step++) {
      const { terminated, infos } = env.step([[1], [0]]);
      assert.equal(terminated[1], false);
      assert.deepEqual(infos['_place']?.[1], true);
      if (infos['_place']?.[0] === false) resets++;
    }
    assert.ok(resets >= 2);
  });
});
