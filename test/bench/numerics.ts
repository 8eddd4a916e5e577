import { createRng } from '../../src/sim/core/rng.js';
import { integerGemm } from '../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../src/sim/numerics/arithmetic/matrix.js';
import { codecNamed } from '../../src/sim/numerics/catalogue.js';
import { measure, type Goal } from './harness.js';

/** Quantisers on single-precision weights in groups of 128, and the exact integer product. Floors: 16 M weights in 1 s and 6 s, a product in 1 s. */
export function numerics(smoke: boolean): readonly Goal[] {
  const count = smoke ? 2 ** 18 : 2 ** 24;
  const weights = Float32Array.from(normals(count));
  const quantizer = (datatype: string, floor: number): Goal => {
    const codec = codecNamed(datatype)!;
    return { measurement: measure(`quantize ${datatype} g128`, 'weights', smoke ? 1 : 3, () => ({ count, body: () => codec.encode(weights, 128).patterns[0]! })), floor };
  };
  const size = smoke ? 64 : 512;
  const rng = createRng(2);
  const integers = (bits: number): Int8Array => Int8Array.from({ length: size * size }, () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1));
  const [a, w] = [matrix(size, size, integers(8)), matrix(size, size, integers(4))];
  const product = measure('integer GEMM 512x512x512 INT8 x INT4', 'products', smoke ? 1 : 5, () => ({ count: (size / 512) ** 3, body: () => integerGemm(a, w).values[0]! }));
  return [quantizer('int4-sym', 2 ** 24), quantizer('int4-asym', 2 ** 24), quantizer('bitmod4', 2 ** 24 / 6), { measurement: product, floor: 1 }];
}

function* normals(count: number): Generator<number> {
  const rng = createRng(1);
  for (let i = 0; i < count; i++) yield 0.02 * Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
}
