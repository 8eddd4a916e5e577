import { InputError } from '../../sim/core/diagnostics.js';
import { npyHeader, unreadType } from './diagnostics.js';

/** What the header of a .npy file says, as NumPy's format description has it. */
export interface NpyHeader {
  /** NumPy's notation of the type, such as `<f4`. */
  readonly descr: string;
  /** True where the first dimension is contiguous. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const token = /[ \t]*('[^'\\\n]*'|"[^"\\\n]*"|\d+|[A-Za-z_]+|[{}()[\],:])/y;
const keys = ['descr', 'fortran_order', 'shape'] as const;

/**
 * Reads the header: a Python dictionary of exactly `descr` (a text), `fortran_order` (True or False) and `shape` (a tuple of whole
 * numbers), then blanks and a line end. `start` is where the text begins in the file. Throws `tensor/npy-header` with the byte.
 */
export function parseNpyHeader(text: string, start: number, file: string, name: string): NpyHeader {
  let at = 0;
  const fail = (from: number, expected: string): never => {
    throw new InputError([npyHeader(file, start + from, expected, text.slice(from, from + 40).trim())]);
  };
  const next = (): { readonly word: string; readonly from: number } => {
    token.lastIndex = at;
    const found = token.exec(text);
    const from = found === null ? at : token.lastIndex - found[1]!.length;
    at = found === null ? at : token.lastIndex;
    return { word: found?.[1] ?? '', from };
  };
  const take = (wanted: string): void => {
    const { word, from } = next();
    if (word !== wanted) fail(from, `"${wanted}"`);
  };
  /** A comma, or the closing bracket that is then left in place. */
  const separator = (closing: string): void => {
    const { word, from } = next();
    if (word === closing) at = from;
    else if (word !== ',') fail(from, `"," or "${closing}"`);
  };
  const isAt = (wanted: string): boolean => {
    const before = at;
    const { word } = next();
    at = before;
    return word === wanted;
  };

  const readers: Readonly<Record<(typeof keys)[number], () => unknown>> = {
    descr: () => {
      if (isAt('[') || isAt('(') || isAt('{')) throw new InputError([unreadType(file, name, 'records of several fields', text.slice(at, at + 60).trim())]);
      const { word, from } = next();
      return /^['"]/.test(word) ? word.slice(1, -1) : fail(from, 'a type in quotes after "descr"');
    },
    fortran_order: () => {
      const { word, from } = next();
      return word === 'True' || word === 'False' ? word === 'True' : fail(from, 'True or False after "fortran_order"');
    },
    shape: () => {
      const shape: number[] = [];
      take('(');
      while (!isAt(')')) {
        const { word, from } = next();
        if (!/^\d+$/.test(word) || !Number.isSafeInteger(Number(word))) fail(from, 'whole numbers after "shape"');
        shape.push(Number(word));
        separator(')');
      }
      take(')');
      return shape;
    },
  };

  const found = new Map<string, unknown>();
  take('{');
  while (!isAt('}')) {
    const { word, from } = next();
    const key = keys.find((k) => k === word.slice(1, -1)) ?? fail(from, `one of ${keys.join(', ')}`);
    if (found.has(key)) fail(from, `"${key}" only once`);
    take(':');
    found.set(key, readers[key]());
    separator('}');
  }
  const missing = keys.find((key) => !found.has(key));
  if (missing !== undefined) fail(at, `"${missing}"`);
  take('}');
  if (!/^[ \n]*$/.test(text.slice(at))) fail(at, 'nothing but blanks behind "}"');
  return { descr: found.get('descr') as string, fortranOrder: found.get('fortran_order') as boolean, shape: found.get('shape') as number[] };
}
