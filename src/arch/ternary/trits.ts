import type { DataType } from '../../sim/model/datatype.js';
import { matrix, type Matrix } from '../../sim/numerics/arithmetic/matrix.js';

/** Trits of a signed integer of that many bits: the least t with (3^t - 1) / 2 >= 2^(bits - 1). 2 for 2 and 3 bits, 3 for 4, 6 for 8. */
export function tritsOf(bits: number): number {
  let trits = 1;
  while ((3 ** trits - 1) / 2 < 2 ** (bits - 1)) trits++;
  return trits;
}

/** Passes that ternary cores take over an operand: one for ternary weights, one a trit for integers of 2 to 8 bits; null for other formats. */
export function passesOf(type: DataType): number | null {
  if (type.kind === 'ternary') return 1;
  return type.kind === 'integer' && type.bits >= 2 && type.bits <= 8 ? tritsOf(type.bits) : null;
}

/** Planes of balanced trits: value = sum over planes p of 3^p * plane_p, each in -1..1. Throws a RangeError where they do not reach. */
export function tritPlanes(w: Matrix, trits: number): readonly Matrix<Float64Array>[] {
  const planes = Array.from({ length: trits }, () => new Float64Array(w.values.length));
  for (let i = 0; i < w.values.length; i++) {
    let rest = w.values[i]!;
    for (const plane of planes) {
      const digit = rest - 3 * Math.round(rest / 3);
      plane[i] = digit;
      rest = (rest - digit) / 3;
    }
    if (rest !== 0) throw new RangeError(`${w.values[i]!} has more than ${trits} trits`);
  }
  return planes.map((plane) => matrix(w.rows, w.columns, plane));
}
