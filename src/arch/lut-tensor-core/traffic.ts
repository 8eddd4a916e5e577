/** A matrix product cut for a GPU: outputs of a thread block and of a warp, and the reduction that one step stages in shared memory. */
export interface Blocking {
  readonly block: { readonly m: number; readonly n: number; readonly k: number };
  readonly warp: { readonly m: number; readonly n: number };
}

/** m x n outputs over k products, and the bits that each element has where it is moved. */
export interface GemmOperands {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** An activation, or the share of a table that stands for it. */
  readonly activationBits: number;
  readonly weightBits: number;
  readonly accumulatorBits: number;
  readonly outputBits: number;
}

/** Bytes that a level of the hierarchy gives or takes for one product; writes are of outputs or partial sums. */
export interface LevelTraffic {
  readonly read: number;
  readonly written: number;
}

/** Thread blocks of a product. */
export function blocksOf(g: Pick<GemmOperands, 'm' | 'n'>, { block }: Blocking): number {
  return Math.ceil(g.m / block.m) * Math.ceil(g.n / block.n);
}

/**
 * Registers: for each array tile of M x N x K, tables and weights once for all planes, partial sums in and out.
 * Tables M K a + weights N K w + 2 M N accumulators bits, times the tiles.
 */
export function registerTraffic(g: GemmOperands, tile: { readonly m: number; readonly n: number; readonly k: number }): LevelTraffic {
  const tiles = Math.ceil(g.m / tile.m) * Math.ceil(g.n / tile.n) * Math.ceil(g.k / tile.k);
  const sums = (tiles * tile.m * tile.n * g.accumulatorBits) / 8;
  return { read: (tiles * tile.k * (tile.m * g.activationBits + tile.n * g.weightBits)) / 8 + sums, written: sums };
}

/** Shared memory: every warp of a block reads its rows of tables and of weights; the block's tiles are written there once. */
export function sharedTraffic(g: GemmOperands, blocking: Blocking): LevelTraffic {
  const { block, warp } = blocking;
  const warps = warpsOf(blocking);
  const blocks = blocksOf(g, blocking);
  const depth = Math.ceil(g.k / block.k) * block.k;
  return {
    read: (blocks * warps * depth * (warp.m * g.activationBits + warp.n * g.weightBits)) / 8,
    written: (blocks * depth * (block.m * g.activationBits + block.n * g.weightBits)) / 8,
  };
}

/** L2: every block reads its rows of both operands; outputs are written through. Nothing is shared between blocks in L1. */
export function l2Traffic(g: GemmOperands, { block }: Blocking): LevelTraffic {
  const blocks = blocksOf(g, { block, warp: block });
  return { read: (blocks * g.k * (block.m * g.activationBits + block.n * g.weightBits)) / 8, written: (g.m * g.n * g.outputBits) / 8 };
}

/**
 * DRAM: blocks run row by row, `slots` at a time. Where a wave's rows and all weights it touches fit the L2, each operand is read once;
 * otherwise every wave reads its own again.
 */
export function dramTraffic(g: GemmOperands, { block }: Blocking, slots: number, l2Bytes: number): LevelTraffic {
  const columns = Math.ceil(g.n / block.n);
  const inWave = Math.min(columns, slots);
  const rows = Math.max(1, Math.ceil(slots / columns));
  const activations = (g.m * g.k * g.activationBits) / 8;
  const weights = (g.n * g.k * g.weightBits) / 8;
  const waveActivations = Math.min(activations, (rows * block.m * g.k * g.activationBits) / 8);
  const waveWeights = Math.min(weights, (inWave * block.n * g.k * g.weightBits) / 8);
  const waves = Math.ceil((Math.ceil(g.m / block.m) * columns) / slots);
  const resident = waveActivations + waveWeights <= l2Bytes;
  const again = waves * (waveActivations + waveWeights);
  return { read: resident ? activations + (inWave === columns ? weights : Math.ceil(g.m / (rows * block.m)) * weights) : Math.max(again, activations + weights), written: (g.m * g.n * g.outputBits) / 8 };
}

/** Warps of a thread block. */
export function warpsOf({ block, warp }: Blocking): number {
  return Math.ceil(block.m / warp.m) * Math.ceil(block.n / warp.n);
}
