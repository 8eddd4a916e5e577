import type { LutTile } from './cycles.js';

/**
 * The instruction of a look-up tensor core (LUT Tensor Core, ISCA 2025, section 3.3): one warp computes O[M, N] = A[M, K] * W[N, K]^T + Accum.
 * A names the activations that the tables were made of.
 */
export interface Lmma extends LutTile {
  readonly activations: string;
  readonly weights: string;
  readonly accumulator: string;
  readonly output: string;
}

const formats = ['int1', 'int2', 'int3', 'int4', 'int5', 'int6', 'int7', 'int8', 'int16', 'int32', 'fp8', 'fp16', 'fp32'] as const;
const bitsOf = (format: string): number => Number(format.replace(/\D/g, ''));

/** `lmma.m2n64k4.int8int2int32int32`: shape, then formats of activations, weights, accumulator and output. */
export function lmmaName(i: Lmma): string {
  return `lmma.m${i.m}n${i.n}k${i.k}.${i.activations}${i.weights}${i.accumulator}${i.output}`;
}

/** Reads what `lmmaName` writes; null for anything else. */
export function parseLmma(name: string): Lmma | null {
  const [, m, n, k, types = ''] = /^lmma\.m(\d+)n(\d+)k(\d+)\.([a-z0-9]+)$/.exec(name) ?? [];
  const [activations, weights, accumulator, output, ...rest] = types.match(/(?:int|fp)\d+/g) ?? [];
  if (m === undefined || activations === undefined || weights === undefined || accumulator === undefined || output === undefined || rest.length > 0) return null;
  const instruction = { m: Number(m), n: Number(n), k: Number(k), activations, weights, accumulator, output };
  const known = [activations, weights, accumulator, output].every((format) => (formats as readonly string[]).includes(format));
  return known && lmmaName(instruction) === name ? instruction : null;
}

/** Bits of the operands of one instruction. */
export interface LmmaOperands {
  /** Tables: M * 2^(K - 1) entries of `entryBits` (Eq. 7). */
  readonly tables: number;
  /** Weights: N * K * W_BIT (Eq. 8). */
  readonly weights: number;
  /** Partial sums, read and written once each. */
  readonly accumulators: number;
  readonly outputs: number;
}

/** Operands of an instruction for one array tile; W_BIT planes of weights pass while tables and partial sums stand. */
export function lmmaOperands(i: Lmma, entryBits: number): LmmaOperands {
  return {
    tables: i.m * 2 ** (i.k - 1) * entryBits,
    weights: i.n * i.k * bitsOf(i.weights),
    accumulators: i.m * i.n * bitsOf(i.accumulator),
    outputs: i.m * i.n * bitsOf(i.output),
  };
}

/** Cycles that the instruction occupies its array: one a plane of the weights. */
export function lmmaCycles(i: Lmma): number {
  return bitsOf(i.weights);
}
