import assert from 'node:assert/strict';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import { search } from '../../src/gym/search.js';
import { knownBands } from './known-results.js';
import { populationVolume } from './population-volume.js';

const shown = (values: readonly number[]): string => values.map((value) => value.toFixed(5)).join(' ');

/** Every published band with eleven seeds: about a minute of one core; `search.test.ts` has three seeds of two bands. */
describe('the hypervolume of the last population, the median of eleven seeds', function () {
  this.timeout(600_000);

  for (const { problem: name, agent, evaluations, optimum, min, q25, median, max } of knownBands) {
    it(`is not below the lower quartile of pymoo 0.6.2, but for 1 % of the optimum: ${agent} on ${name} with ${evaluations} evaluations`, async () => {
      const [problem, kind] = [await problemFromInput(bundledProblem(name)!), await agentNamed(agent)];
      const volumes = Array.from({ length: 11 }, (_, i) => populationVolume(problem, search(problem, kind, { budget: evaluations, seed: i + 1 }))).sort((a, b) => a - b);
      process.stderr.write(`      min, lower quartile, median, max: ${shown([volumes[0]!, volumes[2]!, volumes[5]!, volumes[10]!])}; pymoo ${shown([min, q25, median, max])}\n`);
      assert.ok(volumes[5]! >= q25 - 0.01 * optimum);
    });
  }
});
