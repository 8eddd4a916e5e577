import { readersOf, usesOf, valuesOf, type Cascade, type Operator } from './cascade.js';
import { loopOf } from './fused-loop.js';
import type { Hierarchy } from './hierarchy.js';
import { isWhole, withHome, type HomeCode } from './home-codes.js';
import type { FusedLoop } from './mapping.js';
import type { EnergyTime } from './objective.js';
import { noLoop, type OperatorCosts } from './operator-costs.js';

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
  /** Least energy and least time of each operator, whatever is decided. */
  readonly least: readonly EnergyTime[];
  /** The same of all operators from an index on. */
  readonly rest: readonly EnergyTime[];
  /** Along which rank (index) each operator from `first` on goes when the first one has a loop along `rank`; as far as they can. */
  loopRanks(first: number, rank: number): readonly number[];
}

/** Null where an operator fits in no way. */
export function chainOf(hierarchy: Hierarchy, cascade: Cascade, costs: OperatorCosts, fusion: 'none' | 'one-loop'): Chain | null {
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
  for (const { operator, output } of links) lastReader[output] = readersOf(cascade, operator.output.tensor).at(-1) ?? -1;
  const least: EnergyTime[] = [];
  for (const [index, { uses }] of links.entries()) {
    const cheapest = leastOf(costs, index, uses.map((tensor) => fusion !== 'none' && lastReader[tensor]! >= 0));
    if (cheapest === null) return null;
    least.push(cheapest);
  }
  const rest: EnergyTime[] = [{ energy: 0, seconds: 0 }];
  for (const { energy, seconds } of [...least].reverse()) rest.unshift({ energy: rest[0]!.energy + energy, seconds: rest[0]!.seconds + seconds });
  const sum = (tensors: readonly number[]): number => [...new Set(tensors)].reduce((all, tensor) => all + bits[tensor]!, 0);
  const roomy = sum(links.map(({ output }) => output).filter((tensor) => lastReader[tensor]! >= 0)) + Math.max(...links.map(({ uses }) => sum(uses))) <= capacityBits;
  const known = new Map<number, readonly number[]>();
  return {
    cascade, links, costs, fusion, capacityBits, roomy, bits, lastReader, least, rest,
    loopRanks: (first, rank) => {
      let ranks = known.get(first * 32 + rank);
      if (ranks === undefined) known.set(first * 32 + rank, ranks = loopRanksOf(links, first, rank));
      return ranks;
    },
  };
}

/**
 * Least energy and least time of an operator alone, over all homes of its tensors and an exchange memory that never runs out. A fused loop or less room only add to either.
 * Homes whose floor is above what was found are not searched.
 */
function leastOf(costs: OperatorCosts, index: number, open: readonly boolean[]): EnergyTime | null {
  let all: HomeCode[] = [0];
  open.forEach((isOpen, u) => {
    if (isOpen) all = [...all, ...all.map((code) => withHome(code, u, isWhole))];
  });
  const floors = all.map((code) => ({ code, floor: costs.floor(index, code, noLoop, 0) })).filter((one): one is { code: HomeCode; floor: EnergyTime } => one.floor !== null);
  let energy = Infinity;
  let seconds = Infinity;
  for (const { code, floor } of floors.sort((a, b) => a.floor.energy - b.floor.energy)) {
    if (floor.energy >= energy && floor.seconds >= seconds) continue;
    const least = costs.least(index, code);
    if (least === null) continue;
    energy = Math.min(energy, least.energy);
    seconds = Math.min(seconds, least.seconds);
  }
  return energy === Infinity ? null : { energy, seconds };
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
