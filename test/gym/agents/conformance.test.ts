import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { designKey, isInSpace, spaceProblems, spaceSize, type DesignSpace } from '../../../src/sim/model/design-space.js';
import type { Agent, AgentKind, Trial } from '../../../src/gym/agents/agent.js';
import { agentIds, agentNamed } from '../../../src/gym/agents/registry.js';
import { failed } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search, taskOf } from '../../../src/gym/search.js';
import { problemOf } from '../../kit/problems.js';

const discrete: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] },
    { type: 'integer', name: 'depth', low: 1, high: 100, scale: 'log' }, { type: 'ordinal', name: 'only', values: [7] },
  ],
};
const mixed: DesignSpace = { parameters: [...discrete.parameters, { type: 'real', name: 'volts', low: 0.5, high: 1.5, scale: 'linear' }, { type: 'real', name: 'size', low: 1e-3, high: 10, scale: 'log' }] };

/** A third of the designs is not legal, and some fail. */
function problemOn(space: DesignSpace, objectives: number): SearchProblem {
  const evaluate = (design: readonly number[]): Evaluation => {
    const [flow = 0, rows = 0, depth = 0, , volts = 1, size = 1] = design;
    if (depth === 13) return failed('thirteen', 1);
    const excess = Math.max(0, rows * depth - 120);
    const costs = [(rows - 2) ** 2 + depth / 10 + (volts - 1) ** 2, flow + 10 / depth + size, -rows * volts];
    return { objectives: excess > 200 ? null : costs.slice(0, objectives), violations: [excess / 120], reasons: excess > 0 ? ['too large'] : [], metrics: {} };
  };
  const names = ['first', 'second', 'third'].slice(0, objectives);
  return { name: 'test', space, objectives: names.map((name, i) => ({ name, direction: i === 1 ? 'maximise' : 'minimise' })), constraints: [{ name: 'area', limit: 'at most 120' }], evaluate };
}

function run(problem: SearchProblem, agent: Agent, batches: number): Trial[] {
  const trials: Trial[] = [];
  for (let i = 0; i < batches; i++) {
    const batch = agent.propose().map((proposal) => ({ ...proposal, evaluation: problem.evaluate(proposal.design) }));
    if (batch.length === 0) break;
    agent.observe(batch);
    trials.push(...batch);
  }
  return trials;
}

for (const id of agentIds) {
  describe(`the agent ${id}`, () => {
    let kind: AgentKind;
    before(async () => { kind = await agentNamed(id); });
    const spaces = (): readonly DesignSpace[] => (id === 'exhaustive' ? [discrete] : [discrete, mixed]);

    it('says who it is, and its defaults are legal', () => {
      assert.equal(kind.id, id);
      assert.ok(kind.summary.length > 10 && kind.source.length > 10);
      assert.deepEqual(spaceProblems({ parameters: kind.hyperparameters }), []);
      for (const { name, meaning } of kind.hyperparameters) assert.ok(/^[a-z]\w*$/i.test(name) && meaning.length > 5);
    });

    it('proposes designs of the space only, for one objective and for several, where some designs fail', () => {
      for (const space of spaces()) {
        for (const objectives of [1, 2, 3]) {
          const { trials, evaluations } = search(problemOn(space, objectives), kind, { budget: 700, seed: 3 });
          assert.equal(evaluations, 700);
          assert.ok(trials.every(({ design }) => isInSpace(space, design)));
          assert.ok(new Set(trials.map(({ design }) => designKey(design))).size > 30);
        }
      }
    });

    it('takes the same way for the same seed, and goes on from a state that was written to a file', () => {
      for (const space of spaces()) {
        const problem = problemOn(space, 2);
        const task = taskOf(problem, 2000);
        const whole = run(problem, kind.create(task, {}, createRng(5)), 12);
        assert.deepEqual(run(problem, kind.create(task, {}, createRng(5)), 12), whole);
        if (id !== 'exhaustive') assert.notDeepEqual(run(problem, kind.create(task, {}, createRng(6)), 12), whole);

        let agent = kind.create(task, {}, createRng(5));
        const inParts: Trial[] = [];
        for (let i = 0; i < 12; i++) {
          inParts.push(...run(problem, agent, 1));
          const state = agent.save();
          assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
          agent = kind.restore(task, {}, JSON.parse(JSON.stringify(state)) as typeof state);
        }
        assert.deepEqual(inParts, whole);
      }
    });

    it('survives a space of one design, and one in which nothing is legal', () => {
      const single: DesignSpace = { parameters: [{ type: 'categorical', name: 'flow', values: ['WS'] }, { type: 'integer', name: 'rows', low: 4, high: 4, scale: 'linear' }] };
      const alone = search(problemOn(single, 2), kind, { budget: 50, seed: 1 });
      assert.ok(alone.evaluations >= 1 && alone.evaluated === 1);
      const hopeless: SearchProblem = { ...problemOn(discrete, 2), evaluate: () => failed('never', 1) };
      const { front, legal } = search(hopeless, kind, { budget: 300, seed: 1 });
      assert.deepEqual([front, legal], [[], 0]);
    });

    it('refuses hyperparameters that are unknown or out of range', () => {
      const task = taskOf(problemOn(discrete, 2), 100);
      assert.equal(problemOf(() => kind.create(task, { nonsense: 1 }, createRng(1))).code, 'agent/unknown-hyperparameter');
      const [first] = kind.hyperparameters;
      if (first !== undefined) assert.equal(problemOf(() => kind.create(task, { [first.name]: -1 }, createRng(1))).code, 'agent/wrong-hyperparameter');
    });
  });
}

describe('agents by name', () => {
  it('are refused where there is none', async () => {
    await assert.rejects(agentNamed('nsga-i'), /agent\/unknown: there is no agent "nsga-i"; did you mean "nsga-ii"/);
  });
});

describe('the agents that know all designs', () => {
  it('exhaustive tries each once, in order, and ends', async () => {
    const result = search(problemOn(discrete, 1), await agentNamed('exhaustive'), { budget: 1e6, seed: 1 });
    assert.equal(result.evaluations, spaceSize(discrete));
    assert.equal(result.evaluated, spaceSize(discrete));
    assert.equal(problemOf(() => search(problemOn(mixed, 1), exhaustiveKind, { budget: 10, seed: 1 })).code, 'agent/needs-finite-space');
  });
  let exhaustiveKind: AgentKind;
  before(async () => { exhaustiveKind = await agentNamed('exhaustive'); });

  it('random tries each once, in an order of its own, every design being as likely at every place', async () => {
    const random = await agentNamed('random');
    const result = search(problemOn(discrete, 1), random, { budget: 1e6, seed: 1 });
    assert.equal(result.evaluations, spaceSize(discrete));
    assert.equal(new Set(result.trials.map(({ design }) => designKey(design))).size, spaceSize(discrete));
    const small: DesignSpace = { parameters: [{ type: 'ordinal', name: 'p', values: [0, 1, 2, 3, 4] }] };
    const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    for (let seed = 0; seed < 4000; seed++) {
      const agent = random.create(taskOf(problemOn(small, 1), 5), { batch: 2 }, createRng(seed));
      [...agent.propose(), ...agent.propose(), ...agent.propose()].forEach(({ design }, place) => { counts[place]![design[0]!]!++; });
    }
    for (const row of counts) for (const count of row) assert.ok(Math.abs(count - 800) < 120, `${count} of 800`);
  });
});
