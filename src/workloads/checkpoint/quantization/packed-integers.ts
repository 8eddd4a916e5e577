import type { Keys } from './config-keys.js';
import { denseFormat, floats, groupOf, optional, part, sharingText, typeNamed, type Sharing, type StoredFormat } from './stored-format.js';

/** GPTQ and AWQ: integers packed into words of 32 bits, with scales and zero points for each group of the reduction. */

const groupRange = { least: 1, most: 2 ** 20, others: [-1] } as const;

/** The group size that a file gives, where -1 means a row. */
export function groupSharing(keys: Keys, name: string, otherwise: number): Sharing {
  const size = keys.integer(name, otherwise, groupRange);
  return size === -1 ? 'row' : size;
}

/**
 * GPTQ: codes packed along the inputs, [inputs * bits / 32, outputs]; zero points packed along the outputs, stored also where they are all
 * the same; an order of the inputs (`g_idx`, 32 bits an input) in every module.
 */
export function gptqFormat(bits: number, sharing: Sharing): StoredFormat {
  const type = typeNamed(`int${bits}`);
  return {
    label: `int${bits} ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), 16, bits),
    parts: (inFeatures, outFeatures) => {
      const groups = Math.ceil(inFeatures / (groupOf(sharing, inFeatures) || inFeatures));
      return [
        part('qweight', ['I32'], [(inFeatures * bits) / 32, outFeatures]), part('scales', floats, [groups, outFeatures]),
        part('qzeros', ['I32'], [groups, Math.ceil((outFeatures * bits) / 32)]), optional('g_idx', ['I32'], [inFeatures]),
      ];
    },
    codes: { part: 'qweight', weightsEach: 32 / bits },
  };
}

/**
 * AWQ: codes packed along the outputs, [inputs, outputs * bits / 32], zero points too. The layout for single tokens (`gemv`) has outputs
 * first and pads its groups; its tensors are counted, not checked.
 */
export function awqFormat(bits: number, sharing: Sharing, hasZeroPoints: boolean, isGemv: boolean): StoredFormat {
  const type = typeNamed(`int${bits}`);
  const each = 32 / bits;
  return {
    label: `int${bits} ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), 16, hasZeroPoints ? bits : 0),
    parts: (inFeatures, outFeatures) => {
      const groups = Math.ceil(inFeatures / (groupOf(sharing, inFeatures) || inFeatures));
      if (isGemv) return [part('qweight', ['I32'], [outFeatures, inFeatures / each]), part('scales', floats, null), optional('qzeros', ['I32'], null)];
      return [
        part('qweight', ['I32'], [inFeatures, outFeatures / each]), part('scales', floats, [groups, outFeatures]),
        { part: 'qzeros', types: ['I32'], shape: [groups, outFeatures / each], isOptional: !hasZeroPoints },
      ];
    },
    codes: { part: 'qweight', weightsEach: each },
  };
}

export function readGptq(keys: Keys): StoredFormat {
  const bits = gptqBits(keys);
  keys.skip('desc_act', 'sym', 'true_sequential', 'damp_percent', 'damp_auto_increment', 'static_groups', 'checkpoint_format', 'meta', 'tokenizer', 'dataset', 'model_seqlen', 'block_name_to_quantize',
    'module_name_preceding_first_block', 'batch_size', 'pad_token_id', 'use_cuda_fp16', 'use_exllama', 'max_input_length', 'exllama_config', 'cache_block_outputs', 'disable_exllama', 'backend',
    'model_name_or_path', 'model_file_base_name', 'is_marlin_format', 'mse', 'iters', 'lr', 'nsamples', 'seqlen', 'autoround_version', 'packing_format', 'data_type', 'enable_quanted_input',
    'enable_minmax_tuning', 'low_gpu_mem_usage', 'minmax_lr', 'amp', 'scale_dtype', 'train_bs', 'gradient_accumulate_steps', 'quant_block_list', 'to_quant_block_names', 'pack_dtype', 'low_cpu_mem_usage');
  return gptqFormat(bits, groupSharing(keys, 'group_size', 128));
}

function gptqBits(keys: Keys): number {
  const bits = keys.integer('bits', 4, { least: 2, most: 8 });
  if (![2, 3, 4, 8].includes(bits)) keys.refuse('bits', 'this layout has 2, 3, 4 or 8');
  return [2, 3, 4, 8].includes(bits) ? bits : 4;
}

export function readAwq(keys: Keys): StoredFormat {
  const [bitsKey, groupKey] = [keys.has('bits') ? 'bits' : 'w_bit', keys.has('group_size') ? 'group_size' : 'q_group_size'];
  const bits = keys.integer(bitsKey, 4, { least: 4, most: 4 });
  const version = keys.text('version')?.toLowerCase() ?? 'gemm';
  if (!['gemm', 'gemv', 'exllama', 'ipex', 'marlin'].includes(version)) keys.refuse('version', 'known: gemm, gemv, exllama, ipex, marlin');
  keys.skip('backend', 'do_fuse', 'fuse_max_seq_len', 'modules_to_fuse', 'exllama_config', 'w_bit', 'q_group_size', 'bits', 'group_size');
  return awqFormat(bits, groupSharing(keys, groupKey, 128), keys.flag('zero_point', true), version === 'gemv');
}
