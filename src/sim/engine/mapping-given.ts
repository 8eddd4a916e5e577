import type { ArrayMode, Infeasibility } from '../model/architecture.js';
import type { MappingRequest, MappingTable } from '../model/mapping.js';
import { columnsOuter, mayKeepWeights, productOf, retiled, takesOperand, type MappableProduct } from './mapping-product.js';
import { splitOver } from './mapping-split.js';
import { modeOf } from './phase.js';
import type { CostContext, Task } from './task.js';

/** A mode by its index, with the tile that a product runs on. */
export interface GivenMapping {
  readonly mode: number;
  readonly array: ArrayMode;
}

/** The name that stands for all matrix products. */
export const allProducts = '*';

/** What the table wants for a product, or the buffer that it exceeds; null for ops outside the array and where nothing is wanted. */
export function givenMapping(at: CostContext, task: Task, table: MappingTable): GivenMapping | Infeasibility | null {
  const product = productOf(at, task);
  const request = requestFor(table, task.op.name);
  if (product === null || request === null) return null;
  const { modes } = at.tiled;
  const named = modes.findIndex(({ name }) => name === request.mode);
  const isOfAll = table[task.op.name]?.mode === undefined;
  // A mode that is named for all products is for those that it takes.
  const usable = named >= 0 && (takesOperand(modes[named]!, product.op) || !isOfAll);
  const mode = usable ? named : modeOf(at, task);
  const own = modes[mode]!;
  if (!takesOperand(own, product.op)) return { code: 'unsupported-mapping', resource: `${own.name} mode for ${own.takes === 'weights' ? 'a KV cache' : 'weights'}`, used: 1, available: 0 };
  const tiled = arrayFor(at, product, mode, request);
  if ('code' in tiled) return tiled;
  // A split that is wanted of all products is for linear layers.
  const split = request.split === undefined || (product.op.kind !== 'linear' && table[task.op.name]?.split === undefined) ? tiled.array : splitOver(at, tiled.array, request.split, product);
  if ('code' in split || request.order !== 'columns-outer') return 'code' in split ? split : { mode, array: split };
  const found: GivenMapping = { mode, array: split };
  if (!mayKeepWeights(product, task)) {
    // An order that is wanted of all products is for those that have it.
    return table[task.op.name]?.order === undefined ? found : { code: 'unsupported-mapping', resource: 'columns outside, for what is no linear layer or has row-wise work behind it', used: 1, available: 0 };
  }
  // One row tile streams its weights once in either order.
  if (found.array.tileRows >= product.rows) return found;
  const kept = columnsOuter(at, found.array, product.reduction);
  return 'code' in kept ? kept : { mode, array: kept };
}

/** Wishes for all products, and those for this one on top of them. */
export function requestFor(table: MappingTable, name: string): MappingRequest | null {
  const [all, one] = [allProducts, name].map((key) => (Object.hasOwn(table, key) ? table[key] : undefined));
  return all === undefined && one === undefined ? null : { ...all, ...one };
}

function arrayFor(at: CostContext, product: MappableProduct, mode: number, { rows, columns, reduction, slots }: MappingRequest): GivenMapping | Infeasibility {
  const own = at.tiled.modes[mode]!;
  const tile = { rows: rows ?? own.tileRows, columns: columns ?? own.tileColumns, reduction: reduction ?? own.pieceReduction };
  const sameTile = tile.rows === own.tileRows && tile.columns === own.tileColumns && tile.reduction === own.pieceReduction;
  const wanted = slots ?? (sameTile ? own.slots : undefined);
  const array = retiled(at, mode, wanted === undefined ? tile : { ...tile, slots: wanted }, product);
  if (array === undefined) return { code: 'unsupported-mapping', resource: 'tiles other than the design\'s own', used: 1, available: 0 };
  return 'code' in array ? array : { mode, array };
}
