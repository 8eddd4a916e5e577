import { foldingOf, type Product } from './fold.js';
import type { Dataflow } from './spec.js';

/** A systolic array as its cycles see it. */
export interface SystolicArray {
  readonly rows: number;
  readonly columns: number;
  readonly dataflow: Dataflow;
  /** Cycles of one multiply-accumulate in a PE: 1, or one for each bit of the serial operand. */
  readonly macCycles: number;
  /** Folds at the edge take as long as full ones. */
  readonly wholeFolds: boolean;
  /** Output-stationary sums leave their PE in the cycle that completes them, and are not shifted out. */
  readonly directOutputs: boolean;
  /** The next fold is loaded and the last one emptied while one streams. */
  readonly overlapFolds: boolean;
}

/**
 * Cycles of a fold on r rows x c columns past which T operands stream, from the first operand that enters to the last result that has left:
 *
 *   T b + 2 r + c - 2        b: cycles of a multiply-accumulate
 *
 * Of these, T b + r + c - 2 are the wavefront: PE (i, j) works on operand t in the cycles i + j + t b to i + j + t b + b - 1. The other r load the
 * stationary operand row by row, or shift the sums out of the columns (SCALE-Sim, Samajdar et al., ISPASS 2020, for b = 1; the streaming
 * length times b: uSystolic, Wu and San Miguel, HPCA 2022). With `directOutputs` an output-stationary fold has no r cycles of shifting.
 */
export function foldCycles(array: SystolicArray, r: number, c: number, stream: number): number {
  return stream * array.macCycles + rowPasses(array) * r + c - 2;
}

/**
 * Cycles of a whole product on the array, without memory: the sum over its folds of `foldCycles`. A fold at the edge pays for the rows and columns
 * that it uses, or for all with `wholeFolds`:
 *
 *   Fr Fc (T b - 2) + 2 a Fc + c Fr        a x c: stationary operand; Fr = ceil(a / R), Fc = ceil(c / C)
 *
 * With `overlapFolds` Fr Fc max(T b, R), without `overlapFillCycles`: the shift registers of a column take R cycles to be loaded or emptied.
 */
export function productCycles(array: SystolicArray, product: Product): number {
  const { alongRows, alongColumns, stream, rowFolds, columnFolds } = foldingOf(array.dataflow, array.rows, array.columns, product);
  const folds = rowFolds * columnFolds;
  const streaming = stream * array.macCycles;
  if (array.overlapFolds) return folds * (rowPasses(array) === 1 ? streaming : Math.max(streaming, array.rows));
  if (array.wholeFolds) return folds * foldCycles(array, array.rows, array.columns, stream);
  return folds * (streaming - 2) + rowPasses(array) * alongRows * columnFolds + alongColumns * rowFolds;
}

/** Fill and drain of overlapped folds, once an op: the first fold is loaded, the last one runs out. 0 where every fold pays for its own. */
export function overlapFillCycles(array: SystolicArray): number {
  return array.overlapFolds ? rowPasses(array) * array.rows + array.columns - 2 : 0;
}

/**
 * Lengths at whose multiples `productCycles` bends; between them it is affine in each dimension. Overlapped folds wait for their shift registers
 * while the stream is shorter than R / b.
 */
export function bends(array: SystolicArray): readonly number[] {
  const shortest = Math.floor(array.rows / array.macCycles);
  return [array.rows, array.columns, ...(array.overlapFolds && shortest > 0 ? [shortest] : [])];
}

/**
 * Cycles of a run of the Verilog beside those of its folds: one buffer each for the operands that come and the sums that leave, and the registers
 * that are filled while the next fold begins. Output-stationary: the product. Weight-stationary: skewed operand, product, sum, aligned sums.
 */
export const tileLatency: Readonly<Record<'output-stationary' | 'weight-stationary', number>> = { 'output-stationary': 2 + 1, 'weight-stationary': 2 + 4 };

/**
 * Cycles of a product on an idle tile of the Verilog, from the edge that takes the first operands to the one that takes the last sums, both counted, when
 * operands come without gaps and sums are always taken: `productCycles`, and the `tileLatency` once.
 */
export function tileRunCycles({ rows, columns, dataflow }: Pick<SystolicArray, 'rows' | 'columns'> & { readonly dataflow: keyof typeof tileLatency }, product: Product): number {
  return productCycles({ rows, columns, dataflow, macCycles: 1, wholeFolds: false, directOutputs: false, overlapFolds: false }, product) + tileLatency[dataflow];
}

/** How often a fold goes over the rows: with the wavefront, and to load or to empty them. */
function rowPasses(array: SystolicArray): 1 | 2 {
  return array.dataflow === 'output-stationary' && array.directOutputs ? 1 : 2;
}
