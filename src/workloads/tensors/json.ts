import { isRecord } from '../../sim/core/is-record.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { locate, parseDocument, type Document } from '../../sim/core/document.js';
import { childPointer } from '../../sim/core/pointer.js';
import { quote } from '../../sim/core/quote.js';
import { moreProblems, noTensors, notANumber, notNumbers, ragged, tooManyDimensions, unknownKey, wrongName, wrongShape } from './diagnostics.js';
import { elementCount, type Tensor } from './tensor.js';

const maxProblems = 20;
const maxDimensions = 16;
const fields = ['values', 'shape', 'name'] as const;

type Report = (found: Problem) => void;

/**
 * The tensors of a JSON text (comments and trailing commas allowed): a list of numbers, lists of lists (a matrix, ...), an object
 * `{"values": ..., "shape", "name"}`, or an object of several of these by name. `name` is that of a tensor that has none.
 * Throws all problems together, each with its place (`tensor/...`, `json/...`).
 */
export function jsonTensors(text: string, file: string, name: string): readonly Tensor[] {
  // What is plain JSON without a problem needs no places, and no limit on its values.
  const plain = plainJson(text);
  const document = plain === undefined ? parseDocument(text, file) : undefined;
  const problems: Problem[] = [];
  const tensors = tensorsOf(plain === undefined ? document!.value : plain.value, name, reportInto(problems));
  if (problems.length === 0) return tensors;
  const places = document ?? placesIn(text, file);
  throw new InputError(problems.map((p) => (places === undefined || p.pointer === undefined ? { ...p, file } : locate(p, places, p.code === 'tensor/unknown-field' ? 'key' : 'value'))));
}

/** Keeps the first problems; the rest is told by number. */
function reportInto(problems: Problem[]): Report {
  return (found) => {
    if (problems.length < maxProblems) problems.push(found);
    else if (problems.length === maxProblems) problems.push(moreProblems(maxProblems));
  };
}

/** The value of a text without comments, trailing commas or a name that is given twice. */
function plainJson(text: string): { readonly value: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return keysIn(value) === (text.match(/"\s*:/g)?.length ?? 0) ? { value } : undefined;
}

/** Names in an object and in the objects it holds: deeper ones are wrong anyway. */
function keysIn(value: unknown): number {
  return isRecord(value) ? Object.values(value).reduce((sum: number, held) => sum + 1 + (isRecord(held) ? Object.keys(held).length : 0), 0) : 0;
}

/** The places of a text; none where it is too large for them. */
function placesIn(text: string, file: string): Document | undefined {
  try {
    return parseDocument(text, file);
  } catch (error) {
    if (error instanceof InputError && error.problems.every(({ code }) => code === 'json/too-large' || code === 'json/too-many-values')) return undefined;
    throw error;
  }
}

function tensorsOf(value: unknown, name: string, report: Report): Tensor[] {
  if (!isRecord(value) || isTensorObject(value)) return tensorOf(value, '', name, report);
  const entries = Object.entries(value);
  if (!entries.some(([, held]) => isTensorLike(held))) {
    report(entries.length === 0 ? noTensors() : notNumbers('', `an object with ${entries.slice(0, 4).map(([key]) => quote(key, 30)).join(', ')}`));
    return [];
  }
  return entries.flatMap(([key, held]) => tensorOf(held, childPointer('', key), key, report));
}

function tensorOf(value: unknown, pointer: string, name: string, report: Report): Tensor[] {
  if (Array.isArray(value)) {
    const list = listOf(value, pointer, report);
    return list === undefined ? [] : [{ name, dtype: 'fp64', ...list }];
  }
  if (!isRecord(value) || !isTensorObject(value)) {
    report(notNumbers(pointer, shown(value)));
    return [];
  }
  for (const key of Object.keys(value)) if (!(fields as readonly string[]).includes(key)) report(unknownKey(pointer, key, fields));
  const { values, shape, name: ownName = name } = value;
  if (typeof ownName !== 'string') report(wrongName(`${pointer}/name`, shown(ownName)));
  if (!Array.isArray(values)) {
    report(notNumbers(`${pointer}/values`, shown(values)));
    return [];
  }
  const list = listOf(values, `${pointer}/values`, report);
  if (list === undefined) return [];
  return [{ name: String(ownName), dtype: 'fp64', values: list.values, shape: shapeOf(shape, list, `${pointer}/shape`, report) }];
}

interface NumberList {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The numbers of a list, or of lists in it, which all have the lengths of the first ones. */
function listOf(list: readonly unknown[], pointer: string, report: Report): NumberList | undefined {
  const shape = [list.length];
  for (let first = list[0]; Array.isArray(first); first = first[0] as unknown) {
    shape.push(first.length);
    if (shape.length > maxDimensions) {
      report(tooManyDimensions(pointer, maxDimensions));
      return undefined;
    }
  }
  // Checked before there is room for the numbers: a ragged list has fewer of them than its shape.
  if (!isRegular(list, shape, 0, pointer, report)) return undefined;
  const values = new Float64Array(elementCount(shape));
  let at = 0;
  const fill = (part: readonly unknown[], depth: number): void => {
    if (depth < shape.length - 1) for (const inner of part) fill(inner as readonly unknown[], depth + 1);
    else for (const number of part as readonly number[]) values[at++] = number;
  };
  fill(list, 0);
  return { shape, values };
}

/** True where every list has the length of its dimension and every innermost value is a number. */
function isRegular(list: readonly unknown[], shape: readonly number[], depth: number, pointer: string, report: Report): boolean {
  const isInnermost = depth === shape.length - 1;
  let isRight = true;
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (isInnermost ? isNumber(value) : Array.isArray(value) && value.length === shape[depth + 1]) {
      if (!isInnermost) isRight = isRegular(value as readonly unknown[], shape, depth + 1, childPointer(pointer, i), report) && isRight;
      continue;
    }
    isRight = false;
    const place = childPointer(pointer, i);
    if (!isInnermost) report(ragged(place, `a list of ${shape[depth + 1]!}`, shown(value)));
    else report(Array.isArray(value) ? ragged(place, 'a number', shown(value)) : notANumber(place, shown(value)));
  }
  return isRight;
}

/** The shape that is given, where it has as many numbers as there are. */
function shapeOf(given: unknown, list: NumberList, pointer: string, report: Report): readonly number[] {
  if (given === undefined) return list.shape;
  const isShape = Array.isArray(given) && given.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
  if (!isShape) report(wrongShape(pointer, 'a list of whole numbers', shown(given)));
  else if (elementCount(given as number[]) !== list.values.length) report(wrongShape(pointer, `a shape of ${list.values.length} numbers`, (given as number[]).join(' x ')));
  else if (list.shape.length > 1 && String(given) !== String(list.shape)) report(wrongShape(pointer, `the shape of the lists, ${list.shape.join(' x ')}`, (given as number[]).join(' x ')));
  return isShape ? given as number[] : list.shape;
}

function isTensorObject(value: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(value, 'values');
}

function isTensorLike(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && isTensorObject(value));
}

/** JSON.parse takes 1e999 for infinity. */
function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A value as messages show it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (isRecord(value)) return 'an object';
  return typeof value === 'string' ? quote(value, 60) : String(value);
}
