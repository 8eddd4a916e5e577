import type { FunctionalModel } from '../../../sim/model/functional.js';
import type { Matrix } from '../../../sim/model/matrix.js';
import { planeWeight, splitPlanes } from '../../../sim/numerics/arithmetic/bit-planes.js';
import { planeProduct } from '../../../sim/numerics/arithmetic/plane-product.js';
import { commonLength, zeros } from '../../../sim/numerics/arithmetic/matrix.js';
import { essentialBits } from './essential-bits.js';
import { declinesWhole } from './whole-numbers.js';

type Product = FunctionalModel['product'];

function exact(arithmetic: string, activationBits: number, weightBits: number, product: Product): FunctionalModel {
  return {
    arithmetic, exactBelow: null,
    declines: (activations, weights) => declinesWhole('activations', activations, activationBits) ?? declinesWhole('weights', weights, weightBits),
    product,
  };
}

/** Sum over k of digit(a) * w: what a row of one-digit multipliers adds up in a cycle. */
function digitDot(digits: ArrayLike<number>, first: number, weights: Matrix, row: number): number {
  const k = weights.columns;
  let sum = 0;
  for (let i = 0; i < k; i++) sum += digits[first + i]! * weights.values[row * k + i]!;
  return sum;
}

/** Stripes: one bit of every activation a cycle, the top one subtracted, times whole weights. */
export function stripesProduct(activationBits: number, weightBits: number): FunctionalModel {
  return exact('one bit of each activation a cycle, in two\'s complement, times whole weights; shifted and added exactly', activationBits, weightBits, (a, w) => {
    commonLength(a, w);
    const split = splitPlanes(a, activationBits, 'twos-complement');
    const y = zeros(a.rows, w.rows);
    split.planes.forEach((plane, bit) => {
      const ones = Array.from({ length: a.rows * a.columns }, (_, i) => {
        const [row, column] = [Math.floor(i / a.columns), i % a.columns];
        return (plane[row * split.wordsPerRow + (column >>> 5)]! >>> (column & 31)) & 1;
      });
      for (let m = 0; m < a.rows; m++) for (let n = 0; n < w.rows; n++) y.values[m * w.rows + n]! += planeWeight(split, bit) * digitDot(ones, m * a.columns, w, n);
    });
    return y;
  });
}

/** Loom: one bit of an activation and one bit of a weight, AND and count. */
export function loomProduct(activationBits: number, weightBits: number): FunctionalModel {
  return exact('one bit of an activation and one bit of a weight at a time, in two\'s complement, counted, shifted and added exactly', activationBits, weightBits,
    (a, w) => planeProduct(splitPlanes(a, activationBits, 'twos-complement'), splitPlanes(w, weightBits, 'twos-complement')));
}

/** Pragmatic: sign and ones of each activation, every one a shifted weight. */
export function pragmaticProduct(activationBits: number, weightBits: number): FunctionalModel {
  return exact('the ones of each activation\'s magnitude, each a shifted weight with the activation\'s sign, added exactly', activationBits, weightBits, (a, w) => {
    const k = commonLength(a, w);
    const y = zeros(a.rows, w.rows);
    for (let m = 0; m < a.rows; m++) {
      const shifts = Array.from({ length: k }, (_, i) => essentialBits(a.values[m * k + i]!));
      for (let n = 0; n < w.rows; n++) {
        let sum = 0;
        for (let i = 0; i < k; i++) for (const place of shifts[i]!) sum += Math.sign(a.values[m * k + i]!) * w.values[n * k + i]! * 2 ** place;
        y.values[m * w.rows + n] = sum;
      }
    }
    return y;
  });
}

/** Bits of an operand of BitFusion's smallest multiplier. */
const brickBits = 2;

/** Digits of a two's complement number to the base 4, lowest first: 0..3, the top one -2..1. */
export function brickDigits(value: number, bits: number): number[] {
  const count = Math.ceil(bits / brickBits);
  return Array.from({ length: count }, (_, i) => {
    const digit = Math.floor(value / 4 ** i);
    return i === count - 1 ? digit : ((digit % 4) + 4) % 4;
  });
}

/** BitFusion: both operands in digits of two bits, every pair of digits on a multiplier of its own, shifted and added. */
export function bitFusionProduct(activationBits: number, weightBits: number): FunctionalModel {
  return exact('products of two-bit digits, of which the top ones are signed, shifted and added exactly', activationBits, weightBits, (a, w) => {
    const k = commonLength(a, w);
    const y = zeros(a.rows, w.rows);
    const digits = (m: Matrix, bits: number): number[][] => Array.from(m.values, (value) => brickDigits(value, bits));
    const [left, right] = [digits(a, activationBits), digits(w, weightBits)];
    for (let m = 0; m < a.rows; m++) {
      for (let n = 0; n < w.rows; n++) {
        let sum = 0;
        for (let i = 0; i < k; i++) left[m * k + i]!.forEach((x, p) => { right[n * k + i]!.forEach((v, q) => { sum += x * v * 4 ** (p + q); }); });
        y.values[m * w.rows + n] = sum;
      }
    }
    return y;
  });
}
