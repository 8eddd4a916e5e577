import { addPhaseCost, rulePlan, type FoundMapping } from './phase.js';
import { clearCost, emptyCost, type Cost } from './cost.js';
import { searchBestFirst } from './mapper/search.js';
import { floorSeconds } from './mapping-floor.js';
import { productOf, withMode, type MappableProduct } from './mapping-product.js';
import { openCandidates, wholeCandidates, type Candidate, type OpenCandidate } from './mapping-space.js';
import type { CostContext, Task } from './task.js';

export interface MappingSearchOptions {
  /** Spaces of at most so many tiles (with open pieces) are tried through; larger ones are searched best first. */
  readonly exhaustiveBelow?: number;
  /** Most tiles that a search looks into. */
  readonly limit?: number;
}

/** The rule's mapping stays where another gains less than this share of its time. */
const leastGain = 1e-9;

/** An op and its epilogues: more of them than any graph has. */
const costs: Cost[] = Array.from({ length: 8 }, emptyCost);

/** Seconds of a task in all passes of a phase, what follows on its output included. What `analytic` reports, to the last digit. */
export function phaseSeconds(at: CostContext, task: Task, mode: number): number {
  const count = task.epilogues.length + 1;
  for (let i = 0; i < count; i++) clearCost(costs[i]!);
  addPhaseCost(at, task, mode, costs);
  let seconds = 0;
  for (let i = 0; i < count; i++) seconds += costs[i]!.latency;
  return seconds;
}

/**
 * The candidate that takes least in the phase: the sum over its passes of the closed form. The rule's own mapping is the first candidate and stays where no other is
 * faster. Throws `RangeError` for ops outside the array.
 */
export function searchMapping(at: CostContext, task: Task, { exhaustiveBelow = 64, limit = 4096 }: MappingSearchOptions = {}): FoundMapping {
  const product = productOf(at, task);
  if (product === null) throw new RangeError(`${task.op.name} is no matrix product`);
  const { mode } = rulePlan.choose(at, task);
  const rule: Candidate = { mode, array: at.tiled.modes[mode]! };
  const secondsOf = (candidate: Candidate): number => phaseSeconds(withMode(at, candidate.mode, candidate.array), task, candidate.mode);
  const ruleSeconds = secondsOf(rule);
  const floor = floorSeconds(at, task, product);
  const open = [...openCandidates(at, task, product)];
  const found = open.length <= exhaustiveBelow ? tryAll(at, product, open, secondsOf) : searchTiles(at, product, open, floor, secondsOf, limit);
  const better = found.best !== null && found.seconds < ruleSeconds * (1 - leastGain);
  return {
    ...(better ? found.best : rule), seconds: better ? found.seconds : ruleSeconds, ruleSeconds, lowerBoundSeconds: floor,
    candidates: found.candidates + 1, optimal: found.optimal || (!better && found.bound >= ruleSeconds * (1 - leastGain)),
  };
}

interface Answer {
  readonly best: Candidate | null;
  readonly seconds: number;
  readonly candidates: number;
  readonly optimal: boolean;
  /** No candidate of the space is below this. */
  readonly bound: number;
}

/** The slow and obvious form: every candidate of every tile. */
export function tryAll(at: CostContext, product: MappableProduct, open: readonly OpenCandidate[], secondsOf: (candidate: Candidate) => number): Answer {
  let best: Candidate | null = null;
  let seconds = Infinity;
  let candidates = 0;
  for (const { tile } of open) {
    for (const candidate of wholeCandidates(at, product, tile)) {
      const taken = secondsOf(candidate);
      candidates++;
      if (taken >= seconds) continue;
      seconds = taken;
      best = candidate;
    }
  }
  return { best, seconds, candidates, optimal: true, bound: seconds };
}

/** A tile whose pieces are open, or a whole candidate. */
interface Node {
  readonly open: OpenCandidate | null;
  readonly candidate: Candidate;
  readonly bound: number;
}

/**
 * Best first over tiles. With pieces of one block and endless slots the first piece is as short as it can be and nothing waits, so that no whole candidate of the tile
 * takes less: every term of the closed form is the same or larger.
 */
function searchTiles(at: CostContext, product: MappableProduct, open: readonly OpenCandidate[], floor: number, secondsOf: (candidate: Candidate) => number, limit: number): Answer {
  let candidates = 0;
  const node = (candidate: Candidate, tile: OpenCandidate | null): Node => {
    candidates++;
    return { open: tile, candidate, bound: Math.max(floor, secondsOf(candidate)) };
  };
  const answer = searchBestFirst<Node>({
    starts: open.map((tile) => node(tile, tile)),
    * next({ open: tile }) {
      if (tile !== null) for (const candidate of wholeCandidates(at, product, tile.tile)) yield node(candidate, null);
    },
    bound: ({ bound }) => bound,
    isWhole: ({ open: tile }) => tile === null,
  }, { limit });
  return { best: answer.best?.candidate ?? null, seconds: answer.value, candidates, optimal: answer.best !== null && answer.gap === 0, bound: answer.lowerBound };
}

/** A search that remembers what it has found: equal products of a machine in equal passes are searched once. */
export function mappingSearch(options?: MappingSearchOptions): (at: CostContext, task: Task) => FoundMapping {
  const known = new Map<string, FoundMapping>();
  const formats = new Map<unknown, number>();
  const idOf = (value: unknown): number => {
    if (!formats.has(value)) formats.set(value, formats.size);
    return formats.get(value)!;
  };
  return (at, task) => {
    const nameless = [task.op, ...task.epilogues].map((op) => ({ ...op, name: '' }));
    const key = JSON.stringify([idOf(at.machine), idOf(at.scheme), idOf(task.format), task.group.tokens, at.pass, nameless]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = searchMapping(at, task, options);
    known.set(key, found);
    return found;
  };
}
