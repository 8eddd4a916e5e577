import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from '../sim/core/diagnostics.js';
import { maxDocumentBytes } from '../sim/core/document.js';
import type { ByteSource } from '../experiment/byte-source.js';
import { isFolder, unreadable } from './diagnostics.js';
import { reasonOf } from './reason.js';

/** Opens a file for reading at any place. What cannot be read twice, such as a pipe, is read at once. Throws `file/...` problems. */
export function openFile(path: string): ByteSource {
  return withFile(path, (fd) => {
    const status = fstatSync(fd);
    if (status.isDirectory()) throw new InputError([isFolder(path)]);
    if (status.isFile()) return { name: path, size: status.size, read: (offset, length) => withFile(path, (again) => readPart(again, offset, length)) };
    const bytes = readPart(fd, null, maxDocumentBytes + 1);
    return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  });
}

/** Up to `length` bytes from `offset` on; from where the file stands where `offset` is null. */
function readPart(fd: number, offset: number | null, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const got = readSync(fd, bytes, done, length - done, offset === null ? null : offset + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}

function withFile<T>(path: string, body: (fd: number) => T): T {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    return body(fd);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError([unreadable(path, reasonOf(error))]);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
