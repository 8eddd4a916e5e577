import { matrix, zeros, type Matrix } from './matrix.js';

/**
 * Weights of which at most n in each block of m columns are not zero: what a chain of multipliers with a sparse multiplexer stores
 * (FlightLLM, Sec. 3.2.1). Slots that a block does not need hold a zero weight and index 0. The last block of a row may be short.
 */
export interface SparseWeights {
  readonly rows: number;
  readonly columns: number;
  readonly n: number;
  /** 1 to 32. */
  readonly m: number;
  /** At [row][block][slot], in ascending order of the columns. */
  readonly values: Float64Array;
  /** Place in its block of each slot's column. */
  readonly indices: Uint8Array;
  /** At [row][block], bit k for column k of the block. */
  readonly masks: Uint32Array;
}

/** Compresses N:M sparse weights. Throws a RangeError where a block has more than n weights that are not zero. */
export function compressSparse(w: Matrix, n: number, m: number): SparseWeights {
  if (!(Number.isInteger(n) && Number.isInteger(m) && n >= 0 && n <= m && m >= 1 && m <= 32)) throw new RangeError(`N:M sparsity has 0 <= N <= M <= 32, not ${n}:${m}`);
  const blocks = Math.ceil(w.columns / m);
  const values = new Float64Array(w.rows * blocks * n);
  const indices = new Uint8Array(values.length);
  const masks = new Uint32Array(w.rows * blocks);
  for (let block = 0; block < masks.length; block++) {
    const row = Math.floor(block / blocks);
    const first = (block % blocks) * m;
    let used = 0;
    for (let k = 0; k < m && first + k < w.columns; k++) {
      const value = w.values[row * w.columns + first + k]!;
      if (value === 0) continue;
      if (used === n) throw new RangeError(`row ${row} has more than ${n} weights that are not zero in the block of ${m} from column ${first} on`);
      values[block * n + used] = value;
      indices[block * n + used] = k;
      masks[block] = (masks[block]! | (1 << k)) >>> 0;
      used++;
    }
  }
  return { rows: w.rows, columns: w.columns, n, m, values, indices, masks };
}

/** The dense weights that compressed ones stand for, read from the masks. */
export function expandSparse(w: SparseWeights): Matrix<Float64Array> {
  const dense = new Float64Array(w.rows * w.columns);
  const blocks = Math.ceil(w.columns / w.m);
  w.masks.forEach((mask, block) => {
    const start = Math.floor(block / blocks) * w.columns + (block % blocks) * w.m;
    for (let k = 0, used = 0; k < w.m; k++) if (((mask >>> k) & 1) === 1) dense[start + k] = w.values[block * w.n + used++]!;
  });
  return matrix(w.rows, w.columns, dense);
}

/** Y[m][row] = sum over blocks and slots of weight * the activation that the slot's multiplexer picks: n multiplications a block instead of m. */
export function sparseProduct(a: Matrix, w: SparseWeights): Matrix<Float64Array> {
  if (a.columns !== w.columns) throw new RangeError(`rows of ${a.columns} and of ${w.columns} elements have no dot product`);
  const blocks = Math.ceil(w.columns / w.m);
  const y = zeros(a.rows, w.rows);
  for (let r = 0; r < a.rows; r++) {
    for (let o = 0; o < w.rows; o++) {
      let sum = 0;
      for (let slot = 0; slot < blocks * w.n; slot++) {
        const stored = o * blocks * w.n + slot;
        sum += w.values[stored]! * a.values[r * a.columns + Math.floor(slot / w.n) * w.m + w.indices[stored]!]!;
      }
      y.values[r * w.rows + o] = sum;
    }
  }
  return y;
}
