import assert from 'node:assert/strict';
import type { Agent } from '../../../src/gym/agents/agent.js';
import { policyGradient } from '../../../src/gym/agents/policy-gradient.js';
import { softmax, type Policy } from '../../../src/gym/agents/policy.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search, taskOf } from '../../../src/gym/search.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { designKey } from '../../../src/sim/model/design-space.js';

const problem: SearchProblem = {
  name: 'policy', objectives: [{ name: 'gain', direction: 'maximise' }], constraints: [],
  space: { parameters: [{ type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS', 'RS'] }, { type: 'real', name: 'volts', low: 0, high: 1, scale: 'linear' }] },
  evaluate: ([flow = 0, volts = 0]) => ({ objectives: [(flow === 2 ? 1 : 0) - 4 * (volts - 0.7) ** 2], violations: [], reasons: [], metrics: {} }),
};

interface Saved { readonly state: { readonly run: { readonly policies: readonly Policy[]; readonly waited: number; readonly memory: readonly unknown[]; readonly baseline: number } } }
const runOf = (agent: { save(): unknown }): Saved['state']['run'] => (agent.save() as Saved).state.run;

function after(agent: Agent, batches: number, of: SearchProblem = problem): Agent {
  for (let i = 0; i < batches; i++) agent.observe(agent.propose().map((one) => ({ ...one, evaluation: of.evaluate(one.design) })));
  return agent;
}

describe('the policy gradient', () => {
  it('learns which value is best, and where a number is', () => {
    for (const seed of [1, 2, 3]) {
      const [values, numbers] = runOf(after(policyGradient.create(taskOf(problem, 500), { patience: 1000 }, createRng(seed)), 50)).policies;
      assert.ok(values?.kind === 'softmax' && softmax(values.logits)[2]! > 0.9);
      assert.ok(numbers?.kind === 'normal' && Math.abs(numbers.mean - 0.7) < 0.05 && numbers.logDeviation < Math.log(0.1));
    }
  });

  it('stays wider with more entropy', () => {
    const deviation = (entropy: number): number => {
      const numbers = runOf(after(policyGradient.create(taskOf(problem, 500), { entropy, patience: 1000 }, createRng(1)), 60)).policies[1]!;
      return numbers.kind === 'normal' ? numbers.logDeviation : NaN;
    };
    assert.ok(deviation(0.1) > deviation(0.001) + 1);
  });

  it('begins anew when nothing better came for as long as its patience lasts', () => {
    const flat: SearchProblem = { ...problem, evaluate: () => ({ objectives: [1], violations: [], reasons: [], metrics: {} }) };
    const agent = policyGradient.create(taskOf(flat, 500), { batch: 10, patience: 40, memory: 20 }, createRng(5));
    // The first design is the best one: 10, 20, 30 waited, and the fourth batch after the first ends it.
    assert.equal(runOf(after(agent, 4, flat)).waited, 30);
    assert.deepEqual([runOf(agent).memory.length, runOf(agent).baseline], [20, 0.5]);
    const { waited, memory, policies } = runOf(after(agent, 1, flat));
    assert.deepEqual([waited, memory, policies], [0, [], runOf(policyGradient.create(taskOf(flat, 500), {}, createRng(1))).policies]);
  });

  it('seldom proposes what it remembers', () => {
    const { trials } = search({ ...problem, space: { parameters: [problem.space.parameters[0]!, { type: 'ordinal', name: 'volts', values: [0, 1, 2, 3, 4, 5, 6, 7] }] } }, policyGradient, { budget: 24, seed: 1, hyperparameters: { memory: 32 } });
    assert.ok(new Set(trials.map(({ design }) => designKey(design))).size >= 20);
  });
});
