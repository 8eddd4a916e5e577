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

interface Head { readonly policies: readonly Policy[]; readonly weights: readonly number[]; readonly waited: number; readonly baseline: number | null; readonly elites: readonly { readonly design: readonly number[] }[] }
const headsOf = (agent: { save(): unknown }): readonly Head[] => (agent.save() as { readonly state: { readonly heads: readonly Head[] } }).state.heads;

function after(agent: Agent, batches: number, of: SearchProblem = problem): Agent {
  for (let i = 0; i < batches; i++) agent.observe(agent.propose().map((one) => ({ ...one, evaluation: of.evaluate(one.design) })));
  return agent;
}

describe('the policy gradient', () => {
  it('learns which value is best, and where a number is', () => {
    for (const seed of [1, 2, 3]) {
      const [values, numbers] = headsOf(after(policyGradient.create(taskOf(problem, 500), { patience: 1000 }, createRng(seed)), 50))[0]!.policies;
      assert.ok(values?.kind === 'softmax' && softmax(values.logits)[2]! > 0.9);
      assert.ok(numbers?.kind === 'normal' && Math.abs(numbers.mean - 0.7) < 0.05 && numbers.logDeviation < Math.log(0.1));
    }
  });

  it('stays wider with more entropy', () => {
    const deviation = (entropy: number): number => {
      const numbers = headsOf(after(policyGradient.create(taskOf(problem, 5000), { entropy, batchShare: 0.002, imitation: 1e-6, patience: 1000 }, createRng(1)), 60))[0]!.policies[1]!;
      return numbers.kind === 'normal' ? numbers.logDeviation : NaN;
    };
    assert.ok(deviation(0.1) > deviation(0.001) + 1);
  });

  it('begins anew when nothing better came for as long as its patience lasts', () => {
    const flat: SearchProblem = { ...problem, evaluate: () => ({ objectives: [1], violations: [], reasons: [], metrics: {} }) };
    const agent = policyGradient.create(taskOf(flat, 500), { patience: 40 }, createRng(5));
    // A batch has 10 designs, and the first design is the best one: 10, 20, 30 waited, and the fourth batch after the first ends it.
    const [before] = headsOf(after(agent, 4, flat));
    assert.deepEqual([before!.waited, before!.elites.length, before!.baseline], [30, 4, 0.5]);
    const [anew] = headsOf(after(agent, 1, flat));
    assert.deepEqual(anew, headsOf(policyGradient.create(taskOf(flat, 500), {}, createRng(1)))[0]);
  });

  it('has batches in proportion to its budget, and more than one head only where there are several objectives', () => {
    const two: SearchProblem = { ...problem, objectives: [...problem.objectives, { name: 'volts', direction: 'minimise' }] };
    for (const [budget, batch] of [[20, 4], [200, 4], [500, 10], [10_000, 200]] as const) assert.equal(policyGradient.create(taskOf(problem, budget), {}, createRng(1)).propose().length, batch);
    assert.deepEqual([problem, two].map((one) => headsOf(policyGradient.create(taskOf(one, 500), {}, createRng(1))).length), [1, 6]);
  });

  it('goes with each head to another part of a front', () => {
    const two: SearchProblem = { ...problem, objectives: [{ name: 'left', direction: 'minimise' }, { name: 'right', direction: 'minimise' }], evaluate: ([, volts = 0]) => ({ objectives: [volts ** 2, (volts - 1) ** 2], violations: [], reasons: [], metrics: {} }) };
    const heads = headsOf(after(policyGradient.create(taskOf(two, 1000), { patience: 1000 }, createRng(3)), 40, two));
    for (const { weights, policies: [, volts] } of heads) {
      // Where the larger of both weighted squares is least, but for the share of the plain sum.
      const best = Math.sqrt(weights[1]!) / (Math.sqrt(weights[0]!) + Math.sqrt(weights[1]!));
      assert.ok(volts?.kind === 'normal' && Math.abs(volts.mean - best) < 0.1, `${best}`);
    }
  });

  it('proposes no design twice while its distributions have others', () => {
    const { trials } = search({ ...problem, space: { parameters: [problem.space.parameters[0]!, { type: 'ordinal', name: 'volts', values: [0, 1, 2, 3, 4, 5, 6, 7] }] } }, policyGradient, { budget: 24, seed: 1 });
    assert.equal(new Set(trials.map(({ design }) => designKey(design))).size, 24);
  });
});
