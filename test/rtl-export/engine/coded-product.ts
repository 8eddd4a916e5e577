import { dequantized, weightField, type CodeNumbers, type Dequantizer } from '../../../src/rtl-export/kit/engine/dequantizer.js';
import type { Engine } from '../../../src/rtl-export/kit/engine/engine.js';
import { packedProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct, type EngineProduct, type ProductCore } from '../../../src/rtl-export/kit/engine/product.js';
import type { Rng } from '../../../src/sim/core/rng.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { randomMatrix } from './small-engine.js';

/** A dequantiser of so many bits: two's complement for a job, without wide jobs, where nothing else is said. */
export function dequantizerOf(codeBits: number, rest: Partial<Dequantizer> = {}): Dequantizer {
  return { codeBits, kind: 'sign', scaled: false, grouped: false, wide: false, ...rest };
}

export interface CodedProduct {
  readonly product: EngineProduct;
  readonly activations: Matrix;
  /** What the codes stand for. */
  readonly weights: Matrix;
}

/** A product of random codes, zero points, multipliers and entries; groups have so many beats. Weights are found one by one, with nothing of how beats are packed. */
export function codedProduct(engine: Engine, core: ProductCore, rng: Rng, [m, n, k]: readonly [number, number, number], groupBeats = 2): CodedProduct {
  const dequantizer = engine.dequantizer!;
  const { weights: { bits, count } } = weightField(engine.streams.coreWgt);
  const groupElements = groupBeats * (count / core.weightColumns!);
  const entries = 2 ** dequantizer.codeBits;
  // Padding of the reduction is zeros: a table has one.
  const table = Array.from({ length: entries }, (_, code) => (code === 0 ? 0 : rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)));
  const numbers = Array.from({ length: n * Math.ceil(k / groupElements) }, (): CodeNumbers => ({
    ...(dequantizer.kind === 'offset' ? { zeroPoint: rng.integer(0, entries - 1) } : {}), ...(dequantizer.scaled ? { multiplier: rng.integer(0, rng.integer(0, 3) === 0 ? 255 : 9) } : {}),
  }));
  const numbersOf = (feature: number, group: number): CodeNumbers => numbers[dequantizer.grouped ? feature * Math.ceil(k / groupElements) + group : 0]!;
  const activations = randomMatrix(rng, m, k);
  const weights = matrix(n, k, Float64Array.from({ length: n * k }, (_, i) => (
    dequantized(dequantizer, bits, rng.integer(0, entries - 1), { ...numbersOf(Math.floor(i / k), Math.floor((i % k) / groupElements)), table }))));
  const product = engineProduct(engine, core.runs(activations, weights), m, n, `${m} x ${k} x ${n}`);
  return { activations, weights, product: packedProduct(engine, product, { groupBeats, numbersOf, ...(dequantizer.kind === 'table' ? { table } : {}) }) };
}
