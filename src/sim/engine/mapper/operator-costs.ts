import type { Cascade } from './cascade.js';
import type { Hierarchy } from './hierarchy.js';
import type { FusedLoop, Homes } from './mapping.js';
import { mergeRanks, type MergedOperator } from './merge.js';
import type { EnergyTime, Objective } from './objective.js';
import { floorOf, searchOperator, type MappedOperator } from './operator-search.js';
import { problemOf, type Problem } from './problem.js';
import type { EvaluationRules } from './rules.js';

/** What the operators of a cascade cost under given homes and a fused loop, each question answered once. */
export interface OperatorCosts {
  /** Least energy and least time, each for itself, with an exchange memory that never runs out. */
  floor(operator: number, homes: Homes, loop: FusedLoop | null): EnergyTime | null;
  /** The mappings worth having when so many bits of the exchange memory are left. */
  best(operator: number, homes: Homes, loop: FusedLoop | null, availableBits: number): readonly MappedOperator[];
  /** The operator with its ranks merged as its mappings name them. */
  merged(operator: number, loop: FusedLoop | null): MergedOperator;
  /** Operators that were searched, not counting repeated questions. */
  readonly searches: () => number;
}

export function operatorCosts(hierarchy: Hierarchy, cascade: Cascade, rules: EvaluationRules, objective: Objective): OperatorCosts {
  const exchange = hierarchy.components.find((component) => component.kind === 'memory' && component.name === hierarchy.exchange);
  const capacity = exchange?.kind === 'memory' && exchange.capacityBits !== 'one-value' ? exchange.capacityBits : 0;
  const floors = new Map<string, EnergyTime | null>();
  const found = new Map<string, readonly MappedOperator[]>();
  const mergedOnes = new Map<string, MergedOperator>();
  const shapes = cascade.operators.map((operator) => shapeOf(cascade, operator));
  let searches = 0;
  const merged = (index: number, loop: FusedLoop | null): MergedOperator => cached(mergedOnes, `${index} ${loop?.rank ?? ''}`, () => mergeRanks(cascade.operators[index]!, loop?.rank));
  const operatorProblem = (index: number, homes: Homes, loop: FusedLoop | null, reservedBits: number): Problem | null => {
    const { operator, rankOf, stepOf } = merged(index, loop);
    return problemOf(hierarchy, cascade, operator, rules, { homes, reservedBits, loop: loop === null ? null : { rank: rankOf[loop.rank]!, tile: loop.tile * stepOf[loop.rank]! } });
  };
  const keyOf = (index: number, homes: Homes, loop: FusedLoop | null): string => {
    const { operator } = merged(index, loop);
    const at = [...operator.inputs, operator.output].map(({ tensor }) => homes[tensor] ?? 'memory').join(' ');
    return `${shapes[index]!} ${at} ${loop === null ? '' : `${cascade.operators[index]!.name} ${loop.rank} ${loop.tile}`}`;
  };
  const search = (index: number, homes: Homes, loop: FusedLoop | null, availableBits: number, key: string): readonly MappedOperator[] =>
    cached(found, `${key} ${availableBits}`, () => {
      searches++;
      const set = operatorProblem(index, homes, loop, capacity === availableBits ? 0 : capacity - availableBits);
      return set === null ? [] : searchOperator(set, objective);
    });
  return {
    merged,
    searches: () => searches,
    floor: (index, homes, loop) => cached(floors, keyOf(index, homes, loop), () => {
      const set = operatorProblem(index, homes, loop, -Infinity);
      return set === null ? null : floorOf(set);
    }),
    best: (index, homes, loop, availableBits) => {
      const key = keyOf(index, homes, loop);
      const free = search(index, homes, loop, Infinity, key);
      return free.every(({ exchangeBits }) => exchangeBits <= availableBits) ? free : search(index, homes, loop, availableBits, key);
    },
  };
}

/** What two operators must have in common to cost the same: sizes, who uses what, and bits. */
function shapeOf(cascade: Cascade, operator: Cascade['operators'][number]): string {
  const names = new Map(Object.keys(operator.ranks).map((rank, i) => [rank, i]));
  const uses = [...operator.inputs, operator.output].map((use) => `${use.role}:${cascade.bitsPerValue[use.tensor] ?? 0}:${use.ranks.map((rank) => names.get(rank)).join('.')}`);
  return `${operator.kind} ${Object.values(operator.ranks).join('x')} ${uses.join(' ')}`;
}

function cached<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
