import { usesOf, type Cascade, type Operator } from './cascade.js';
import type { Hierarchy } from './hierarchy.js';
import { floorTable } from './floor-table.js';
import { everyHome, homeAt, withoutLoop, type HomeCode } from './home-codes.js';
import { mergeRanks } from './merge.js';
import type { EnergyTime, Objective } from './objective.js';
import { floorOf, searchOperator, type MappedOperator } from './operator-search.js';
import { problemOf, problemWith, type Problem } from './problem.js';
import type { EvaluationRules } from './rules.js';

/** No fused loop. */
export const noLoop = -1;

/** What the operators of a cascade cost under given homes and a fused loop (index of a rank of the operator, and tile), each question answered once for all operators that are equal. */
export interface OperatorCosts {
  /** Least energy and least time, each for itself, with an exchange memory that never runs out. Null where no compute unit takes the operator. */
  floor(operator: number, homes: HomeCode, rank: number, tile: number): EnergyTime | null;
  /** The floor if it was asked for before, or better, the exact answer for an endless exchange memory if the operator was searched before. */
  knownFloor(operator: number, homes: HomeCode, rank: number, tile: number): EnergyTime | null | undefined;
  /** The same without a fused loop, and exact: no mapping with these homes costs less, fused or not (see the README for `fullest`). Null where nothing fits. */
  least(operator: number, homes: HomeCode): EnergyTime | null;
  /** The mappings worth having when so many bits of the exchange memory are left. */
  best(operator: number, homes: HomeCode, rank: number, tile: number, availableBits: number): readonly MappedOperator[];
  /** Operators that were searched, not counting repeated questions. */
  readonly searches: () => number;
}

/** An answer of a search with so much room. It holds wherever there is less, but enough for what its mappings use. */
interface Found {
  readonly availableBits: number;
  readonly usedBits: number;
  readonly mapped: readonly MappedOperator[];
}

/** Operators of equal shape under a loop along one rank. */
interface Setting {
  readonly base: Problem | null;
  /** Values of the merged rank in one step of the loop. */
  readonly step: number;
  /** Floors by homes, for each tile. */
  readonly tables: Map<number, (homes: HomeCode) => EnergyTime | null>;
  readonly floors: Map<HomeCode, Map<number, EnergyTime | null>>;
  readonly leasts: Map<HomeCode, EnergyTime | null>;
  readonly found: Map<HomeCode, Map<number, Found[]>>;
}

export function operatorCosts(hierarchy: Hierarchy, cascade: Cascade, rules: EvaluationRules, objective: Objective): OperatorCosts {
  const settings = new Map<string, Setting>();
  const settingsOf = cascade.operators.map(() => new Map<number, Setting>());
  let searches = 0;
  const settingOf = (index: number, rank: number): Setting => orElse(settingsOf[index]!, rank, () => {
    const original = cascade.operators[index]!;
    const name = rank === noLoop ? null : Object.keys(original.ranks)[rank]!;
    const { operator, rankOf, stepOf } = mergeRanks(original, name);
    const step = name === null ? 1 : stepOf[name]!;
    const key = `${shapeOf(cascade, operator)} ${name === null ? '' : `${Object.keys(operator.ranks).indexOf(rankOf[name]!)} ${step}`}`;
    let setting = settings.get(key);
    if (setting === undefined) {
      const base = problemOf(hierarchy, cascade, operator, rules, { loop: name === null ? null : { rank: rankOf[name]!, tile: 1 } });
      settings.set(key, setting = { base, step, tables: newMap(), floors: newMap(), leasts: newMap(), found: newMap() });
    }
    return setting;
  });
  const operatorProblem = ({ base, step }: Setting, homes: HomeCode, tile: number, availableBits: number): Problem | null =>
    (base === null ? null : problemWith(base, base.tensors.map((_, u) => everyHome[homeAt(homes, u)]!), tile * step, availableBits));
  const floor = (index: number, homes: HomeCode, rank: number, tile: number): EnergyTime | null => {
    const setting = settingOf(index, rank);
    return orElse(orElse(setting.floors, homes, newMap<EnergyTime | null>), tile, () => {
      if (setting.base === null) return null;
      return orElse(setting.tables, tile, () => {
        const set = operatorProblem(setting, 0, tile, Infinity)!;
        return set.operator.kind === 'copy' ? (code) => floorOf(operatorProblem(setting, code, tile, Infinity)!) : floorTable(set);
      })(homes);
    });
  };
  const search = (setting: Setting, homes: HomeCode, tile: number, availableBits: number): Found => {
    const before = orElse(orElse(setting.found, homes, newMap<Found[]>), tile, newList<Found>);
    const same = before.find((found) => found.usedBits <= availableBits && availableBits <= found.availableBits);
    if (same !== undefined) return same;
    searches++;
    const set = operatorProblem(setting, homes, tile, availableBits);
    const known = before.flatMap(({ mapped }) => mapped.filter(({ exchangeBits }) => exchangeBits <= availableBits));
    const mapped = set === null ? [] : searchOperator(set, objective, known);
    const found = { availableBits, usedBits: mapped.reduce((most, { exchangeBits }) => Math.max(most, exchangeBits), 0), mapped };
    before.push(found);
    return found;
  };
  const best = (index: number, homes: HomeCode, rank: number, tile: number, availableBits: number): readonly MappedOperator[] => {
    const setting = settingOf(index, rank);
    if (rank === noLoop) return search(setting, homes, tile, availableBits).mapped;
    // Where nothing runs out first: often that is the answer already, and it is a floor for every room.
    const { mapped } = search(setting, homes, tile, Infinity);
    if (mapped.length > 0) orElse(setting.floors, homes, newMap<EnergyTime | null>).set(tile, leastOfAll(mapped));
    return search(setting, homes, tile, availableBits).mapped;
  };
  return {
    floor, best,
    knownFloor: (index, homes, rank, tile) => settingOf(index, rank).floors.get(homes)?.get(tile),
    searches: () => searches,
    least: (index, homes) => {
      const code = withoutLoop(homes, cascade.operators[index]!.inputs.length + 1);
      return orElse(settingOf(index, noLoop).leasts, code, () => {
        const mapped = best(index, code, noLoop, 0, Infinity);
        return mapped.length === 0 ? null : leastOfAll(mapped);
      });
    },
  };
}

function leastOfAll(mapped: readonly EnergyTime[]): EnergyTime {
  return { energy: mapped.reduce((least, { energy }) => Math.min(least, energy), Infinity), seconds: mapped.reduce((least, { seconds }) => Math.min(least, seconds), Infinity) };
}

/** What two operators must have in common to cost the same: sizes, who uses what, and bits. */
function shapeOf(cascade: Cascade, operator: Operator): string {
  const names = new Map(Object.keys(operator.ranks).map((rank, i) => [rank, i]));
  const uses = usesOf(operator).map((use) => `${use.role}:${cascade.bitsPerValue[use.tensor] ?? 0}:${use.ranks.map((rank) => names.get(rank)).join('.')}`);
  return `${operator.kind} ${Object.values(operator.ranks).join('x')} ${uses.join(' ')}`;
}

function newMap<V>(): Map<number, V> {
  return new Map<number, V>();
}

function newList<V>(): V[] {
  return [];
}

function orElse<V>(map: Map<number, V>, key: number, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}
