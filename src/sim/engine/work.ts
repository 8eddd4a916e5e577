import { biasBytesOf, parameterBytesOf, rowBytesOf } from '../model/graph-bytes.js';
import type { LayerGroup, Op } from '../model/op-graph.js';
import { bytesOfWeights, type QuantizationScheme, type WeightFormat } from '../model/quantization.js';
import type { Pass } from '../model/scenario.js';
import { distinctExperts, tokensPerExpert, wholeRows } from './experts.js';
import { maskedPairs, visibleKeys, visibleLimit } from './mask.js';

/**
 * The work of one execution of one op, machine aside: a scratch record that is filled again and again, so that a search allocates nothing.
 * Of an op of experts it is one expert's share: a pass has `productsOf` of them, and `m` is the mean number of its tokens, rounded up.
 * Bytes are those of the tensors; whether they cross the chip boundary is the machine's business.
 */
export interface Work {
  m: number;
  n: number;
  k: number;
  /** Dense multiply-accumulates of unmasked work. */
  macs: number;
  /** Elements of elementwise or row-wise work. */
  vectorElements: number;
  weightBytes: number;
  inputBytes: number;
  outputBytes: number;
  /** Bytes of scores or probabilities, which a fused attention never moves. */
  scoreBytes: number;
  /** Second operand of an epilogue: the residual, the gate. */
  operandBytes: number;
  kvReadBytes: number;
  kvWriteBytes: number;
}

export function emptyWork(): Work {
  return { m: 0, n: 0, k: 0, macs: 0, vectorElements: 0, weightBytes: 0, inputBytes: 0, outputBytes: 0, scoreBytes: 0, operandBytes: 0, kvReadBytes: 0, kvWriteBytes: 0 };
}

/** Sequences times tokens that a group works on in one pass. The pass is that of its stack (`passOf`); a `RangeError` where it is another's. */
export function rowsOf(group: LayerGroup, pass: Pass): number {
  if (group.stack !== pass.stack) throw new RangeError(`the group "${group.name}" works on passes of its stack`);
  return pass.batch * (group.tokens === 'first' || (group.tokens === 'logits' && pass.logits === 'last') ? 1 : pass.queryTokens);
}

/**
 * Equal products (with what follows on their outputs) that an op is in one pass: one; of an op of experts one for each distinct expert that its tokens are routed to,
 * an expectation and so no whole number. Each has the mean tokens of an expert: with one token a pass that is exact.
 */
export function productsOf(op: Op, group: LayerGroup, pass: Pass): number {
  return 'experts' in op && op.experts !== undefined ? distinctExperts(op.experts, rowsOf(group, pass)) : 1;
}

/** Rows of one product of an op, as an array takes them: of an op of experts the mean tokens of one of them, rounded up. */
export function rowsOfProduct(op: Op, group: LayerGroup, pass: Pass): number {
  const rows = rowsOf(group, pass);
  return 'experts' in op && op.experts !== undefined ? wholeRows(tokensPerExpert(op.experts, rows)) : rows;
}

/** Fills `out` with the work of `op` in one pass over `context` tokens. `format` is the weight format of a linear op. */
export function workOf(op: Op, group: LayerGroup, format: WeightFormat, scheme: QuantizationScheme, pass: Pass, context: number, out: Work): void {
  const activationBytes = scheme.activations.bits / 8;
  const rows = rowsOf(group, pass);
  switch (op.kind) {
    case 'linear': {
      const { inFeatures, outFeatures, experts } = op;
      const tokens = experts === undefined ? rows : tokensPerExpert(experts, rows);
      const weights = inFeatures * outFeatures;
      const weightBytes = bytesOfWeights(format, weights) + biasBytesOf(op);
      const outputBytes = op.output === 'cache' ? 0 : tokens * outFeatures * activationBytes;
      const m = experts === undefined ? rows : wholeRows(tokens);
      fill(out, m, outFeatures, inFeatures, tokens * weights, 0, weightBytes, tokens * inFeatures * activationBytes, outputBytes, 0, 0, 0, 0);
      return;
    }
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': {
      const { width, reads, writes, experts } = op;
      const tokens = experts === undefined ? rows : tokensPerExpert(experts, rows);
      const bytes = tokens * width * activationBytes;
      const operandBytes = reads === undefined && (op.kind === 'add' || op.kind === 'multiply') ? bytes : 0;
      const read = op.epilogue ? 0 : reads === undefined ? bytes : tokens * reads * activationBytes;
      const written = op.epilogue ? 0 : writes === undefined ? bytes : tokens * writes * activationBytes;
      fill(out, experts === undefined ? rows : wholeRows(tokens), width, 0, 0, tokens * width, parameterBytesOf(op), read, written, 0, operandBytes, 0, 0);
      return;
    }
    case 'scores': case 'softmax': case 'values': {
      const keys = visibleKeys(op.mask, context);
      const single = pass.queryTokens === 1;
      const pairs = pass.batch * op.heads * (single ? keys : maskedPairs(op.mask, pass.queryTokens, context));
      if (op.kind === 'softmax') {
        fill(out, pass.queryTokens, keys, 0, 0, pairs, 0, 0, 0, 0, 0, 0, 0);
        return;
      }
      // A decode step reads the visible keys (or values), prefill once each key that some query sees. Values that are parts of the keys were read with them.
      const cacheBytes = op.sharesKeys === true ? 0 : pass.batch * op.kvHeads * (single ? keys : Math.min(context, visibleLimit(op.mask) + pass.queryTokens - 1)) * op.headDim * (scheme.kvCache.bits / 8);
      const headBytes = rows * op.heads * op.headDim * activationBytes;
      const isScores = op.kind === 'scores';
      fill(out, pass.queryTokens, isScores ? keys : op.headDim, isScores ? op.headDim : keys, pairs * op.headDim, 0, 0, isScores ? headBytes : 0, isScores ? 0 : headBytes, pairs * activationBytes, 0, cacheBytes, 0);
      return;
    }
    case 'cache-append': {
      const kvBytes = op.width * (scheme.kvCache.bits / 8);
      if (op.recurrent === true) fill(out, pass.batch, op.width, 0, 0, 0, 0, 0, 0, 0, 0, pass.phase === 'prefill' ? 0 : pass.batch * kvBytes, pass.batch * kvBytes);
      else fill(out, rows, op.width, 0, 0, 0, 0, 0, 0, 0, 0, 0, rows * kvBytes);
      return;
    }
    case 'embedding':
      fill(out, rows, op.width, 0, 0, 0, 0, rowBytesOf(op, rows, scheme), rows * op.width * activationBytes, 0, 0, 0, 0);
  }
}

function fill(
  out: Work, m: number, n: number, k: number, macs: number, vectorElements: number, weightBytes: number, inputBytes: number, outputBytes: number,
  scoreBytes: number, operandBytes: number, kvReadBytes: number, kvWriteBytes: number,
): void {
  out.m = m; out.n = n; out.k = k;
  out.macs = macs; out.vectorElements = vectorElements;
  out.weightBytes = weightBytes; out.inputBytes = inputBytes; out.outputBytes = outputBytes; out.scoreBytes = scoreBytes; out.operandBytes = operandBytes;
  out.kvReadBytes = kvReadBytes; out.kvWriteBytes = kvWriteBytes;
}

export { biasBytesOf, parameterBytes } from '../model/graph-bytes.js';

/** True where the work grows with the context of a decode pass: attention, but for that over the keys of an encoder. */
export function growsWithContext(op: Op): boolean {
  return (op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values') && op.keys === undefined;
}
