import type { Terminal } from './terminal.js';
import { writeWhole } from './write-file.js';

/** Writes a result as a file that people read too, and says so. */
export function writeResult(path: string, result: object, terminal: Terminal): void {
  writeWhole(path, `${JSON.stringify(result, null, 2)}\n`);
  terminal.note(`wrote ${path}`);
}
