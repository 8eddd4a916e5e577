/** A block tile of a matrix kernel: rows x columns of the output that one thread block computes. */
export interface BlockTile {
  readonly rows: number;
  readonly columns: number;
}

/** Tiles of the FP16 kernels in vendor libraries: 64 to 256 rows and columns (CUTLASS and cuBLAS for compute capability 8.0). */
export const libraryTiles: readonly BlockTile[] = [
  { rows: 256, columns: 128 }, { rows: 128, columns: 256 }, { rows: 128, columns: 128 }, { rows: 256, columns: 64 },
  { rows: 64, columns: 256 }, { rows: 128, columns: 64 }, { rows: 64, columns: 128 }, { rows: 64, columns: 64 },
];

/** Tiles of a flat GEMM: operands are exchanged, so that the eight columns of an m16n8k16 instruction hold the rows (FlashDecoding++, section 4). */
export const flatTiles: readonly BlockTile[] = [8, 16, 32].flatMap((rows) => [64, 128, 256].map((columns) => ({ rows, columns })));

/** What a grid of blocks runs on. */
export interface GridMachine {
  readonly sms: number;
  /** Multiply-accumulates a cycle and SM at the nominal peak of the format. */
  readonly macsPerCycle: number;
  /** Sustained share of that peak inside the main loop of a block. */
  readonly tensorEfficiency: number;
  /** Cycles of a wave outside the main loop: first loads, last stores. */
  readonly waveRampCycles: number;
  /** Bytes a cycle from the shared cache to all SMs; null where not known, and then no limit. */
  readonly l2BytesPerCycle: number | null;
  /** Bytes of an element of the left and of the right operand. */
  readonly leftBytes: number;
  readonly rightBytes: number;
}

/** A choice of tile and split, and what it takes. */
export interface Grid {
  readonly tile: BlockTile;
  /** Parts that the reduction is cut into, each in blocks of its own (split-K). */
  readonly splits: number;
  readonly blocks: number;
  /** Rounds in which the SMs take the blocks, one at a time each. */
  readonly waves: number;
  /** Cycles of one block, its ramp included. */
  readonly blockCycles: number;
  /** SM cycles: those of all SMs, idle ones of the last wave included. */
  readonly smCycles: number;
}

/** Splits that are tried. */
export const mostSplits = 8;
/** Elements of the reduction in one step of the main loop. */
export const loopDepth = 32;

/**
 * The fastest grid for m x n outputs over k products:
 *
 *   blocks      = ceil(m / rows) * ceil(n / columns) * splits,     waves = ceil(blocks / SMs)
 *   blockCycles = max(rows * columns * k' / (MACs a cycle * efficiency), (rows * left + columns * right) * k' * SMs / L2) + ramp
 *   smCycles    = SMs * (waves * blockCycles + partial sums over the cache)
 *
 * k' is the share of a split in whole steps of 32. `together` is for a grid that shares the chip with equal ones (the heads of attention): fewer blocks
 * than SMs then take blocks * blockCycles, since others fill the wave. Splits write and read 4 bytes for each partial sum.
 */
export function fastestGrid(machine: GridMachine, tiles: readonly BlockTile[], m: number, n: number, k: number, together: boolean): Grid {
  let best: Grid | undefined;
  for (const tile of tiles) {
    for (let splits = 1; splits <= mostSplits; splits++) {
      const grid = gridOf(machine, tile, splits, m, n, k, together);
      if (best === undefined || grid.smCycles < best.smCycles) best = grid;
    }
  }
  if (best === undefined) throw new RangeError('a grid needs at least one tile to choose from');
  return best;
}

/** The grid of that tile and split. */
export function gridOf(machine: GridMachine, tile: BlockTile, splits: number, m: number, n: number, k: number, together: boolean): Grid {
  const outputTiles = Math.ceil(m / tile.rows) * Math.ceil(n / tile.columns);
  const blocks = outputTiles * splits;
  const depth = Math.ceil(k / (splits * loopDepth)) * loopDepth;
  const compute = (tile.rows * tile.columns * depth) / (machine.macsPerCycle * machine.tensorEfficiency);
  const loads = machine.l2BytesPerCycle === null ? 0 : ((tile.rows * machine.leftBytes + tile.columns * machine.rightBytes) * depth * machine.sms) / machine.l2BytesPerCycle;
  const blockCycles = Math.ceil(Math.max(compute, loads) + machine.waveRampCycles);
  const waves = Math.ceil(blocks / machine.sms);
  const partialBytes = splits === 1 ? 0 : 2 * 4 * blocks * tile.rows * tile.columns;
  const partialCycles = machine.l2BytesPerCycle === null ? 0 : Math.ceil(partialBytes / machine.l2BytesPerCycle);
  const wholeWaves = together && blocks < machine.sms ? blocks * blockCycles : waves * machine.sms * blockCycles;
  return { tile, splits, blocks, waves, blockCycles, smCycles: wholeWaves + machine.sms * partialCycles };
}
