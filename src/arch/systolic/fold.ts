import type { Dataflow } from './spec.js';

/** A matrix product: m tokens x n features, sums of k products. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** How a product lies on an array of R rows and C columns: what stays in the PEs is cut into folds, the third dimension streams past each. */
export interface Folding {
  /** Sizes of the stationary operand along the rows and the columns of the array. */
  readonly alongRows: number;
  readonly alongColumns: number;
  /** Operands that stream past a fold, one after the other. */
  readonly stream: number;
  /** ceil(alongRows / R) and ceil(alongColumns / C). */
  readonly rowFolds: number;
  readonly columnFolds: number;
}

/** Output-stationary: m x n stay, k streams. Weight-stationary: k x n stay, m streams. Input-stationary: k x m stay, n streams. */
export function foldingOf(dataflow: Dataflow, rows: number, columns: number, { m, n, k }: Product): Folding {
  switch (dataflow) {
    case 'output-stationary': return folding(rows, columns, m, n, k);
    case 'weight-stationary': return folding(rows, columns, k, n, m);
    case 'input-stationary': return folding(rows, columns, k, m, n);
  }
}

function folding(rows: number, columns: number, alongRows: number, alongColumns: number, stream: number): Folding {
  return { alongRows, alongColumns, stream, rowFolds: Math.ceil(alongRows / rows), columnFolds: Math.ceil(alongColumns / columns) };
}
