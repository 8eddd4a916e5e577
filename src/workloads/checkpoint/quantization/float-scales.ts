import type { DataType } from '../../../sim/model/datatype.js';
import type { Keys } from './config-keys.js';
import { denseFormat, floats, groupOf, optional, part, scaleShape, sharingText, typeNamed, type Sharing, type StoredFormat } from './stored-format.js';

/** FP8 with 32-bit scales a block, row or matrix, MXFP4 of experts, and BitNet's packed ternary weights. */

const fp8Types = ['F8_E4M3', 'F8_E5M2'] as const;

export function fp8Format(sharing: Sharing, scalePart: string, scaleBits = 32): StoredFormat {
  const type = typeNamed('fp8');
  return {
    label: `fp8 ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), scaleBits, 0),
    parts: (inFeatures, outFeatures) => [
      part('weight', fp8Types, [outFeatures, inFeatures]), part(scalePart, floats, scaleShape(sharing, inFeatures, outFeatures)),
      optional('input_scale', floats, null), optional('activation_scale', floats, null), optional('input_scale_ub', floats, null),
    ],
    codes: { part: 'weight', weightsEach: 1 },
  };
}

/** Block-scaled FP8 as DeepSeek-V3 has it (technical report, section 3.3): 128 x 128 weights share a scale. */
export function readFp8(keys: Keys): { readonly format: StoredFormat; readonly activations: DataType } {
  keys.skip('fmt', 'activation_scheme', 'scale_fmt', 'dequantize', 'kv_cache_scheme');
  const block = keys.numbers('weight_block_size');
  const isBlock = block?.length === 2 && block.every((n) => n > 0 && n <= 2 ** 16);
  if (block !== undefined && !isBlock) keys.refuse('weight_block_size', 'it is [rows, columns]');
  return { format: isBlock ? fp8Format([block[0]!, block[1]!], 'weight_scale_inv') : fp8Format('tensor', 'weight_scale'), activations: typeNamed('fp8') };
}

/** FP8 of fbgemm: one 32-bit scale a row. */
export function readFbgemm(keys: Keys): { readonly format: StoredFormat; readonly activations: DataType } {
  keys.skip('activation_scale_ub');
  return { format: fp8Format('row', 'weight_scale'), activations: typeNamed('fp8') };
}

/** MXFP4 (OCP Microscaling Formats 1.0): 32 values of E2M1 and a power of two; two values a byte in `blocks`. */
export function mxfp4Format(): StoredFormat {
  const type = typeNamed('mxfp4');
  return {
    label: 'mxfp4 in groups of 32', weights: () => denseFormat(type, 32, 8, 0),
    parts: () => [part('blocks', ['U8'], null), part('scales', ['U8'], null)],
    codes: { part: 'blocks', weightsEach: 2 },
  };
}

/** BitNet b1.58: four ternary weights a byte along the outputs, one scale a matrix. */
export function bitnetFormat(): StoredFormat {
  const type: DataType = { ...typeNamed('ternary'), bits: 2 };
  return {
    label: 'ternary in 2 bits, one scale a matrix', weights: () => denseFormat(type, 0, 16, 0),
    parts: (inFeatures, outFeatures) => [part('weight', ['U8'], [Math.ceil(outFeatures / 4), inFeatures]), part('weight_scale', floats, [1])],
    codes: { part: 'weight', weightsEach: 4 },
  };
}
