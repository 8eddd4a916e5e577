import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { readDocument, readText } from '../experiment/read-document.js';
import { fileNotFound, severalDocuments } from './diagnostics.js';
import { gathered } from '../sim/core/gathered.js';
import { documentsIn } from './json-lines.js';
import { openFile } from './open-file.js';
import { exampleFiles, examplePath } from './package-files.js';
import { readStandardInput } from './standard-input.js';

/** Bytes of a file or a stream with one document a line. */
const maxLinesBytes = 256 * 2 ** 20;

/** The documents of the named files, all problems together. `-` is standard input; it and `.jsonl` files may have one document a line. */
export async function documentsOf(names: readonly string[]): Promise<readonly Document[]> {
  const input = names.includes('-') ? await readStandardInput(maxLinesBytes) : undefined;
  return gathered(names, (name) => {
    if (name === '-' && input !== undefined) return documentsIn(readText(input, maxLinesBytes), input.name);
    if (!/\.(?:jsonl|ndjson)$/i.test(name)) return [readDocument(openFile(pathOf(name)))];
    const source = openFile(pathOf(name));
    return documentsIn(readText(source, maxLinesBytes), source.name);
  }).flat();
}

/** The one document of a named file. */
export async function documentOf(name: string): Promise<Document> {
  const documents = await documentsOf([name]);
  if (documents.length !== 1) throw new InputError([severalDocuments(documents[0]!.file, documents.length)]);
  return documents[0]!;
}

/** The path of a file, or of the bundled example of that name. A file in the current folder wins. */
function pathOf(name: string): string {
  const example = name.endsWith('.json') ? name : `${name}.json`;
  const isExample = example === basename(example) && exampleFiles().includes(example);
  const found = whatIs(name);
  if (found === 'file' || (found === 'folder' && !isExample)) return name;
  if (isExample) return examplePath(example);
  throw new InputError([fileNotFound(name, neighbours(name), exampleFiles())]);
}

/** What is at a path. What cannot be looked at counts as a file: opening it tells why. */
function whatIs(path: string): 'file' | 'folder' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'nothing' : 'file';
  }
}

/** Names of experiments that the current folder and the package have, for completion in a shell. */
export function experimentNames(): readonly string[] {
  return [...new Set([...neighbours('.json'), ...exampleFiles()])];
}

/** JSON files in the folder of a path, named like it. */
function neighbours(path: string): string[] {
  const folder = dirname(path);
  try {
    return readdirSync(folder).filter((file) => /\.jsonc?$/i.test(file)).map((file) => path.slice(0, path.length - basename(path).length) + file);
  } catch {
    return [];
  }
}
