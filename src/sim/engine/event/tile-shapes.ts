import type { AttentionOp, LinearOp } from '../../model/op-graph.js';
import { bitsPerWeight } from '../../model/quantization.js';
import { touchedByTile } from '../mask.js';
import type { CostContext, Task } from '../task.js';
import { biasBytesOf, type Work } from '../work.js';

/** A run of equal row tiles of one operand: how many, their rows, columns and reduction, and the bytes that come and go with each. */
export interface RowTiles {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly reduction: number;
  /** Columns that are loaded: padded where the machine loads whole tiles. */
  readonly loadedColumns: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/** A matrix product as its tiles: `operands` right operands, each shared by `sharers` left ones, each cut into row tiles. */
export interface TileShapes {
  readonly operands: number;
  readonly sharers: number;
  readonly rowTiles: readonly RowTiles[];
  /** Bytes of one column of the right operand over an element of the reduction. */
  readonly operandByte: number;
  readonly stream: 'weights' | 'kvCache';
  readonly biasBytes: number;
}

/** The tiles of a matrix product on a mode of the array. Of attention every row tile has the keys that it touches, not the mean. */
export function tileShapes(at: CostContext, task: Task, op: LinearOp | AttentionOp, mode: number, context: number, work: Work): TileShapes {
  return op.kind === 'linear' ? linearShapes(at, task, op, mode, work) : attentionShapes(at, op, mode, context, work);
}

function linearShapes({ tiled, scheme }: CostContext, task: Task, op: LinearOp, mode: number, work: Work): TileShapes {
  const { tileRows, tileColumns } = tiled.modes[mode]!;
  const columns = op.outFeatures;
  const loadedColumns = tiled.padTiles ? Math.ceil(columns / tileColumns) * tileColumns : columns;
  const inputByte = scheme.activations.bits / 8;
  const outputByte = work.outputBytes / (work.m * columns);
  const of = (count: number, rows: number): RowTiles => ({
    count, rows, columns, reduction: op.inFeatures, loadedColumns,
    inputBytes: (tiled.padTiles ? tileRows : rows) * op.inFeatures * inputByte, outputBytes: rows * columns * outputByte,
  });
  const whole = Math.ceil(work.m / tileRows) - 1;
  const last = of(1, work.m - whole * tileRows);
  return {
    operands: 1, sharers: 1, rowTiles: whole > 0 ? [of(whole, tileRows), last] : [last],
    operandByte: bitsPerWeight(task.format) / 8, stream: 'weights', biasBytes: biasBytesOf(op),
  };
}

/** Every head of keys and values is an operand; the query heads of its group share it. */
function attentionShapes({ machine, tiled, scheme, pass }: CostContext, op: AttentionOp, mode: number, context: number, work: Work): TileShapes {
  const { tileRows, tileColumns } = tiled.modes[mode]!;
  const operands = pass.batch * op.kvHeads;
  const isScores = op.kind === 'scores';
  const runs = keyRuns(op, pass.queryTokens, context, tileRows, !isScores && tiled.valuesIgnoreMask, isScores ? work.n : work.k);
  const keyTiles = runs.reduce((sum, run) => sum + run.count * run.keys, 0);
  const scores = machine.fusesAttention ? 0 : work.scoreBytes;
  return {
    operands, sharers: op.heads / op.kvHeads, stream: 'kvCache', biasBytes: 0, operandByte: scheme.kvCache.bits / 8,
    rowTiles: runs.map(({ count, rows, keys }): RowTiles => {
      // Scores come and go by the keys of a row tile, vectors of a head by its rows.
      const scoreBytes = (scores * keys) / keyTiles / operands;
      const headBytes = ((isScores ? work.inputBytes : work.outputBytes) * rows) / pass.queryTokens / operands;
      const columnTiles = Math.ceil(keys / tileColumns);
      const loaded = isScores && tiled.padTiles && columnTiles > 1 ? columnTiles * tileColumns : keys;
      return isScores
        ? { count, rows, columns: keys, reduction: op.headDim, loadedColumns: loaded, inputBytes: headBytes, outputBytes: scoreBytes }
        : { count, rows, columns: op.headDim, reduction: keys, loadedColumns: op.headDim, inputBytes: scoreBytes, outputBytes: headBytes };
    }),
  };
}

interface KeyRun {
  readonly count: number;
  readonly rows: number;
  readonly keys: number;
}

/** Row tiles of long prompts are taken together until this many lengths are left; the keys of all stay the same. */
const mostRuns = 1024;

/** The row tiles of one head and the keys that each touches, equal neighbours as one. */
function keyRuns(op: AttentionOp, queries: number, context: number, tileRows: number, wholeRectangle: boolean, visible: number): readonly KeyRun[] {
  const tiles = Math.ceil(queries / tileRows);
  const together = Math.ceil(tiles / mostRuns);
  const runs: KeyRun[] = [];
  for (let first = 0; first < tiles; first += together) {
    const count = Math.min(together, tiles - first);
    let keys = 0;
    for (let tile = first; tile < first + count; tile++) keys += queries === 1 ? visible : wholeRectangle ? context : touchedByTile(op.mask, queries, context, tileRows, tile);
    const rows = Math.min(tileRows * count, queries - first * tileRows) / count;
    const before = runs[runs.length - 1];
    if (before?.keys === keys / count && before.rows === rows) runs[runs.length - 1] = { ...before, count: before.count + count };
    else runs.push({ count, rows, keys: keys / count });
  }
  return runs;
}
