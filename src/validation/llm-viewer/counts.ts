import type { AttentionOp } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import type { Pass } from '../../sim/model/scenario.js';
import { emptyWork, workOf, type Work } from '../../sim/engine/work.js';
import type { Bookkeeping, Way } from './bookkeeping.js';
import type { ToolOp } from './tool-graph.js';

/** What the tool counts of one execution of one op: operations, and bytes by what they are of. */
export interface Counts {
  readonly operations: number;
  readonly loadWeight: number;
  readonly loadAct: number;
  readonly storeAct: number;
  readonly loadCache: number;
  readonly storeCache: number;
}

/** Everything that the counts of an op depend on beside the op. */
export interface Setting {
  readonly scheme: QuantizationScheme;
  readonly pass: Pass;
  readonly append: ToolOp;
  readonly ways: Bookkeeping;
}

const nothing: Counts = { operations: 0, loadWeight: 0, loadAct: 0, storeAct: 0, loadCache: 0, storeCache: 0 };

/** Our work of an op, from which every count is translated. */
export function workIn({ scheme, pass }: Setting, { op, group }: ToolOp): Work {
  const work = emptyWork();
  workOf(op, group, scheme.weights, scheme, pass, pass.lastContext, work);
  return work;
}

/** The tool's counts of an op of a layer, or of lm_head. */
export function countsOf(at: Setting, toolOp: ToolOp): Counts {
  const work = workIn(at, toolOp);
  const { op, name } = toolOp;
  switch (op.kind) {
    case 'linear':
      if (name === 'lm_head') return lmHead(at, work);
      return { ...nothing, operations: 2 * work.macs, loadWeight: work.weightBytes, loadAct: work.inputBytes, ...projectionOutput(at, name, work) };
    case 'scores':
      return { ...nothing, operations: 2 * work.macs, loadAct: work.inputBytes * queryShare(op, at), storeAct: work.scoreBytes, loadCache: work.kvReadBytes };
    case 'values':
      return { ...nothing, operations: 2 * work.macs, loadAct: work.scoreBytes, storeAct: work.outputBytes, loadCache: work.kvReadBytes };
    case 'softmax': case 'norm': case 'add': case 'activation':
      return { ...nothing, operations: operationsPerElement[op.kind] * work.vectorElements, ...elementwise(at, op.kind, work) };
    default:
      throw new Error(`LLM-Viewer has no op like ${name} (${op.kind})`);
  }
}

/**
 * Operations of an element by the tool's count: softmax is maximum, subtraction, exponential, sum, division; a norm is sum, subtraction,
 * square, sum, division, gain and bias (for RMS norm too); an activation is the function and the product with the gate (without a gate too).
 * Our model counts elements and gives each kind its passes.
 */
const operationsPerElement = { softmax: 5, norm: 7, add: 1, activation: 2 } as const;

/**
 * The tool runs every elementwise op as a kernel of its own: its input is loaded, its output stored. A residual add loads one of its two
 * inputs, an activation two operands (gate and up) even where there is no gate; norm gains have no bytes. Our model lets softmax, adds and
 * activations work on the output of the op before them, so that only the residual is read.
 */
function elementwise({ scheme, ways }: Setting, kind: keyof typeof operationsPerElement, work: Work): Pick<Counts, 'loadAct' | 'storeAct'> {
  const bytes = work.vectorElements * (scheme.activations.bits / 8);
  if (kind === 'norm' || ways.epilogues === 'tool') return { loadAct: kind === 'activation' ? 2 * bytes : bytes, storeAct: bytes };
  return { loadAct: work.operandBytes, storeAct: 0 };
}

/** New keys and values are written into the cache and nowhere else: half of our append for each of the two projections. */
function projectionOutput(at: Setting, name: string, work: Work): Pick<Counts, 'storeAct' | 'storeCache'> {
  if (name !== 'k_proj' && name !== 'v_proj') return { storeAct: work.outputBytes, storeCache: 0 };
  return { storeAct: 0, storeCache: workIn(at, at.append).kvWriteBytes / 2 };
}

/** In prefill the tool loads queries for as many heads as there are KV heads; every query head has its own. In decode it loads them all. */
function queryShare(op: AttentionOp, { pass, ways }: Setting): number {
  return ways.queries === 'tool' && pass.phase === 'prefill' ? op.kvHeads / op.heads : 1;
}

/** lm_head once a pass, for the last token of each sequence. */
function lmHead({ pass, ways }: Setting, work: Work): Counts {
  const sequences = headSequences(pass, ways.headBatch);
  return {
    ...nothing, operations: headOperations(ways.headOperations) * work.macs, loadWeight: work.weightBytes,
    loadAct: (work.inputBytes * sequences) / pass.batch, storeAct: (work.outputBytes * sequences) / pass.batch,
  };
}

/** The tool counts one operation for a multiply-accumulate of lm_head, and two everywhere else; a MAC is two operations. */
function headOperations(way: Way): 1 | 2 {
  return way === 'tool' ? 1 : 2;
}

/** The tool moves the activations of lm_head for one sequence, whatever the batch; each sequence has its own. */
function headSequences(pass: Pass, way: Way): number {
  return way === 'tool' ? 1 : pass.batch;
}
