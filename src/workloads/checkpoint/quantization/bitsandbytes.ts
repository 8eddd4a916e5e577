import type { DataType } from '../../../sim/model/datatype.js';
import type { Keys } from './config-keys.js';
import { denseFormat, optional, part, typeNamed, type StoredFormat } from './stored-format.js';

/** Weights of a block that share a largest magnitude, and such magnitudes that share one of their own (QLoRA, Dettmers et al. 2023, section 3). */
const block = 64;
const secondBlock = 256;

/** LLM.int8() (Dettmers et al. 2022): bytes with one 32-bit scale a row. */
function int8Format(): StoredFormat {
  const type = typeNamed('int8');
  return {
    label: 'int8 one scale a row',
    weights: (inFeatures) => denseFormat(type, inFeatures, 32, 0),
    parts: (inFeatures, outFeatures) => [part('weight', ['I8'], [outFeatures, inFeatures]), part('SCB', ['F32'], [outFeatures]), optional('weight_format', ['U8', 'I8', 'I64'], null)],
    codes: { part: 'weight', weightsEach: 1 },
  };
}

/** Codes of 4 bits, two a byte, with a 32-bit scale a block, or an 8-bit one and a 32-bit one for each 256 of them (double quantisation). */
function fourBitFormat(name: 'nf4' | 'fp4', isDouble: boolean): StoredFormat {
  const type = typeNamed(name);
  const scaleBits = isDouble ? 8 + 32 / secondBlock : 32;
  return {
    label: `${name} in blocks of ${block}${isDouble ? ', scales quantised' : ''}`,
    weights: () => denseFormat(type, block, scaleBits, 0),
    parts: (inFeatures, outFeatures) => {
      const weights = inFeatures * outFeatures;
      const blocks = Math.ceil(weights / block);
      return [
        part('weight', ['U8'], [Math.ceil(weights / 2), 1]), part('weight.absmax', [isDouble ? 'U8' : 'F32'], [blocks]), part('weight.quant_map', ['F32'], [16]),
        part(`weight.quant_state.bitsandbytes__${name}`, ['U8'], null),
        ...(isDouble ? [part('weight.nested_absmax', ['F32'], [Math.ceil(blocks / secondBlock)]), part('weight.nested_quant_map', ['F32'], [256])] : []),
      ];
    },
    codes: { part: 'weight', weightsEach: 2 },
  };
}

/** Types of bytes as numpy and torch name them; codes of 4 bits are stored in words of this type. */
export function readBitsandbytes(keys: Keys): { readonly format: StoredFormat | null; readonly activations: DataType | null; readonly note: string | null } {
  keys.skip('_load_in_4bit', '_load_in_8bit', 'bnb_4bit_compute_dtype', 'llm_int8_enable_fp32_cpu_offload', 'llm_int8_has_fp16_weight');
  const isFour = keys.flag('load_in_4bit', false);
  const isEight = keys.flag('load_in_8bit', false);
  const kind = keys.text('bnb_4bit_quant_type') ?? 'fp4';
  const isDouble = keys.flag('bnb_4bit_use_double_quant', false);
  const storage = keys.text('bnb_4bit_quant_storage') ?? 'uint8';
  const threshold = keys.value('llm_int8_threshold');
  if (isFour === isEight) {
    keys.refuse(isFour ? 'load_in_8bit' : 'load_in_4bit', 'one of load_in_4bit and load_in_8bit must be true');
    return { format: null, activations: null, note: null };
  }
  if (isEight) {
    return { format: int8Format(), activations: typeNamed('int8'), note: `inputs beyond ${typeof threshold === 'number' ? threshold : 6} are multiplied in fp16 (LLM.int8()): how many is not in the files, and none are counted` };
  }
  if (storage !== 'uint8') keys.refuse('bnb_4bit_quant_storage', 'only uint8 is read');
  if (kind !== 'nf4' && kind !== 'fp4') keys.refuse('bnb_4bit_quant_type', 'known: nf4, fp4');
  return { format: fourBitFormat(kind === 'nf4' ? 'nf4' : 'fp4', isDouble), activations: null, note: null };
}
