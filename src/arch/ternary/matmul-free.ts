import type { LinearOp, Op, OpGraph, VectorOp } from '../../sim/model/op-graph.js';
import { recurrenceCycles, stateBytes } from './recurrence.js';

/** A MatMul-free language model (Zhu et al., arXiv 2406.02528): ternary projections around an element-wise recurrence and a gated channel mixer. */
export interface MatMulFreeModel {
  readonly name: string;
  readonly layers: number;
  readonly width: number;
  /** Width of the gated channel mixer: the multiple of 256 from 8/3 of the width upwards, as released. */
  readonly intermediate: number;
  readonly vocabulary: number;
}

/** The released sizes by layers and width (README of ridgerchu/matmulfreellm: 370M, 1.3B and 2.7B); vocabulary of 32000 (Mistral's). */
export const matMulFreeModels: readonly MatMulFreeModel[] = [
  model('mmfree-370m', 24, 1024), model('mmfree-1.3b', 24, 2048), model('mmfree-2.7b', 32, 2560),
];

function model(name: string, layers: number, width: number): MatMulFreeModel {
  return { name, layers, width, intermediate: 256 * Math.ceil((8 * width) / 3 / 256), vocabulary: 32_000 };
}

/**
 * Its op graph. Of each layer: norm; candidate, forget and output gates; the recurrence (a multiply and an add an element, its state kept on the
 * chip); norm and gate of the state; output projection; norm; gated channel mixer.
 */
export function matMulFreeGraph({ name, layers, width, intermediate, vocabulary }: MatMulFreeModel): OpGraph {
  const layer: Op[] = [
    vector('norm', 'mixer_norm', width, false, width),
    linear('f_proj', width, width), vector('activation', 'forget_gate', width, true),
    linear('i_proj', width, width), vector('activation', 'candidate', width, true), vector('multiply', 'recurrence_multiply', width, true), vector('add', 'recurrence_add', width, true),
    vector('norm', 'state_norm', width, false, width),
    linear('g_proj', width, width), vector('activation', 'output_gate', width, true), vector('multiply', 'gated_state', width, true),
    linear('o_proj', width, width), vector('add', 'mixer_add', width, true),
    vector('norm', 'channel_norm', width, false, width),
    linear('gate_proj', width, intermediate), vector('activation', 'channel_gate', intermediate, true),
    linear('up_proj', width, intermediate), vector('multiply', 'channel_multiply', intermediate, true),
    linear('down_proj', intermediate, width), vector('add', 'channel_add', width, true),
  ];
  return {
    name,
    groups: [
      { name: 'embedding', repeat: 1, tokens: 'all', ops: [{ kind: 'embedding', name: 'embed_tokens', rows: vocabulary, width, epilogue: false }] },
      { name: 'layer', repeat: layers, tokens: 'all', ops: layer },
      { name: 'head', repeat: 1, tokens: 'logits', ops: [vector('norm', 'final_norm', width, false, width), linear('lm_head', width, vocabulary)] },
    ],
  };
}

/** Bytes that a request keeps between tokens, whatever its length. */
export function keptBytes({ layers, width }: MatMulFreeModel, bits: number): number {
  return stateBytes(layers, width, bits);
}

/** Cycles of all layers' recurrences for so many tokens, with the wait of each element for the token before it. */
export function mixerCycles({ layers, width }: MatMulFreeModel, tokens: number, lanes: number, latency: number): number {
  return layers * recurrenceCycles(tokens, width, lanes, latency);
}

function linear(name: string, inFeatures: number, outFeatures: number): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias: false, output: 'activation', ownsWeights: true, epilogue: false };
}

function vector(kind: VectorOp['kind'], name: string, width: number, epilogue: boolean, parameters = 0): VectorOp {
  return { kind, name, width, parameters, epilogue };
}
