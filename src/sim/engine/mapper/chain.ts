import { leastByHomes, type LeastByHomes } from './ahead.js';
import { readersOf, usesOf, valuesOf, type Cascade, type Operator } from './cascade.js';
import { loopOf } from './fused-loop.js';
import type { Hierarchy } from './hierarchy.js';
import type { FusedLoop } from './mapping.js';
import type { EnergyTime, Objective } from './objective.js';
import type { OperatorCosts } from './operator-costs.js';
import { leastOfPair } from './pair-bound.js';

/** An operator of a chain, names turned into numbers. */
export interface Link {
  readonly operator: Operator;
  /** Tensors of its inputs, then of its output. */
  readonly uses: readonly number[];
  readonly output: number;
  readonly ranks: readonly string[];
  readonly sizes: readonly number[];
  /** For each use the ranks that it has, as bits. */
  readonly has: readonly number[];
}

/** A loop that begins with an operator. */
export interface ChainLoop {
  /** Along which rank (index) each operator from the first on goes; as far as they can. */
  readonly ranks: readonly number[];
  /** Whether it goes along the same ranks if it begins with any later one of them: then it may as well be two loops where no tile passes between them. */
  readonly mayPart: boolean;
}

/** Two neighbours, the first one by index, and the energy that they cost more than the least of each. */
export interface Pair {
  readonly first: number;
  readonly moreEnergy: number;
}

/** Pairs with less than this share of all energy would raise no bound by much: they are not looked at. */
const pairShare = 0.25;

/** What stays the same while a cascade is searched. */
export interface Chain {
  readonly cascade: Cascade;
  readonly links: readonly Link[];
  readonly costs: OperatorCosts;
  readonly fusion: 'none' | 'one-loop';
  readonly capacityBits: number;
  /** All intermediates and all tensors of any operator have room at a time: then a loop in common saves nothing that whole tensors do not. */
  readonly roomy: boolean;
  /** For each tensor its bits, and the last operator that reads it where another one makes it; otherwise -1. */
  readonly bits: readonly number[];
  readonly lastReader: readonly number[];
  /** For each tensor the operator that makes it; -1 where none does. */
  readonly madeAt: readonly number[];
  /** For each index the operators from there on that read what one before made. */
  readonly readLater: readonly (readonly number[])[];
  /** Least energy and least time of each operator. */
  readonly leasts: readonly LeastByHomes[];
  /** For each operator its place in a pair of neighbours that cost more together than each for itself; null where it is in none. No two pairs overlap. */
  readonly pairs: readonly (Pair | null)[];
  /** Least energy and least time of all operators from an index on, whatever is decided. */
  readonly rest: readonly EnergyTime[];
  /** How far a loop along a rank (index) of an operator goes. */
  loopFrom(first: number, rank: number): ChainLoop;
}

/** Null where an operator fits in no way. */
export function chainOf(hierarchy: Hierarchy, cascade: Cascade, costs: OperatorCosts, objective: Objective, fusion: 'none' | 'one-loop'): Chain | null {
  const exchange = hierarchy.components.find((component) => component.kind === 'memory' && component.name === hierarchy.exchange);
  const capacityBits = exchange?.kind === 'memory' && typeof exchange.capacityBits === 'number' ? exchange.capacityBits : 0;
  const numbers = new Map<string, number>();
  const bits: number[] = [];
  const lastReader: number[] = [];
  const links = cascade.operators.map((operator): Link => {
    const ranks = Object.keys(operator.ranks);
    const uses = usesOf(operator).map((use) => {
      const known = numbers.get(use.tensor);
      if (known !== undefined) return known;
      numbers.set(use.tensor, bits.length);
      lastReader.push(-1);
      return bits.push(valuesOf(operator, use) * cascade.bitsPerValue[use.tensor]!) - 1;
    });
    const has = usesOf(operator).map((use) => use.ranks.reduce((mask, rank) => mask | (1 << ranks.indexOf(rank)), 0));
    return { operator, uses, output: uses.at(-1)!, ranks, sizes: Object.values(operator.ranks), has };
  });
  const madeAt = bits.map(() => -1);
  links.forEach(({ output }, index) => { madeAt[output] = index; });
  const readLater = [...links, null].map((_, next) => links.flatMap(({ uses }, index) => (index >= next && uses.slice(0, -1).some((tensor) => madeAt[tensor]! >= 0 && madeAt[tensor]! < next) ? [index] : [])));
  for (const { operator, output } of links) lastReader[output] = readersOf(cascade, operator.output.tensor).at(-1) ?? -1;
  const leasts: LeastByHomes[] = [];
  for (const [index, { uses }] of links.entries()) {
    const least = leastByHomes(costs, index, uses.map((tensor) => fusion !== 'none' && lastReader[tensor]! >= 0));
    if (least === null) return null;
    leasts.push(least);
  }
  const total = leasts.reduce((all, { any }) => all + any.energy, 0);
  const more = links.map((_, index) => {
    const apart = leasts[index]!.any.energy + (leasts[index + 1]?.any.energy ?? 0);
    if (fusion === 'none' || objective === 'latency' || apart < pairShare * total) return 0;
    const pair = leastOfPair({ links, costs, capacityBits, bits, lastReader, leasts }, index);
    return pair === null ? 0 : Math.max(0, pair - apart);
  });
  const pairs = bestPairs(more);
  const rest: EnergyTime[] = [{ energy: 0, seconds: 0 }];
  for (let index = links.length - 1; index >= 0; index--) {
    const { any } = leasts[index]!;
    rest.unshift({ energy: rest[0]!.energy + any.energy + (pairs[index]?.first === index ? more[index]! : 0), seconds: rest[0]!.seconds + any.seconds });
  }
  const sum = (tensors: readonly number[]): number => [...new Set(tensors)].reduce((all, tensor) => all + bits[tensor]!, 0);
  const roomy = sum(links.map(({ output }) => output).filter((tensor) => lastReader[tensor]! >= 0)) + Math.max(...links.map(({ uses }) => sum(uses))) <= capacityBits;
  const known = new Map<number, readonly number[]>();
  const loopRanks = (first: number, rank: number): readonly number[] => {
    let ranks = known.get(first * 32 + rank);
    if (ranks === undefined) known.set(first * 32 + rank, ranks = loopRanksOf(links, first, rank));
    return ranks;
  };
  return {
    cascade, links, costs, fusion, capacityBits, roomy, bits, lastReader, madeAt, readLater, leasts, pairs, rest,
    loopFrom: (first, rank) => {
      const ranks = loopRanks(first, rank);
      return { ranks, mayPart: ranks.every((own, k) => ((links[first + k]!.has.at(-1)! >> own) & 1) === 0 || ranks.slice(k).every((other, i) => loopRanks(first + k, own)[i] === other)) };
    },
  };
}

/** Pairs without overlap that together cost the most more. `more`: what the pair that begins at an index does. */
function bestPairs(more: readonly number[]): readonly (Pair | null)[] {
  const total = [0, 0];
  for (let index = more.length - 1; index >= 0; index--) total.unshift(Math.max(total[0]!, more[index]! + total[1]!));
  const pairs: (Pair | null)[] = more.map(() => null);
  for (let index = 0; index < more.length; index++) {
    if (total[index] === total[index + 1]) continue;
    const pair = { first: index, moreEnergy: more[index]! };
    pairs[index++] = pair;
    pairs[index] = pair;
  }
  return pairs;
}

function loopRanksOf(links: readonly Link[], first: number, rank: number): readonly number[] {
  const earlier = [{ operator: links[first]!.operator, loop: { rank: links[first]!.ranks[rank]!, tile: 1 } }];
  const found = [rank];
  for (const { operator, ranks } of links.slice(first + 1)) {
    const loop: FusedLoop | null = loopOf(operator, earlier);
    if (loop === null) break;
    earlier.push({ operator, loop });
    found.push(ranks.indexOf(loop.rank));
  }
  return found;
}
