import type { ArrayMode } from '../model/architecture.js';
import type { CoreSplit, LoopOrder } from '../model/mapping.js';
import { columnsOuter, mayKeepWeights, retiled, takesOperand, type MappableProduct } from './mapping-product.js';
import { coresOf, splitOver, splitsOf } from './mapping-split.js';
import { block, piecesOn } from './pieces.js';
import type { CostContext, Task } from './task.js';

/** A mode with a tile, its slots and an order of loops. */
export interface Candidate {
  readonly mode: number;
  readonly array: ArrayMode;
}

/** Rows and columns of a tile of one core in a mode, the split over cores and the order of loops; its pieces are open. */
export interface OpenTile {
  readonly mode: number;
  readonly order: LoopOrder;
  readonly split: CoreSplit;
  readonly rows: number;
  readonly columns: number;
}

/** A mapping with its pieces open: the mode with pieces of one block and as many slots as one likes, which is never slower than any whole candidate of the tile. */
export interface OpenCandidate extends Candidate {
  readonly tile: OpenTile;
}

/** Even splits of a dimension that are tried: so many tiles, or pieces. */
const splits = [1, 2, 3, 4, 5, 6, 7, 8];
const pieceCounts = [1, 2, 3, 4, 5, 6, 8, 12, 16];
/** Halvings and doublings of the design's own length. */
const halvings = 4;

/**
 * Lengths of a tile along a dimension of `need` elements: the design's own, its halves and doubles, and even splits of the dimension, rounded up to each unit.
 * Of those that hold the whole dimension the shortest is enough; none is shorter than the least unit, which an array works on at once.
 */
export function tileLengths(own: number, need: number, units: readonly number[]): readonly number[] {
  const found = new Set<number>([own]);
  for (let i = 1, length = own; i <= halvings && length % 2 === 0; i++) found.add(length /= 2);
  for (let length = own * 2; length < 2 * need; length *= 2) found.add(length);
  for (const count of splits) for (const unit of [1, ...units]) found.add(Math.ceil(Math.ceil(need / count) / unit) * unit);
  const sorted = [...found].sort((a, b) => a - b);
  const enough = sorted.find((length) => length >= need) ?? Infinity;
  const least = units.length === 0 ? 1 : Math.min(need, ...units);
  return sorted.filter((length) => length === own || (length >= least && length <= enough));
}

/** Lengths of the pieces of a reduction, in whole blocks: the design's own, and those of so many even pieces. */
export function pieceLengths(own: number, reduction: number): readonly number[] {
  const found = new Set<number>([own]);
  for (const count of pieceCounts) found.add(Math.ceil(reduction / count / block) * block);
  return [...found].sort((a, b) => b - a);
}

/** Rows and columns of the modes that take the product, where a piece of the shortest length fits. */
export function* openCandidates(at: CostContext, task: Task, product: MappableProduct): Generator<OpenCandidate> {
  const { tiled } = at;
  const orders: readonly LoopOrder[] = mayKeepWeights(product, task) ? ['rows-outer', 'columns-outer'] : ['rows-outer'];
  for (let mode = 0; mode < tiled.modes.length; mode++) {
    const own = tiled.modes[mode]!;
    if (!takesOperand(own, product.op)) continue;
    const isFixed = tiled.retile === undefined;
    const columnLengths = isFixed ? [own.tileColumns] : tileLengths(own.tileColumns, product.columns, own.jumps);
    for (const split of splitsOf(at, product)) {
      const rowsOfCore = split === 'rows' ? Math.ceil(product.rows / coresOf(tiled)) : product.rows;
      const rowLengths = isFixed ? [own.tileRows] : tileLengths(own.tileRows, rowsOfCore, []);
      for (const rows of rowLengths) {
        for (const columns of columnLengths) {
          const isOwnTile = rows === own.tileRows && columns === own.tileColumns;
          const least = retiled(at, mode, { rows, columns, reduction: block }, product);
          const fitting = least !== undefined && !('code' in least) ? least : isOwnTile ? own : undefined;
          if (fitting === undefined) continue;
          const array = splitOver(at, { ...fitting, tileRows: rows, tileColumns: columns, pieceReduction: block, slots: Infinity }, split, product);
          if ('code' in array) continue;
          for (const order of orders) {
            // One row tile streams its weights once in either order.
            if (order === 'columns-outer' && array.tileRows >= product.rows) continue;
            yield { mode, tile: { mode, order, split, rows, columns }, array: { ...array, order } };
          }
        }
      }
    }
  }
}

/**
 * The whole candidates of a tile: with pieces of each length, and as many slots as fit, since more of them never take longer. With a slot more than there are pieces
 * nothing waits for one; where weights are kept, with twice as many as pieces: that is enough.
 */
export function* wholeCandidates(at: CostContext, product: MappableProduct, { mode, order, split, rows, columns }: OpenTile): Generator<Candidate> {
  const own = at.tiled.modes[mode]!;
  // Of attention the closed form has the first piece, and no waits for the others: their length cannot be judged by it.
  const lengths = at.tiled.retile === undefined || product.op.kind !== 'linear' ? [own.pieceReduction] : pieceLengths(own.pieceReduction, split === 'reduction' ? Math.ceil(product.reduction / coresOf(at.tiled)) : product.reduction);
  const isOwnTile = rows === own.tileRows && columns === own.tileColumns;
  for (const reduction of lengths) {
    const isOwn = isOwnTile && reduction === own.pieceReduction;
    const most = isOwn ? own : retiled(at, mode, { rows, columns, reduction }, product);
    if (most === undefined || 'code' in most) continue;
    const whole = splitOver(at, most, split, product);
    if ('code' in whole) continue;
    const { count } = piecesOn(at.tiled, product.reduction, whole.pieceReduction);
    const enough = order === 'rows-outer' ? count + 1 : 2 * count;
    const array = isOwn || whole.slots <= enough ? whole : { ...whole, slots: enough };
    if (order === 'rows-outer') { yield { mode, array }; continue; }
    const kept = columnsOuter(at, array, product.reduction);
    if (!('code' in kept)) yield { mode, array: kept };
  }
}
