import { isRecord } from '../../sim/core/is-record.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { childPointer } from '../../sim/core/pointer.js';
import { safetensorsHeader } from '../tensors/safetensors.js';
import type { ByteSource } from '../tensors/tensor.js';
import { besidePath, documentBeside, escapeOf, utf8, type Open } from './beside.js';
import type { Checkpoint, CheckpointFile, StoredTensor } from './checkpoint.js';
import { jsonTooLarge, missingTensor, moreProblems, notJson, shardUnreadable, tensorTwice, wrongIndex } from './diagnostics.js';

const maxIndexBytes = 256 * 2 ** 20;
const maxShards = 10_000;
const maxProblems = 20;

/** A single .safetensors file as a checkpoint: its header alone is read. Throws `tensor/...` problems. */
export function safetensorsFile(source: ByteSource, open: Open): Checkpoint {
  const { tensors, file, metadata } = shardOf(source, 0);
  return { name: source.name, files: [file], tensors, metadata, config: documentBeside(source.name, 'config.json', open), notes: [] };
}

/**
 * All files that a `*.safetensors.index.json` names, each opened and its header checked: every tensor of the index is in its file, none is
 * in two. A tensor that the index leaves out, and a total size that is another, are notes. Throws `checkpoint/...` and `tensor/...` problems together.
 */
export function shardedSafetensors(index: ByteSource, open: Open): Checkpoint {
  const { map, totalSize, metadata } = indexOf(index);
  const shards = [...new Set(map.values())];
  const problems: Problem[] = [];
  const files: CheckpointFile[] = [];
  const tensors: StoredTensor[] = [];
  const homes = new Map<string, string>();
  const unnamed: string[] = [];
  for (const shard of shards) {
    const read = openedShard(index.name, shard, files.length, open, problems);
    if (problems.length >= maxProblems) throw new InputError([...problems, moreProblems(index.name, maxProblems)]);
    if (read === undefined) continue;
    files.push(read.file);
    for (const tensor of read.tensors) {
      const other = homes.get(tensor.name);
      if (other !== undefined) problems.push(tensorTwice(tensor.name, other, shard));
      homes.set(tensor.name, shard);
      if (!map.has(tensor.name)) unnamed.push(tensor.name);
      tensors.push(tensor);
    }
  }
  if (problems.length === 0) {
    for (const [tensor, shard] of map) {
      if (homes.get(tensor) !== shard) problems.push(missingTensor(index.name, tensor, shard));
    }
  }
  if (problems.length > 0) throw new InputError(problems.length > maxProblems ? [...problems.slice(0, maxProblems), moreProblems(index.name, maxProblems)] : problems);
  const notes: string[] = [];
  const bytes = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  if (totalSize !== null && totalSize !== bytes) notes.push(`the index gives a total of ${totalSize} bytes, and the tensors have ${bytes}`);
  if (unnamed.length > 0) notes.push(`the index leaves out ${unnamed.length} tensors that its files have, among them ${unnamed[0]!}`);
  return { name: index.name, files, tensors, metadata, config: documentBeside(index.name, 'config.json', open), notes };
}

interface Shard { readonly file: CheckpointFile; readonly tensors: readonly StoredTensor[]; readonly metadata: Readonly<Record<string, string>> }

function shardOf(source: ByteSource, file: number): Shard {
  const { entries, metadata } = safetensorsHeader(source);
  const tensors = entries.map(({ name, dtype, shape, bytes }) => ({ name, dtype, shape, bytes, file }));
  return { file: { name: source.name, size: source.size, tensorBytes: tensors.reduce((sum, { bytes }) => sum + bytes, 0) }, tensors, metadata };
}

function openedShard(index: string, shard: string, file: number, open: Open, problems: Problem[]): Shard | undefined {
  const escape = escapeOf(index, 'weight_map', shard);
  if (escape !== undefined) {
    problems.push(escape);
    return undefined;
  }
  try {
    return shardOf(open(besidePath(index, shard)), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems.map((p) => (p.file === undefined ? shardUnreadable(index, shard, p.message) : p)));
    return undefined;
  }
}

function indexOf(source: ByteSource): { readonly map: ReadonlyMap<string, string>; readonly totalSize: number | null; readonly metadata: Readonly<Record<string, string>> } {
  if (source.size > maxIndexBytes) throw new InputError([jsonTooLarge(source.name, source.size, maxIndexBytes)]);
  const value = parsed(source);
  if (!isRecord(value)) throw new InputError([wrongIndex(source.name, '', 'a JSON object')]);
  const { weight_map: map, metadata = {} } = value;
  if (!isRecord(map)) throw new InputError([wrongIndex(source.name, '/weight_map', 'an object of file names by tensor')]);
  const entries = Object.entries(map);
  const wrong = entries.find(([, shard]) => typeof shard !== 'string');
  if (wrong !== undefined) throw new InputError([wrongIndex(source.name, childPointer('/weight_map', wrong[0]), 'the name of a file')]);
  if (entries.length === 0) throw new InputError([wrongIndex(source.name, '/weight_map', 'an object with at least one tensor')]);
  const found = new Map(entries as readonly (readonly [string, string])[]);
  if (new Set(found.values()).size > maxShards) throw new InputError([wrongIndex(source.name, '/weight_map', `an object that names at most ${maxShards} files`)]);
  const about = isRecord(metadata) ? metadata : {};
  const size = about['total_size'];
  return {
    map: found, totalSize: typeof size === 'number' ? size : null,
    metadata: Object.fromEntries(Object.entries(about).filter(([, text]) => typeof text === 'string')) as Readonly<Record<string, string>>,
  };
}

function parsed(source: ByteSource): unknown {
  try {
    return JSON.parse(utf8(source)) as unknown;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([notJson(source.name, error instanceof Error ? error.message : '')]);
  }
}
