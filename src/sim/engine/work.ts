import type { LayerGroup, Op } from '../model/op-graph.js';
import { bitsPerWeight, type QuantizationScheme, type WeightFormat } from '../model/quantization.js';
import type { Pass } from '../model/scenario.js';
import { maskedPairs, visibleKeys } from './mask.js';

/**
 * The work of one execution of one op, machine aside: a scratch record that is filled again and again, so that a search allocates nothing.
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

/** Sequences times tokens that a group works on in one pass. */
export function rowsOf(group: LayerGroup, pass: Pass): number {
  return pass.batch * (group.tokens === 'logits' && pass.logits === 'last' ? 1 : pass.queryTokens);
}

/** Fills `out` with the work of `op` in one pass over `context` tokens. `format` is the weight format of a linear op. */
export function workOf(op: Op, group: LayerGroup, format: WeightFormat, scheme: QuantizationScheme, pass: Pass, context: number, out: Work): void {
  const activationBytes = scheme.activations.bits / 8;
  const rows = rowsOf(group, pass);
  out.m = rows; out.n = 0; out.k = 0; out.macs = 0; out.vectorElements = 0;
  out.weightBytes = 0; out.inputBytes = 0; out.outputBytes = 0; out.scoreBytes = 0; out.operandBytes = 0; out.kvReadBytes = 0; out.kvWriteBytes = 0;
  switch (op.kind) {
    case 'linear': {
      out.n = op.outFeatures;
      out.k = op.inFeatures;
      out.macs = rows * op.inFeatures * op.outFeatures;
      out.weightBytes = (op.inFeatures * op.outFeatures * bitsPerWeight(format)) / 8 + (op.bias ? op.outFeatures * biasBytes : 0);
      out.inputBytes = rows * op.inFeatures * activationBytes;
      out.outputBytes = op.output === 'cache' ? 0 : rows * op.outFeatures * activationBytes;
      return;
    }
    case 'scores': {
      const pairs = pass.batch * op.heads * maskedAt(op.mask, pass, context);
      out.m = pass.queryTokens; out.n = visibleKeys(op.mask, context); out.k = op.headDim;
      out.macs = pairs * op.headDim;
      out.inputBytes = rows * op.heads * op.headDim * activationBytes;
      out.scoreBytes = pairs * activationBytes;
      out.kvReadBytes = pass.batch * op.kvHeads * keysRead(op.mask, pass, context) * op.headDim * (scheme.kvCache.bits / 8);
      return;
    }
    case 'softmax': {
      const pairs = pass.batch * op.heads * maskedAt(op.mask, pass, context);
      out.m = pass.queryTokens; out.n = visibleKeys(op.mask, context);
      out.vectorElements = pairs;
      return;
    }
    case 'values': {
      const pairs = pass.batch * op.heads * maskedAt(op.mask, pass, context);
      out.m = pass.queryTokens; out.n = op.headDim; out.k = visibleKeys(op.mask, context);
      out.macs = pairs * op.headDim;
      out.scoreBytes = pairs * activationBytes;
      out.outputBytes = rows * op.heads * op.headDim * activationBytes;
      out.kvReadBytes = pass.batch * op.kvHeads * keysRead(op.mask, pass, context) * op.headDim * (scheme.kvCache.bits / 8);
      return;
    }
    case 'embedding': {
      out.n = op.width;
      out.inputBytes = rows * op.width * (scheme.embedding.bits / 8);
      out.outputBytes = rows * op.width * activationBytes;
      return;
    }
    case 'cache-append': {
      out.n = op.width;
      out.kvWriteBytes = rows * op.width * (scheme.kvCache.bits / 8);
      return;
    }
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': {
      const elements = rows * op.width;
      const two = op.kind === 'add' || op.kind === 'multiply';
      out.n = op.width;
      out.vectorElements = elements;
      out.weightBytes = op.parameters * parameterBytes;
      out.operandBytes = two ? elements * activationBytes : 0;
      if (!op.epilogue) {
        out.inputBytes = elements * activationBytes;
        out.outputBytes = elements * activationBytes;
      }
    }
  }
}

/** Biases are kept at accumulator width, norm gains at 16 bits. */
const biasBytes = 4;
const parameterBytes = 2;

function maskedAt(mask: Parameters<typeof maskedPairs>[0], pass: Pass, context: number): number {
  return pass.queryTokens === 1 ? visibleKeys(mask, context) : maskedPairs(mask, pass.queryTokens, context);
}

/** Distinct keys that a pass reads: all of the context in prefill, the visible ones in a decode step. */
function keysRead(mask: Parameters<typeof maskedPairs>[0], pass: Pass, context: number): number {
  return pass.queryTokens === 1 ? visibleKeys(mask, context) : context;
}

/** True where the work grows with the context of a decode pass. */
export function growsWithContext(op: Op): boolean {
  return op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values';
}
