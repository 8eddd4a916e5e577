import type { Operator } from './cascade.js';
import { evaluate } from './evaluate.js';
import type { Mapping } from './mapping.js';
import { startNest, useSplits, type Nest } from './nest.js';
import { boundOf, quickBoundOf, waysOf, withQuickBound } from './nest-bound.js';
import { acrossAxis } from './nest-lines.js';
import { addToFrontier, coveredBy, type EnergyTime, type Objective } from './objective.js';
import { homeBits, type Problem } from './problem.js';
import { placeBelowLoops, refused } from './slots.js';
import { splitsOf, type Splits } from './splits.js';

/** A mapping of one operator and what it costs. */
export interface MappedOperator extends EnergyTime {
  readonly mapping: Mapping;
  /** Bits that its tiles take in the exchange memory. */
  readonly exchangeBits: number;
  /** The operator whose names the mapping uses. */
  readonly operator: Operator;
}

/**
 * The mappings of an operator that no other one beats in energy and time (for a single objective: the best one), found by branch and bound over the stated space:
 * - ranks: each as the operator gives it (merge those of equal use first, `merge.ts`);
 * - buffers: each tensor in any of the memories that may keep it, all orders of buffers within a stage, fan-outs between stages;
 * - loops: between two buffers, of any ranks; the first cut of a rank makes even pieces (ceil(x / q) units of what its copies below take, the last one smaller), cuts below it divide;
 * - fan-outs: `splitsOf`.
 * Two exchanges never make a mapping worse and so leave only slots of few ranks: a loop of a rank that the buffer below it lacks moves below that buffer
 * (it is filled less often), and a loop of a rank that the buffer above it has moves above that buffer (it holds less and moves as much).
 * The bound of a partial nest is `boundOf`. Empty where nothing fits. `known`: mappings of this problem that are known to fit, so that less has to be looked at.
 */
export function searchOperator(problem: Problem, objective: Objective, known: readonly MappedOperator[] = []): readonly MappedOperator[] {
  if (problem.operator.kind === 'copy') return copyOf(problem);
  const nest = startNest(problem);
  if (nest === null) return [];
  const starts = splitsOf(problem).map((splits): { readonly splits: Splits; readonly quick: EnergyTime } => {
    useSplits(nest, splits);
    return { splits, quick: quickBoundOf(nest) };
  });
  const frontier: MappedOperator[] = [];
  for (const point of known) addToFrontier(objective, frontier, point);
  for (const { splits, quick } of starts.sort((a, b) => a.quick.energy * a.quick.seconds - b.quick.energy * b.quick.seconds)) {
    useSplits(nest, splits);
    if (!coveredBy(objective, frontier, quick)) extendNew(nest, objective, frontier);
  }
  return frontier;
}

/** Least energy and least time, each for itself, that any mapping could have: never above those of `searchOperator`. Null where the homes alone do not fit. */
export function floorOf(problem: Problem): EnergyTime | null {
  if (problem.operator.kind === 'copy') return copyOf(problem)[0] ?? null;
  const nest = startNest(problem);
  if (nest === null) return null;
  let energy = Infinity;
  let seconds = Infinity;
  for (const splits of splitsOf(problem)) {
    useSplits(nest, splits);
    const quick = quickBoundOf(nest);
    // Ports only add to the time of the compute.
    const bound = quick.seconds < seconds || (problem.leakageWatts > 0 && quick.energy < energy) ? boundOf(nest, quick) : quick;
    if (bound.energy < energy) energy = bound.energy;
    if (bound.seconds < seconds) seconds = bound.seconds;
  }
  return { energy, seconds };
}

function copyOf(problem: Problem): readonly MappedOperator[] {
  const evaluation = evaluate(problem, []);
  const exchangeBits = problem.tensors.reduce((sum, tensor) => sum + homeBits(problem, tensor), 0);
  if (!evaluation.feasible || exchangeBits > problem.availableBits[problem.exchange]!) return [];
  return [{ energy: evaluation.energy, seconds: evaluation.seconds, mapping: [], exchangeBits, operator: problem.operator }];
}

/**
 * Everything that a nest can become; `quick` is its quick bound. Answers which ranks (bits) are in the tiles of buffers that were too small somewhere below: a rank that is in none of
 * them need not be cut further, since more trips only cost; or `refused`.
 */
function extend(nest: Nest, quick: EnergyTime, objective: Objective, frontier: MappedOperator[]): number {
  if (isCovered(nest, quick, objective, frontier)) return refused;
  const { problem, depth, last } = nest;
  const { memories, tensors } = problem;
  let open = false;
  let passing = false;
  for (let m = 1; m < memories.length; m++) {
    const { keeps, mayKeep, depth: at } = memories[m]!;
    if (at !== depth) continue;
    for (let t = 0; t < tensors.length; t++) {
      if (m <= last[t]!) continue;
      if (keeps & tensors[t]!.roleBit) open = true;
      else if (mayKeep & tensors[t]!.roleBit) passing = true;
    }
  }
  let blocked = 0;
  if (!open && depth < problem.axes.length) {
    const below = acrossAxis(nest, passing, () => (passing ? extendNew(nest, objective, frontier) : extend(nest, quick, objective, frontier)));
    if (below !== refused) blocked |= below;
  } else if (!open) {
    const { energy, seconds } = costOf(nest);
    addToFrontier(objective, frontier, { energy, seconds, mapping: nest.nodes.slice(), exchangeBits: nest.held[problem.exchange] ?? 0, operator: problem.operator });
  }
  if (!open && !passing) return blocked;
  for (let m = 1; m < memories.length; m++) {
    const { keeps, mayKeep, depth: at } = memories[m]!;
    if (at !== depth) continue;
    for (let t = 0; t < tensors.length; t++) {
      const { roleBit } = tensors[t]!;
      if (m <= last[t]! || ((keeps | mayKeep) & roleBit) === 0 || skipsRequired(problem, roleBit, last[t]!, m)) continue;
      // The bound counted on this buffer where the tensor has no other way, and on no loop.
      const expected = waysOf(nest, t).length === 1;
      const below = placeBelowLoops(nest, m, t, (looped) => (expected && !looped ? extend(nest, quick, objective, frontier) : extendNew(nest, objective, frontier)));
      if (below !== refused) blocked |= below;
    }
  }
  return blocked;
}

function extendNew(nest: Nest, objective: Objective, frontier: MappedOperator[]): number {
  return withQuickBound(nest, (quick) => extend(nest, quick, objective, frontier));
}

/** The cost of a whole nest. It fits: whoever put its buffers in saw to that. */
function costOf({ problem, nodes }: Nest): EnergyTime {
  const evaluation = evaluate(problem, nodes);
  if (!evaluation.feasible) throw new Error(`${problem.operator.name}: a nest of the search does not fit`);
  return evaluation;
}

/** Whether points of the frontier cover whatever a nest can become. The full bound is asked for only where the quick one leaves it open. */
function isCovered(nest: Nest, quick: EnergyTime, objective: Objective, frontier: readonly MappedOperator[]): boolean {
  if (coveredBy(objective, frontier, quick)) return true;
  if (frontier.length === 0 || (nest.problem.leakageWatts === 0 && objective !== 'latency' && !coveredBy('energy', frontier, quick))) return false;
  return coveredBy(objective, frontier, boundOf(nest, quick));
}

/** Whether a memory between the last one and this one must keep the tensor too: that one comes first. */
function skipsRequired({ memories }: Problem, roleBit: number, last: number, m: number): boolean {
  for (let between = last + 1; between < m; between++) if (memories[between]!.keeps & roleBit) return true;
  return false;
}
