import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { ModelSpec } from '../model-spec.js';
import { weightFormatOfBlock } from './block-weights.js';
import { missingTensor, moreProblems, notWeights, wrongTensorShape } from './diagnostics.js';
import { expectedTensors, type ExpectedTensor } from './expected-tensors.js';
import type { GgufContent, GgufTensor } from './gguf-file.js';
import { roleOf } from './roles.js';

/** A tensor of the file in its place in the model. */
export interface AssignedTensor extends ExpectedTensor {
  readonly tensor: GgufTensor;
}

export interface Assignment {
  readonly assigned: readonly AssignedTensor[];
  /** Constants of the rotation and scales of trained weights: known, and not in the graph. */
  readonly beside: readonly GgufTensor[];
  /** Tensors that have no place in the model. */
  readonly unknown: readonly GgufTensor[];
}

const maxProblems = 20;

/** Every tensor of the model with its tensor in the file, of the right shape and of a type of weights. Throws `gguf/...` problems, all together up to a limit. */
export function assignTensors({ name: file, tensors }: GgufContent, spec: ModelSpec, architecture: string): Assignment {
  const left = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const assigned: AssignedTensor[] = [];
  const problems: Problem[] = [];
  for (const expected of expectedTensors(spec, (name) => left.has(name))) {
    const { name, dims, parts, kind } = expected;
    const tensor = left.get(name);
    left.delete(name);
    if (tensor === undefined) problems.push(missingTensor(file, name, parts.map(({ op }) => op).join(' + ')));
    else if (!hasShape(tensor.dims, dims)) problems.push(wrongTensorShape(file, name, tensor.dims, dims));
    else if (weightFormatOfBlock(tensor.type) === null) problems.push(notWeights(file, name, tensor.type.name));
    else if ((kind === 'norm' || kind === 'bias') && tensor.type.blockSize > 1) problems.push(notWeights(file, name, tensor.type.name));
    else assigned.push({ ...expected, tensor });
    if (problems.length >= maxProblems) throw new InputError([...problems, moreProblems(file, maxProblems)]);
  }
  if (problems.length > 0) throw new InputError(problems);
  const isBeside = ({ name }: GgufTensor): boolean => ['rope-factors', 'scale'].includes(roleOf(name, architecture)?.part ?? '');
  const rest = [...left.values()];
  return { assigned, beside: rest.filter(isBeside), unknown: rest.filter((tensor) => !isBeside(tensor)) };
}

/** Dimensions of 1 at the end count for nothing. */
function hasShape(dims: readonly number[], expected: readonly number[]): boolean {
  return expected.every((n, i) => n === (dims[i] ?? 1)) && dims.slice(expected.length).every((n) => n === 1);
}
