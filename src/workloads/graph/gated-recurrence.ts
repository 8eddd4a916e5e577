import type { Op } from '../../sim/model/op-graph.js';
import type { GatedRecurrence, ModelSpec } from '../model-spec.js';
import { fusedStep, fusedVector, linear, norm, state, vector } from './ops.js';

/**
 * A layer of a MatMul-free language model (Zhu et al., 2024, section 3.3): a gated linear recurrence (HGRN) and a gated MLP, each projection with a norm of its own input.
 * With forget gate f = b + (1 - b) sigmoid(x W_f), of which b is a learned lower bound, and candidate c = silu(x W_i) (1 - f),
 *
 *   h = f h + c        y = norm(h) silu(x W_g) W_o
 *
 * on `innerSize` elements, which are the state that a layer keeps.
 */
export function gatedRecurrenceOps(model: ModelSpec, { innerSize, lowerBounds }: GatedRecurrence): readonly Op[] {
  const { hiddenSize, intermediateSize } = model;
  return [
    norm(model, 'mixer_norm', hiddenSize),
    norm(model, 'f_proj_norm', hiddenSize), linear('f_proj', hiddenSize, innerSize, false), vector('activation', 'forget_gate', innerSize, true),
    ...(lowerBounds ? [fusedStep('multiply', 'forget_bound', innerSize, innerSize)] : []),
    norm(model, 'i_proj_norm', hiddenSize), linear('i_proj', hiddenSize, innerSize, false), vector('activation', 'candidate_act', innerSize, true), vector('multiply', 'candidate', innerSize, true),
    fusedVector('multiply', 'recurrence_multiply', innerSize, 2 * innerSize, innerSize), fusedStep('add', 'recurrence_add', innerSize),
    state('recurrent_state', innerSize),
    norm(model, 'g_proj_norm', hiddenSize), linear('g_proj', hiddenSize, innerSize, false), vector('activation', 'output_gate', innerSize, true),
    norm(model, 'state_norm', innerSize), vector('multiply', 'gated_state', innerSize, true),
    norm(model, 'o_proj_norm', innerSize), linear('o_proj', innerSize, hiddenSize, false), vector('add', 'mixer_add', hiddenSize, true),
    norm(model, 'mlp_norm', hiddenSize),
    norm(model, 'gate_proj_norm', hiddenSize),
    linear('gate_proj', hiddenSize, intermediateSize, false), vector('activation', 'mlp_act', intermediateSize, true),
    linear('up_proj', hiddenSize, intermediateSize, false), vector('multiply', 'mlp_multiply', intermediateSize, true),
    norm(model, 'down_proj_norm', intermediateSize), linear('down_proj', intermediateSize, hiddenSize, false), vector('add', 'mlp_add', hiddenSize, true),
  ];
}
