import { isRecord } from '../../../sim/core/is-record.js';
import { InputError } from '../../../sim/core/diagnostics.js';
import { notUnderstood, unknownMethod, wrongValue } from '../diagnostics.js';
import { moduleList } from '../module-list.js';
import { readBitsandbytes } from './bitsandbytes.js';
import { readHqq, readQuark, readTorchao } from './by-size.js';
import { readAqlm, readSpqr, readVptq } from './codebooks.js';
import { readCompressedTensors } from './compressed-tensors.js';
import { keysOf, type Findings, type Keys } from './config-keys.js';
import { bitnetFormat, mxfp4Format, readFbgemm, readFp8 } from './float-scales.js';
import { readAwq, readGptq } from './packed-integers.js';
import type { QuantizationReading } from './reading.js';
import { typeNamed } from './stored-format.js';

type Part = Partial<Omit<QuantizationReading, 'method' | 'notes'>>;

/** Readers by `quant_method`, and the lists of modules that stay as they are. */
const methods: Readonly<Record<string, { readonly read: (keys: Keys, notes: string[]) => Part; readonly keeps: readonly string[]; /** Unless the file says otherwise. */ readonly keepsHead: boolean }>> = {
  'gptq': { read: readGptqPart, keeps: ['modules_to_not_convert'], keepsHead: true },
  'auto-round': { read: readAutoRound, keeps: ['modules_to_not_convert'], keepsHead: true },
  'awq': { read: (keys) => ({ format: readAwq(keys) }), keeps: ['modules_to_not_convert'], keepsHead: true },
  'bitsandbytes': {
    read: (keys, notes) => {
      const { format, activations, note } = readBitsandbytes(keys);
      if (note !== null) notes.push(note);
      return { format, activations };
    },
    keeps: ['llm_int8_skip_modules', 'modules_to_not_convert'], keepsHead: true,
  },
  'bitnet': {
    read: (keys, notes) => {
      keys.skip('linear_class', 'use_rms_norm', 'rms_norm_eps');
      if (keys.text('quantization_mode') === 'online') notes.push(`${keys.pointer}/quantization_mode is "online": the files may hold weights before they are made ternary`);
      return { format: bitnetFormat(), activations: typeNamed('int8') };
    },
    keeps: ['modules_to_not_convert'], keepsHead: true,
  },
  'compressed-tensors': { read: readCompressedTensors, keeps: ['ignore'], keepsHead: false },
  'fp8': { read: readFp8, keeps: ['modules_to_not_convert', 'ignored_layers'], keepsHead: true },
  'fbgemm_fp8': { read: readFbgemm, keeps: ['modules_to_not_convert'], keepsHead: true },
  'mxfp4': { read: (keys) => { keys.skip('dequantize'); return { format: null, rules: [{ matches: (module) => /\bexperts\b/.test(module), format: mxfp4Format() }] }; }, keeps: ['modules_to_not_convert'], keepsHead: true },
  'quark': { read: readQuark, keeps: ['exclude'], keepsHead: false },
  'torchao': { read: readTorchao, keeps: ['modules_to_not_convert'], keepsHead: true },
  'aqlm': { read: (keys) => ({ format: readAqlm(keys) }), keeps: ['linear_weights_not_to_quantize', 'modules_to_not_convert'], keepsHead: true },
  'vptq': { read: (keys) => readVptq(keys), keeps: ['modules_to_not_convert'], keepsHead: true },
  'spqr': {
    read: (keys, notes) => {
      const { format, byModule, note } = readSpqr(keys);
      if (note !== null) notes.push(note);
      return { format, byModule };
    },
    keeps: ['modules_to_not_convert'], keepsHead: true,
  },
  'hqq': { read: (keys) => ({ format: readHqq(keys) }), keeps: ['skip_modules'], keepsHead: true },
};

/** Every `quant_method` that is read. */
export function quantizationMethods(): readonly string[] {
  return Object.keys(methods);
}

/**
 * What the `quantization_config` of a config.json says (or `compression_config`, its older name); null where there is none. A key that is not
 * understood is named in the notes; a value that is not throws, with every problem. Pointers are those of the config.json.
 */
export function readQuantization(config: unknown): QuantizationReading | null {
  if (!isRecord(config)) return null;
  const name = ['quantization_config', 'compression_config'].find((key) => Object.hasOwn(config, key) && config[key] !== null);
  if (name === undefined) return null;
  const pointer = `/${name}`;
  const value = config[name];
  if (!isRecord(value)) throw new InputError([wrongValue(pointer, 'an object', value)]);
  const findings: Findings = { problems: [], notes: [] };
  const keys = keysOf(value, pointer, findings);
  const method = methodOf(value);
  if (method === undefined) throw new InputError([unknownMethod(`${pointer}/quant_method`, value['quant_method'], quantizationMethods())]);
  keys.skip('quant_method');
  const { read, keeps, keepsHead } = methods[method]!;
  const part = read(keys, findings.notes);
  const kept = keeps.flatMap((key) => keys.texts(key));
  const { matches, unknown } = moduleList(kept);
  for (const entry of unknown) findings.problems.push(notUnderstood(pointer, entry, 'it is no pattern of modules that is read'));
  keys.finish();
  if (findings.problems.length > 0) throw new InputError(findings.problems.slice(0, 20));
  const head = keepsHead && !(value['lm_head'] === true) ? [{ matches: (module: string) => /(?:^|\.)(?:lm_head|embed_out)$/.test(module), format: null }] : [];
  return {
    method, format: part.format ?? null, byModule: part.byModule ?? new Map(), activations: part.activations ?? null, kvCache: part.kvCache ?? null, notes: findings.notes,
    rules: [...head, ...(part.rules ?? []), { matches, format: null }],
  };
}

/** The method that is named; files of bitsandbytes from before there was a name say `load_in_...`. */
function methodOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const given = value['quant_method'];
  if (given === undefined && ('load_in_4bit' in value || 'load_in_8bit' in value)) return 'bitsandbytes';
  if (typeof given !== 'string') return undefined;
  const name = given.toLowerCase() === 'intel/auto-round' ? 'auto-round' : given.toLowerCase();
  return Object.hasOwn(methods, name) ? name : undefined;
}

function readGptqPart(keys: Keys): Part {
  keys.skip('lm_head');
  const dynamic = keys.value('dynamic');
  if (isRecord(dynamic) && Object.keys(dynamic).length > 0) keys.refuse('dynamic', 'a format for each layer is not read');
  const inside = keys.value('modules_in_block_to_quantize');
  const named = Array.isArray(inside) ? inside.flat(2).filter((entry) => typeof entry === 'string') : [];
  const format = readGptq(keys);
  if (named.length === 0) return { format };
  return { format: null, rules: [{ matches: moduleList(named).matches, format }] };
}

/** auto-round: the layout of GPTQ or AWQ, by `packing_format`. */
function readAutoRound(keys: Keys): Part {
  const packing = keys.text('packing_format') ?? keys.text('backend') ?? 'auto_round:gptq';
  keys.skip('lm_head', 'extra_config', 'autoround_version', 'data_type', 'sym', 'act_bits', 'act_data_type', 'act_dynamic', 'act_group_size', 'act_sym', 'super_bits', 'super_group_size', 'to_quant_block_names');
  if (isRecord(keys.value('extra_config')) && Object.keys(keys.value('extra_config') as object).length > 0) keys.refuse('extra_config', 'a format for each layer is not read');
  const format = packing.includes('awq') ? readAwq(keys) : readGptq(keys);
  return { format };
}
