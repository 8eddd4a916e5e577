import { zeros, type Matrix } from './matrix.js';
import { highestOf, lowestOf, wrapToBits } from './width.js';

/**
 * How several small numbers share one multiplier port: number i starts at bit `offsets[i]`, and so does its product with the operand on the
 * other port. A lane ends where the next one starts; the last one ends with the accumulator.
 */
export interface LanePacking {
  /** Ascending from 0. */
  readonly offsets: readonly number[];
  readonly portBits: number;
}

/** Two INT8 numbers on the 27-bit port of a DSP48E2, 18 bits for the low lane (FlightLLM, Sec. 3.2.1). */
export const int8Pair: LanePacking = { offsets: [0, 18], portBits: 27 };
/** Four INT4 numbers on a DSP48E2 (FINN, mvu_4sx4u.sv). Lanes of 8, 7 and 7 bits hold products of -7..7 with -8..7, or others with canaries. */
export const int4Quad: LanePacking = { offsets: [0, 8, 15, 22], portBits: 27 };
/** Four numbers of -7..7 on a DSP48E2, with lanes of 8, 8 and 7 bits: -8 in the top lane would leave the port. */
export const int4QuadNarrow: LanePacking = { offsets: [0, 8, 16, 23], portBits: 27 };
/** Four numbers of -7..7 on the 25-bit port of a DSP48E1. */
export const int4QuadDsp48e1: LanePacking = { offsets: [0, 7, 14, 21], portBits: 25 };

/** Bits of the accumulator of a DSP48. */
export const accumulatorBits = 48;

/** What is known beside the product: the lowest `bits` bits of each lane's true sum, which a few LUTs compute. */
export interface Canaries {
  readonly bits: number;
  readonly sums: readonly number[];
}

/** The number on the port: sum of value * 2^offset. Throws a RangeError where that leaves the port. */
export function packLanes(values: readonly number[], packing: LanePacking): number {
  const packed = packing.offsets.reduce((sum, offset, i) => sum + (values[i] ?? 0) * 2 ** offset, 0);
  if (packed < lowestOf(packing.portBits) || packed > highestOf(packing.portBits)) throw new RangeError(`${values.join(', ')} do not fit a port of ${packing.portBits} bits together`);
  return packed;
}

/**
 * The lanes of a product or a sum of products. A negative lane has borrowed one from the lane above, which is given back: with u the lane's w bits
 * and q the number above, lane = u + 2^w * carry and q - carry goes on, where carry is -1 for a u with its top bit set, else 0. That is exact
 * while each lane but the last fits w bits. With c canary bits the carry is what the lane above differs from its own low bits, as a signed number of
 * c bits, and a lane may have w + c bits.
 */
export function unpackLanes(product: number, { offsets }: LanePacking, canaries: Canaries = { bits: 0, sums: [] }): number[] {
  let rest = product;
  const lanes: number[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    const size = 2 ** (offsets[i + 1]! - offsets[i]!);
    const signed = wrapToBits(rest, offsets[i + 1]! - offsets[i]!);
    const unsigned = signed < 0 ? signed + size : signed;
    const above = (rest - unsigned) / size;
    const carry = canaries.bits === 0 ? (signed - unsigned) / size : wrapToBits(above - canaries.sums[i + 1]!, canaries.bits);
    lanes.push(unsigned + size * carry);
    rest = above - carry;
  }
  return [...lanes, rest];
}

/** Lowest and highest product that occurs. */
export interface ProductRange {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Products that a cascade may add up before a lane can overflow: 7 of full-range INT8 in 18 bits, since 8 * (-128 * -128) = 2^17 is one too many,
 * and 8 where one operand is limited to -127..127.
 */
export function cascadeLength({ offsets }: LanePacking, { lowest, highest }: ProductRange, canaryBits = 0): number {
  let length = Infinity;
  offsets.forEach((offset, i) => {
    const bits = i + 1 < offsets.length ? offsets[i + 1]! - offset + canaryBits : accumulatorBits - offset;
    if (highest > 0) length = Math.min(length, Math.floor(highestOf(bits) / highest));
    if (lowest < 0) length = Math.min(length, Math.floor(lowestOf(bits) / lowest));
  });
  return length;
}

export interface CascadeOptions {
  readonly packing: LanePacking;
  /** Products that are added up in an accumulator before its lanes are taken apart and added outside. */
  readonly cascade: number;
  readonly canaryBits?: number;
}

/**
 * The integer product Y[r][s] = sum over k of P[r][k] * S[s][k], computed as DSP48 cascades do: as many rows of P as there are lanes share each
 * element of S. Lanes overflow as they do in hardware where `cascade` is longer than `cascadeLength` says. Rows that are missing in the last set are 0.
 */
export function packedProduct(packed: Matrix, shared: Matrix, { packing, cascade, canaryBits = 0 }: CascadeOptions): Matrix<Float64Array> {
  if (packed.columns !== shared.columns) throw new RangeError(`rows of ${packed.columns} and of ${shared.columns} elements have no dot product`);
  if (!(Number.isInteger(cascade) && cascade > 0)) throw new RangeError(`a cascade adds a whole number of products up, not ${cascade}`);
  const k = packed.columns;
  const lanes = packing.offsets.length;
  const y = zeros(packed.rows, shared.rows);
  for (let r = 0; r < packed.rows; r += lanes) {
    const rows = Math.min(lanes, packed.rows - r);
    const ports = Float64Array.from({ length: k }, (_, i) => packLanes(Array.from({ length: rows }, (_row, lane) => packed.values[(r + lane) * k + i]!), packing));
    for (let s = 0; s < shared.rows; s++) {
      for (let first = 0; first < k; first += cascade) {
        const end = Math.min(k, first + cascade);
        let sum = 0;
        for (let i = first; i < end; i++) sum = wrapToBits(sum + ports[i]! * shared.values[s * k + i]!, accumulatorBits);
        const sums = canaryBits === 0 ? [] : Array.from({ length: lanes }, (_, lane) => (lane < rows ? lowBitsOf(packed, r + lane, shared, s, first, end, canaryBits) : 0));
        unpackLanes(sum, packing, { bits: canaryBits, sums }).slice(0, rows).forEach((value, lane) => { y.values[(r + lane) * shared.rows + s]! += value; });
      }
    }
  }
  return y;
}

/** The lowest bits of a dot product, from the lowest bits of its operands alone. */
function lowBitsOf(packed: Matrix, r: number, shared: Matrix, s: number, first: number, end: number, bits: number): number {
  const size = 2 ** bits;
  let sum = 0;
  for (let i = first; i < end; i++) sum = (sum + (packed.values[r * packed.columns + i]! % size) * (shared.values[s * shared.columns + i]! % size)) % size;
  return sum;
}
