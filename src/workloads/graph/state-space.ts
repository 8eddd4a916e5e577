import type { Op } from '../../sim/model/op-graph.js';
import type { Mamba, Mamba2, ModelSpec } from '../model-spec.js';
import { fusedStep, fusedVector, linear, norm, state, vector } from './ops.js';

/**
 * A layer of Mamba (Gu and Dao, 2023, sections 3.2 and 3.4), on D inner channels with N state elements each. The scan runs token by token,
 *
 *   h = exp(dt A) h + dt B x        y = C h + D x
 *
 * as three elementwise passes over D N elements. Between passes a layer keeps h, and of each channel the last taps - 1 inputs of the convolution.
 */
export function mambaOps(model: ModelSpec, { innerSize, stateSize, taps, stepRank, innerNorms, bias, convBias }: Mamba): readonly Op[] {
  const { hiddenSize } = model;
  const elements = innerSize * stateSize;
  const made = stepRank + 2 * stateSize;
  return [
    norm(model, 'mixer_norm', hiddenSize),
    linear('in_proj', hiddenSize, 2 * innerSize, bias),
    ...convolutionOps(innerSize, taps, convBias),
    linear('x_proj', innerSize, made, false),
    ...(innerNorms === undefined ? [] : [vector('norm', 'ssm_norm', made, true, innerNorms === 'gain' ? made : 0)]),
    linear('dt_proj', stepRank, innerSize, true), vector('activation', 'dt_act', innerSize, true),
    fusedVector('activation', 'ssm_decay', elements, 2 * innerSize + 2 * stateSize, innerSize, elements),
    fusedStep('multiply', 'ssm_update', elements), fusedStep('multiply', 'ssm_output', elements, innerSize),
    state('ssm_state', elements),
    vector('activation', 'gate_act', innerSize, false), vector('multiply', 'gate_multiply', innerSize, true),
    linear('out_proj', innerSize, hiddenSize, bias), vector('add', 'mixer_add', hiddenSize, true),
  ];
}

/**
 * A layer of Mamba-2 (Dao and Gu, 2024, section 7): heads with one decay each, B and C made by the input projection and shared by the heads of a group, a norm behind the
 * gate. The scan runs token by token, as decoding does; the form of it in chunks, with matrix products, is not this graph's.
 */
export function mamba2Ops(model: ModelSpec, { innerSize, stateSize, taps, heads, groups, bias, convBias }: Mamba2): readonly Op[] {
  const { hiddenSize } = model;
  const channels = innerSize + 2 * groups * stateSize;
  const elements = innerSize * stateSize;
  return [
    norm(model, 'mixer_norm', hiddenSize),
    linear('in_proj', hiddenSize, innerSize + channels + heads, bias),
    ...convolutionOps(channels, taps, convBias),
    vector('activation', 'dt_act', heads, false, heads), fusedStep('activation', 'ssm_decay', heads, heads),
    fusedVector('multiply', 'ssm_update', elements, channels + 2 * heads, innerSize), fusedStep('multiply', 'ssm_output', elements, heads),
    state('ssm_state', elements),
    vector('activation', 'gate_act', innerSize, false), vector('multiply', 'gate_multiply', innerSize, true), vector('norm', 'gate_norm', innerSize, true, innerSize),
    linear('out_proj', innerSize, hiddenSize, bias), vector('add', 'mixer_add', hiddenSize, true),
  ];
}

/** A causal convolution along the tokens, of each channel by itself, with the activation behind it where there is one, and the inputs that the next token needs. */
export function convolutionOps(channels: number, taps: number, bias: boolean, activated = true): readonly Op[] {
  const convolution = fusedVector('multiply', 'conv1d', channels * taps, channels, channels, channels * (taps + (bias ? 1 : 0)));
  const activation = activated ? [fusedVector('activation', 'conv_act', channels, 0, 0)] : [];
  return taps === 1 ? [convolution, ...activation] : [convolution, ...activation, state('conv_state', channels * (taps - 1))];
}
