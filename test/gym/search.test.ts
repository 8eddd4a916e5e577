import assert from 'node:assert/strict';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import { search } from '../../src/gym/search.js';
import { accdse, accdseRandomRegrets, accdseRandomShares, knownBands } from './known-results.js';
import { populationVolume } from './population-volume.js';

const problemNamed = (name: string): Promise<SearchProblem> => problemFromInput(bundledProblem(name)!);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('a search', () => {
  it('counts what was asked for, and evaluates a design once', async () => {
    let calls = 0;
    const problem = await problemNamed('accdse-a-energy');
    const counted: SearchProblem = { ...problem, evaluate: (design) => { calls++; return problem.evaluate(design); } };
    const result = search(counted, await agentNamed('hill-climbing'), { budget: 500, seed: 2 });
    assert.equal(result.evaluations, 500);
    assert.equal(result.trials.length, 500);
    assert.equal(result.evaluated, calls);
    assert.equal(result.hypervolume, null);
    assert.equal(result.front.length, 1);
    assert.equal(result.front[0]!.evaluation.objectives![0], Math.min(...result.trials.flatMap(({ evaluation }) => (evaluation.violations.every((v) => v === 0) ? evaluation.objectives! : []))));
  });

  it('ends with the budget inside a batch, and has then no state to go on from', async () => {
    const [problem, random] = [await problemNamed('zdt1'), await agentNamed('random')];
    const part = search(problem, random, { budget: 100, seed: 1 });
    assert.equal(part.evaluations, 100);
    assert.equal(part.state, null);
    assert.notEqual(search(problem, random, { budget: 128, seed: 1 }).state, null);
    assert.throws(() => search(problem, random, { budget: 0, seed: 1 }), RangeError);
  });
});

describe('agents against what is known', () => {
  for (const [name, agent] of [['zdt1', 'nsga-ii'], ['dtlz2', 'nsga-iii']] as const) {
    it(`${agent} is in the band of ${name}: the median of three seeds no more than 1 % of the optimum below the lower quartile`, async () => {
      const band = knownBands.find((one) => one.problem === name && one.agent === agent)!;
      const [problem, kind] = [await problemNamed(name), await agentNamed(agent)];
      const volumes = [1, 2, 3].map((seed) => populationVolume(problem, search(problem, kind, { budget: band.evaluations, seed })));
      assert.ok(median(volumes) >= band.q25 - 0.01 * band.optimum, `${median(volumes)} of ${band.q25}`);
      assert.ok(Math.max(...volumes) <= band.optimum);
    }).timeout(60_000);
  }

  it('random has the hypervolumes and regrets of random draws', async () => {
    const [problem, energy, random] = [await problemNamed('accdse-a'), await problemNamed('accdse-a-energy'), await agentNamed('random')];
    const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
    const share = accdseRandomShares.find(({ draws }) => draws === 200)!;
    const shares = seeds.map((seed) => search(problem, random, { budget: 200, seed }).hypervolume! / accdse.hypervolume);
    assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) / seeds.length - share.mean) < 0.025);
    const regret = accdseRandomRegrets.find(({ draws }) => draws === 200)!;
    const regrets = seeds.map((seed) => search(energy, random, { budget: 200, seed }).front[0]!.evaluation.objectives![0]! / accdse.bestEnergy - 1);
    assert.ok(Math.abs(regrets.reduce((a, b) => a + b, 0) / seeds.length - regret.mean) < 0.2);
  });

  it('all that learn are better than chance with one objective, and those for fronts with two', async () => {
    const [problem, energy] = [await problemNamed('accdse-a'), await problemNamed('accdse-a-energy')];
    const seeds = Array.from({ length: 11 }, (_, i) => i + 1);
    const chance = accdseRandomRegrets.find(({ draws }) => draws === 500)!.median;
    for (const id of ['hill-climbing', 'simulated-annealing', 'genetic', 'nsga-ii']) {
      const kind = await agentNamed(id);
      const hyperparameters = id === 'nsga-ii' ? { population: 20 } : {};
      const regret = median(seeds.map((seed) => search(energy, kind, { budget: 500, seed, hyperparameters }).front[0]!.evaluation.objectives![0]! / accdse.bestEnergy - 1));
      assert.ok(regret < chance / 2, `${id}: ${regret}, chance ${chance}`);
    }
    const share = accdseRandomShares.find(({ draws }) => draws === 500)!;
    for (const id of ['nsga-ii', 'nsga-iii']) {
      const kind = await agentNamed(id);
      const reached = median(seeds.map((seed) => search(problem, kind, { budget: 500, seed, hyperparameters: { population: 20 } }).hypervolume! / accdse.hypervolume));
      assert.ok(reached > share.mean + 0.02, `${id}: ${reached}, chance ${share.mean}`);
    }
  });
});
