import type { Op } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';
import { linear, norm, vector } from './ops.js';

/** A dense MLP, from the norm before it to the residual sum. */
export function mlpOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize, intermediateSize } = model;
  const ops: Op[] = [];
  if (!model.sharedNorm) ops.push(norm(model, 'mlp_norm', hiddenSize));
  if (model.gatedMlp) {
    ops.push(linear('gate_proj', hiddenSize, intermediateSize, model.mlpBias), vector('activation', 'mlp_act', intermediateSize, true));
    ops.push(linear('up_proj', hiddenSize, intermediateSize, model.mlpBias), vector('multiply', 'mlp_multiply', intermediateSize, true));
  } else {
    ops.push(linear('up_proj', hiddenSize, intermediateSize, model.mlpBias), vector('activation', 'mlp_act', intermediateSize, true));
  }
  if (model.subNorm) ops.push(norm(model, 'mlp_sub_norm', intermediateSize));
  ops.push(linear('down_proj', intermediateSize, hiddenSize, model.mlpBias));
  if (model.sandwichNorm) ops.push(norm(model, 'post_mlp_norm', hiddenSize, true));
  ops.push(vector('add', 'mlp_add', hiddenSize, true));
  return ops;
}
