import type { Role } from './hierarchy.js';

/** A tensor as an operator indexes it: one rank of the operator for each of its dimensions. */
export interface TensorUse {
  readonly tensor: string;
  readonly role: Role;
  readonly ranks: readonly string[];
}

/**
 * One operator in the manner of an einsum: out[ranks] = reduction over the ranks that the output lacks of the product (or another function) of the inputs.
 * A copy moves its input and computes nothing.
 */
export interface Operator {
  readonly name: string;
  readonly kind: 'compute' | 'copy';
  /** Sizes of the ranks that the operator goes over. */
  readonly ranks: Readonly<Record<string, number>>;
  readonly inputs: readonly TensorUse[];
  readonly output: TensorUse;
}

/** Operators in the order in which they run. A tensor that one makes and another reads is an intermediate. */
export interface Cascade {
  readonly name: string;
  readonly bitsPerValue: Readonly<Record<string, number>>;
  readonly operators: readonly Operator[];
}

/** Values of a tensor as an operator sees it. */
export function valuesOf(operator: Operator, use: TensorUse): number {
  return use.ranks.reduce((product, rank) => product * operator.ranks[rank]!, 1);
}

/** Multiplications, or elementwise operations, of an operator: the product of its ranks; none for a copy. */
export function operationsOf(operator: Operator): number {
  return operator.kind === 'copy' ? 0 : Object.values(operator.ranks).reduce((product, size) => product * size, 1);
}

export function usesOf(operator: Operator): readonly TensorUse[] {
  return [...operator.inputs, operator.output];
}

/** Indices of the operators that read a tensor, in order. */
export function readersOf(cascade: Cascade, tensor: string): readonly number[] {
  return cascade.operators.flatMap((operator, index) => (operator.inputs.some((use) => use.tensor === tensor) ? [index] : []));
}
