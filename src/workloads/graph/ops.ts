import type { AttentionOp, EmbeddingOp, Experts, LinearOp, Mask, VectorOp } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';

/** The ops that graphs of models are made of. */

export function linear(name: string, inFeatures: number, outFeatures: number, bias: boolean, output: LinearOp['output'] = 'activation', ownsWeights = true): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias, output, ownsWeights, epilogue: false };
}

export function vector(kind: VectorOp['kind'], name: string, width: number, epilogue: boolean, parameters = 0): VectorOp {
  return { kind, name, width, parameters, epilogue };
}

/** A linear op of several matrices, and elementwise work on its outputs. */
export function linearOfExperts(name: string, inFeatures: number, outFeatures: number, bias: boolean, experts: Experts): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias, output: 'activation', ownsWeights: true, experts, epilogue: false };
}

export function vectorOfExperts(kind: VectorOp['kind'], name: string, width: number, experts: Experts): VectorOp {
  return { kind, name, width, parameters: 0, experts, epilogue: true };
}

/** Elementwise work on `width` elements of a token that reads and writes other numbers of them. An epilogue of it moves none. */
export function fusedVector(kind: VectorOp['kind'], name: string, width: number, reads: number, writes: number, parameters = 0): VectorOp {
  return { kind, name, width, parameters, reads, writes, epilogue: false };
}

/** A further step of fused work: its operands are with the op that it follows. */
export function fusedStep(kind: VectorOp['kind'], name: string, width: number, parameters = 0): VectorOp {
  return { kind, name, width, parameters, reads: 0, writes: 0, epilogue: true };
}

/** The recurrent state of a layer, `width` elements a sequence. */
export function state(name: string, width: number): VectorOp {
  return { kind: 'cache-append', name, width, parameters: 0, recurrent: true, epilogue: false };
}

export function table(name: string, rows: number, width: number): EmbeddingOp {
  return { kind: 'embedding', name, rows, width, epilogue: false };
}

export function attention(kind: AttentionOp['kind'], name: string, heads: number, kvHeads: number, headDim: number, mask: Mask): AttentionOp {
  return { kind, name, heads, kvHeads, headDim, mask, epilogue: kind === 'softmax' };
}

/** A norm over `width` values; layernorm has gains and biases, rmsnorm gains only. */
export function norm({ norm: kind, normParameters }: Pick<ModelSpec, 'norm' | 'normParameters'>, name: string, width: number, epilogue = false): VectorOp {
  const each = normParameters === 'none' ? 0 : kind === 'layernorm' && normParameters === undefined ? 2 : 1;
  return vector('norm', name, width, epilogue, each * width);
}

/** The norm in front of half a layer, where the model has its norms there. */
export function normBefore(model: Pick<ModelSpec, 'norm' | 'normParameters' | 'normPlacement' | 'hiddenSize'>, name: string): readonly VectorOp[] {
  return model.normPlacement === undefined ? [norm(model, name, model.hiddenSize)] : [];
}

/** The end of half a layer: a norm on its output where the model has one, the residual sum, and a norm behind that where the model has its norms there. */
export function residual(model: Pick<ModelSpec, 'norm' | 'normParameters' | 'normPlacement' | 'sandwichNorm' | 'hiddenSize'>, half: string, epilogue = true): readonly VectorOp[] {
  const { hiddenSize, sandwichNorm, normPlacement } = model;
  const onOutput = sandwichNorm || normPlacement === 'on-output';
  return [
    ...(onOutput ? [norm(model, `post_${half}_norm`, hiddenSize, epilogue)] : []),
    vector('add', `${half}_add`, hiddenSize, epilogue || onOutput),
    ...(normPlacement === 'after-sum' ? [norm(model, `${half}_norm`, hiddenSize)] : []),
  ];
}
