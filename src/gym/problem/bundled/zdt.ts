import type { ProblemInput } from '../../schema/problem.js';

/** Zitzler, Deb, Thiele, Evolutionary Computation 8(2), 2000: two costs, f1 of the first variable, f2 = g h(f1, g) with g = 1 at the optimum. */
function zdt(name: string, description: string, variables: ProblemInput['variables'], parts: Readonly<Record<string, string>>): ProblemInput {
  return {
    kind: 'problem', name, description, variables,
    let: parts,
    objectives: [{ name: 'f1', direction: 'minimise', formula: 'first' }, { name: 'f2', direction: 'minimise', formula: 'g * h' }],
    referencePoint: [1.1, 1.1],
  };
}

const units = (count: number): ProblemInput['variables'] => [{ name: 'x', type: 'real', low: 0, high: 1, count }];
const meanOfRest = '1 + 9 / 29 * sum(x[2:end])';

export const zdt1 = zdt('zdt1', 'A convex front: f2 = 1 - sqrt(f1)', units(30), { first: 'x[1]', g: meanOfRest, h: '1 - sqrt(first / g)' });

export const zdt2 = zdt('zdt2', 'A concave front: f2 = 1 - f1^2', units(30), { first: 'x[1]', g: meanOfRest, h: '1 - (first / g)^2' });

export const zdt3 = zdt('zdt3', 'A front in five pieces', units(30), { first: 'x[1]', g: meanOfRest, h: '1 - sqrt(first / g) - first / g * sin(10 * pi * first)' });

export const zdt4 = zdt('zdt4', 'The front of zdt1 behind 21^9 local ones', [{ name: 'first_x', type: 'real', low: 0, high: 1 }, { name: 'x', type: 'real', low: -5, high: 5, count: 9 }], {
  first: 'x[1]', g: '1 + 10 * 9 + sum(map(x[2:end], term(t) = t^2 - 10 * cos(4 * pi * t)))', h: '1 - sqrt(first / g)',
});

export const zdt6 = zdt('zdt6', 'A concave front on which designs lie unevenly', units(10), {
  first: '1 - exp(-4 * x[1]) * sin(6 * pi * x[1])^6', g: '1 + 9 * (sum(x[2:end]) / 9)^0.25', h: '1 - (first / g)^2',
});
