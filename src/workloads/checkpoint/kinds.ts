import { isRecord } from '../../sim/core/is-record.js';
import { InputError } from '../../sim/core/diagnostics.js';
import { parseDocument } from '../../sim/core/document.js';
import { isGguf } from '../gguf/read-gguf.js';
import { looksLikeOnnx } from '../onnx/read-model.js';
import { isSafetensors } from '../tensors/safetensors.js';
import type { ByteSource } from '../tensors/tensor.js';
import { utf8, type Open } from './beside.js';
import { nothingToInspect, severalModels, unknownFile, jsonTooLarge } from './diagnostics.js';
import { checkpointWorkload, configAlone, ggufWorkload, onnxFileWorkload, type FileWorkload } from './file-workload.js';
import { inspectConfig, inspectSafetensors, inspectShards } from './inspect-checkpoint.js';
import { inspectGgufFile } from './inspect-gguf.js';
import { inspectOnnx } from './inspect-onnx.js';
import type { Inspection } from './inspection.js';
import { safetensorsFile, shardedSafetensors } from './safetensors-files.js';

/** A kind of model file: how it is known, and what reads it. */
export interface ModelFileKind {
  readonly name: string;
  /** By its name and its first 16 bytes. */
  readonly recognises: (name: string, start: Uint8Array) => boolean;
  readonly inspect: (source: ByteSource, open: Open) => Inspection;
  /** What a simulation takes of it. Throws where it is no model that is known, or differs from its configuration. */
  readonly workload: (source: ByteSource, open: Open) => FileWorkload;
}

const maxJsonBytes = 16 * 2 ** 20;

/** Every kind that `archsim inspect` reads; the first that recognises a file reads it. */
export const modelFileKinds: readonly ModelFileKind[] = [
  { name: 'safetensors', recognises: (_, start) => isSafetensors(start), inspect: inspectSafetensors, workload: (source, open) => checkpointWorkload(safetensorsFile(source, open)) },
  { name: 'safetensors.index.json', recognises: (name) => /\.index\.json$/i.test(name), inspect: inspectShards, workload: (source, open) => checkpointWorkload(shardedSafetensors(source, open)) },
  { name: 'config.json', recognises: (_, start) => firstCharacter(start) === 0x7b, inspect: inspectJson, workload: jsonWorkload },
  { name: 'gguf', recognises: (_, start) => isGguf(start), inspect: inspectGgufFile, workload: ggufWorkload },
  { name: 'onnx', recognises: (name, start) => /\.onnx$/i.test(name) || looksLikeOnnx(start), inspect: inspectOnnx, workload: onnxFileWorkload },
];

/** What a model file is. Throws the problems of its reader, or that it is of no kind that is known. */
export function inspectFile(source: ByteSource, open: Open): Inspection {
  return kindOf(source).inspect(source, open);
}

/** The graph and the scheme of a model file, of whatever kind. */
export function workloadInFile(source: ByteSource, open: Open): FileWorkload {
  return kindOf(source).workload(source, open);
}

function kindOf(source: ByteSource): ModelFileKind {
  const start = source.read(0, Math.min(16, source.size));
  const kind = modelFileKinds.find(({ recognises }) => recognises(source.name, start));
  if (kind === undefined) throw new InputError([unknownFile(source.name, modelFileKinds.map(({ name }) => name))]);
  return kind;
}

/** The file that stands for a folder, by the names in it: an index of shards, the only model file, or the config.json. */
export function modelFileIn(folder: string, names: readonly string[]): string {
  const ending = (pattern: RegExp): readonly string[] => names.filter((name) => pattern.test(name)).sort();
  for (const pattern of [/\.safetensors\.index\.json$/i, /^model\.safetensors$/i, /^model\.onnx$/i, /\.(?:safetensors|gguf|onnx)$/i, /^config\.json$/i]) {
    const [found, ...others] = ending(pattern);
    if (found !== undefined && others.length > 0) throw new InputError([severalModels(folder, [found, ...others])]);
    if (found !== undefined) return found;
  }
  throw new InputError([nothingToInspect(folder, names)]);
}

/** A JSON file by what is in it: an index of shards has a weight_map, a configuration a model_type. */
function inspectJson(source: ByteSource, open: Open): Inspection {
  const value = jsonOf(source);
  return 'weight_map' in value ? inspectShards(source, open) : inspectConfig(source, value);
}

function jsonWorkload(source: ByteSource, open: Open): FileWorkload {
  const value = jsonOf(source);
  return checkpointWorkload('weight_map' in value ? shardedSafetensors(source, open) : configAlone(source.name, value));
}

function jsonOf(source: ByteSource): Readonly<Record<string, unknown>> {
  if (source.size > maxJsonBytes) throw new InputError([jsonTooLarge(source.name, source.size, maxJsonBytes)]);
  const { value } = parseDocument(utf8(source), source.name);
  if (!isRecord(value) || !('model_type' in value || 'weight_map' in value)) throw new InputError([unknownFile(source.name, modelFileKinds.map(({ name }) => name))]);
  return value;
}

/** The first byte that is no blank, byte order mark left out. */
function firstCharacter(start: Uint8Array): number | undefined {
  const text = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start;
  return text.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
}
