import type { AttentionOp } from '../../sim/model/op-graph.js';
import type { Device } from '../../sim/model/device.js';
import type { Work } from '../../sim/engine/work.js';
import type { Bookkeeping, Way } from './bookkeeping.js';
import { countsOf, workIn, type Counts, type Setting } from './counts.js';
import type { ToolOp } from './tool-graph.js';

/** The three ops that the fused one replaces. */
const fusedNames = ['qk_matmul', 'sv_matmul', 'softmax'];

/** A layer's ops with flash attention: the one fused op, `fused_attention`, is not among them. */
export function unfusedOps(ops: readonly ToolOp[]): readonly ToolOp[] {
  return ops.filter(({ name }) => !fusedNames.includes(name));
}

/**
 * The tool's counts of flash attention: the operations of scores, softmax and values; queries once and for all heads; keys and values once
 * for each block of queries; no scores, but an output.
 */
export function fusedCounts(at: Setting, ops: readonly ToolOp[], machine: Device): Counts {
  const parts = ops.filter(({ name }) => fusedNames.includes(name));
  const scores = parts.find(({ op }) => op.kind === 'scores');
  const values = parts.find(({ op }) => op.kind === 'values');
  if (scores?.op.kind !== 'scores' || values === undefined) throw new Error('the layer has no attention to fuse');
  const scoresWork = workIn(at, scores);
  const valuesWork = workIn(at, values);
  const cacheOnce = scoresWork.kvReadBytes + valuesWork.kvReadBytes;
  return {
    operations: parts.reduce((sum, part) => sum + countsOf(at, part).operations, 0),
    loadWeight: 0,
    loadAct: scoresWork.inputBytes,
    storeAct: flashOutput(valuesWork, at.ways),
    loadCache: cacheOnce * cacheShare(scores.op, at.ways.flashCache) * queryBlocks(at, scores.op, machine),
    storeCache: 0,
  };
}

/**
 * The tool stores a value for every query and key, as if the scores were the output (472f71f1; df2cba90 stores head size values a query);
 * both write it twice, "initialize O and save O". The output of attention is head size values a query, written once.
 */
function flashOutput(values: Work, { flashOutput, flashStores }: Bookkeeping): number {
  return (flashOutput === 'tool' ? values.scoreBytes : values.outputBytes) * (flashStores === 'tool' ? 2 : 1);
}

/** The tool reads keys and values for every query head (472f71f1; df2cba90 for the KV heads); the query heads of a group share theirs. */
function cacheShare(op: AttentionOp, way: Way): number {
  return way === 'tool' ? op.heads / op.kvHeads : 1;
}

/**
 * How often keys and values are read: once for each block of queries, a block having as many rows as fit into the register files as vectors
 * of head size, and at most head size (after FlashAttention-2, Dao, 2023). Our compulsory traffic reads each tensor once.
 */
function queryBlocks({ scheme, pass, ways }: Setting, op: AttentionOp, machine: Device): number {
  if (ways.flashReloads === 'ours' || machine.onchipBytes === null) return 1;
  const rows = Math.min(Math.ceil(machine.onchipBytes / ((scheme.kvCache.bits / 8) * op.headDim)), op.headDim);
  return Math.ceil(pass.queryTokens / rows);
}
