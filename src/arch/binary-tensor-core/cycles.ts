/** Operands of one matrix instruction: m x n outputs over k one-bit products (mma m8n8k128 .b1). */
export const instruction = { m: 8, n: 8, k: 128 } as const;

/** One-bit multiply-accumulates of an instruction. */
export const macsPerCall = instruction.m * instruction.n * instruction.k;

/** Bit planes of both operands. */
export interface Planes {
  readonly activations: number;
  readonly weights: number;
  /** Whether the planes of activation rows stand in the rows of a tile, one below the other; else each plane has tiles of its own. */
  readonly inRows: boolean;
}

/**
 * One-bit matrix instructions of m x n outputs over k products (ABQ-LLM; p, q planes of activations and weights):
 *
 *   planes in tiles of their own   p q ceil(m / 8) ceil(n / 8) ceil(k / 128)
 *   planes in the rows of a tile     q ceil(m p / 8) ceil(n / 8) ceil(k / 128)
 */
export function mmaCalls(planes: Planes, m: number, n: number, k: number): number {
  const { activations: p, weights: q } = planes;
  const rowTiles = planes.inRows ? Math.ceil((m * p) / instruction.m) : p * Math.ceil(m / instruction.m);
  return q * rowTiles * Math.ceil(n / instruction.n) * Math.ceil(k / instruction.k);
}

/** Share of the products of those instructions that are of the operands and not of padding. */
export function usefulShare(planes: Planes, m: number, n: number, k: number): number {
  return (planes.activations * planes.weights * m * n * k) / (mmaCalls(planes, m, n, k) * macsPerCall);
}

/**
 * Bytes of the sums of single pairs of planes when another kernel adds them up: 4 m n p q written and as many read (APT-LLM), of whole tiles of 8 x 8;
 * none where a thread block keeps all planes of its tile.
 */
export function recoveryBytes(planes: Planes, m: number, n: number): number {
  const outputs = Math.ceil(m / instruction.m) * instruction.m * Math.ceil(n / instruction.n) * instruction.n;
  return 2 * 4 * outputs * planes.activations * planes.weights;
}
