/** Operands of one matrix instruction: m x n outputs over k one-bit products (mma m8n8k128 .b1). */
export const instruction = { m: 8, n: 8, k: 128 } as const;

/** Sizes of a call of a one-bit matrix unit, or of a product: m x n outputs over k one-bit products. */
export interface CallShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

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
 *
 * or with the sizes of another unit in the place of 8, 8 and 128.
 */
export function mmaCalls(planes: Planes, m: number, n: number, k: number, shape: CallShape = instruction): number {
  const { activations: p, weights: q } = planes;
  const rowTiles = planes.inRows ? Math.ceil((m * p) / shape.m) : p * Math.ceil(m / shape.m);
  return q * rowTiles * Math.ceil(n / shape.n) * Math.ceil(k / shape.k);
}

/**
 * Cycles of a run of the Verilog beside its calls: one buffer each for the operands that come and the sums that leave, and the registers of
 * segments, values and sums; one more where planes stand in rows, for the sum over them.
 */
export function tileLatency(inRows: boolean): number {
  return 2 + 3 + (inRows ? 1 : 0);
}

/**
 * Cycles of a product on an idle unit of the Verilog, from the edge that takes the first call to the one that takes the last sums, both counted, when
 * calls come without gaps and sums are always taken: a cycle for each of `mmaCalls`, and the `tileLatency` once.
 */
export function tileRunCycles(shape: CallShape, planes: Planes, { m, n, k }: CallShape): number {
  return mmaCalls(planes, m, n, k, shape) + tileLatency(planes.inRows);
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
