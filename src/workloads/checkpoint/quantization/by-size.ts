import type { DataType } from '../../../sim/model/datatype.js';
import { isRecord } from '../../../sim/core/is-record.js';
import { moduleList } from '../module-list.js';
import type { Keys } from './config-keys.js';
import type { ModuleRule } from './reading.js';
import { denseFormat, floats, groupOf, optional, part, sharingText, typeNamed, type Sharing, type StoredFormat } from './stored-format.js';

/** HQQ, torchao and quark: formats with scales whose tensors are known by their sizes more than by their shapes. */

/**
 * HQQ (Badri and Shaji 2023): groups of the whole matrix read row by row, codes packed over groups in bytes (3 bits: ten in a word of 32),
 * a 16-bit scale and zero point a group. The defaults are those of the library: groups of 64, 4 bits.
 */
export function readHqq(keys: Keys): StoredFormat {
  keys.skip('skip_modules', 'quant_config');
  const outer = keys.record('quant_config');
  if (outer?.has('weight_quant_params') !== true) keys.refuse('quant_config', 'it must have "weight_quant_params" (a format for each layer is not read)');
  const weights = outer?.record('weight_quant_params');
  const bits = weights?.integer('nbits', 4, { least: 1, most: 8 }) ?? 4;
  if (![1, 2, 3, 4, 8].includes(bits)) weights?.refuse('nbits', 'known: 1, 2, 3, 4, 8');
  const size = weights?.integer('group_size', 64, { least: 1, most: 2 ** 20 }) ?? 64;
  weights?.skip('channel_wise', 'optimize', 'round_zero', 'axis', 'view_as_float');
  weights?.finish();
  for (const name of ['scale_quant_params', 'zero_quant_params']) if (outer?.has(name) === true) outer.refuse(name, 'quantised scales and zero points are not read');
  outer?.skip('offload_meta', 'scale_quant_params', 'zero_quant_params');
  outer?.finish();
  const each = bits === 3 ? 10 : Math.floor(8 / bits);
  const type: DataType = bits === 3 ? { name: 'int3', kind: 'integer', bits: 3.2 } : typeNamed(`int${[1, 2, 4, 8].includes(bits) ? bits : 4}`);
  return {
    label: `int${bits} in groups of ${size}`,
    weights: (inFeatures) => denseFormat(type, Math.min(size, inFeatures), 16, 16),
    parts: (inFeatures, outFeatures) => {
      const groups = (inFeatures * outFeatures) / size;
      return [part('W_q', [bits === 3 ? 'I32' : 'U8'], [Math.ceil(groups / each), size]), part('scale', floats, [groups, 1]), part('zero', floats, [groups, 1])];
    },
    codes: { part: 'W_q', weightsEach: each },
  };
}

/** Types of torchao by the name of a configuration: weights, and inputs where they are quantised. */
const torchaoKinds: Readonly<Record<string, { readonly weights: string; readonly inputs: string | null; readonly sharing: 'group' | 'row' | 'tensor'; readonly zeroBits: number }>> = {
  'int4_weight_only': { weights: 'int4', inputs: null, sharing: 'group', zeroBits: 16 }, 'Int4WeightOnlyConfig': { weights: 'int4', inputs: null, sharing: 'group', zeroBits: 16 },
  'int8_weight_only': { weights: 'int8', inputs: null, sharing: 'row', zeroBits: 0 }, 'Int8WeightOnlyConfig': { weights: 'int8', inputs: null, sharing: 'row', zeroBits: 0 },
  'int8_dynamic_activation_int8_weight': { weights: 'int8', inputs: 'int8', sharing: 'row', zeroBits: 0 }, 'Int8DynamicActivationInt8WeightConfig': { weights: 'int8', inputs: 'int8', sharing: 'row', zeroBits: 0 },
  'int8_dynamic_activation_int4_weight': { weights: 'int4', inputs: 'int8', sharing: 'group', zeroBits: 0 }, 'Int8DynamicActivationInt4WeightConfig': { weights: 'int4', inputs: 'int8', sharing: 'group', zeroBits: 0 },
  'float8_weight_only': { weights: 'fp8', inputs: null, sharing: 'row', zeroBits: 0 }, 'Float8WeightOnlyConfig': { weights: 'fp8', inputs: null, sharing: 'row', zeroBits: 0 },
  'float8_dynamic_activation_float8_weight': { weights: 'fp8', inputs: 'fp8', sharing: 'tensor', zeroBits: 0 }, 'Float8DynamicActivationFloat8WeightConfig': { weights: 'fp8', inputs: 'fp8', sharing: 'tensor', zeroBits: 0 },
};

/** torchao: the class of the configuration, by name (older files) or as `quant_type.default._type`. Its tensors are subclasses whose layout files do not tell. */
export function readTorchao(keys: Keys): { readonly format: StoredFormat | null; readonly activations: DataType | null } {
  keys.skip('include_input_output_embeddings', 'untie_embedding_weights', 'quant_type', 'quant_type_kwargs');
  const given = keys.value('quant_type');
  const inner = isRecord(given) ? keys.record('quant_type')?.record('default') : undefined;
  const name = typeof given === 'string' ? given : inner?.text('_type');
  if (name === undefined || !Object.hasOwn(torchaoKinds, name)) {
    keys.refuse('quant_type', `known: ${Object.keys(torchaoKinds).filter((kind) => !kind.endsWith('Config')).join(', ')}`);
    return { format: null, activations: null };
  }
  const kind = torchaoKinds[name]!;
  const settings = inner === undefined ? keys.record('quant_type_kwargs') : inner.record('_data');
  const size = settings?.integer('group_size', kind.inputs === null ? 128 : 32, { least: 1, most: 2 ** 20 }) ?? 128;
  const sharing: Sharing = kind.sharing === 'group' ? size : kind.sharing;
  const type = typeNamed(kind.weights);
  return {
    format: {
      label: `${type.name} ${sharingText(sharing)}`, weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), 16, kind.zeroBits),
      parts: () => [], codes: null,
    },
    activations: kind.inputs === null ? null : typeNamed(kind.inputs),
  };
}

const quarkTypes: Readonly<Record<string, string>> = { int4: 'int4', uint4: 'int4', int8: 'int8', uint8: 'int8', int2: 'int2', int3: 'int3', fp8_e4m3: 'fp8', fp8_e5m2: 'fp8', fp4: 'fp4', bfloat16: 'bf16', float16: 'fp16' };

export interface QuarkReading {
  readonly format: StoredFormat | null;
  readonly rules: readonly ModuleRule[];
  readonly activations: DataType | null;
  readonly kvCache: DataType | null;
}

/** AMD Quark: a format for all modules, others by pattern, modules that are left out, and a cache. */
export function readQuark(keys: Keys, notes: string[]): QuarkReading {
  keys.skip('algo_config', 'quant_mode', 'export', 'pack_method', 'exclude', 'version', 'softmax_quant_spec', 'min_kv_scale', 'kv_cache_post_rope', 'log_severity_level');
  const global = keys.record('global_quant_config');
  if (global === undefined) keys.refuse('global_quant_config', 'it must give the format of the weights');
  const read = global === undefined ? null : moduleOf(global);
  const rules: ModuleRule[] = [];
  const layers = keys.record('layer_quant_config');
  for (const [pattern, entry] of layers?.records() ?? []) {
    const { matches, unknown } = moduleList([pattern]);
    if (unknown.length > 0) layers?.refuse(pattern, 'the pattern is none that is read');
    const own = moduleOf(entry);
    if (own.inputs?.name !== read?.inputs?.name && own.format !== null) notes.push(`${entry.pointer}: its inputs have a format of their own; the scheme has that of all, ${read?.inputs?.name ?? 'unquantised'}`);
    rules.push({ matches, format: own.format });
  }
  if (isRecord(keys.value('layer_type_quant_config')) && Object.keys(keys.value('layer_type_quant_config') as object).length > 0) keys.refuse('layer_type_quant_config', 'formats by class of module are not read');
  const cache = keys.record('kv_cache_quant_config');
  const caches = (cache?.records() ?? []).map(([, entry]) => spec(entry.record('output_tensors'))?.type ?? null);
  return { format: read?.format ?? null, rules, activations: read?.inputs ?? null, kvCache: caches[0] ?? null };
}

function moduleOf(keys: Keys): { readonly format: StoredFormat | null; readonly inputs: DataType | null } {
  keys.skip('bias', 'output_tensors', 'target_device');
  const weight = spec(keys.record('weight'));
  const inputs = spec(keys.record('input_tensors'));
  keys.finish();
  return { format: weight === null ? null : quarkFormat(weight), inputs: inputs?.type ?? null };
}

interface QuarkSpec { readonly type: DataType; readonly sharing: Sharing; readonly isSymmetric: boolean; readonly hasPowerScales: boolean }

function spec(keys: Keys | undefined): QuarkSpec | null {
  if (keys === undefined) return null;
  const name = keys.text('dtype') ?? 'nothing';
  if (!Object.hasOwn(quarkTypes, name)) keys.refuse('dtype', `known: ${Object.keys(quarkTypes).join(', ')}`);
  const scheme = keys.text('qscheme') ?? 'per_tensor';
  const size = keys.integer('group_size', 128, { least: 1, most: 2 ** 20 });
  if (!['per_tensor', 'per_channel', 'per_group'].includes(scheme)) keys.refuse('qscheme', 'known: per_tensor, per_channel, per_group');
  const isSymmetric = keys.flag('symmetric', true);
  const hasPowerScales = keys.text('scale_format') === 'e8m0';
  keys.skip('ch_axis', 'is_dynamic', 'observer_cls', 'round_method', 'scale_type', 'scale_format', 'scale_calculation_mode', 'mx_element_dtype', 'is_scale_quant', 'zero_point_type');
  keys.finish();
  return { type: typeNamed(quarkTypes[name] ?? 'int8'), sharing: scheme === 'per_group' ? size : scheme === 'per_channel' ? 'row' : 'tensor', isSymmetric, hasPowerScales };
}

function quarkFormat({ type, sharing, isSymmetric, hasPowerScales }: QuarkSpec): StoredFormat {
  const word = type.bits < 8;
  return {
    label: `${type.name} ${sharingText(sharing)}`,
    weights: (inFeatures) => denseFormat(type, groupOf(sharing, inFeatures), hasPowerScales ? 8 : 16, isSymmetric ? 0 : type.bits),
    parts: (inFeatures, outFeatures) => [
      part('weight', type.kind === 'float' ? ['F8_E4M3', 'F8_E5M2', 'U8', 'F16', 'BF16'] : ['I8', 'U8', 'I32'], word ? null : [outFeatures, inFeatures]),
      optional('weight_scale', [], null), optional('weight_zero_point', [], null), optional('input_scale', floats, null), optional('output_scale', floats, null),
    ],
    codes: word ? null : { part: 'weight', weightsEach: 1 },
  };
}
