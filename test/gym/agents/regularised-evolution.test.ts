import assert from 'node:assert/strict';
import type { Agent, Trial } from '../../../src/gym/agents/agent.js';
import type { Individual } from '../../../src/gym/agents/individual.js';
import { regularisedEvolution } from '../../../src/gym/agents/regularised-evolution.js';
import { createRng } from '../../../src/sim/core/rng.js';
import type { DesignSpace } from '../../../src/sim/model/design-space.js';

const space: DesignSpace = { parameters: Array.from({ length: 6 }, (_, i) => ({ type: 'ordinal', name: `p${i}`, values: [0, 1, 2, 3, 4, 5, 6, 7] })) };
const task = { space, objectives: [{ name: 'cost', direction: 'minimise' }], referenceCosts: null, constraints: 0, budget: 1000, fidelities: 1 } as const;
const costOf = (design: readonly number[]): number => design.reduce((sum, code) => sum + code, 0);
const populationOf = (agent: Agent): readonly Individual[] => (agent.save() as unknown as { readonly state: { readonly population: readonly Individual[] } }).state.population;

function step(agent: Agent): readonly Trial[] {
  const trials = agent.propose().map(({ design }): Trial => ({ design, evaluation: { objectives: [costOf(design)], violations: [], reasons: [], metrics: {} } }));
  agent.observe(trials);
  return trials;
}

describe('regularised evolution', () => {
  it('begins with a random population, then drops the oldest, the best of all too', () => {
    const agent = regularisedEvolution.create(task, { population: 10, sample: 5, batch: 3 }, createRng(2));
    let seen = step(agent).map(({ design }) => design);
    assert.equal(seen.length, 10);
    let isBestLost = false;
    for (let i = 0; i < 40; i++) {
      const children = step(agent).map(({ design }) => design);
      assert.equal(children.length, 3);
      seen = [...seen, ...children];
      const population = populationOf(agent).map(({ design }) => design);
      assert.deepEqual(population, seen.slice(-10));
      isBestLost ||= Math.min(...population.map(costOf)) > Math.min(...seen.map(costOf));
    }
    assert.ok(isBestLost);
  });

  it('changes one parameter of the best of those drawn: of the best of all when it draws many', () => {
    const agent = regularisedEvolution.create(task, { population: 10, sample: 500, batch: 4 }, createRng(3));
    step(agent);
    for (let i = 0; i < 10; i++) {
      const population = populationOf(agent);
      const least = Math.min(...population.map(({ design }) => costOf(design)));
      const best = population.filter(({ design }) => costOf(design) === least).map(({ design }) => design);
      for (const { design } of step(agent)) assert.ok(best.some((parent) => parent.filter((code, p) => code !== design[p]).length === 1));
    }
  });
});
