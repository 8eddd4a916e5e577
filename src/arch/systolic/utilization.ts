import { productCycles, type SystolicArray } from './cycles.js';
import { foldingOf, type Product } from './fold.js';

/** Mean share of the PEs that hold a part of the stationary operand: a c / (Fr Fc R C). In (0, 1]. */
export function mappingEfficiency(array: SystolicArray, product: Product): number {
  const { alongRows, alongColumns, rowFolds, columnFolds } = foldingOf(array.dataflow, array.rows, array.columns, product);
  return (alongRows * alongColumns) / (rowFolds * columnFolds * array.rows * array.columns);
}

/** Share of the multiply-accumulates that the array could do meanwhile: m n k b / (R C cycles). Never above `mappingEfficiency`. */
export function computeUtilization(array: SystolicArray, product: Product): number {
  const { m, n, k } = product;
  return (m * n * k * array.macCycles) / (array.rows * array.columns * productCycles(array, product));
}
