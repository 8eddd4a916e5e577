import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { parseDocument } from '../../sim/core/document.js';
import type { ByteSource } from '../tensors/tensor.js';
import type { Beside } from './checkpoint.js';
import { jsonTooLarge, notJson, pathEscapes } from './diagnostics.js';

/** Opens a file by its path. Throws `InputError` when there is none. */
export type Open = (path: string) => ByteSource;

const maxConfigBytes = 16 * 2 ** 20;

/** The path of a file in the folder of another. */
export function besidePath(file: string, name: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) + name;
}

/** What is wrong with a name that a file gives of another file: one in its own folder, or below it, is meant. */
export function escapeOf(file: string, what: string, name: string): Problem | undefined {
  const isSafe = name !== '' && name.length <= 1000 && !/^[/\\]|^[A-Za-z]:|\0/.test(name) && !name.split(/[/\\]/).includes('..');
  return isSafe ? undefined : pathEscapes(file, what, name);
}

/** The JSON document of that name in the folder of a file. A broken one throws its problems; one that cannot be opened is absent. */
export function documentBeside(file: string, name: string, open: Open): Beside {
  const path = besidePath(file, name);
  let source: ByteSource;
  try {
    source = open(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { absent: error.problems[0]?.message ?? `there is no ${name}` };
  }
  if (source.size > maxConfigBytes) throw new InputError([jsonTooLarge(path, source.size, maxConfigBytes)]);
  return { name: path, value: parseDocument(utf8(source), path).value };
}

/** The text of a file in UTF-8. */
export function utf8(source: ByteSource): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(source.read(0, source.size));
  } catch {
    throw new InputError([notJson(source.name, 'it is no text in UTF-8')]);
  }
}
