import { Malformed } from './malformed.js';

/** Numbers in row-major order as lists of lists of the given shape. */
export function nested<T>(values: ArrayLike<T>, shape: readonly number[]): unknown {
  const [count, ...rest] = shape;
  if (count === undefined) return values[0];
  const size = rest.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, i) => nested(Array.from({ length: size }, (_item, k) => values[i * size + k]!), rest));
}

/** The numbers of lists of lists in row-major order. Throws `Malformed` unless they have the given shape and are finite numbers. */
export function flattened(value: unknown, shape: readonly number[], name: string): number[] {
  const [count, ...rest] = shape;
  if (count === undefined) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new Malformed(`${name} must hold numbers, not ${JSON.stringify(value)}`);
    return [value];
  }
  if (!Array.isArray(value) || value.length !== count) throw new Malformed(`${name} must be a list of ${count}`);
  return value.flatMap((item) => flattened(item, rest, name));
}
