import { emptyWork, workOf } from '../../sim/engine/work.js';
import type { LayerGroup, LinearOp, Op } from '../../sim/model/op-graph.js';
import type { Pass } from '../../sim/model/scenario.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import { schemeNamed } from '../../workloads/schemes.js';

/** What a forward pass needs, all layers or one: operations of matrix work, and bytes of everything else. */
export interface LayerWork {
  /** Operations of products with weights, 2 for each multiply-accumulate. */
  readonly linearOps: number;
  /** Operations of attention, the whole rectangle of queries and keys. */
  readonly attentionOps: number;
  /** Bytes of FP16 activations in and out of each op, scores and probabilities of an attention that is not fused among them. */
  readonly activationBytes: number;
  /** Elements that tables would be made of, and how often products read them: q, k and v read the same, so do gate and up. */
  readonly tableInputs: readonly { readonly elements: number; readonly readers: number }[];
}

/** One pass of `batch` sequences of `tokens` new tokens without earlier ones. */
export function layerWork(model: ModelSpec, batch: number, tokens: number, oneLayer: boolean): LayerWork {
  const scheme = schemeNamed('fp16')!;
  const pass: Pass = { phase: 'prefill', batch, queryTokens: tokens, firstContext: tokens, lastContext: tokens, logits: 'last' };
  const work = emptyWork();
  let linearOps = 0;
  let attentionOps = 0;
  let activationBytes = 0;
  const tableInputs: { elements: number; readers: number }[] = [];
  for (const group of decoderGraph(model).groups.filter(({ name }) => !oneLayer || name.startsWith('layer'))) {
    const repeat = oneLayer ? 1 : group.repeat;
    for (const op of group.ops) {
      workOf(wholeRectangle(op), group, scheme.weights, scheme, pass, tokens, work);
      activationBytes += repeat * (work.inputBytes + work.outputBytes + work.operandBytes + work.scoreBytes + work.kvReadBytes + work.kvWriteBytes);
      if (op.kind === 'linear') {
        linearOps += repeat * 2 * work.macs;
        addInput(tableInputs, group, op, repeat * work.m);
      } else {
        attentionOps += repeat * 2 * work.macs;
        // Softmax reads the scores and writes probabilities.
        if (op.kind === 'softmax') activationBytes += repeat * work.vectorElements * 2 * (scheme.activations.bits / 8);
      }
    }
  }
  return { linearOps, attentionOps, activationBytes, tableInputs };
}

/** Compilers of that time compute all scores and mask them after. */
function wholeRectangle(op: Op): Op {
  return op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values' ? { ...op, mask: { kind: 'full' } } : op;
}

const readsAgain = new Set(['k_proj', 'v_proj']);

function addInput(inputs: { elements: number; readers: number }[], group: LayerGroup, op: LinearOp, rows: number): void {
  const last = inputs.at(-1);
  const gated = op.name === 'up_proj' && group.ops.some(({ name }) => name === 'gate_proj');
  if (last !== undefined && (gated || readsAgain.has(op.name))) last.readers++;
  else inputs.push({ elements: rows * op.inFeatures, readers: 1 });
}
