import { addPhaseCost, rulePlan, type FoundMapping, type Kept } from './phase.js';
import { clearCost, emptyCost, type Cost } from './cost.js';
import { searchBestFirst } from './mapper/search.js';
import { floorSeconds } from './mapping-floor.js';
import { withKept } from './mapping-kept.js';
import { productOf, withMode, type MappableProduct } from './mapping-product.js';
import { fewestPieces } from './mapping-ties.js';
import { openCandidates, wholeCandidates, type Candidate, type OpenCandidate } from './mapping-space.js';
import type { CostContext, Task } from './task.js';

/** Tiles that a search is limited to: of no more rows than these, columns inside, in these modes. */
export interface TileLimit {
  readonly rows: number;
  readonly modes: readonly number[];
}

export interface MappingSearchOptions {
  /** Spaces of at most so many tiles (with open pieces) are tried through; larger ones are searched best first. */
  readonly exhaustiveBelow?: number;
  /** Most tiles that a search looks into. */
  readonly limit?: number;
  /** Absent where every tile is wanted. */
  readonly tiles?: TileLimit;
}

/** A time that is no more than this share above the least is as good: what is known of DRAM and clocks is coarser. */
export const tolerance = 1e-3;

/** Times that differ by less than this share are equal. */
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
 * The mapping of a product for a phase, by the sum over its passes of the closed form. Of the mappings that take no more than a thousandth longer than the least: the
 * rule's own if it is one of them, else one that is split over cores as the family has it if there is one; of these that with the fewest pieces, then the fastest.
 * `seconds` is Infinity where the limit admits no tile. Throws `RangeError` for ops outside the array.
 */
export function searchMapping(at: CostContext, task: Task, { exhaustiveBelow = 64, limit = 4096, tiles }: MappingSearchOptions = {}): FoundMapping {
  const product = productOf(at, task);
  if (product === null) throw new RangeError(`${task.op.name} is no matrix product`);
  const { mode } = rulePlan.choose(at, task);
  const rule: Candidate = { mode, array: at.tiled.modes[mode]! };
  const secondsOf = (candidate: Candidate): number => phaseSeconds(withMode(at, candidate.mode, candidate.array), task, candidate.mode);
  const ruleSeconds = secondsOf(rule);
  const isRule = admits(rule, tiles);
  const floor = floorSeconds(at, task, product);
  const open = [...openCandidates(at, task, product)].filter((candidate) => admits(candidate, tiles));
  const found = open.length <= exhaustiveBelow ? tryAll(at, product, open, secondsOf) : searchTiles(at, product, open, floor, secondsOf, limit);
  const ruleIsLeast = isRule && !(found.seconds < ruleSeconds * (1 - leastGain));
  const leastSeconds = ruleIsLeast ? ruleSeconds : found.seconds;
  const told = { leastSeconds, ruleSeconds, lowerBoundSeconds: floor, candidates: found.candidates + 1, optimal: found.optimal || (ruleIsLeast && found.bound >= ruleSeconds * (1 - leastGain)) };
  if (isRule && ruleSeconds <= leastSeconds * (1 + tolerance)) return { ...rule, ...told, seconds: ruleSeconds };
  if (found.best === null) return { ...rule, ...told, seconds: Infinity, leastSeconds: Infinity, optimal: true };
  const { candidate, seconds, tried } = fewestPieces(at, product, open, { candidate: found.best, seconds: found.seconds }, leastSeconds * (1 + tolerance), secondsOf, found.bounds);
  return { ...candidate, ...told, seconds, candidates: told.candidates + tried };
}

function admits({ mode, array: { tileRows, order } }: Candidate, tiles: TileLimit | undefined): boolean {
  return tiles === undefined || (tiles.modes.includes(mode) && tileRows <= tiles.rows && order !== 'columns-outer');
}

interface Answer {
  readonly best: Candidate | null;
  readonly seconds: number;
  readonly candidates: number;
  readonly optimal: boolean;
  /** No candidate of the space is below this. */
  readonly bound: number;
  /** Nor any of a tile below its own bound, where that was worked out. */
  readonly bounds: ReadonlyMap<OpenCandidate, number>;
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
  return { best, seconds, candidates, optimal: true, bound: seconds, bounds: new Map() };
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
  const bounds = new Map<OpenCandidate, number>();
  const node = (candidate: Candidate, tile: OpenCandidate | null): Node => {
    candidates++;
    const bound = Math.max(floor, secondsOf(candidate));
    if (tile !== null) bounds.set(tile, bound);
    return { open: tile, candidate, bound };
  };
  const answer = searchBestFirst<Node>({
    starts: open.map((tile) => node(tile, tile)),
    * next({ open: tile }) {
      if (tile !== null) for (const candidate of wholeCandidates(at, product, tile.tile)) yield node(candidate, null);
    },
    bound: ({ bound }) => bound,
    isWhole: ({ open: tile }) => tile === null,
  }, { limit });
  return { best: answer.best?.candidate ?? null, seconds: answer.value, candidates, optimal: answer.best !== null && answer.gap === 0, bound: answer.lowerBound, bounds };
}

/** A search for products that may keep something on the chip, with limited tiles or any. */
export type MappingSearch = (at: CostContext, task: Task, kept?: Kept, tiles?: TileLimit) => FoundMapping;

/** A search that remembers what it has found: equal products of a machine in equal passes are searched once. */
export function mappingSearch(options?: MappingSearchOptions): MappingSearch {
  const known = new Map<string, FoundMapping>();
  const formats = new Map<unknown, number>();
  const idOf = (value: unknown): number => {
    if (!formats.has(value)) formats.set(value, formats.size);
    return formats.get(value)!;
  };
  return (at, task, kept, tiles) => {
    const nameless = [task.op, ...task.epilogues].map((op) => ({ ...op, name: '' }));
    const key = JSON.stringify([idOf(at.machine), idOf(at.scheme), idOf(task.format), task.group.tokens, at.pass, nameless, kept, tiles]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = searchMapping(withKept(at, kept), task, tiles === undefined ? options : { ...options, tiles });
    known.set(key, found);
    return found;
  };
}
