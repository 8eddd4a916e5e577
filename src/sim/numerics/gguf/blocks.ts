import { InputError, type Problem } from '../../core/diagnostics.js';
import { partialBlock, retiredType, unknownType, unknownTypeId } from './diagnostics.js';

/** A tensor type of GGUF: its number in the file, and the block that its weights come in. */
export interface GgufBlock {
  /** As ggml names it, such as Q4_K. */
  readonly name: string;
  /** The number that stands for the type in a GGUF header. */
  readonly id: number;
  /** Weights in a block. */
  readonly blockSize: number;
  readonly blockBytes: number;
  /** Bytes that a tensor has beyond its blocks. */
  readonly tensorBytes: number;
  /** Whose type it is: ggml's own, or that of a fork. */
  readonly origin: 'ggml' | 'bitnet.cpp';
}

function block(name: string, id: number, blockSize: number, blockBytes: number): GgufBlock {
  return { name, id, blockSize, blockBytes, tensorBytes: 0, origin: 'ggml' };
}

/**
 * Every tensor type of GGUF (numbers: enum ggml_type of ggml.h; sizes: the structures of ggml-common.h, both in llama.cpp, MIT licence),
 * and I2_S of bitnet.cpp: 2 bits a weight in runs of 128 (as x86 builds write it; 64 on ARM), and one FP32 scale in 32 bytes at the end
 * of the tensor (microsoft/BitNet, MIT licence). Q8_1 and Q8_K hold activations and do not occur in files. `ggufCodecs` decode some of them.
 */
export const ggufBlocks: readonly GgufBlock[] = [
  block('F32', 0, 1, 4),
  block('F16', 1, 1, 2),
  block('Q4_0', 2, 32, 18),
  block('Q4_1', 3, 32, 20),
  block('Q5_0', 6, 32, 22),
  block('Q5_1', 7, 32, 24),
  block('Q8_0', 8, 32, 34),
  block('Q8_1', 9, 32, 36),
  block('Q2_K', 10, 256, 84),
  block('Q3_K', 11, 256, 110),
  block('Q4_K', 12, 256, 144),
  block('Q5_K', 13, 256, 176),
  block('Q6_K', 14, 256, 210),
  block('Q8_K', 15, 256, 292),
  block('IQ2_XXS', 16, 256, 66),
  block('IQ2_XS', 17, 256, 74),
  block('IQ3_XXS', 18, 256, 98),
  block('IQ1_S', 19, 256, 50),
  block('IQ4_NL', 20, 32, 18),
  block('IQ3_S', 21, 256, 110),
  block('IQ2_S', 22, 256, 82),
  block('IQ4_XS', 23, 256, 136),
  block('I8', 24, 1, 1),
  block('I16', 25, 1, 2),
  block('I32', 26, 1, 4),
  block('I64', 27, 1, 8),
  block('F64', 28, 1, 8),
  block('IQ1_M', 29, 256, 56),
  block('BF16', 30, 1, 2),
  block('TQ1_0', 34, 256, 54),
  block('TQ2_0', 35, 256, 66),
  { name: 'I2_S', id: 36, blockSize: 128, blockBytes: 32, tensorBytes: 32, origin: 'bitnet.cpp' },
  block('MXFP4', 39, 32, 17),
  block('NVFP4', 40, 64, 36),
  block('Q1_0', 41, 128, 18),
  block('Q2_0', 42, 64, 18),
];

/** Types that ggml has removed; their numbers are not used again. (36 was one of them too, and is I2_S in the files of bitnet.cpp.) */
const retired: ReadonlyMap<number, string> = new Map([
  [4, 'Q4_2'], [5, 'Q4_3'], [31, 'Q4_0_4_4'], [32, 'Q4_0_4_8'], [33, 'Q4_0_8_8'], [37, 'IQ4_NL_4_8'], [38, 'IQ4_NL_8_8'],
]);

const byName = new Map(ggufBlocks.map((b) => [b.name, b]));
const byId = new Map(ggufBlocks.map((b) => [b.id, b]));

/** The type with that number in a header. Throws an InputError for a number that no type has, or none any more. */
export function ggufBlockById(id: number): GgufBlock {
  const name = retired.get(id);
  if (name !== undefined) fail(retiredType(name, id));
  return byId.get(id) ?? fail(unknownTypeId(id));
}

/** The type of that name, in capitals or not. Throws an InputError where there is none. */
export function ggufBlock(name: string): GgufBlock {
  return byName.get(name.toUpperCase()) ?? fail(unknownType(name, [...byName.keys()]));
}

/** Bytes of a tensor of that many weights. Throws an InputError where they do not fill whole blocks. */
export function ggufTensorBytes(type: GgufBlock, weights: number): number {
  if (weights % type.blockSize !== 0) fail(partialBlock(type.name, weights, type.blockSize));
  return (weights / type.blockSize) * type.blockBytes + type.tensorBytes;
}

/** Bits that a weight takes in a block with everything stored beside it. */
export function ggufBitsPerWeight(type: GgufBlock): number {
  return (8 * type.blockBytes) / type.blockSize;
}

function fail(problem: Problem): never {
  throw new InputError([problem]);
}
