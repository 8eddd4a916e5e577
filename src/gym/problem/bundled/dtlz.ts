import type { ProblemInput } from '../../schema/problem.js';

/** Deb, Thiele, Laumanns, Zitzler, CEC 2002: any number of objectives; all but the first objectives - 1 variables only add to g, which is 0 at the optimum. */
function dtlz(name: string, description: string, objectives: number, distance: number, g: string, costs: readonly string[], reference: number): ProblemInput {
  if (!Number.isInteger(objectives) || objectives < 2) throw new RangeError(`${name} has at least two objectives`);
  return {
    kind: 'problem', name, description,
    variables: [{ name: 'x', type: 'real', low: 0, high: 1, count: objectives - 1 + distance }],
    let: { g },
    objectives: costs.map((formula, i) => ({ name: `f${i + 1}`, direction: 'minimise', formula })),
    referencePoint: costs.map(() => reference),
  };
}

/** A product over the first objectives - 1 variables, as each cost has it: the factors of those before, and another one for the variable where it ends. */
function products(objectives: number, scale: string, factor: (i: number) => string, end: (i: number) => string): string[] {
  return Array.from({ length: objectives }, (_, cost) => {
    const count = objectives - 1 - cost;
    const factors = Array.from({ length: count }, (__, i) => factor(i + 1));
    return [scale, ...factors, ...(cost === 0 ? [] : [end(count + 1)])].join(' * ');
  });
}

/** DTLZ1: a flat front, the sum of the costs being 1/2, behind 11^5 - 1 local ones. */
export function dtlz1(objectives: number): ProblemInput {
  const g = `100 * (5 + sum(map(x[${objectives}:end], term(t) = (t - 0.5)^2 - cos(20 * pi * (t - 0.5)))))`;
  return dtlz('dtlz1', 'A flat front behind many local ones', objectives, 5, g, products(objectives, '0.5 * (1 + g)', (i) => `x[${i}]`, (i) => `(1 - x[${i}])`), 0.55);
}

/** DTLZ2: the front is the part of the unit sphere where no cost is negative. */
export function dtlz2(objectives: number): ProblemInput {
  const costs = products(objectives, '(1 + g)', (i) => `cos(x[${i}] * pi / 2)`, (i) => `sin(x[${i}] * pi / 2)`);
  return dtlz('dtlz2', 'A part of a sphere', objectives, 10, `sum((x[${objectives}:end] - 0.5) .^ 2)`, costs, 1.1);
}
