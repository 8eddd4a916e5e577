import type { ArrayMode, Infeasibility } from '../model/architecture.js';
import type { Product, Tile } from '../model/mapping.js';
import type { AttentionOp, LinearOp } from '../model/op-graph.js';
import { explainSplitRate } from './mapping-split.js';
import { keepsColumnTile } from './tiling.js';
import type { CostContext, Task } from './task.js';
import { emptyWork, workOf } from './work.js';

/** A matrix product whose mapping can be chosen: its op, and its dimensions in the last pass of a phase. */
export interface MappableProduct extends Product {
  readonly op: LinearOp | AttentionOp;
  readonly columns: number;
}

const work = emptyWork();

/** The product of a task, or null for ops outside the array. Rows of attention are those of one head. */
export function productOf({ scheme, pass }: CostContext, { op, group, format }: Task): MappableProduct | null {
  if (op.kind === 'scores') return { op, rows: pass.queryTokens, columns: pass.lastContext, reduction: op.headDim };
  if (op.kind === 'values') return { op, rows: pass.queryTokens, columns: op.headDim, reduction: pass.lastContext };
  if (op.kind !== 'linear') return null;
  workOf(op, group, format, scheme, pass, pass.lastContext, work);
  return { op, rows: work.m, columns: op.outFeatures, reduction: op.inFeatures };
}

/** True where a mode takes the right operand of the op. */
export function takesOperand({ takes }: ArrayMode, op: LinearOp | AttentionOp): boolean {
  return takes === undefined || takes === (op.kind === 'linear' ? 'weights' : 'cache');
}

/** The machine with another tile in a mode. */
export function withMode(at: CostContext, mode: number, array: ArrayMode): CostContext {
  const { tiled } = at;
  if (tiled.modes[mode] === array) return at;
  const modes = tiled.modes.map((own, i) => (i === mode ? array : own));
  return { ...at, tiled: array.split === undefined ? { ...tiled, modes } : { ...tiled, modes, explainRate: explainSplitRate(tiled, mode, array.split) } };
}

/** A mode with another tile: the design's own where they are the same; undefined where the tiles of the machine are fixed. */
export function retiled({ tiled }: CostContext, mode: number, tile: Tile, product: MappableProduct): ArrayMode | Infeasibility | undefined {
  const own = tiled.modes[mode]!;
  if (isOwn(own, tile)) return own;
  return tiled.retile?.(mode, tile, product);
}

function isOwn(own: ArrayMode, { rows, columns, reduction, slots = own.slots }: Tile): boolean {
  return own.tileRows === rows && own.tileColumns === columns && own.pieceReduction === reduction && own.slots === slots;
}

/** True where the weights of a column tile may stay while row tiles go by: those of a linear layer, without work behind it that needs whole rows. */
export function mayKeepWeights({ op }: MappableProduct, { epilogues }: Task): boolean {
  return op.kind === 'linear' && epilogues.every(({ kind }) => kind !== 'norm' && kind !== 'softmax');
}

/** The mode with columns outside, or the pieces that the buffer does not hold. */
export function columnsOuter({ tiled }: CostContext, array: ArrayMode, reduction: number): ArrayMode | Infeasibility {
  if (keepsColumnTile(tiled, array, reduction)) return { ...array, order: 'columns-outer' };
  return { code: 'buffer-exceeded', resource: `slots for the whole reduction of a column tile (${array.name} mode), elements`, used: reduction, available: array.slots * array.pieceReduction };
}
