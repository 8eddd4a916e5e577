import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { designKey, isInSpace, type DesignSpace } from '../../../src/sim/model/design-space.js';
import type { AgentKind, Trial } from '../../../src/gym/agents/agent.js';
import { cmaEs } from '../../../src/gym/agents/cma-es.js';
import { gpBo } from '../../../src/gym/agents/gp-bo.js';
import { motpe } from '../../../src/gym/agents/motpe.js';
import { smac } from '../../../src/gym/agents/smac.js';
import { tpe } from '../../../src/gym/agents/tpe.js';
import { bundledProblem } from '../../../src/gym/problem/bundled/index.js';
import { failed } from '../../../src/gym/problem/evaluation.js';
import { problemFromInput } from '../../../src/gym/problem/formula-problem.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search, taskOf } from '../../../src/gym/search.js';
import { accdse, accdseRandomRegrets, accdseRandomShares } from '../known-results.js';

const kinds: readonly AgentKind[] = [tpe, motpe, smac, gpBo, cmaEs];
const space: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] }, { type: 'integer', name: 'depth', low: 1, high: 100, scale: 'log' },
    { type: 'ordinal', name: 'only', values: [7] }, { type: 'real', name: 'volts', low: 0.5, high: 1.5, scale: 'linear' },
  ],
};

/** Some designs are not legal, some fail, and some that are not legal have no costs. */
function problemWith(objectives: number): SearchProblem {
  return {
    name: 'test', space, constraints: [{ name: 'area', limit: 'at most 120' }],
    objectives: ['first', 'second', 'third'].slice(0, objectives).map((name, i) => ({ name, direction: i === 1 ? 'maximise' : 'minimise' })),
    evaluate: ([flow = 0, rows = 0, depth = 0, , volts = 1]) => {
      if (depth === 13) return failed('thirteen', 1);
      const excess = Math.max(0, rows * depth - 120);
      const costs = [(rows - 2) ** 2 + depth / 10 + (volts - 1) ** 2, flow + 10 / depth, -rows * volts];
      return { objectives: excess > 100 ? null : costs.slice(0, objectives), violations: [excess / 120], reasons: excess > 0 ? ['too large'] : [], metrics: {} };
    },
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

for (const kind of kinds) {
  describe(`the agent ${kind.id}`, () => {
    it('goes on from a saved state as if nothing had happened, inside the space, with one objective and with several', () => {
      for (const objectives of [1, 2, 3]) {
        const problem = problemWith(objectives);
        const task = taskOf(problem, 60);
        const run = (isInterrupted: boolean): Trial[] => {
          let agent = kind.create(task, {}, createRng(5));
          const trials: Trial[] = [];
          while (trials.length < 50) {
            const batch = agent.propose().map((proposal): Trial => ({ ...proposal, evaluation: problem.evaluate(proposal.design) }));
            agent.observe(batch);
            trials.push(...batch);
            if (isInterrupted) agent = kind.restore(task, {}, JSON.parse(JSON.stringify(agent.save())) as ReturnType<typeof agent.save>);
          }
          return trials;
        };
        const whole = run(false);
        assert.deepEqual(run(true), whole);
        assert.ok(whole.every(({ design }) => isInSpace(space, design)));
        assert.ok(new Set(whole.map(({ design }) => designKey(design))).size > (kind === cmaEs ? 25 : 49));
      }
    });

    it('ends, or repeats itself, in a space of few designs, and survives one in which nothing is legal, and one without costs', () => {
      const few: DesignSpace = { parameters: [{ type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'ordinal', name: 'rows', values: [1, 2, 4] }] };
      const { evaluated, evaluations } = search({ ...problemWith(2), space: few }, kind, { budget: 60, seed: 2 });
      assert.ok(kind === cmaEs ? evaluations === 60 && evaluated >= 6 : evaluations === 9 && evaluated === 9);
      for (const evaluate of [(): ReturnType<SearchProblem['evaluate']> => failed('never', 1), (design: readonly number[]): ReturnType<SearchProblem['evaluate']> => ({ objectives: null, violations: [design[2]!], reasons: ['large'], metrics: {} })]) {
        assert.equal(search({ ...problemWith(2), evaluate }, kind, { budget: 40, seed: 1 }).legal, 0);
      }
    });
  });
}

describe('agents that learn, against what is known of accdse-a', () => {
  const problemNamed = (name: string): Promise<SearchProblem> => problemFromInput(bundledProblem(name)!);
  const chanceRegret = (draws: number): number => accdseRandomRegrets.find((one) => one.draws === draws)!.median;
  const chanceShare = (draws: number): number => accdseRandomShares.find((one) => one.draws === draws)!.mean;

  it('tpe comes as near to the least energy in 200 evaluations as it should: a median regret of at most 0.27', async () => {
    const problem = await problemNamed('accdse-a-energy');
    const regrets = [1, 2, 3].map((seed) => search(problem, tpe, { budget: 200, seed }).front[0]!.evaluation.objectives![0]! / accdse.bestEnergy - 1);
    assert.ok(median(regrets) <= 0.27, regrets.join());
  });

  it('all find with 60 evaluations what chance finds with 200', async () => {
    const [energy, both] = [await problemNamed('accdse-a-energy'), await problemNamed('accdse-a')];
    for (const kind of [tpe, motpe, smac, gpBo]) {
      const regrets = [1, 2, 3].map((seed) => search(energy, kind, { budget: 60, seed }).front[0]!.evaluation.objectives![0]! / accdse.bestEnergy - 1);
      assert.ok(median(regrets) < chanceRegret(200), `${kind.id}: ${regrets.join()}`);
    }
    for (const kind of [smac, gpBo]) {
      const share = search(both, kind, { budget: 60, seed: 1 }).hypervolume! / accdse.hypervolume;
      assert.ok(share > chanceShare(200), `${kind.id}: ${share}`);
    }
  });
}).timeout(60_000);
