import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reject } from '../sim/core/diagnostics.js';
import { maxDocumentBytes, parseDocument, type Document } from '../sim/core/document.js';
import { suggestion } from '../sim/core/near-name.js';
import type { ByteSource } from '../experiment/byte-source.js';

/** The folder of the installed package: the nearest one above with a package.json. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'examples'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package has lost its package.json');
    folder = parent;
  }
  return folder;
}

/** Opens a file for reading at any place. Throws `file/...` problems. */
export function openFile(path: string): ByteSource {
  const size = withFile(path, (fd) => {
    const status = fstatSync(fd);
    if (status.isDirectory()) reject('file/folder', `${path} is a folder`, { remedy: 'name a file' });
    return status.size;
  });
  return {
    name: path,
    size,
    read: (offset, length) => withFile(path, (fd) => {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const got = readSync(fd, bytes, done, length - done, offset + done);
        if (got === 0) break;
        done += got;
      }
      return bytes.subarray(0, done);
    }),
  };
}

function withFile<T>(path: string, body: (fd: number) => T): T {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    return reject('file/unreadable', `${path} cannot be opened: ${reasonOf(error)}`, { remedy: 'check the path and its permissions' });
  }
  try {
    return body(fd);
  } finally {
    closeSync(fd);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT': return 'there is no such file';
    case 'EACCES': case 'EPERM': return 'permission denied';
    case 'EISDIR': return 'it is a folder';
    case 'ENOTDIR': return 'a part of its path is not a folder';
    case 'ENAMETOOLONG': return 'its name is too long';
    case 'ENOSPC': return 'the disk is full';
    case 'EROFS': return 'the file system is read-only';
    default: return typeof code === 'string' ? code : 'unknown reason';
  }
}

/** Names of the bundled examples: their files. */
export function exampleFiles(): readonly string[] {
  return readdirSync(join(packageRoot(), 'examples')).filter((name) => name.endsWith('.json')).sort();
}

/** All of standard input. */
export function readStandardInput(): string {
  return readFileSync(0, 'utf8');
}

/** The document of an experiment: a file, or a bundled example of that name. A file in the current folder wins. */
export function readExperiment(name: string): Document {
  return readDocument(existsSync(name) ? name : bundled(name));
}

function bundled(name: string): string {
  const wanted = name.endsWith('.json') ? name : `${name}.json`;
  const known = exampleFiles();
  if (wanted === basename(wanted) && known.includes(wanted)) return join(packageRoot(), 'examples', wanted);
  return reject('file/not-found', `there is no file "${name.slice(0, 200)}", and no bundled example of that name`, { remedy: suggestion(wanted, known) });
}

/** Reads a JSON document, refusing one that is too large before reading it. */
export function readDocument(path: string): Document {
  const source = openFile(path);
  if (source.size > maxDocumentBytes) reject('file/too-large', `${path} has ${source.size} bytes; an input document has at most ${maxDocumentBytes}`, { remedy: 'is it the right file?' });
  return parseDocument(new TextDecoder().decode(source.read(0, source.size)), path);
}

/** Writes a file aside and renames it into place, so that nobody sees half of it. Makes the folders on the way. */
export function writeWhole(path: string, text: string): void {
  const aside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(aside, text);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    reject('file/unwritable', `${path} cannot be written: ${reasonOf(error)}`, { remedy: 'choose another place' });
  }
}
