import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import { folderTooLarge, unreadable } from './diagnostics.js';
import { reasonOf } from './reason.js';

/** Files that are read of a folder, and their bytes together, at most. */
const maxFiles = 10_000;
const maxBytes = 256 * 2 ** 20;

/** Every text file in a folder, by its path inside with forward slashes. */
export function readFolder(path: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let bytes = 0;
  const visit = (inside: string): void => {
    for (const entry of readdirSync(join(path, inside), { withFileTypes: true })) {
      const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) visit(name);
      if (!entry.isFile()) continue;
      bytes += statSync(join(path, name)).size;
      if (files.size >= maxFiles || bytes > maxBytes) throw new InputError([folderTooLarge(path, maxFiles, maxBytes)]);
      files.set(name, readFileSync(join(path, name), 'utf8'));
    }
  };
  try {
    visit('');
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([unreadable(path, reasonOf(error))]);
  }
  return files;
}
