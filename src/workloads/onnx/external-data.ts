import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { ByteSource } from '../tensors/tensor.js';
import { besidePath, escapeOf, type Open } from '../checkpoint/beside.js';
import { externalPath, externalTooShort, externalUnreadable, wrongTensor } from './diagnostics.js';
import type { OnnxTensor } from './model.js';

const maxProblems = 20;

/** A file that tensors of a model stand in. */
export interface ExternalFile { readonly name: string; readonly size: number; readonly tensors: number }

/**
 * The files in which tensors of a model stand, each opened for its size and never read: they are in the folder of the model, and as long as
 * their tensors need. Throws what is wrong, together.
 */
export function externalFiles(file: string, tensors: readonly OnnxTensor[], open: Open): readonly ExternalFile[] {
  const problems: Problem[] = [];
  const files = new Map<string, { source: ByteSource | null; tensors: number }>();
  for (const { name, external, bytes, at } of tensors) {
    if (external === null) continue;
    if (problems.length >= maxProblems) break;
    const { location, offset, length } = external;
    if (escapeOf(file, '', location) !== undefined) {
      problems.push(externalPath(file, at, name, location));
      continue;
    }
    if (length !== null && bytes !== null && length !== bytes) problems.push(wrongTensor(file, at, name, `${bytes} bytes of data`, `${length}`));
    let known = files.get(location);
    if (known === undefined) {
      known = { source: null, tensors: 0 };
      files.set(location, known);
      try {
        known.source = open(besidePath(file, location));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.push(externalUnreadable(file, at, location, error.problems[0]?.message ?? 'it is not there'));
      }
    }
    known.tensors++;
    const end = offset + (length ?? bytes ?? 0);
    if (known.source !== null && end > known.source.size) problems.push(externalTooShort(file, at, name, location, end, known.source.size));
  }
  if (problems.length > 0) throw new InputError(problems);
  return [...files].map(([name, { source, tensors: count }]) => ({ name, size: source?.size ?? 0, tensors: count }));
}
