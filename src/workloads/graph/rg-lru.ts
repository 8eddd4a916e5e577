import type { Op } from '../../sim/model/op-graph.js';
import type { ModelSpec, RgLru } from '../model-spec.js';
import { fusedStep, fusedVector, linear, linearOfExperts, norm, state, vector } from './ops.js';
import { convolutionOps } from './state-space.js';

/**
 * The recurrent half of a Griffin layer (De et al., 2024, sections 2.3 and 2.4), on D channels. With an input gate i and a recurrence gate r, both block-diagonal products of the
 * input with biases, and a learned decay L,
 *
 *   a = exp(-8 r softplus(L))        h = a h + sqrt(1 - a^2) (i x)        y = gelu(x W_y + b) h W_o + b
 *
 * Between passes a layer keeps h, and of each channel the last taps - 1 inputs of the convolution.
 */
export function rgLruOps(model: ModelSpec, { width, taps, blocks }: RgLru): readonly Op[] {
  const { hiddenSize } = model;
  const diagonal = { count: blocks, active: blocks };
  const side = width / blocks;
  return [
    norm(model, 'mixer_norm', hiddenSize),
    linear('linear_y', hiddenSize, width, true), vector('activation', 'y_act', width, true),
    linear('linear_x', hiddenSize, width, true),
    ...convolutionOps(width, taps, true, false),
    linearOfExperts('input_gate', side, side, true, diagonal), linearOfExperts('recurrence_gate', side, side, true, diagonal),
    fusedVector('activation', 'gate_acts', 2 * width, 2 * width, 2 * width), fusedStep('activation', 'recurrence_decay', width, width),
    fusedVector('multiply', 'gated_input', 2 * width, 3 * width, width), fusedStep('multiply', 'recurrence_multiply', width), fusedStep('add', 'recurrence_add', width),
    state('recurrent_state', width),
    fusedVector('multiply', 'output_gate', width, 2 * width, width),
    linear('linear_out', width, hiddenSize, true), vector('add', 'mixer_add', hiddenSize, true),
  ];
}
