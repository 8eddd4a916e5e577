import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import { fileExists, unwritable } from './diagnostics.js';
import { reasonOf } from './reason.js';

/** Writes a file aside and renames it into place, so that nobody sees half of it. Makes the folders on the way. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const aside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(aside, content);
    renameSync(aside, path);
  } catch (error) {
    removeIfThere(aside);
    throw new InputError([unwritable(path, reasonOf(error))]);
  }
}

/** Writes a file that must not be there yet. */
export function writeNew(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST' && 'syscall' in error && error.syscall === 'open';
    throw new InputError([isThere ? fileExists(path) : unwritable(path, reasonOf(error))]);
  }
}

/** Removes a file or a folder, as far as that is possible. */
export function removeIfThere(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What hindered the writing hinders the removal too, and has been told.
  }
}
