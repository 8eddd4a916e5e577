import { readersOf, usesOf, valuesOf, type Cascade, type TensorUse } from './cascade.js';
import { loopOf, tileBits } from './fused-loop.js';
import type { Hierarchy } from './hierarchy.js';
import type { FusedGroup, FusedLoop, Home, Homes, Mapping } from './mapping.js';
import { addToFrontier, covers, valueOf, type EnergyTime, type Objective } from './objective.js';
import { operatorCosts, type OperatorCosts } from './operator-costs.js';
import type { MappedOperator } from './operator-search.js';
import type { EvaluationRules } from './rules.js';
import { searchBestFirst, type SearchAnswer } from './search.js';
import { divisorsOf } from './tiles.js';

export interface CascadeSearchOptions {
  readonly objective: Objective;
  readonly rules: EvaluationRules;
  /** `none`: every tensor is in the outermost memory between operators. `one-loop`: neighbours hand tensors on in the exchange memory, whole or under one common loop. */
  readonly fusion: 'none' | 'one-loop';
  /** Partial mappings that are looked at; then the best so far is given, with its gap. */
  readonly limit?: number;
}

/** A mapping of a whole cascade: groups in order. */
export interface CascadeMapping extends EnergyTime {
  readonly groups: readonly FusedGroup[];
  /** Energy and time of each operator. */
  readonly operators: readonly EnergyTime[];
}

export interface CascadeAnswer {
  /** Null where an operator fits in no way. */
  readonly optimum: CascadeMapping | null;
  readonly value: number;
  readonly lowerBound: number;
  /** value / lowerBound - 1: 0 where the optimum is proven. */
  readonly gap: number;
  readonly visited: number;
  /** Operators searched for their mappings. */
  readonly searches: number;
}

/**
 * The mapping of a cascade with the least energy, time or product of both, operators one after the other. The search goes over the chain: a state is how many operators are done and
 * which intermediates are whole in the exchange memory; a step is one operator alone, or a run of neighbours under one loop whose tile divides its rank. A tensor of a run
 * is handed on in tiles, whole, or through the outermost memory; a tensor that lacks the rank of the loop may be held for the whole run. Of two ways to one state that one
 * beats in energy and time the other is dropped. Bounds: what is done, the floors of what is decided, and of the rest the least that any home of its tensors allows.
 */
export function searchCascade(hierarchy: Hierarchy, cascade: Cascade, options: CascadeSearchOptions): CascadeAnswer {
  const { objective, rules, fusion, limit = 200_000 } = options;
  const costs = operatorCosts(hierarchy, cascade, rules, objective);
  const chain = chainOf(hierarchy, cascade, costs, fusion);
  if (chain === null) return { optimum: null, value: Infinity, lowerBound: Infinity, gap: 0, visited: 0, searches: 0 };
  const reached = new Map<string, EnergyTime[]>();
  const answer: SearchAnswer<Node> = searchBestFirst<Node>({
    starts: [{ at: 'state', next: 0, whole: [], energy: 0, seconds: 0, way: null }],
    isWhole: (node) => node.at === 'state' && node.next === cascade.operators.length,
    bound: (node) => {
      const [rest, energy, seconds] = node.at === 'state' ? [node.next, node.energy, node.seconds] : [node.first + node.loops.length, node.energy, node.seconds];
      return valueOf(objective, energy + chain.rest[rest]!.energy, seconds + chain.rest[rest]!.seconds);
    },
    admits: (node) => {
      if (node.at !== 'state') return true;
      const key = `${node.next} ${node.whole.join(' ')}`;
      const others = reached.get(key) ?? [];
      if (others.some((other) => covers(objective, other, node.energy, node.seconds))) return false;
      others.push(node);
      reached.set(key, others);
      return true;
    },
    next: (node) => (node.at === 'state' ? steps(chain, node) : node.at === 'run' ? growRun(chain, objective, node) : []),
  }, { limit });
  const { best, value, lowerBound, gap, visited } = answer;
  return { optimum: best?.at === 'state' ? unwound(best) : null, value, lowerBound, gap, visited, searches: costs.searches() };
}

/** What stays the same during a search. */
interface Chain {
  readonly cascade: Cascade;
  readonly costs: OperatorCosts;
  readonly fusion: 'none' | 'one-loop';
  readonly capacityBits: number;
  /** All intermediates and all tensors of any operator have room at a time: then a loop in common saves nothing that whole tensors do not. */
  readonly roomy: boolean;
  /** For each intermediate the operators that read it. */
  readonly readers: Readonly<Record<string, readonly number[]>>;
  readonly bits: Readonly<Record<string, number>>;
  /** Least energy and least time of each operator, whatever is decided. */
  readonly least: readonly EnergyTime[];
  /** The same of all operators from an index on. */
  readonly rest: readonly EnergyTime[];
}

interface State extends EnergyTime {
  readonly at: 'state';
  readonly next: number;
  /** Intermediates that are whole in the exchange memory and still needed, sorted. */
  readonly whole: readonly string[];
  readonly way: Way | null;
}

/** A run of operators under a loop, decided up to its last one so far; energy and time are floors until it is closed. */
interface Run extends EnergyTime {
  readonly at: 'run';
  readonly from: State;
  readonly first: number;
  readonly loops: readonly FusedLoop[];
  readonly homes: readonly Homes[];
  /** Bits above the loop: for the whole run. */
  readonly above: ReadonlyMap<string, number>;
  readonly tiles: ReadonlyMap<string, number>;
  /** What stood before the last operator was added, and whether that operator is counted by its floor or only by the least it could ever cost. */
  readonly done: EnergyTime;
  readonly sure: boolean;
}

type Node = State | Run;

interface Way {
  readonly from: State;
  readonly group: FusedGroup;
  readonly costs: readonly EnergyTime[];
}

function chainOf(hierarchy: Hierarchy, cascade: Cascade, costs: OperatorCosts, fusion: 'none' | 'one-loop'): Chain | null {
  const exchange = hierarchy.components.find((component) => component.kind === 'memory' && component.name === hierarchy.exchange);
  const capacityBits = exchange?.kind === 'memory' && typeof exchange.capacityBits === 'number' ? exchange.capacityBits : 0;
  const readers: Record<string, readonly number[]> = {};
  const bits: Record<string, number> = {};
  for (const operator of cascade.operators) {
    for (const use of usesOf(operator)) bits[use.tensor] ??= valuesOf(operator, use) * cascade.bitsPerValue[use.tensor]!;
    const by = readersOf(cascade, operator.output.tensor);
    if (by.length > 0) readers[operator.output.tensor] = by;
  }
  const least: EnergyTime[] = [];
  for (const [index, operator] of cascade.operators.entries()) {
    const open = fusion === 'none' ? [] : usesOf(operator).map(({ tensor }) => tensor).filter((tensor) => readers[tensor] !== undefined);
    const cheapest = leastOf(costs, index, choices(open.map((tensor) => [tensor, ['whole', 'memory']])));
    if (cheapest === null) return null;
    least.push(cheapest);
  }
  const rest: EnergyTime[] = [{ energy: 0, seconds: 0 }];
  for (const { energy, seconds } of [...least].reverse()) rest.unshift({ energy: rest[0]!.energy + energy, seconds: rest[0]!.seconds + seconds });
  const most = Math.max(...cascade.operators.map((operator) => total(usesOf(operator).map(({ tensor }) => bits[tensor]!))));
  const roomy = total(Object.keys(readers).map((tensor) => bits[tensor]!)) + most <= capacityBits;
  return { cascade, costs, fusion, capacityBits, roomy, readers, bits, least, rest };
}

/**
 * Least energy and least time of an operator alone, over all homes of its tensors and an exchange memory that never runs out. A fused loop or less room only add to either.
 * Homes whose floor is above what was found are not searched.
 */
function leastOf(costs: OperatorCosts, index: number, all: readonly Homes[]): EnergyTime | null {
  const floors = all.map((homes) => ({ homes, floor: costs.floor(index, homes, null) })).filter((one): one is { homes: Homes; floor: EnergyTime } => one.floor !== null);
  let energy = Infinity;
  let seconds = Infinity;
  for (const { homes, floor } of floors.sort((a, b) => a.floor.energy - b.floor.energy)) {
    if (floor.energy >= energy && floor.seconds >= seconds) continue;
    for (const mapped of costs.best(index, homes, null, Infinity)) {
      energy = Math.min(energy, mapped.energy);
      seconds = Math.min(seconds, mapped.seconds);
    }
  }
  return energy === Infinity ? null : { energy, seconds };
}

/** Every combination of one home for each tensor. */
function choices(open: readonly (readonly [string, readonly Home[]])[]): readonly Homes[] {
  return open.reduce<readonly Homes[]>((all, [tensor, homes]) => homes.flatMap((home) => all.map((chosen) => ({ ...chosen, [tensor]: home }))), [{}]);
}

/** From a state: the next operator alone, or the first operator of a run. */
function* steps(chain: Chain, state: State): Iterable<Node> {
  const { cascade, readers, fusion } = chain;
  const operator = cascade.operators[state.next]!;
  const output = operator.output.tensor;
  const inside: Record<string, Home> = {};
  for (const { tensor } of operator.inputs) if (state.whole.includes(tensor)) inside[tensor] = 'whole';
  const handsOn = fusion !== 'none' && readers[output] !== undefined;
  // Of equal bounds the youngest goes first: what promises most comes last.
  if (fusion !== 'none' && !chain.roomy) {
    const above = new Map(state.whole.map((tensor) => [tensor, chain.bits[tensor]!]));
    const run: Run = { at: 'run', from: state, first: state.next, loops: [], homes: [], above, tiles: new Map(), done: state, energy: state.energy, seconds: state.seconds, sure: true };
    for (const rank of operator.output.ranks) {
      if (operator.ranks[rank] === 1) continue;
      for (const tile of [...divisorsOf(operator.ranks[rank]!)].reverse()) if (tile < operator.ranks[rank]!) yield* withOperator(chain, run, { rank, tile });
    }
  }
  for (const home of handsOn ? (['memory', 'whole'] as const) : (['memory'] as const)) {
    yield* alone(chain, state, home === 'memory' ? inside : { ...inside, [output]: home });
  }
}

function* alone(chain: Chain, state: State, homes: Homes): Iterable<Node> {
  const { cascade, bits, capacityBits } = chain;
  const operator = cascade.operators[state.next]!;
  const others = state.whole.filter((tensor) => homes[tensor] === undefined).reduce((sum, tensor) => sum + bits[tensor]!, 0);
  const own = Object.keys(homes).reduce((sum, tensor) => sum + bits[tensor]!, 0);
  if (others + own > capacityBits) return;
  for (const mapped of chain.costs.best(state.next, homes, null, capacityBits - others)) {
    const whole = stillNeeded(chain, [...state.whole, ...(homes[operator.output.tensor] === 'whole' ? [operator.output.tensor] : [])], state.next + 1);
    yield {
      at: 'state', next: state.next + 1, whole, energy: state.energy + mapped.energy, seconds: state.seconds + mapped.seconds,
      way: { from: state, costs: [mapped], group: { first: state.next, last: state.next, loops: [null], homes: [homes], mappings: [named(chain, state.next, null, mapped)] } },
    };
  }
}

function stillNeeded(chain: Chain, tensors: readonly string[], from: number): string[] {
  return tensors.filter((tensor) => chain.readers[tensor]!.some((reader) => reader >= from)).sort();
}

/** The run with its next operator under the loop, for every choice of homes that this operator decides. */
function* withOperator(chain: Chain, run: Run, loop: FusedLoop): Iterable<Run> {
  const { cascade, readers, bits, capacityBits } = chain;
  const index = run.first + run.loops.length;
  const operator = cascade.operators[index]!;
  const made = new Set(run.homes.map((_, k) => cascade.operators[run.first + k]!.output.tensor));
  const fixed: Record<string, Home> = {};
  const open: (readonly [string, readonly Home[]])[] = [];
  for (const use of operator.inputs) {
    const { tensor } = use;
    const home = made.has(tensor) ? run.homes[run.homes.findIndex((homes, k) => cascade.operators[run.first + k]!.output.tensor === tensor && homes[tensor] !== undefined)]?.[tensor] : undefined;
    if (home !== undefined) fixed[tensor] = home;
    else if (made.has(tensor)) continue;
    else if (run.from.whole.includes(tensor)) fixed[tensor] = 'whole';
    else if (run.above.has(tensor)) fixed[tensor] = 'held';
    else if (!use.ranks.includes(loop.rank) && operator.kind === 'compute') open.push([tensor, ['memory', 'held']]);
  }
  const { output } = operator;
  if (readers[output.tensor] === undefined) {
    if (!output.ranks.includes(loop.rank) && operator.kind === 'compute') open.push([output.tensor, ['memory', 'held']]);
  } else if (output.ranks.includes(loop.rank)) open.push([output.tensor, ['memory', 'whole', 'tile']]);
  else open.push([output.tensor, ['memory', 'whole', 'held']]);
  for (const chosen of choices(open)) {
    const homes: Homes = { ...fixed, ...Object.fromEntries(Object.entries(chosen).filter(([, home]) => home !== 'memory')) };
    const above = new Map(run.above);
    const tiles = new Map(run.tiles);
    for (const [tensor, home] of Object.entries(chosen)) {
      if (home === 'whole' || home === 'held') above.set(tensor, bits[tensor]!);
      else if (home === 'tile') tiles.set(tensor, tileBits(cascade, operator, output, loop));
    }
    const grown: Run = { ...run, sure: false, done: run, loops: [...run.loops, loop], homes: [...run.homes, homes], above, tiles };
    if (total(above.values()) + total(liveTiles(chain, grown, index).map(([, b]) => b)) > capacityBits) continue;
    const least = chain.least[index]!;
    yield { ...grown, energy: run.energy + least.energy, seconds: run.seconds + least.seconds };
  }
}

/** Tiles that are in the exchange memory while an operator of the run is at work. */
function liveTiles(chain: Chain, run: Run, index: number): readonly (readonly [string, number])[] {
  return [...run.tiles].filter(([tensor]) => chain.readers[tensor]!.some((reader) => reader >= index)
    && run.homes.findIndex((homes, k) => homes[tensor] === 'tile' && chain.cascade.operators[run.first + k]!.output.tensor === tensor) <= index - run.first);
}

function total(bits: Iterable<number>): number {
  let sum = 0;
  for (const b of bits) sum += b;
  return sum;
}

/** A run either takes in the next operator or ends here. The floor of its last operator is asked for only when its turn comes. */
function* growRun(chain: Chain, objective: Objective, run: Run): Iterable<Node> {
  const { cascade, readers, costs } = chain;
  if (!run.sure) {
    const at = run.loops.length - 1;
    const floor = costs.floor(run.first + at, run.homes[at]!, run.loops[at]!);
    const least = chain.least[run.first + at]!;
    if (floor !== null) yield { ...run, sure: true, energy: run.done.energy + Math.max(floor.energy, least.energy), seconds: run.done.seconds + Math.max(floor.seconds, least.seconds) };
    return;
  }
  const index = run.first + run.loops.length;
  const before = run.loops.map((loop, k) => ({ operator: cascade.operators[run.first + k]!, loop }));
  const closed = [...run.tiles.keys()].every((tensor) => readers[tensor]!.every((reader) => reader < index));
  if (closed && run.tiles.size > 0) yield* closeRun(chain, objective, run);
  if (index === cascade.operators.length) return;
  const loop = loopOf(cascade.operators[index]!, before);
  if (loop === null) return;
  yield* withOperator(chain, run, loop);
}

/** The states that a run leads to: its operators mapped for good, with what is left of the exchange memory. */
function* closeRun(chain: Chain, objective: Objective, run: Run): Iterable<State> {
  const { costs, capacityBits, cascade } = chain;
  interface Sum extends EnergyTime { readonly mapped: readonly MappedOperator[] }
  let sums: Sum[] = [{ energy: run.from.energy, seconds: run.from.seconds, mapped: [] }];
  const above = total(run.above.values());
  for (const [k, loop] of run.loops.entries()) {
    const index = run.first + k;
    const homes = run.homes[k]!;
    const own = (tensor: string): boolean => homes[tensor] !== undefined;
    const ownAbove = total([...run.above].filter(([tensor]) => own(tensor)).map(([, b]) => b));
    const otherTiles = total(liveTiles(chain, run, index).filter(([tensor]) => !own(tensor)).map(([, b]) => b));
    const grown: Sum[] = [];
    for (const mapped of costs.best(index, homes, loop, capacityBits - (above - ownAbove) - otherTiles)) {
      for (const sum of sums) addToFrontier(objective, grown, { energy: sum.energy + mapped.energy, seconds: sum.seconds + mapped.seconds, mapped: [...sum.mapped, mapped] });
    }
    sums = grown;
  }
  const next = run.first + run.loops.length;
  const made = run.homes.flatMap((homes, k) => {
    const { tensor } = cascade.operators[run.first + k]!.output;
    return homes[tensor] === 'whole' ? [tensor] : [];
  });
  const whole = stillNeeded(chain, [...run.from.whole, ...made], next);
  for (const { energy, seconds, mapped } of sums) {
    const group: FusedGroup = { first: run.first, last: next - 1, loops: run.loops, homes: run.homes, mappings: mapped.map((m, k) => named(chain, run.first + k, run.loops[k]!, m)) };
    yield { at: 'state', next, whole, energy, seconds, way: { from: run.from, group, costs: mapped } };
  }
}

/** A mapping in the names of its own operator: equal operators are searched once. */
function named(chain: Chain, index: number, loop: FusedLoop | null, mapped: MappedOperator): Mapping {
  const { operator } = chain.costs.merged(index, loop);
  if (operator === mapped.operator) return mapped.mapping;
  const tensors = new Map(usesOf(mapped.operator).map((use, i): [string, TensorUse] => [use.tensor, usesOf(operator)[i]!]));
  const ranks = new Map(Object.keys(mapped.operator.ranks).map((rank, i) => [rank, Object.keys(operator.ranks)[i]!]));
  return mapped.mapping.map((node) => (node.kind === 'keep' ? { ...node, tensor: tensors.get(node.tensor)!.tensor } : { ...node, rank: ranks.get(node.rank)! }));
}

function unwound(last: State): CascadeMapping {
  const groups: FusedGroup[] = [];
  const operators: EnergyTime[] = [];
  for (let state = last; state.way !== null; state = state.way.from) {
    groups.unshift(state.way.group);
    operators.unshift(...state.way.costs.map(({ energy, seconds }) => ({ energy, seconds })));
  }
  return { energy: last.energy, seconds: last.seconds, groups, operators };
}

