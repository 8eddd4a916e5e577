import assert from 'node:assert/strict';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import { asked, elevenOf, shownEleven } from './learners-trials.js';
import { accdse, accdseRandomRegrets, accdseRandomShares } from './known-results.js';

/** About two minutes of one core. */
describe('agents on accdse-a with 200 evaluations, the median of eleven seeds', function () {
  this.timeout(1_200_000);
  const chance = { regret: accdseRandomRegrets.find(({ draws }) => draws === 200)!.median, share: accdseRandomShares.find(({ draws }) => draws === 200)!.mean };

  for (const id of ['tpe', 'smac', 'motpe', 'gp-bo', 'cma-es', 'nsga-ii', 'policy-gradient'] as const) {
    const { regret, share } = id === 'tpe' || id === 'smac' ? asked[id] : chance;
    const optima = { 'accdse-a-energy': accdse.bestEnergy, 'accdse-a': accdse.hypervolume };
    for (const name of ['accdse-a-energy', 'accdse-a'] as const) {
      it(name === 'accdse-a' ? `${id} has at least ${share.toFixed(3)} of the hypervolume` : `${id} is at most ${(100 * regret).toFixed(0)} % above the least energy`, async () => {
        const problem = await problemFromInput(bundledProblem(name)!);
        const reached = elevenOf(problem, { value: optima[name], designs: accdse.size, legal: accdse.legal }, await agentNamed(id));
        process.stderr.write(`      least, quartiles, largest: ${shownEleven(reached)}\n`);
        assert.ok(name === 'accdse-a' ? reached[5]! >= share : reached[5]! <= regret);
      });
    }
  }
});
