import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { designKey, spaceSize, type DesignSpace } from '../../../src/sim/model/design-space.js';
import type { AgentKind } from '../../../src/gym/agents/agent.js';
import { agentNamed } from '../../../src/gym/agents/registry.js';
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
