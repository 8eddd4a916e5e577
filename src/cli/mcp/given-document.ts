import { InputError } from '../../sim/core/diagnostics.js';
import { parseDocument, type Document } from '../../sim/core/document.js';

/**
 * Does something with the document that an argument stands for: an object, the text of a file (it has a brace), or a name. Problems of a text have its lines and columns, those of an
 * object the pointer of the argument.
 */
export async function withDocument<T>(argument: string, given: unknown, byName: (name: string) => Promise<Document>, body: (document: Document) => T | Promise<T>): Promise<T> {
  if (typeof given === 'string') return body(given.includes('{') ? parseDocument(given, argument) : await byName(given));
  try {
    return await body(parseDocument(JSON.stringify(given), argument));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((found) => {
      if (found.file !== argument) return found;
      const { code, message, remedy, pointer = '' } = found;
      return { code, message, pointer: `/${argument}${pointer}`, ...(remedy === undefined ? {} : { remedy }) };
    }));
  }
}
