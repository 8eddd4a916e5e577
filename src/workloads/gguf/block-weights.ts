import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { WeightFormat } from '../../sim/model/quantization.js';
import { ggufBitsPerWeight, type GgufBlock } from '../../sim/numerics/gguf/index.js';

/**
 * A type of ggml as the performance models see weights: what one value takes, and what the values of a sub-block share. `scale` and `other` are
 * bits for each sub-block of `group` values, the FP16 numbers of the whole block divided among its sub-blocks: Q4_K has 8 sub-blocks of 32
 * with scales and minima of 6 bits and two FP16 numbers, 6 + 16 / 8 = 8 bits each. `other` are minima, or signs of a shift (IQ1).
 */
interface Shape {
  readonly type: DataType;
  readonly group: number;
  readonly scale: number;
  readonly other: number;
}

function shape(type: DataType, group: number, scale: number, other = 0): Shape {
  return { type, group, scale, other };
}

function known(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}

/** Indices into a table of vectors, signs apart or within: bits of one value of them. */
const codebook = (name: string, bits: number): DataType => ({ name, kind: 'codebook', bits });
const ternary = (bits: number): DataType => ({ name: 'ternary', kind: 'ternary', bits });

/** By the names of ggml. Integers other than the quantised ones are no weights: nothing in the file scales them. Q8_1 and Q8_K hold activations. */
const shapes: Readonly<Record<string, Shape>> = {
  F64: shape({ name: 'fp64', kind: 'float', bits: 64 }, 0, 0), F32: shape(known('fp32'), 0, 0), F16: shape(known('fp16'), 0, 0), BF16: shape(known('bf16'), 0, 0),
  Q4_0: shape(known('int4'), 32, 16), Q4_1: shape(known('int4'), 32, 16, 16), Q5_0: shape(known('int5'), 32, 16), Q5_1: shape(known('int5'), 32, 16, 16), Q8_0: shape(known('int8'), 32, 16),
  Q1_0: shape(known('int1'), 128, 16), Q2_0: shape(known('int2'), 64, 16),
  Q2_K: shape(known('int2'), 16, 5, 5), Q3_K: shape(known('int3'), 16, 7), Q4_K: shape(known('int4'), 32, 8, 8), Q5_K: shape(known('int5'), 32, 8, 8), Q6_K: shape(known('int6'), 16, 9),
  IQ1_S: shape(codebook('iq1_s', 1.375), 32, 5, 1), IQ1_M: shape(codebook('iq1_m', 1.375), 16, 4, 2),
  IQ2_XXS: shape(codebook('iq2_xxs', 1.875), 32, 6), IQ2_XS: shape(codebook('iq2_xs', 2), 16, 5), IQ2_S: shape(codebook('iq2_s', 2.25), 16, 5),
  IQ3_XXS: shape(codebook('iq3_xxs', 2.875), 32, 6), IQ3_S: shape(codebook('iq3_s', 3.25), 32, 6),
  IQ4_NL: shape(codebook('iq4_nl', 4), 32, 16), IQ4_XS: shape(codebook('iq4_xs', 4), 32, 8),
  TQ1_0: shape(ternary(1.625), 256, 16), TQ2_0: shape(ternary(2), 256, 16), I2_S: shape(ternary(2), 0, 0),
  MXFP4: shape(known('fp4'), 32, 8), NVFP4: shape(known('fp4'), 16, 8),
};

/** The format of weights of that type, with exactly its bits a weight; null for types that hold no weights. The one FP32 scale of an I2_S tensor is left out, as of any matrix. */
export function weightFormatOfBlock(block: GgufBlock): WeightFormat | null {
  const found = shapes[block.name];
  if (found === undefined) return null;
  return { type: found.type, groupSize: found.group, scaleBits: found.scale, zeroPointBits: found.other, sparsity: null, outlierShare: 0, outlierBits: 0 };
}

/** The format of an embedding table of that type. Rows are looked up and not computed with, so scales and values are one number of bits. Null as above. */
export function tableTypeOfBlock(block: GgufBlock): DataType | null {
  const found = shapes[block.name];
  if (found === undefined) return null;
  return found.group === 0 ? found.type : { name: block.name.toLowerCase(), kind: found.type.kind, bits: ggufBitsPerWeight(block) };
}
