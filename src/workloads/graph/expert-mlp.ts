import type { Experts, Op } from '../../sim/model/op-graph.js';
import type { ExpertLayers, ModelSpec } from '../model-spec.js';
import { fusedVector, linear, linearOfExperts, normBefore, residual, vector, vectorOfExperts } from './ops.js';

/**
 * The MLP of a layer with experts, from the norm before it to the residual sum: router, scores and choice of the K best, experts on the tokens that are routed to
 * them, the weighted sum of K outputs, and the MLP that every token goes through where there is one.
 */
export function expertMlpOps(model: ModelSpec, layers: ExpertLayers): readonly Op[] {
  const { hiddenSize } = model;
  const { count, active } = layers;
  const ops: Op[] = model.sharedNorm ? [] : [...normBefore(model, 'mlp_norm')];
  ops.push(linear('router', hiddenSize, count, layers.routerBias), vector('activation', 'router_scores', count, true, layers.selectionBias ? count : 0), vector('activation', 'router_top_k', count, true));
  ops.push(...expertOps(hiddenSize, layers, expertsOf(layers)));
  ops.push(fusedVector('add', 'expert_sum', active * hiddenSize, active * hiddenSize + active, hiddenSize));
  if (layers.sharedSize > 0) {
    if (layers.sharedGate) ops.push(linear('shared_gate', hiddenSize, 1, false), vector('activation', 'shared_gate_act', 1, true));
    ops.push(...sharedOps(hiddenSize, layers));
    if (layers.sharedGate) ops.push(vector('multiply', 'shared_gate_multiply', hiddenSize, true));
    ops.push(vector('add', 'shared_add', hiddenSize, true));
  }
  ops.push(...residual(model, 'mlp', layers.sharedSize > 0));
  return ops;
}

/** Gate, up and down projections of each expert, or up and down where it has no gate. */
function expertOps(hiddenSize: number, { intermediateSize, bias, gated }: ExpertLayers, experts: Experts): readonly Op[] {
  if (gated === false) {
    return [
      linearOfExperts('expert_up_proj', hiddenSize, intermediateSize, bias, experts), vectorOfExperts('activation', 'expert_act', intermediateSize, experts),
      linearOfExperts('expert_down_proj', intermediateSize, hiddenSize, bias, experts),
    ];
  }
  return [
    linearOfExperts('expert_gate_proj', hiddenSize, intermediateSize, bias, experts), vectorOfExperts('activation', 'expert_act', intermediateSize, experts),
    linearOfExperts('expert_up_proj', hiddenSize, intermediateSize, bias, experts), vectorOfExperts('multiply', 'expert_multiply', intermediateSize, experts),
    linearOfExperts('expert_down_proj', intermediateSize, hiddenSize, bias, experts),
  ];
}

/** The same of the MLP that every token goes through. */
function sharedOps(hiddenSize: number, { sharedSize }: ExpertLayers): readonly Op[] {
  return [
    linear('shared_gate_proj', hiddenSize, sharedSize, false), vector('activation', 'shared_act', sharedSize, true),
    linear('shared_up_proj', hiddenSize, sharedSize, false), vector('multiply', 'shared_multiply', sharedSize, true),
    linear('shared_down_proj', sharedSize, hiddenSize, false),
  ];
}

function expertsOf({ count, active, measured }: ExpertLayers): Experts {
  return measured === undefined ? { count, active } : { count, active, measured };
}
