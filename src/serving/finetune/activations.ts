import { emptyWork, productsOf, workOf, type Work } from '../../sim/engine/work.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import type { LayerGroup, Op } from '../../sim/model/op-graph.js';
import type { Pass } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';

/** What is computed again on the way back. */
export type Recompute = 'none' | 'selective' | 'full';

export interface ActivationOptions {
  /** Bytes of each kept value. */
  readonly bytes: number;
  readonly dropout: boolean;
  readonly recompute: Recompute;
}

/**
 * Bytes that the way back needs of a forward pass: outputs of norms, of projections that something else works on (queries, keys, values, gate, up), of activations and their
 * products, probabilities, sums of values, and both sums of the residual stream. That is what Korthikanti et al. (MLSys 2023, eq. 1) count: s b h (34 + 5 a s / h) a layer of
 * 16-bit values with dropout, whose masks are a byte each. `selective` leaves out probabilities and their dropout (34 s b h), `full` keeps the input of each layer (2 s b h) and
 * one whole layer at a time. Logits are kept in 32 bits for the loss.
 */
export function activationBytes({ graph, scheme }: Deployment, pass: Pass, { bytes, dropout, recompute }: ActivationOptions): number {
  const work = emptyWork();
  let [kept, largestLayer] = [0, 0];
  for (const group of graph.groups) {
    let layer = 0;
    let input = 0;
    const isLayer = group.ops.some(({ kind }) => kind === 'linear');
    group.ops.forEach((op, i) => {
      workOf(op, group, scheme.weights, scheme, pass, pass.lastContext, work);
      const products = productsOf(op, group, pass);
      const elements = products * elementsOf(op, work, scheme);
      if (op.kind === 'linear' && group.tokens === 'logits') layer += elements * 4;
      else if (isKept(op, group, i)) layer += op.kind === 'softmax' ? (recompute === 'none' ? elements * (bytes * (dropout ? 2 : 1) + (dropout ? 1 : 0)) : 0) : elements * bytes;
      if (op.kind === 'add' && isLayer) {
        input = elements * bytes;
        if (dropout) layer += elements;
      }
    });
    kept += group.repeat * (recompute === 'full' && input > 0 ? input : layer);
    if (input > 0) largestLayer = Math.max(largestLayer, layer);
  }
  return kept + (recompute === 'full' ? largestLayer : 0);
}

/** Output elements of an op in one pass. */
function elementsOf(op: Op, work: Work, scheme: QuantizationScheme): number {
  switch (op.kind) {
    case 'linear': return work.macs / op.inFeatures;
    case 'values': case 'scores': return work.outputBytes / (scheme.activations.bits / 8);
    case 'softmax': case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': return work.vectorElements;
    case 'embedding': return work.m * op.width;
  }
}

/** Whether something on the way back needs the output of an op: not that of a projection that is only added up, nor that of a rotation or an append. */
function isKept(op: Op, { ops }: LayerGroup, index: number): boolean {
  switch (op.kind) {
    case 'norm': case 'activation': case 'multiply': case 'add': case 'softmax': case 'values': return true;
    case 'embedding': return index === ops.length - 1;
    case 'linear': return ops[index + 1]?.kind !== 'add';
    case 'scores': case 'rope': case 'cache-append': return false;
  }
}
