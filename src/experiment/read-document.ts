import { InputError } from '../sim/core/diagnostics.js';
import { maxDocumentBytes, parseDocument, type Document } from '../sim/core/document.js';
import type { ByteSource } from './byte-source.js';
import { fileTooLarge, notUtf16, notUtf8 } from './diagnostics.js';

/** Reads a JSON document from its bytes. Throws `file/...` and `json/...` problems with their place. */
export function readDocument(source: ByteSource): Document {
  return parseDocument(readText(source), source.name);
}

/** The text of a file, refused before it is read where it has more bytes than `limit`. Only UTF-8 is a text. */
export function readText(source: ByteSource, limit = maxDocumentBytes): string {
  if (source.size > limit) throw new InputError([fileTooLarge(source.name, source.size, limit)]);
  const bytes = source.read(0, source.size);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new InputError([notUtf16(source.name)]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError([notUtf8(source.name, lineOfFirstError(bytes))]);
  }
}

function lineOfFirstError(bytes: Uint8Array): number {
  const lossy = new TextDecoder().decode(bytes);
  return lossy.slice(0, lossy.indexOf('\ufffd')).split('\n').length;
}
