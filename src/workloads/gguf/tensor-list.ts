import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { ggufBlockById, ggufTensorBytes } from '../../sim/numerics/gguf/index.js';
import type { Cursor } from './cursor.js';
import { dimensions, duplicateTensor, moreProblems, notExact, ofTensor, overlap, truncated, unaligned, wrongShape } from './diagnostics.js';
import { limits, type GgufTensor } from './gguf-file.js';
import { readName } from './metadata.js';

/** The least bytes of a tensor in the list: length and one character of the name, number of dimensions, type, offset. */
export const leastTensorBytes = 8 + 1 + 4 + 4 + 8;

const maxProblems = 20;

/** A tensor in the list, its offset counted from the start of the data. */
export type ListedTensor = GgufTensor & { /** Where the offset stands in the file. */ readonly at: number };

/** `count` tensors from the cursor on. Throws `gguf/...` problems: at once where the list cannot be followed further, else all together. */
export function readTensorList(cursor: Cursor, count: number): readonly ListedTensor[] {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const tensors: ListedTensor[] = [];
  for (let i = 0; i < count; i++) {
    const at = cursor.position;
    const name = readName(cursor, 'a tensor name', limits.nameBytes);
    if (names.has(name)) problems.push(duplicateTensor(cursor.file, at, name));
    names.add(name);
    const tensor = readTensor(cursor, name);
    if ('code' in tensor) problems.push(tensor);
    else tensors.push(tensor);
    if (problems.length >= maxProblems) throw new InputError([...problems, moreProblems(cursor.file, maxProblems)]);
  }
  if (problems.length > 0) throw new InputError(problems);
  return tensors;
}

function readTensor(cursor: Cursor, name: string): ListedTensor | Problem {
  const { file } = cursor;
  const dimsAt = cursor.position;
  const rank = cursor.uint32('the number of dimensions');
  if (rank > limits.dimensions) throw new InputError([dimensions(file, dimsAt, name, rank, limits.dimensions)]);
  const dims: number[] = [];
  for (let d = 0; d < rank; d++) dims.push(cursor.count('a dimension'));
  const typeAt = cursor.position;
  const id = cursor.uint32('a tensor type');
  const at = cursor.position;
  const offset = cursor.count('the offset of a tensor');

  if (dims.includes(0)) return wrongShape(file, dimsAt, name, dims, 'a tensor without numbers');
  const elements = dims.reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(elements)) return notExact(file, dimsAt, `the number of weights in "${name}"`);
  try {
    const type = ggufBlockById(id);
    const row = dims[0] ?? 1;
    // Blocks lie within rows. I2_S of bitnet.cpp packs the tensor as a whole.
    if (type.origin === 'ggml' && row % type.blockSize !== 0) return wrongShape(file, dimsAt, name, dims, `rows of ${row} do not fill blocks of ${type.blockSize} (${type.name})`);
    const bytes = ggufTensorBytes(type, elements);
    return Number.isSafeInteger(bytes) ? { name, dims, type, elements, bytes, offset, at } : notExact(file, dimsAt, `the size of "${name}"`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return ofTensor(error.problems[0]!, file, typeAt, name);
  }
}

/** The tensors where they lie in the file. Throws `gguf/...` problems: offsets that are not aligned, tensors that overlap or go beyond the end. */
export function placed(listed: readonly ListedTensor[], file: string, size: number, dataOffset: number, alignment: number): readonly GgufTensor[] {
  const problems: Problem[] = [];
  for (const { name, offset, at } of listed) if (offset % alignment !== 0) problems.push(unaligned(file, at, name, offset, alignment));
  const order = [...listed].sort((a, b) => a.offset - b.offset || a.at - b.at);
  for (const [i, tensor] of order.entries()) {
    const { name, offset, bytes, at } = tensor;
    const before = order[i - 1];
    if (before !== undefined && before.offset + before.bytes > offset) problems.push(overlap(file, name, before.name, dataOffset + offset));
    if (dataOffset + offset + bytes > size) problems.push(truncated(file, at, `"${name}"`, dataOffset + offset + bytes, size));
  }
  if (problems.length > maxProblems) throw new InputError([...problems.slice(0, maxProblems), moreProblems(file, maxProblems)]);
  if (problems.length > 0) throw new InputError(problems);
  return listed.map(({ name, dims, type, elements, bytes, offset }) => ({ name, dims, type, elements, bytes, offset: dataOffset + offset }));
}
