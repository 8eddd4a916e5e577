import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import type { ProblemInput } from '../../src/gym/schema/problem.js';
import { filesOfChoice } from './learners-files.js';
import { filesOfJudgement } from './learners-unseen.js';
import { acceleratorOf } from './learners-accelerators.js';
import { manyCategories, realAccelerator } from './learners-others.js';

/** What differs from `accdse-a`: formulas, and values of variables. */
interface Variant { readonly name: string; readonly let: Readonly<Record<string, string>>; readonly values: Readonly<Record<string, readonly number[]>> }

const variants: readonly Variant[] = [
  {
    name: 'a wider layer, 32 vectors, 3 bits not legal', values: {},
    let: {
      cycles: 'ceil(11008 / rows) * ceil(4096 / cols) * 32 / eff', bytes: '11008 * 4096 * wbits / 8 * (1 + 0.25 * (refetch - 1))', eff: '{WS: 0.7, OS: 0.85, IS: 0.8}[dataflow]',
      loss: 'wbits == 2 ? 1.2 : wbits == 3 ? 0.5 : wbits == 4 ? 0.1 : 0',
    },
  },
  {
    name: 'a small layer, one vector, more widths and clocks', values: { cols: [4, 8, 12, 16, 24, 32, 48, 64, 96, 128], freq_mhz: [100, 120, 150, 180, 200, 225, 250, 275, 300] },
    let: {
      cycles: 'ceil(1000 / rows) * ceil(3000 / cols) / eff', bytes: '1000 * 3000 * wbits / 8 * (1 + 0.25 * (refetch - 1))',
      fmax: '330 - 15 * log2(rows * cols / 64) - 12 * log2(channels) - (dataflow == "WS" ? 40 : 0)',
    },
  },
];

function variantOf({ name, let: formulas, values }: Variant, objectives: 1 | 2): ProblemInput {
  const input = bundledProblem(objectives === 1 ? 'accdse-a-energy' : 'accdse-a')!;
  const variables = input.variables.map((variable) => (values[variable.name] === undefined ? variable : { ...variable, values: [...values[variable.name]!] })) as ProblemInput['variables'];
  return { ...input, name: `${input.name}: ${name}`, variables, let: { ...input.let, ...formulas } };
}

const both = [1, 2] as const;
const acceleratorsOf = (seeds: readonly number[]): Promise<ProblemInput[]> => Promise.all(seeds.flatMap((seed) => both.map((objectives) => acceleratorOf(seed, objectives))));

const threefold = (seeds: readonly number[]): Promise<ProblemInput[]> => Promise.all(seeds.map((seed) => acceleratorOf(seed, 3)));

/** Seeds of accelerators of which less than 10 % are legal. */
const littleLegal = [605, 620, 632, 866];

/** Problems that were looked at while agents were changed, and on which defaults were chosen: with one objective, two and three. */
export async function problemsOfChoice(): Promise<readonly ProblemInput[]> {
  return [
    ...variants.flatMap((variant) => both.map((objectives) => variantOf(variant, objectives))), ...[1, 2].flatMap((seed) => both.flatMap((objectives) => [realAccelerator(seed, objectives), manyCategories(seed, objectives)])),
    ...await acceleratorsOf([1, 2, 3, 4, 5, 6, 7, 8, 205, 206, 303]), ...await threefold([9, 10, 11, 12, 13, 14, 15, 16]), ...filesOfChoice,
    ...await acceleratorsOf(littleLegal), ...await threefold(littleLegal),
  ];
}

/** Problems that only judge: the same makers, with seeds that nothing was chosen by, and files of their own. */
export async function problemsOfJudgement(): Promise<readonly ProblemInput[]> {
  return [...both.flatMap((objectives) => [realAccelerator(5, objectives), manyCategories(5, objectives)]), ...await acceleratorsOf([401, 402, 403, 404, 405, 406]), ...await threefold([401, 402, 403]), ...filesOfJudgement];
}
