import type { DataType } from '../../sim/model/datatype.js';
import { blockCycles, oneBitMacs, planesOf } from './cycles.js';
import type { LutTensorCoreParameters } from './spec.js';
import { tableBytesPerActivation } from './tables.js';

/** The finest step in which the vector path counts columns and reduction: its cycles are constant between multiples of it. */
const block = 16;
const padded = (length: number): number => Math.ceil(length / block) * block;

/**
 * Cycles of one multiprocessor for a thread block of m x n outputs, the larger of what its arrays take and of what its share of the L2 takes for
 * tables and weights; a block at the edge takes those of a full one. The L2 is counted in whole steps of 16.
 */
function threadBlockCycles(p: LutTensorCoreParameters, m: number, n: number, k: number, planes: number): number {
  const rows = Math.min(m, p.threadBlock.m);
  const columns = Math.min(n, p.threadBlock.n);
  const bytes = padded(k) * (rows * tableBytesPerActivation({ k: p.array.k, entryBits: p.tables.bits }) + (padded(columns) * planes) / 8);
  return Math.max(blockCycles(p.array, p.arraysPerSm, rows, columns, k, planes), Math.ceil((bytes * p.sms) / p.l2BytesPerCycle));
}

function vectorCycles(p: LutTensorCoreParameters, m: number, n: number, k: number): number {
  return Math.ceil((m * padded(n) * padded(k)) / p.vectorMacsPerSm);
}

/**
 * Multiprocessor cycles of a whole product with weights: thread blocks in waves over the chip, the last wave charged whole:
 * ceil(blocks / SMs) * SMs * cycles of a block. A product with fewer blocks than multiprocessors splits its reduction, so that it takes only what
 * its blocks take.
 */
export function linearCycles(p: LutTensorCoreParameters, m: number, n: number, k: number, operand: DataType): number {
  const planes = planesOf(operand);
  if (planes === null) return vectorCycles(p, m, n, k);
  const blocks = Math.ceil(m / p.threadBlock.m) * Math.ceil(n / p.threadBlock.n);
  const charged = blocks < p.sms ? blocks : Math.ceil(blocks / p.sms) * p.sms;
  return charged * threadBlockCycles(p, m, n, k, planes);
}

/** Multiprocessor cycles of one row tile of one head, thread block by thread block: heads and requests fill the chip together. */
export function attentionCycles(p: LutTensorCoreParameters, m: number, n: number, k: number, operand: DataType): number {
  const planes = planesOf(operand);
  if (planes === null) return vectorCycles(p, m, n, k);
  return Math.ceil(m / p.threadBlock.m) * Math.ceil(n / p.threadBlock.n) * threadBlockCycles(p, m, n, k, planes);
}

/** Multiply-accumulates a cycle of a multiprocessor: arrays * M N K / planes, or those of the vector units. */
export function peakMacsPerCycle(p: LutTensorCoreParameters, operand: DataType): number {
  const planes = planesOf(operand);
  return planes === null ? p.vectorMacsPerSm : (p.arraysPerSm * oneBitMacs(p.array)) / planes;
}
