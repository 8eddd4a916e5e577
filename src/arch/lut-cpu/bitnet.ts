import { perWeight, type Kernel } from './kernel.js';
import type { VectorName } from './vector-unit.js';

/** What the loop of I2_S keeps in registers for several products: the activations for four rows of weights, or the unpacked weights for four tokens. */
export type Sharing = 'none' | 'rows' | 'tokens';

/** Rows or tokens that share (PARALLEL_SIZE). */
export const shared = 4;

/**
 * TL1 of bitnet.cpp on NEON (utils/templates/tl1_core.h): 16 bytes of indices are 32 pairs of weights. Entries are 16-bit numbers looked up in two byte
 * tables: two TBL, two ZIP and two additions for 16 pairs; 32-bit sums every 32 columns.
 */
export const tl1Kernel: Kernel = {
  name: 'TL1',
  perWeight: perWeight(64, { load: 1, unpack: 2, lookUp: 4, aggregate: 8, scale: 2 }),
  // Of 8 tables (tl1_ctor.h): quantised activations 18, sums 11, transposition 48, bytes apart and stored 64, the largest magnitude 12.
  build: { activations: 2, operations: (18 + 11 + 48 + 64 + 12) / 8 },
  chainCyclesPerWeight: 0,
  storedBits: 2,
};

/**
 * TL2 on AVX2 (utils/templates/tl2_table_impl.h): 32 bytes of indices are 64 triples, their signs apart. Tables are copied to both halves, entries
 * negated by (x + s) ^ s with a mask of the sign. Columns that the block of 96 does not divide are looked up in pairs; they are counted as triples.
 */
export const tl2Kernel: Kernel = {
  name: 'TL2',
  perWeight: perWeight(192, { load: 5.25, unpack: 11, lookUp: 8, aggregate: 16, scale: 18 / 16 }),
  // Of 8 tables (tl2_ctor.h): quantised activations 12, sums 14, transposition 80, bytes apart and stored 40, the largest magnitude 9.
  build: { activations: 3, operations: (12 + 14 + 80 + 40 + 9) / 8 },
  chainCyclesPerWeight: 0,
  storedBits: 5 / 3,
};

/**
 * I2_S (src/ggml-bitnet-mad.cpp): codes of two bits are unpacked and multiplied by INT8 activations. A register of weights (128 on AVX2, 64 on NEON with
 * dot products) takes 1 load, 3 shifts, 4 masks, 4 loads of activations, 4 multiplications and, on AVX2, 4 additions.
 */
export function i2sKernel(vector: VectorName, sharing: Sharing): Kernel {
  const weightsLoaded = sharing === 'tokens' ? 1 / shared : 1;
  const activationsLoaded = sharing === 'rows' ? 1 / shared : 1;
  return {
    name: 'I2_S',
    perWeight: perWeight(vector === 'avx2' ? 128 : 64, {
      load: weightsLoaded + 4 * activationsLoaded, unpack: 7 * weightsLoaded, multiply: 4, aggregate: vector === 'avx2' ? 4 : 0,
    }),
    build: null, chainCyclesPerWeight: 0, storedBits: 2,
  };
}

/** A core running I2_S products row by row. */
export interface DotRate {
  readonly operationsPerSecond: number;
  /** What one call of the kernel takes beside its loop: sums across the register, the call, the scale. */
  readonly callSeconds: number;
}

/** Seconds of `products` dot products of that many inputs on one core; a call makes one product, or four that share. */
export function i2sSeconds(rate: DotRate, sharing: Sharing, inputs: number, products: number): number {
  const { perWeight: o } = i2sKernel('avx2', sharing);
  const operations = o.load + o.unpack + o.multiply + o.aggregate;
  return products * ((inputs * operations) / rate.operationsPerSecond + rate.callSeconds / (sharing === 'none' ? 1 : shared));
}
