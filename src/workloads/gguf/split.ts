import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { ByteSource } from '../tensors/tensor.js';
import { duplicateTensor, splitMismatch, splitName } from './diagnostics.js';
import type { GgufContent, GgufFile } from './gguf-file.js';
import { readGguf } from './read-gguf.js';

/** A model in one file or more. */
export interface GgufParts extends GgufContent {
  /** In order; offsets of a part's tensors count from the start of that part. */
  readonly parts: readonly GgufFile[];
}

/** The most parts that are read. */
const maxParts = 1000;

const pattern = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/s;

/**
 * The model of a file, with the other parts where it is one of several: `model-00002-of-00003.gguf` names them all, and any of them may be given. `open` is given
 * their names. Metadata are those of the first part, tensors those of all in order. Throws what `readGguf` throws of any part, and `gguf/split` problems where they
 * do not belong together: `split.count`, `split.no`, `split.tensors.count`, names of tensors.
 */
export function readGgufParts(name: string, open: (name: string) => ByteSource): GgufParts {
  const given = readGguf(open(name));
  const count = splitKey(given, 'split.count') ?? 1;
  if (count <= 1) return { name: given.name, metadata: given.metadata, tensors: given.tensors, parts: [given] };
  const [, stem = '', , total = ''] = pattern.exec(name) ?? fail(splitName(given.name, count));
  if (Number(total) !== count) fail(splitMismatch(given.name, `the name says ${Number(total)} parts, and split.count must say so too`, `${count}`));
  if (count > maxParts) fail(splitMismatch(given.name, `at most ${maxParts} parts are read`, `${count}`));
  const parts = Array.from({ length: count }, (_, i) => {
    const part = `${stem}-${String(i + 1).padStart(5, '0')}-of-${total}.gguf`;
    return part === name ? given : readGguf(open(part));
  });
  const tensors = parts.flatMap((part) => part.tensors);
  const problems = [...wrongParts(parts, count), ...wrongTotals(parts, tensors.length)];
  if (problems.length > 0) throw new InputError(problems);
  return { name: parts[0]!.name, metadata: parts[0]!.metadata, tensors, parts };
}

function wrongParts(parts: readonly GgufFile[], count: number): readonly Problem[] {
  const names = new Set<string>();
  return parts.flatMap((part, i) => {
    const said = splitKey(part, 'split.count');
    const number = splitKey(part, 'split.no');
    const twice = part.tensors.find((tensor) => names.has(tensor.name));
    for (const tensor of part.tensors) names.add(tensor.name);
    return [
      ...(said === count ? [] : [splitMismatch(part.name, `split.count is ${count}`, `${said ?? 'nothing'}`)]),
      ...(number === i ? [] : [splitMismatch(part.name, `split.no is ${i}`, `${number ?? 'nothing'}`)]),
      ...(twice === undefined ? [] : [duplicateTensor(part.name, twice.offset, twice.name)]),
    ];
  });
}

/** Every part tells the number of tensors of all. */
function wrongTotals(parts: readonly GgufFile[], tensors: number): readonly Problem[] {
  return parts.flatMap((part) => {
    const said = splitKey(part, 'split.tensors.count');
    return said === tensors ? [] : [splitMismatch(part.name, `split.tensors.count is ${said ?? 'missing'}, and must be the number of tensors in all parts`, `${tensors}`)];
  });
}

function splitKey({ metadata }: GgufFile, key: string): number | undefined {
  const value = metadata.get(key);
  return value !== undefined && value.type !== 'array' && typeof value.value === 'number' ? value.value : undefined;
}

function fail(problem: Problem): never {
  throw new InputError([problem]);
}
