import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import { folderExists, unwritable } from './diagnostics.js';
import { reasonOf } from './reason.js';
import { removeIfThere } from './write-file.js';

/** Writes a folder of files aside and renames it into place, so that nobody sees half of it. A folder that has something in it is not touched. */
export function writeFolder(path: string, files: ReadonlyMap<string, string>): void {
  const aside = `${path.replace(/[/\\]+$/, '')}.${process.pid}.part`;
  try {
    if (existsSync(path)) {
      if (readdirSync(path).length > 0) throw new InputError([folderExists(path)]);
      rmdirSync(path);
    }
    for (const [name, text] of files) {
      mkdirSync(dirname(join(aside, name)), { recursive: true });
      writeFileSync(join(aside, name), text);
    }
    renameSync(aside, path);
  } catch (error) {
    removeIfThere(aside);
    if (error instanceof InputError) throw error;
    throw new InputError([unwritable(path, reasonOf(error))]);
  }
}
