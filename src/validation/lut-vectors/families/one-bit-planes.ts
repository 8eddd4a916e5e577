import { planeHex, splitPlanes, type BitPlanes } from '../../../sim/numerics/arithmetic/bit-planes.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { andPopcounts, binaryMmaCalls, sumOfPlanes, xorDots, type PlaneDots } from '../../../sim/numerics/arithmetic/plane-product.js';
import { closed } from '../family.js';
import { nested } from '../nested.js';
import type { Parameters } from '../parameters.js';

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly xBits: number;
  readonly wBits: number;
}

function shapeOf(read: Parameters): Shape {
  return { m: read.whole('M', 1, 2 ** 20), n: read.whole('N', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20), xBits: read.whole('xBits', 1, 8), wBits: read.whole('wBits', 1, 8) };
}

function matrices(dots: PlaneDots): unknown {
  return dots.map((row) => row.map((dot) => nested(dot.values, [dot.rows, dot.columns])));
}

function packed(x: BitPlanes): unknown {
  return x.planes.map((_, plane) => Array.from({ length: x.rows }, (_row, row) => planeHex(x, plane, row)));
}

/** APT-LLM: odd numbers in planes of -1 and +1, XOR and popcount. */
export const bipolarInt = closed({
  name: 'bipolar-int',
  parameters: shapeOf,
  fields: ({ m, n, k, xBits, wBits }) => ({
    X: { shape: [m, k], low: 0, high: 2 ** xBits - 1 },
    W: { shape: [n, k], low: 0, high: 2 ** wBits - 1 },
  }),
  answers: ({ m, n, k, xBits, wBits }, { X, W }) => {
    const x = splitPlanes(matrix(m, k, X), xBits, 'bipolar');
    const w = splitPlanes(matrix(n, k, W), wBits, 'bipolar');
    const dots = xorDots(x, w);
    return {
      packedX: packed(x), packedW: packed(w), planeDots: matrices(dots),
      Y: nested(sumOfPlanes(x, w, dots).values, [m, n]),
      bmma: { oneBitMatmuls: xBits * wBits, bitOps: m * n * k * xBits * wBits },
    };
  },
});

/** The instruction that ABQ-LLM counts in. */
const mmaShape = [8, 8, 128] as const;

/** ABQ-LLM: two's complement planes, AND and popcount. */
export const abqBtc = closed({
  name: 'abq-btc',
  parameters: (read) => ({ ...shapeOf(read), isSigned: read.flag('signed') }),
  fields: ({ m, n, k, xBits, wBits, isSigned }) => {
    const range = (bits: number): { low: number; high: number } => (isSigned ? { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 } : { low: 0, high: 2 ** bits - 1 });
    return { X: { shape: [m, k], ...range(xBits) }, W: { shape: [n, k], ...range(wBits) } };
  },
  answers: ({ m, n, k, xBits, wBits, isSigned }, { X, W }) => {
    const code = isSigned ? 'twos-complement' : 'unsigned';
    const x = splitPlanes(matrix(m, k, X), xBits, code);
    const w = splitPlanes(matrix(n, k, W), wBits, code);
    const popcounts = andPopcounts(x, w);
    return {
      popcounts: matrices(popcounts),
      Y: nested(sumOfPlanes(x, w, popcounts).values, [m, n]),
      bmma: { mmaShape: [...mmaShape], mmaCalls: binaryMmaCalls(x, w, mmaShape) },
    };
  },
});
