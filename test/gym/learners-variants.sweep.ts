import assert from 'node:assert/strict';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import type { ProblemInput } from '../../src/gym/schema/problem.js';
import { optimumOf, type Optimum } from './learners-optimum.js';
import { problemsOfChoice, problemsOfJudgement } from './learners-problems.js';
import { asked, medianOf, reachedBy } from './learners-trials.js';

/** Seeds of judgement: a search of `smac` takes ten times as long. */
const seedsOf = { tpe: 11, smac: 5 } as const;

/** Medians of so many seeds that miss what is asked, as they were measured: they must not become worse, and one that no longer misses is to be struck off. */
const misses: Readonly<Record<'tpe' | 'smac', Readonly<Record<string, number>>>> = {
  tpe: { 'accelerator-401-2': 0.7, 'accelerator-401-3': 0.842, 'accelerator-402-3': 0.837 },
  smac: {},
};
/** A median that misses may be worse than it was by this. */
const slack = 0.005;

/** Where `tpe` stays at a second best design, 0.29 from the optimum, in two of three seeds: its median is no better than that of chance (of 25 seeds 0.02, and 0.19 by chance). */
const noBetterThanChance: readonly string[] = ['tpe accelerator-206-1'];

interface Known { readonly problem: SearchProblem; readonly optimum: Optimum }

/** A quarter of an hour of one core, most of it `smac`. */
describe('agents on other problems with 200 evaluations', function () {
  this.timeout(3_600_000);

  for (const id of ['tpe', 'smac'] as const) {
    const isMet = ({ problem }: Known, median: number): boolean => (problem.referencePoint === undefined ? median <= asked[id].regret : median >= asked[id].share);

    it(`${id}: of the problems that it was made on, four of five are found as asked by the median of three seeds, and all but those written down better than by chance`, async () => {
      const medians = await mediansOf(await known(await problemsOfChoice()), id, 3);
      const met = medians.filter(({ one, median }) => isMet(one, median)).length;
      assert.ok(met >= 0.8 * medians.length, `${met} of ${medians.length}`);
    });

    it(`${id}: all problems that nothing was chosen on are found as asked by the median of ${seedsOf[id]} seeds, but for those whose misses are written down`, async () => {
      for (const { one, median } of await mediansOf(await known(await problemsOfJudgement()), id, seedsOf[id])) {
        const { name, referencePoint } = one.problem;
        const before = misses[id][name];
        assert.equal(isMet(one, median), before === undefined, `${name}: ${median}`);
        if (before !== undefined) assert.ok(referencePoint === undefined ? median <= before + slack : median >= before - slack, `${name}: ${median}, before ${before}`);
      }
    });
  }
});

/** DTLZ2 (Deb, Thiele, Laumanns, Zitzler, CEC 2002) with five numbers: one eighth of a sphere. Costs come close to 0, and are no products. */
const sphere: ProblemInput = {
  kind: 'problem', name: 'a sphere', variables: [1, 2, 3, 4, 5].map((i) => ({ name: `x${i}`, type: 'real', low: 0, high: 1 })), let: { g: '(x3 - 0.5)^2 + (x4 - 0.5)^2 + (x5 - 0.5)^2' },
  objectives: ['(1 + g) * cos(x1 * pi / 2) * cos(x2 * pi / 2)', '(1 + g) * cos(x1 * pi / 2) * sin(x2 * pi / 2)', '(1 + g) * sin(x1 * pi / 2)'].map((formula, i) => ({ name: `f${i + 1}`, direction: 'minimise', formula })),
  referencePoint: [1.1, 1.1, 1.1],
};

describe('agents on a sphere in three objectives with 200 evaluations, the median of three seeds', function () {
  this.timeout(600_000);

  for (const [id, share] of [['smac', 0.9], ['gp-bo', 0.9]] as const) {
    it(`${id} has at least ${share} of the hypervolume`, async () => {
      const optimum = { value: 1.1 ** 3 - Math.PI / 6, designs: 1, legal: 1 };
      const reached = reachedBy(await problemFromInput(sphere), optimum, await agentNamed(id), 3);
      process.stderr.write(`        ${id}: ${reached.map((value) => value.toFixed(3)).join(' ')}\n`);
      assert.ok(medianOf(reached) >= share);
    });
  }
});

async function mediansOf(problems: readonly Known[], id: 'tpe' | 'smac', seeds: number): Promise<{ readonly one: Known; readonly median: number }[]> {
  const [kind, random] = [await agentNamed(id), await agentNamed('random')];
  return problems.map((one) => {
    const { problem, optimum } = one;
    const [reached, byChance] = [reachedBy(problem, optimum, kind, seeds), medianOf(reachedBy(problem, optimum, random, seeds))];
    const isShare = problem.referencePoint !== undefined;
    const legal = (100 * optimum.legal) / optimum.designs;
    process.stderr.write(`        ${problem.name}, ${legal.toFixed(0)} % legal: ${isShare ? 'share' : 'regret'} ${reached.map((value) => value.toFixed(3)).join(' ')}; chance ${byChance.toFixed(3)}\n`);
    const median = medianOf(reached);
    assert.equal(isShare ? median >= byChance : median <= byChance, !noBetterThanChance.includes(`${id} ${problem.name}`), `${problem.name}: ${median}, by chance ${byChance}`);
    return { one, median };
  });
}

async function known(inputs: readonly ProblemInput[]): Promise<Known[]> {
  return Promise.all(inputs.map(async (input) => {
    const problem = await problemFromInput(input);
    return { problem, optimum: optimumOf(problem) };
  }));
}
