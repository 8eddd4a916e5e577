import type { Op } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';
import { linear, norm, normBefore, residual, vector } from './ops.js';

/** A dense MLP, from the norm before it to the residual sum. */
export function mlpOps(model: ModelSpec): readonly Op[] {
  const { hiddenSize, intermediateSize } = model;
  const ops: Op[] = model.sharedNorm ? [] : [...normBefore(model, 'mlp_norm')];
  if (model.gatedMlp) {
    ops.push(linear('gate_proj', hiddenSize, intermediateSize, model.mlpBias), vector('activation', 'mlp_act', intermediateSize, true));
    ops.push(linear('up_proj', hiddenSize, intermediateSize, model.mlpBias), vector('multiply', 'mlp_multiply', intermediateSize, true));
  } else {
    ops.push(linear('up_proj', hiddenSize, intermediateSize, model.mlpBias), vector('activation', 'mlp_act', intermediateSize, true));
  }
  if (model.subNorm) ops.push(norm(model, 'mlp_sub_norm', intermediateSize));
  ops.push(linear('down_proj', intermediateSize, hiddenSize, model.mlpBias));
  ops.push(...residual(model, 'mlp'));
  return ops;
}
