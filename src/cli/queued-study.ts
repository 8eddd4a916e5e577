import { Buffer } from 'node:buffer';
import { resolve } from 'node:path';
import type { ByteSource, Open } from '../experiment/byte-source.js';
import { version } from '../experiment/version.js';
import { parseDocument, type Document } from '../sim/core/document.js';
import type { SearchProblem } from '../gym/problem/search-problem.js';
import { studyOfDocument } from '../gym/study/study.js';
import { openFile } from './open-file.js';

/** A study as other machines get it: plain JSON, with the small files that it names. */
export interface QueuedStudy {
  readonly text: string;
  readonly file: string;
  readonly accept: readonly 'assumed'[];
  /** What the study must be there too. */
  readonly digest: string;
  /** Where the paths of other files begin. */
  readonly folder: string;
  /** Contents by path, in Base64. */
  readonly files: Readonly<Record<string, string>>;
}

/** Larger files, such as checkpoints, must be where the worker is. */
const mostFileBytes = 4 * 2 ** 20;
const mostBytes = 64 * 2 ** 20;

export async function queuedStudyOf(document: Document, accept: readonly 'assumed'[]): Promise<QueuedStudy> {
  const files: Record<string, string> = {};
  let bytes = 0;
  const open: Open = (path) => {
    const source = openFile(path);
    if (files[path] === undefined && source.size <= mostFileBytes && bytes + source.size <= mostBytes) {
      files[path] = Buffer.from(source.read(0, source.size)).toString('base64');
      bytes += source.size;
    }
    return source;
  };
  const { digest } = await studyOfDocument(document, { open, accept });
  return { text: JSON.stringify(document.value), file: document.file, accept, digest, folder: process.cwd(), files };
}

/** The problem of a queued study. Throws where this machine makes another study of it. */
export async function queuedProblem({ text, file, accept, digest, folder, files }: QueuedStudy): Promise<SearchProblem> {
  const open: Open = (path) => (files[path] === undefined ? openFile(resolve(folder, path)) : inMemory(path, Buffer.from(files[path], 'base64')));
  const study = await studyOfDocument(parseDocument(text, file), { open, accept, isChecked: true });
  if (study.digest !== digest) throw new Error(`archsim ${version} makes another study of it here: the files that it names differ, or the installation does`);
  return study.problem;
}

function inMemory(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
