import { deviceNamed } from '../../sim/physical/devices/index.js';

/** Values as an experiment file has them. */
export type Json = Readonly<Record<string, unknown>>;

/** What computes a model: the `architecture` of an experiment. */
export interface MachineInput {
  readonly family: string;
  readonly device: string | Json;
  readonly parameters: Json;
}

/**
 * Share of a memory's peak that FPGA logic was measured to stream at best: 425 of 460 GB/s on the HBM of the U280 (Shuhai, arXiv 2005.04324).
 * Taken for DDR4 as well, where cycle-accurate simulators have 0.93 to 0.95 for sequential reads of one DDR4-2400 channel.
 */
export function measuredShare(): number {
  const hbm = deviceNamed('u280')?.memories.find(({ name }) => name === 'hbm');
  if (hbm?.bytesPerSecond == null || hbm.measuredBytesPerSecond === undefined) throw new Error('the catalogue has no measured bandwidth of the U280');
  return hbm.measuredBytesPerSecond / hbm.bytesPerSecond;
}

/** FP16 multiply-accumulate units, one for each output feature of a pass; low-bit weights become FP16 in front of them. */
export function fp16Array({ clock, units, lanes, channels, efficiency }: { clock: string; units: number; lanes: number; channels: number; efficiency: number }): Json {
  const rows = Math.min(64, units);
  return {
    clock, pe: 'fp16', tiles: { rows: Math.ceil(units / rows), columns: 1 }, pes: { rows, columns: 1 },
    buffers: { weights: { kib: 512, primitive: 'uram' }, activations: { kib: 256, primitive: 'bram' } },
    vectorLanes: lanes, memory: { channels, efficiency },
  };
}

/** Integer chains for decode: `columns` output features of `depth` products each a cycle; activations stay on the chip. */
export function integerChains(p: { clock: string; columns: number; depth: number; lanes: number; channels: number; efficiency: number; sparse: boolean }): Json {
  const { lanes } = p;
  const stream = { channels: p.channels, access: 'own-channel' };
  const streams = { weights: stream, kvCache: stream, input: 'on-chip', operands: 'on-chip', output: 'on-chip' };
  return {
    clock: p.clock, cores: 1, sparse: p.sparse,
    // Prefill reuses the units of decode, eight tokens at once.
    matrix: { rows: 8, depth: p.depth, columns: Math.max(1, Math.floor(p.columns / 8)) },
    vector: { rows: 1, depth: p.depth, columns: p.columns },
    tiles: { matrix: { rows: 8, columns: 96, reduction: 1024 }, vector: { rows: 1, columns: p.columns, reduction: 1024 } },
    buffers: {
      wide: { banks: 64, words: 4096, wordBytes: 16, primitive: 'uram' }, narrow: { banks: 8, words: 4096, wordBytes: 32, primitive: 'bram' },
      global: { banks: 1, words: 512, wordBytes: 16, primitive: 'bram' }, index: { banks: 1, words: 4096, wordBytes: 16, primitive: 'bram' },
    },
    specialFunctions: { lanes, matrixLanes: lanes, vectorLanes: lanes },
    memory: { efficiency: p.efficiency, crossChannelRatio: 1, matrix: streams, vector: streams, rows: 'on-chip', parameters: { memory: 'main', channels: 1 } },
  };
}
