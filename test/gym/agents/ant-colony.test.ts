import assert from 'node:assert/strict';
import { antColony } from '../../../src/gym/agents/ant-colony.js';
import type { AgentState, Hyperparameters } from '../../../src/gym/agents/agent.js';
import type { Individual } from '../../../src/gym/agents/individual.js';
import { failed } from '../../../src/gym/problem/evaluation.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search, taskOf } from '../../../src/gym/search.js';
import type { DesignSpace } from '../../../src/sim/model/design-space.js';

const space: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS', 'RS'] }, { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64, 128, 256, 512, 1024] },
    { type: 'real', name: 'volts', low: 0, high: 1, scale: 'linear' },
  ],
};
const problem: SearchProblem = {
  name: 'ants', space, objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [],
  evaluate: ([flow = 0, rows = 0, volts = 0]) => (rows === 7 ? failed('too large', 0) : { objectives: [flow + rows + volts], violations: [], reasons: [], metrics: {} }),
};
const task = taskOf(problem, 10_000);

/** What many ants of one batch do that stand before this archive, the best first. */
function antsOn(designs: readonly (readonly number[])[], hyperparameters: Hyperparameters): (readonly number[])[] {
  const archive = designs.map((design, i): Individual => ({ design, costs: [i], violation: 0 }));
  const state = { rng: 11, state: { archive, range: { low: [0], high: [designs.length] } } } as unknown as AgentState;
  return antColony.restore(task, { ants: 1000, archive: designs.length, ...hyperparameters }, state).propose().map(({ design }) => design);
}

const share = (ants: readonly (readonly number[])[], holds: (design: readonly number[]) => boolean): number => ants.filter(holds).length / ants.length;

describe('the ant colony', () => {
  it('remembers the best designs of all that it saw', () => {
    const { trials, state } = search(problem, antColony, { budget: 32 + 8 * 20, seed: 6 });
    const { archive } = (state as unknown as { readonly state: { readonly archive: readonly Individual[] } }).state;
    const costs = [...new Map(trials.map(({ design, evaluation }) => [design.join(), evaluation.objectives?.[0] ?? Infinity])).values()].sort((a, b) => a - b);
    assert.deepEqual(archive.map((one) => one.costs![0]!), costs.slice(0, 32));
  });

  it('follows designs by their rank: with a small locality the best alone, with a large one all alike', () => {
    const archive = [0, 1, 2, 3].map((flow) => [flow, 3, 0.3 + 0.1 * flow]);
    const followed = (locality: number): number[] => [0, 1, 2, 3].map((flow) => share(antsOn(archive, { locality, exploration: 0, spread: 1 }), ([value]) => value === flow));
    assert.ok(followed(0.01)[0]! > 0.99);
    for (const one of followed(10)) assert.ok(Math.abs(one - 0.25) < 0.05, `${one}`);
    // exp(-r^2 / (2 q^2 k^2)) with q k = 1: 1, 0.607, 0.135, 0.011.
    [0.57, 0.346, 0.077, 0.006].forEach((wanted, rank) => { assert.ok(Math.abs(followed(0.25)[rank]! - wanted) < 0.05); });
  });

  it('draws numbers as far around as the archive is wide, and values from all with the probability of exploration', () => {
    const archive = [[0, 3, 0.5], [0, 3, 0.4], [0, 3, 0.7]];
    const ants = antsOn(archive, { locality: 0.01, exploration: 0.2, spread: 0.5 });
    const mean = ants.reduce((sum, [, , volts = 0]) => sum + volts, 0) / ants.length;
    const deviation = Math.sqrt(ants.reduce((sum, [, , volts = 0]) => sum + (volts - mean) ** 2, 0) / ants.length);
    assert.ok(Math.abs(mean - 0.5) < 0.01);
    // 0.5 of the mean distance (0.1 + 0.2) / 2 of the others to the best.
    assert.ok(Math.abs(deviation - 0.075) < 0.006, `${deviation}`);
    assert.ok(Math.abs(share(ants, ([flow]) => flow === 0) - 0.85) < 0.04);
    // All agree on the rows: 0.3 values of deviation, so that beyond half a value lie 9.6 %.
    assert.ok(Math.abs(share(ants, ([, rows]) => rows !== 3) - 0.096) < 0.03);
  });
});
