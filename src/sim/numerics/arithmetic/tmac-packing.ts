import { groupBits } from './lut-mpgemm.js';
import { requireRange, type Matrix } from './matrix.js';

/** How T-MAC's tuner cuts a weight matrix of M x K for its kernels. */
export interface TmacLayout {
  /** Planes of a weight, 1 to 8. */
  readonly bits: number;
  /** Flattened rows (rows times bits) of a tile. */
  readonly bm: number;
  /** Tables of a tile along K. */
  readonly kfactor: number;
  /** Bytes of a vector register that is looked up with: 16. */
  readonly simdIn: number;
  /** Rows whose planes lie side by side: 8. */
  readonly simdOut: number;
}

export interface TmacWeights {
  /** [tiles, tables along K, bytes of a tile per table]. */
  readonly shape: readonly [number, number, number];
  readonly bytes: Uint8Array;
}

/** Weights that share an index. */
const group = 4;

/**
 * The offline weight layout of T-MAC (python/t_mac/weights.py, preprocess_weights). Plane b of row m is the flattened row
 * r = floor(m / simdOut) * simdOut * bits + b * simdOut + m mod simdOut. Its nibble for table j holds bit b of the weights 4j..4j+3. A byte has the
 * nibbles of rows r (low) and r + simdIn (high) of a block of 2 simdIn rows, and bytes follow each other as
 * [r div bm][j div kfactor][(r mod bm) div (2 simdIn)][j mod kfactor][r mod simdIn].
 * Throws a RangeError where the matrix does not fill its tiles: nothing is padded.
 */
export function packTmacWeights(q: Matrix, layout: TmacLayout): TmacWeights {
  requireFit(q.rows, q.columns, layout);
  requireRange(q, 0, 2 ** layout.bits - 1, `patterns of ${layout.bits} bits`);
  const tables = q.columns / group;
  const bytes = new Uint8Array((q.rows * layout.bits * tables) / 2);
  for (let r = 0; r < q.rows * layout.bits; r++) {
    const { row, plane } = placeOf(r, layout);
    for (let j = 0; j < tables; j++) {
      const { byte, shift } = addressOf(r, j, tables, layout);
      bytes[byte]! |= groupBits(q, row, j, group, plane) << shift;
    }
  }
  return { shape: [(q.rows * layout.bits) / layout.bm, tables, layout.bm / 2], bytes };
}

/** The weight patterns of a packed matrix: the inverse of packing. */
export function unpackTmacWeights(bytes: Uint8Array, rows: number, columns: number, layout: TmacLayout): Matrix<Uint8Array> {
  requireFit(rows, columns, layout);
  const tables = columns / group;
  const values = new Uint8Array(rows * columns);
  for (let r = 0; r < rows * layout.bits; r++) {
    const { row, plane } = placeOf(r, layout);
    for (let j = 0; j < tables; j++) {
      const { byte, shift } = addressOf(r, j, tables, layout);
      for (let k = 0; k < group; k++) values[row * columns + j * group + k]! |= ((bytes[byte]! >>> (shift + k)) & 1) << plane;
    }
  }
  return { rows, columns, values };
}

/** The row and the plane that a flattened row holds. */
function placeOf(r: number, { bits, simdOut }: TmacLayout): { readonly row: number; readonly plane: number } {
  const block = Math.floor(r / (simdOut * bits));
  const inBlock = r % (simdOut * bits);
  return { row: block * simdOut + (inBlock % simdOut), plane: Math.floor(inBlock / simdOut) };
}

/** Where the nibble of a flattened row and a table lies. */
function addressOf(r: number, j: number, tables: number, { bm, kfactor, simdIn }: TmacLayout): { readonly byte: number; readonly shift: 0 | 4 } {
  const block = 2 * simdIn;
  let byte = Math.floor(r / bm) * (tables / kfactor) + Math.floor(j / kfactor);
  byte = byte * (bm / block) + Math.floor((r % bm) / block);
  byte = byte * kfactor + (j % kfactor);
  return { byte: byte * simdIn + (r % simdIn), shift: r % block < simdIn ? 0 : 4 };
}

function requireFit(rows: number, columns: number, layout: TmacLayout): void {
  const { bits, bm, kfactor, simdIn, simdOut } = layout;
  if (![bits, bm, kfactor, simdIn, simdOut].every((n) => Number.isInteger(n) && n > 0) || bits > 8) throw new RangeError('a weight layout is given by whole numbers above 0, and at most 8 bits');
  if (rows % simdOut !== 0 || (rows * bits) % bm !== 0) throw new RangeError(`${rows} rows of ${bits} bits are no multiple of ${simdOut} rows and of a tile of ${bm}`);
  if (bm % (2 * simdIn) !== 0) throw new RangeError(`a tile of ${bm} rows is no multiple of ${2 * simdIn}`);
  if (columns % (group * kfactor) !== 0) throw new RangeError(`${columns} columns are no multiple of ${group * kfactor}`);
}
