import type { Rng } from '../../sim/core/rng.js';
import { designKey, fromUnit, sampleDesign, toUnit, valueCount, type Design, type DesignSpace, type Parameter } from '../../sim/model/design-space.js';

/** How children differ from their parents. */
export interface Variation {
  /** Probability that two parents are crossed; else they are copied. */
  readonly crossover: number;
  /** Distribution index of the crossover: children are nearer to their parents the larger it is. */
  readonly crossoverEta: number;
  /** Probability that a parameter is changed. */
  readonly mutation: number;
  readonly mutationEta: number;
}

/** Two children. Real, integer and ordinal parameters are crossed on [0, 1] (simulated binary crossover), categorical ones swapped; each with probability 1/2. */
export function crossed(space: DesignSpace, a: Design, b: Design, { crossover, crossoverEta }: Variation, rng: Rng): [Design, Design] {
  if (rng.next() >= crossover) return [a, b];
  const first = [...a];
  const second = [...b];
  space.parameters.forEach((parameter, i) => {
    if (a[i] === b[i] || rng.next() >= 0.5) return;
    if (parameter.type === 'categorical') {
      [first[i], second[i]] = [b[i]!, a[i]!];
      return;
    }
    const pair = simulatedBinary(toUnit(parameter, a[i]!), toUnit(parameter, b[i]!), crossoverEta, rng);
    [first[i], second[i]] = [fromUnit(parameter, pair[0]), fromUnit(parameter, pair[1])];
  });
  return [first, second];
}

/**
 * Simulated binary crossover on [0, 1] (Deb, Agrawal, Complex Systems 9, 1995; bounded: Deb, Kumar, Complex Systems 9, 1995): children lie around the mean of two
 * parents, at a spread that one-point crossover of binary numbers would give them, and inside the bounds.
 */
function simulatedBinary(a: number, b: number, eta: number, rng: Rng): [number, number] {
  const [low, high] = a < b ? [a, b] : [b, a];
  const gap = high - low;
  if (gap < 1e-14) return [a, b];
  const u = rng.next();
  const spread = (distance: number): number => {
    const alpha = 2 - (1 + (2 * distance) / gap) ** -(eta + 1);
    return (u <= 1 / alpha ? u * alpha : 1 / (2 - u * alpha)) ** (1 / (eta + 1));
  };
  const left = Math.max(0, 0.5 * (low + high - spread(low) * gap));
  const right = Math.min(1, 0.5 * (low + high + spread(1 - high) * gap));
  return rng.next() < 0.5 ? [left, right] : [right, left];
}

/** A child with each parameter changed with the probability of mutation. */
export function mutated(space: DesignSpace, design: Design, { mutation, mutationEta }: Variation, rng: Rng): Design {
  return design.map((code, i) => (rng.next() < mutation ? mutatedCode(space.parameters[i]!, code, mutationEta, rng) : code));
}

/** Categorical: any other value. Others: a polynomial step; where that is too short to leave a whole number, the next one up or down. */
export function mutatedCode(parameter: Parameter, code: number, eta: number, rng: Rng): number {
  if (valueCount(parameter) === 1) return code;
  if (parameter.type === 'categorical') return (code + rng.integer(1, parameter.values.length - 1)) % parameter.values.length;
  const moved = fromUnit(parameter, polynomial(toUnit(parameter, code), eta, rng));
  if (moved !== code || parameter.type === 'real') return moved;
  const [low, high] = parameter.type === 'integer' ? [parameter.low, parameter.high] : [0, parameter.values.length - 1];
  if (code === low) return code + 1;
  return code === high || rng.next() < 0.5 ? code - 1 : code + 1;
}

/** Polynomial mutation on [0, 1] (Deb, Goyal, Computer Science and Informatics 26, 1996). */
function polynomial(x: number, eta: number, rng: Rng): number {
  const u = rng.next();
  const power = 1 / (eta + 1);
  if (u < 0.5) return x + (2 * u + (1 - 2 * u) * (1 - x) ** (eta + 1)) ** power - 1;
  return x + 1 - (2 * (1 - u) + 2 * (u - 0.5) * x ** (eta + 1)) ** power;
}

/** Attempts for each design that is wanted before there are taken to be no more. */
const mostAttempts = 100;

/**
 * `count` designs that are not of the known keys and differ from each other: children as `family` makes them, then designs drawn at random. Fewer where
 * none are found: a small space runs out.
 */
export function newDesigns(space: DesignSpace, known: Iterable<string>, count: number, rng: Rng, family: (() => readonly Design[]) | null): Design[] {
  const taken = new Set(known);
  const designs: Design[] = [];
  const sources = [...(family === null ? [] : [family]), (): readonly Design[] => [sampleDesign(space, rng)]];
  for (const make of sources) {
    for (let attempt = 0; designs.length < count && attempt < mostAttempts * count; attempt++) {
      for (const design of make()) {
        const key = designKey(design);
        if (designs.length === count || taken.has(key)) continue;
        taken.add(key);
        designs.push(design);
      }
    }
  }
  return designs;
}
