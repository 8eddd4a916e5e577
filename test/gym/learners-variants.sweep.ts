import assert from 'node:assert/strict';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import type { ProblemInput } from '../../src/gym/schema/problem.js';
import { optimumOf, type Optimum } from './learners-optimum.js';
import { problemsOfChoice, problemsOfJudgement } from './learners-problems.js';
import { asked, elevenOf, shownEleven } from './learners-trials.js';

/** About ten minutes of one core, most of it `smac`. Medians of single problems are printed; those that miss are told of in src/gym/README.md. */
describe('agents on other accelerators with 200 evaluations, medians of eleven seeds', function () {
  this.timeout(3_600_000);
  const groups = { 'that their defaults were chosen on': problemsOfChoice, 'that nothing was chosen on': problemsOfJudgement };

  for (const [group, inputs] of Object.entries(groups)) {
    describe(group, () => {
      let problems: readonly { readonly problem: SearchProblem; readonly optimum: Optimum }[] = [];
      before(async () => { problems = await known(await inputs()); });

      for (const id of ['tpe', 'smac'] as const) {
        it(`${id}: half of the problems of several objectives are found to ${asked[id].share} or more, none to less than chance finds; half of the others to within a tenth of the optimum`, async () => {
          const [kind, random] = [await agentNamed(id), await agentNamed('random')];
          const medians = problems.map(({ problem, optimum }) => {
            const [reached, byChance] = [elevenOf(problem, optimum, kind), elevenOf(problem, optimum, random)];
            const isShare = problem.referencePoint !== undefined;
            process.stderr.write(`        ${problem.name}, ${(100 * optimum.legal / optimum.designs).toFixed(0)} % legal: ${isShare ? 'share' : 'regret'} ${shownEleven(reached)}; chance ${byChance[5]!.toFixed(3)}\n`);
            assert.ok(isShare ? reached[5]! >= byChance[5]! : reached[5]! <= byChance[5]!, problem.name);
            return { isShare, median: reached[5]! };
          });
          const [shares, regrets] = [true, false].map((isShare) => medians.filter((one) => one.isShare === isShare).map(({ median }) => median)) as [number[], number[]];
          const isHalf = (found: readonly number[], all: readonly number[]): boolean => 2 * found.length >= all.length;
          assert.ok(isHalf(shares.filter((share) => share >= asked[id].share), shares), shares.join(' '));
          assert.ok(isHalf(regrets.filter((regret) => regret <= 0.1), regrets), regrets.join(' '));
        });
      }
    });
  }
});

async function known(inputs: readonly ProblemInput[]): Promise<{ readonly problem: SearchProblem; readonly optimum: Optimum }[]> {
  return Promise.all(inputs.map(async (input) => {
    const problem = await problemFromInput(input);
    return { problem, optimum: optimumOf(problem) };
  }));
}
