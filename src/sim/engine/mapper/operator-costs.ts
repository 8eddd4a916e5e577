import { usesOf, type Cascade, type Operator } from './cascade.js';
import { earlyFloor, type EarlyFloor } from './early-floor.js';
import { floorTable } from './floor-table.js';
import type { Hierarchy } from './hierarchy.js';
import { everyHome, homeAt, isWhole, withoutLoop, type HomeCode } from './home-codes.js';
import { mergeRanks } from './merge.js';
import type { EnergyTime, Objective } from './objective.js';
import { floorOf, searchOperator, type MappedOperator } from './operator-search.js';
import { problemOf, problemWith, type Problem } from './problem.js';
import type { EvaluationRules } from './rules.js';

/** No fused loop. */
export const noLoop = -1;

/** What the operators of a cascade cost, each question answered once for all operators that are equal. */
export interface OperatorCosts {
  /** Under a fused loop along a rank of the operator (by index) with so many values of it a trip; alone with `noLoop`. */
  under(operator: number, rank: number, tile: number): CostsUnderLoop;
  /** Least energy and least time of an operator alone, each for itself, with all of the exchange memory for what is not whole in it: no mapping with these homes costs less, fused or not (see the README for `fullest`). Null where nothing fits. */
  least(operator: number, homes: HomeCode): EnergyTime | null;
  /** Operators that were searched, not counting repeated questions. */
  readonly searches: () => number;
}

/** What an operator costs under one loop with one tile, by the homes of its tensors. */
export interface CostsUnderLoop {
  /** Least time of its compute, whatever the homes. */
  readonly computeSeconds: number;
  /** What is known without work: the floor if it was asked for before, or better, the exact answer with all of the exchange memory if the operator was searched; otherwise a floor of a few products. */
  early(homes: HomeCode): EnergyTime;
  /** Whether `early` is no less than `floor`. */
  isKnown(homes: HomeCode): boolean;
  /** Least energy and least time, each for itself, with an exchange memory that never runs out. Null where no compute unit takes the operator. */
  floor(homes: HomeCode): EnergyTime | null;
  /** The mappings worth having when so many bits of the exchange memory are left. */
  best(homes: HomeCode, availableBits: number): readonly MappedOperator[];
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
  readonly tiles: Map<number, CostsUnderLoop>;
  readonly leasts: (EnergyTime | null | undefined)[];
}

const nothing: EnergyTime = { energy: 0, seconds: 0 };

export function operatorCosts(hierarchy: Hierarchy, cascade: Cascade, rules: EvaluationRules, objective: Objective): OperatorCosts {
  const settings = new Map<string, Setting>();
  const settingsOf: (Setting | undefined)[][] = cascade.operators.map(() => []);
  const exchange = hierarchy.components.find((component) => component.kind === 'memory' && component.name === hierarchy.exchange);
  const mostBits = exchange?.kind === 'memory' && typeof exchange.capacityBits === 'number' ? exchange.capacityBits : Infinity;
  let searches = 0;
  const settingOf = (index: number, rank: number): Setting => settingsOf[index]![rank + 1] ??= makeSetting(index, rank);
  const makeSetting = (index: number, rank: number): Setting => {
    const original = cascade.operators[index]!;
    const name = rank === noLoop ? null : Object.keys(original.ranks)[rank]!;
    const { operator, rankOf, stepOf } = mergeRanks(original, name);
    const step = name === null ? 1 : stepOf[name]!;
    const key = `${shapeOf(cascade, operator)} ${name === null ? '' : `${Object.keys(operator.ranks).indexOf(rankOf[name]!)} ${step}`}`;
    let setting = settings.get(key);
    if (setting === undefined) {
      const base = problemOf(hierarchy, cascade, operator, rules, { loop: name === null ? null : { rank: rankOf[name]!, tile: 1 } });
      settings.set(key, setting = { base, step, tiles: new Map<number, CostsUnderLoop>(), leasts: [] });
    }
    return setting;
  };
  const search = (problem: Problem, known: readonly MappedOperator[]): readonly MappedOperator[] => {
    searches++;
    return searchOperator(problem, objective, known);
  };
  const under = (index: number, rank: number, tile: number): CostsUnderLoop => {
    const { tiles, base, step } = settingOf(index, rank);
    let costs = tiles.get(tile);
    if (costs === undefined) tiles.set(tile, costs = base === null ? impossible : costsUnderLoop(base, tile * step, mostBits, search));
    return costs;
  };
  const makeLeast = (index: number, homes: HomeCode): EnergyTime | null => {
    // What is whole here may be there in tiles: it takes nothing of the room for the others.
    const whole = (settingOf(index, noLoop).base?.tensors ?? []).reduce((sum, { bits }, u) => (homeAt(homes, u) === isWhole ? sum + bits : sum), 0);
    const mapped = under(index, noLoop, 0).best(homes, mostBits + whole);
    return mapped.length === 0 ? null : leastOfAll(mapped);
  };
  return {
    under,
    searches: () => searches,
    least: (index, homes) => {
      const code = withoutLoop(homes, cascade.operators[index]!.inputs.length + 1);
      const { leasts } = settingOf(index, noLoop);
      const known = leasts[code];
      return known === undefined ? leasts[code] = makeLeast(index, code) : known;
    },
  };
}

const impossible: CostsUnderLoop = { computeSeconds: 0, early: () => nothing, isKnown: () => false, floor: () => null, best: () => [] };

function costsUnderLoop(base: Problem, tile: number, mostBits: number, search: (problem: Problem, known: readonly MappedOperator[]) => readonly MappedOperator[]): CostsUnderLoop {
  const isCopy = base.operator.kind === 'copy';
  const problemFor = (homes: HomeCode, availableBits: number): Problem => problemWith(base, base.tensors.map((_, u) => everyHome[homeAt(homes, u)]!), tile, availableBits);
  const endless = problemFor(0, Infinity);
  const early: EarlyFloor = isCopy ? { computeSeconds: 0, of: () => nothing } : earlyFloor(endless);
  const earlier: EnergyTime[] = [];
  const floors: (EnergyTime | null | undefined)[] = [];
  const found: Found[][] = [];
  let table: ((homes: HomeCode) => EnergyTime | null) | null = null;
  const searched = (homes: HomeCode, availableBits: number): readonly MappedOperator[] => {
    const before = found[homes] ??= [];
    for (const { usedBits, availableBits: room, mapped } of before) if (usedBits <= availableBits && availableBits <= room) return mapped;
    const mapped = search(problemFor(homes, availableBits), before.flatMap((one) => one.mapped.filter(({ exchangeBits }) => exchangeBits <= availableBits)));
    before.push({ availableBits, usedBits: mapped.reduce((most, { exchangeBits }) => Math.max(most, exchangeBits), 0), mapped });
    return mapped;
  };
  return {
    computeSeconds: early.computeSeconds,
    isKnown: (homes) => floors[homes] !== undefined,
    early: (homes) => floors[homes] ?? (earlier[homes] ??= early.of(homes)),
    floor: (homes) => {
      const known = floors[homes];
      if (known !== undefined) return known;
      table ??= isCopy ? (code) => floorOf(problemFor(code, Infinity)) : floorTable(endless);
      return floors[homes] = table(homes);
    },
    best: (homes, availableBits) => {
      if (base.loop !== null) {
        // With all of the exchange memory first: often that is the answer already, and it is a floor for every room.
        const mapped = searched(homes, mostBits);
        if (mapped.length > 0) floors[homes] = leastOfAll(mapped);
      }
      return searched(homes, availableBits);
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
