import type { Bookkeeping } from './bookkeeping.js';
import { passOf, tableEntries, tableGroup, type Operation, type OperationKind } from './operation.js';
import { bestTiling } from './tiling-search.js';

/** How a linear layer is computed: floats; products with dequantised weights; tables scaled by products; tables scaled by shifts (ShiftAddLLM). */
export type LayerMethod = 'float' | 'dequantized' | 'tables' | 'shifted-tables';

/** One layer for one token. */
export type EnergyLayer =
  | { readonly kind: 'linear'; readonly inputs: number; readonly outputs: number; readonly bias: boolean; readonly method: LayerMethod; readonly weightBits: number }
  /** An elementwise product of two activations. */
  | { readonly kind: 'gate'; readonly width: number };

/** The operations of a layer for one token. */
export function operationsOf(layer: EnergyLayer, book: Bookkeeping): readonly Operation[] {
  if (layer.kind === 'gate') return [elementwise('gate', layer.width, book)];
  const bias = layer.bias ? [elementwise('add', layer.outputs, book)] : [];
  return [...linearOperations(layer, book), ...bias];
}

function linearOperations({ inputs, outputs, method, weightBits }: EnergyLayer & { readonly kind: 'linear' }, book: Bookkeeping): readonly Operation[] {
  const op = (kind: OperationKind, batch: number, from: number, to: number, bits: number): Operation => ({ kind, shape: { batch, inputs: from, outputs: to }, weightBits: bits });
  if (method === 'float' || method === 'dequantized') {
    const products = op('multiply', 1, inputs, outputs, weightBits);
    return book.separateAdditions ? [products, op('add', 1, inputs, outputs, method === 'float' ? weightBits : 16)] : [products];
  }
  const shifted = method === 'shifted-tables';
  if (!book.noIndexBytes) return [op(shifted ? 'shifted-look-ups' : 'scaled-look-ups', 1, Math.ceil(inputs / tableGroup), outputs, weightBits)];
  const groups = Math.floor(inputs / tableGroup);
  return [
    op('multiply', groups, tableGroup, 1, 16), op('add', groups, tableGroup, 1, 16), op('add', groups, 1, tableEntries - 1, 16),
    op('look-up', groups, outputs, weightBits, 16), op(shifted ? 'shift' : 'multiply', groups, outputs, weightBits, 16), op('add', 1, groups, outputs, 16),
  ];
}

function elementwise(kind: 'add' | 'gate', width: number, book: Bookkeeping): Operation {
  const shape = book.elementwiseAsSums ? { batch: 1, inputs: width, outputs: 1 } : { batch: 1, inputs: 1, outputs: width };
  return { kind, shape, weightBits: 16 };
}

/** Energy and time of layers one after the other, each `repeat` times. */
export interface LayersEnergy {
  readonly energyMillijoules: number;
  readonly seconds: number;
}

/** Of all layers, each pass with its best tiling. Throws a RangeError where a pass has no tiling that fits. */
export function layersEnergy(layers: readonly { readonly layer: EnergyLayer; readonly repeat: number }[], book: Bookkeeping): LayersEnergy {
  const known = new Map<string, LayersEnergy>();
  const total = { energyMillijoules: 0, seconds: 0 };
  for (const { layer, repeat } of layers) {
    for (const operation of operationsOf(layer, book)) {
      const { kind, shape, weightBits } = operation;
      const key = `${kind} ${shape.batch} ${shape.inputs} ${shape.outputs} ${weightBits}`;
      const found = known.get(key) ?? operationEnergy(operation, book);
      known.set(key, found);
      total.energyMillijoules += repeat * found.energyMillijoules;
      total.seconds += repeat * found.seconds;
    }
  }
  return total;
}

/** Energy and time of one operation with its best tiling. */
export function operationEnergy(operation: Operation, book: Bookkeeping): LayersEnergy {
  const found = bestTiling(passOf(operation, book));
  if (found === null) throw new RangeError(`no tiling of ${operation.kind} over ${JSON.stringify(operation.shape)} fits the array`);
  return found;
}
