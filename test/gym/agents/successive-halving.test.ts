import assert from 'node:assert/strict';
import type { Agent, Trial } from '../../../src/gym/agents/agent.js';
import { successiveHalving } from '../../../src/gym/agents/successive-halving.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search, taskOf } from '../../../src/gym/search.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { designKey, type DesignSpace } from '../../../src/sim/model/design-space.js';

const space: DesignSpace = { parameters: Array.from({ length: 6 }, (_, i) => ({ type: 'ordinal', name: `p${i}`, values: [0, 1, 2, 3, 4, 5, 6, 7] })) };
const single: SearchProblem = {
  name: 'rungs', space, objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [],
  // The higher the fidelity the larger the costs, and the order the same: a number for each design.
  evaluate: (design, fidelity = 0) => ({ objectives: [1000 * fidelity + design.reduce((sum, code, i) => sum + code * (1 + i / 100), 0)], violations: [], reasons: [], metrics: {} }),
};
const climbing: SearchProblem = { ...single, fidelities: ['rough', 'better', 'true'] };
const start = (problem: SearchProblem, hyperparameters = {}): Agent => successiveHalving.create(taskOf(problem, 1000), hyperparameters, createRng(3));

function batches(problem: SearchProblem, agent: Agent, count: number): Trial[][] {
  return Array.from({ length: count }, () => {
    const trials = agent.propose().map((one): Trial => ({ ...one, evaluation: problem.evaluate(one.design, one.fidelity) }));
    agent.observe(trials);
    return trials;
  });
}

const cost = ({ evaluation }: Trial): number => evaluation.objectives![0]!;
const best = (trials: readonly Trial[], count: number): string[] => [...trials].sort((a, b) => cost(a) - cost(b)).slice(0, count).map(({ design }) => designKey(design)).sort();
const keys = (trials: readonly Trial[]): string[] => trials.map(({ design }) => designKey(design)).sort();

describe('successive halving', () => {
  it('takes the best third of a rung to the next fidelity, and begins brackets at each fidelity in turn', () => {
    const rungs = batches(climbing, start(climbing, { arms: 9, eta: 3 }), 9);
    assert.deepEqual(rungs.map((trials) => [trials.length, trials[0]!.fidelity]), [[9, 0], [3, 1], [1, 2], [3, 1], [1, 2], [1, 2], [9, 0], [3, 1], [1, 2]]);
    assert.ok(rungs.every((trials) => trials.every(({ fidelity }) => fidelity === trials[0]!.fidelity)));
    for (const [from, to] of [[0, 1], [1, 2], [3, 4], [6, 7], [7, 8]] as const) assert.deepEqual(keys(rungs[to]!), best(rungs[from]!, rungs[to]!.length));
  });

  it('begins all brackets at the cheapest fidelity if it is told to', () => {
    const rungs = batches(climbing, start(climbing, { arms: 4, eta: 2, brackets: 'cheapest' }), 6);
    assert.deepEqual(rungs.map((trials) => [trials.length, trials[0]!.fidelity]), [[4, 0], [2, 1], [1, 2], [4, 0], [2, 1], [1, 2]]);
  });

  it('begins where a whole bracket fits into the budget: a small one has an answer too', () => {
    for (const [budget, fidelity] of [[13, 0], [12, 1], [4, 1], [3, 2], [1, 2]] as const) {
      const [first] = successiveHalving.create(taskOf(climbing, budget), { arms: 9, eta: 3 }, createRng(1)).propose();
      assert.equal(first!.fidelity, fidelity);
      assert.equal(search(climbing, successiveHalving, { budget, seed: 1 }).front.length, 1);
    }
  });

  it('with one fidelity spends as much on each rung, in tries with one change of the best designs so far', () => {
    const rungs = batches(single, start(single, { arms: 9, eta: 3 }), 4);
    assert.deepEqual(rungs.map((trials) => trials.length), [9, 9, 9, 9]);
    assert.ok(rungs.flat().every(({ fidelity }) => fidelity === undefined));
    const changes = (a: Trial, b: Trial): number => a.design.filter((code, i) => code !== b.design[i]).length;
    let arms = [...rungs[0]!].sort((a, b) => cost(a) - cost(b)).slice(0, 3);
    for (const [rung, tries, left] of [[1, 3, 1], [2, 9, 1]] as const) {
      const trials = rungs[rung]!;
      trials.forEach((trial, i) => { assert.equal(changes(trial, arms[Math.floor(i / tries)]!), 1); });
      arms = arms.map((arm, i) => [arm, ...trials.slice(i * tries, (i + 1) * tries)].reduce((a, b) => (cost(b) < cost(a) ? b : a))).sort((a, b) => cost(a) - cost(b)).slice(0, left);
    }
    // The next bracket has children of what is left, seven of nine.
    assert.equal(rungs[3]!.filter((trial) => changes(trial, arms[0]!) === 1).length >= 7, true);
  });
});
