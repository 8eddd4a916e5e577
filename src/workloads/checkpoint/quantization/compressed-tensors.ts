import { isRecord } from '../../../sim/core/is-record.js';
import type { DataType } from '../../../sim/model/datatype.js';
import { moduleList } from '../module-list.js';
import type { Keys } from './config-keys.js';
import { fp8Format } from './float-scales.js';
import type { ModuleRule } from './reading.js';
import { denseFormat, floats, groupOf, optional, part, scaleShape, sharingText, typeNamed, type Sharing, type StoredFormat } from './stored-format.js';

export interface CompressedTensors {
  readonly format: StoredFormat | null;
  readonly rules: readonly ModuleRule[];
  readonly activations: DataType | null;
  readonly kvCache: DataType | null;
}

/** Keys that change neither what is stored nor what is computed. */
const ofNoWeight = ['observer', 'observer_kwargs', 'dynamic', 'actorder', 'block_structure', 'scale_dtype', 'zp_dtype'];

/**
 * compressed-tensors: groups of modules, each with weights of `num_bits` and a `strategy` for scales, and formats of its inputs. Integers of up
 * to 8 bits are packed into words of 32 (`pack-quantized`) or stand in bytes; floats of 8 bits in bytes; of 4 bits two a byte with FP8 scales.
 */
export function readCompressedTensors(keys: Keys, notes: string[]): CompressedTensors {
  keys.skip('quantization_status', 'global_compression_ratio', 'version', 'ignore');
  const layout = keys.text('format');
  if (keys.has('transform_config') && isRecord(keys.value('transform_config')) && Object.keys(keys.value('transform_config') as object).length > 0) {
    notes.push(`${keys.pointer}/transform_config: transforms of activations are not in the graph`);
  }
  const sparsity = keys.record('sparsity_config');
  const sparse = sparsity?.text('format');
  if (sparse !== undefined && sparse !== 'dense') sparsity?.refuse('format', 'only dense weights are read');
  sparsity?.skip('ignore', 'targets', 'sparsity_structure', 'global_sparsity', 'registry_requires_subclass');
  sparsity?.finish();
  const rules: ModuleRule[] = [];
  const inputs: (DataType | null)[] = [];
  let format: StoredFormat | null = null;
  for (const [, group] of keys.record('config_groups')?.records() ?? []) {
    const targets = group.texts('targets');
    const weights = group.record('weights');
    const read = weights === undefined ? null : weightFormat(weights, group.text('format') ?? layout);
    const input = group.record('input_activations');
    inputs.push(input === undefined ? null : numberType(input, 'num_bits', true));
    input?.skip('strategy', 'group_size', 'symmetric', 'type', ...ofNoWeight);
    input?.finish();
    if (group.has('output_activations')) notes.push(`${group.pointer}/output_activations: formats of outputs are not in the scheme`);
    group.finish();
    if (targets.includes('Linear')) format = read;
    const classes = targets.filter((target) => target !== 'Linear' && /^[A-Z]\w*$/.test(target));
    if (classes.length > 0) notes.push(`${group.pointer}/targets: modules of class ${classes[0]!} are not known`);
    const named = targets.filter((target) => !/^[A-Z]\w*$/.test(target));
    if (named.length > 0) {
      const { matches, unknown } = moduleList(named);
      if (unknown.length > 0) group.refuse('targets', `the pattern "${unknown[0]!.slice(0, 60)}" is none that is read`);
      rules.push({ matches, format: read });
    }
  }
  const first = inputs[0] ?? null;
  if (inputs.some((type) => type?.name !== first?.name)) notes.push(`${keys.pointer}/config_groups: groups have inputs of several formats; the scheme has that of the first, ${first?.name ?? 'unquantised'}`);
  const cache = keys.record('kv_cache_scheme');
  const kvCache = cache === undefined ? null : numberType(cache, 'num_bits', true);
  cache?.skip('strategy', 'group_size', 'symmetric', 'type', ...ofNoWeight);
  cache?.finish();
  return { format, rules, activations: first, kvCache };
}

/** The type of numbers of `num_bits` and `type`; floats of 4 bits are plain where their scales are apart. */
function numberType(keys: Keys, bitsKey: string, isOperand: boolean): DataType {
  const bits = keys.integer(bitsKey, 8, { least: 1, most: 8, others: [16] });
  const kind = keys.text('type') ?? 'int';
  if (kind !== 'int' && kind !== 'float') keys.refuse('type', 'known: int, float');
  const name = kind === 'float' ? `fp${bits}` : `int${bits}`;
  const known = kind === 'float' ? [4, 6, 8, 16] : [1, 2, 3, 4, 5, 6, 7, 8, 16];
  if (!known.includes(bits)) keys.refuse(bitsKey, `there is no ${name}`);
  return typeNamed(known.includes(bits) ? name : isOperand ? 'fp16' : 'int8');
}

function weightFormat(keys: Keys, layout: string | undefined): StoredFormat {
  const type = numberType(keys, 'num_bits', false);
  keys.skip(...ofNoWeight);
  const isSymmetric = keys.flag('symmetric', true);
  const sharing = sharingOf(keys);
  keys.finish();
  if (type.name === 'fp8') return fp8Format(sharing, 'weight_scale', 16);
  if (type.kind === 'float') return packedFloats(type, sharing, keys, layout);
  return layout === 'pack-quantized' || (layout === undefined && type.bits <= 4) ? packedWords(type, sharing, isSymmetric) : plainBytes(type, sharing, isSymmetric);
}

function sharingOf(keys: Keys): Sharing {
  const strategy = keys.text('strategy');
  const size = keys.integer('group_size', 128, { least: 1, most: 2 ** 20, others: [-1] });
  const block = keys.numbers('block_structure');
  switch (strategy) {
    case 'tensor': return 'tensor';
    case 'channel': return 'row';
    case 'group': case 'tensor_group': return size === -1 ? 'row' : size;
    case undefined: return keys.has('group_size') ? (size === -1 ? 'row' : size) : 'tensor';
    case 'block':
      if (block?.length === 2 && block.every((n) => n > 0)) return [block[0]!, block[1]!];
      keys.refuse('block_structure', 'a strategy of blocks needs [rows, columns]');
      return 'tensor';
    default:
      keys.refuse('strategy', 'known: tensor, channel, group, tensor_group, block');
      return 'tensor';
  }
}

/** As many codes in a word of 32 bits as fit whole, along the inputs; zero points packed along the outputs. */
function packedWords(type: DataType, sharing: Sharing, isSymmetric: boolean): StoredFormat {
  const each = Math.floor(32 / type.bits);
  return {
    label: `${type.name} ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), 16, isSymmetric ? 0 : type.bits),
    parts: (inFeatures, outFeatures) => {
      const scales = scaleShape(sharing, inFeatures, outFeatures);
      return [
        part('weight_packed', ['I32'], [outFeatures, Math.ceil(inFeatures / each)]), part('weight_scale', floats, scales), optional('weight_shape', ['I64', 'I32'], [2]),
        { part: 'weight_zero_point', types: ['I32', 'I8'], shape: null, isOptional: isSymmetric }, optional('weight_g_idx', ['I32'], [inFeatures]), optional('input_scale', floats, null),
      ];
    },
    codes: { part: 'weight_packed', weightsEach: each },
  };
}

function plainBytes(type: DataType, sharing: Sharing, isSymmetric: boolean): StoredFormat {
  const stored: DataType = type.bits === 8 ? type : { ...type, bits: 8 };
  return {
    label: `${type.name}${type.bits === 8 ? '' : ' in bytes'} ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(stored, groupOf(sharing, inFeatures), 16, isSymmetric ? 0 : 8),
    parts: (inFeatures, outFeatures) => [
      part('weight', ['I8'], [outFeatures, inFeatures]), part('weight_scale', floats, scaleShape(sharing, inFeatures, outFeatures)),
      { part: 'weight_zero_point', types: ['I8'], shape: null, isOptional: isSymmetric }, optional('weight_g_idx', ['I32'], [inFeatures]), optional('input_scale', floats, null), optional('input_zero_point', ['I8'], null),
    ],
    codes: { part: 'weight', weightsEach: 1 },
  };
}

/** Two floats of 4 bits a byte, an FP8 (NVFP4) or power-of-two (MXFP4) scale a group, and a 32-bit one a matrix. */
function packedFloats(type: DataType, sharing: Sharing, keys: Keys, layout: string | undefined): StoredFormat {
  if (type.bits !== 4) keys.refuse('num_bits', 'floats are read with 4 or 8 bits');
  const isMx = layout?.startsWith('mxfp4') === true;
  const scaleTypes = isMx ? ['U8', 'F8_E8M0'] : ['F8_E4M3'];
  return {
    label: `${type.name} ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), 8, 0),
    parts: (inFeatures, outFeatures) => [
      part('weight_packed', ['U8'], [outFeatures, Math.ceil(inFeatures / 2)]), part('weight_scale', scaleTypes, scaleShape(sharing, inFeatures, outFeatures)),
      optional('weight_global_scale', ['F32'], [1]), optional('input_global_scale', ['F32'], [1]),
    ],
    codes: { part: 'weight_packed', weightsEach: 2 },
  };
}
