import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { agentNamed } from '../../../src/gym/agents/registry.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { taskOf } from '../../../src/gym/search.js';

const problem: SearchProblem = {
  name: 'test', objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [], space: { parameters: [{ type: 'real', name: 'x', low: 0, high: 1, scale: 'linear' }] },
  evaluate: ([x = 0]) => ({ objectives: [x], violations: [], reasons: [], metrics: {} }),
};

describe('hyperparameters that are left out', () => {
  it('follow the budget where the agent says so, and those that are given stay as they are', async () => {
    const kind = await agentNamed('nsga-ii');
    const batch = (budget: number, given = {}): number => kind.create(taskOf(problem, budget), given, createRng(1)).propose().length;
    assert.deepEqual([10, 200, 500, 1000, 2500, 25_000].map((budget) => batch(budget)), [20, 20, 50, 100, 100, 100]);
    assert.deepEqual([200, 25_000].map((budget) => batch(budget, { population: 64 })), [64, 64]);
  });

  it('are the same after a saved state', async () => {
    const kind = await agentNamed('nsga-iii');
    const task = taskOf(problem, 500);
    const agent = kind.create(task, {}, createRng(1));
    agent.observe(agent.propose().map((one) => ({ ...one, evaluation: problem.evaluate(one.design) })));
    assert.equal(kind.restore(task, {}, agent.save()).propose().length, 50);
  });
});
