import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { childPointer } from '../../sim/core/pointer.js';
import { suggestion } from '../../sim/core/near-name.js';
import { excerpt, quote } from '../../sim/core/quote.js';

const maxShown = 80;
const damaged = 'the file is damaged or cut off: copy or download it again';

export function unreadFormat(file: string, format: string, remedy: string): Problem {
  return problem('tensor/unread-format', `this is ${format}, which is not read`, { file, remedy });
}

export function unknownFormat(file: string): Problem {
  return problem('tensor/unknown-format', 'this is neither .npy nor .safetensors nor a text in UTF-8', { file, remedy: 'give numbers as JSON, .npy or .safetensors' });
}

export function textTooLarge(file: string, bytes: number, limit: number): Problem {
  return problem('tensor/text-too-large', `a JSON text has at most ${limit / 2 ** 20} MiB, and this has ${bytes} bytes`, { file, remedy: 'give large tensors as .npy or .safetensors' });
}

export function truncated(file: string, what: string, end: number, size: number): Problem {
  return problem('tensor/truncated', `${what} would end at byte ${end}, and the file has ${size} bytes`, { file, remedy: damaged });
}

export function leftOver(file: string, end: number, size: number): Problem {
  return problem('tensor/left-over', `the data ends at byte ${end}, and the file goes on to byte ${size}`, { file, remedy: 'the file holds more than it says: save it again' });
}

export function tooManyNumbers(file: string, tensor: string, count: number, limit: number): Problem {
  return problem('tensor/too-many-numbers', `${quote(tensor, maxShown)} has ${count} numbers, and at most ${limit} are read`, { file, remedy: 'give a part of it' });
}

/** `type` says what is stored, in the plural; `dtype` is how the file writes that. */
export function unreadType(file: string, tensor: string, type: string, dtype: string): Problem {
  return problem('tensor/unread-type', `${quote(tensor, maxShown)} holds ${type} (${quote(dtype, maxShown)}), which are not read`, { file, remedy: 'convert it to float32 or float16 first' });
}

/** `byte` is where the number stands in the file. */
export function integerTooLarge(file: string, tensor: string, index: number, byte: number): Problem {
  return problem('tensor/integer-too-large', `number ${index} of ${quote(tensor, maxShown)} (byte ${byte}) is beyond 2^53, where not every whole number is known`, { file, remedy: 'convert it to floating point first' });
}

export function npyVersion(file: string, major: number, minor: number): Problem {
  return problem('tensor/npy-version', `byte 6: version ${major}.${minor} of .npy is not known, only 1.0, 2.0 and 3.0 are`, { file, remedy: 'save it with numpy.save' });
}

export function npyHeaderTooLong(file: string, length: number, limit: number): Problem {
  return problem('tensor/npy-header', `byte 8: a header of ${length} bytes is longer than ${limit}`, { file, remedy: damaged });
}

/** `byte` is where in the file, `expected` what would be right, `got` what stands there. */
export function npyHeader(file: string, byte: number, expected: string, got: string): Problem {
  return problem('tensor/npy-header', `byte ${byte}: the header must have ${expected}, got ${got === '' ? 'its end' : quote(got, 40)}`, { file, remedy: 'save it with numpy.save' });
}

export function headerLength(file: string, length: number, limit: number): Problem {
  return problem('tensor/header-length', `byte 0: a header has 2 to ${limit} bytes, and this claims ${length}`, { file, remedy: damaged });
}

export function headerNotJson(file: string, end: number): Problem {
  return problem('tensor/header-not-json', `bytes 8 to ${end}: the header is not a JSON object in UTF-8`, { file, remedy: damaged });
}

/** `rule` says what must be so, `got` what is. */
export function wrongEntry(file: string, tensor: string, rule: string, got: string): Problem {
  return problem('tensor/wrong-entry', `the header says of ${quote(tensor, maxShown)} what cannot be: ${rule}, got ${excerpt(got, maxShown)}`, { file, remedy: damaged });
}

export function unknownType(file: string, tensor: string, dtype: string, known: readonly string[]): Problem {
  return problem('tensor/unknown-type', `${quote(tensor, maxShown)} has the unknown type ${quote(dtype, maxShown)}`, { file, remedy: suggestion(dtype.slice(0, 64), known) });
}

export function overlap(file: string, tensor: string, other: string, byte: number): Problem {
  return problem('tensor/overlap', `${quote(tensor, maxShown)} begins at byte ${byte} of the data, inside of ${quote(other, maxShown)}`, { file, remedy: damaged });
}

export function hole(file: string, from: number, to: number): Problem {
  return problem('tensor/hole', `bytes ${from} to ${to} of the data belong to no tensor`, { file, remedy: damaged });
}

export function noTensors(): Problem {
  return problem('tensor/none', 'the file has no tensors', { pointer: '', remedy: 'give a file with at least one' });
}

/** `got` is a value as messages show it. */
export function notNumbers(pointer: string, got: string): Problem {
  return problem('tensor/not-numbers', `${shownPointer(pointer)} must be a list of numbers, lists of them, or an object with "values", got ${got}`, { pointer, remedy: 'write for example [0.1, -0.2] or {"values": [0.1, -0.2]}' });
}

export function notANumber(pointer: string, got: string): Problem {
  return problem('tensor/not-a-number', `${shownPointer(pointer)} must be a number, got ${got}`, { pointer, remedy: 'weights are finite numbers' });
}

/** `expected` is what the first of its lists has. */
export function ragged(pointer: string, expected: string, got: string): Problem {
  return problem('tensor/ragged', `${shownPointer(pointer)} must be ${expected}, as the first is, got ${got}`, { pointer, remedy: 'make all rows of the same length' });
}

export function tooManyDimensions(pointer: string, limit: number): Problem {
  return problem('tensor/too-many-dimensions', `${shownPointer(pointer)} has more than ${limit} dimensions`, { pointer, remedy: 'flatten it' });
}

export function wrongShape(pointer: string, rule: string, got: string): Problem {
  return problem('tensor/wrong-shape', `${shownPointer(pointer)} must be ${rule}, got ${got}`, { pointer, remedy: 'leave the shape out, or correct it' });
}

export function wrongName(pointer: string, got: string): Problem {
  return problem('tensor/wrong-name', `${shownPointer(pointer)} must be a text, got ${got}`, { pointer });
}

export function unknownKey(parent: string, key: string, known: readonly string[]): Problem {
  return problem('tensor/unknown-field', `unknown field ${quote(key, maxShown)} in ${shownPointer(parent)}`, { pointer: childPointer(parent, key), remedy: suggestion(key.slice(0, 64), known) });
}

export function moreProblems(shown: number): Problem {
  return problem('tensor/more-problems', `reading stopped after ${shown} problems`, { remedy: 'correct these first' });
}

function shownPointer(pointer: string): string {
  return pointer === '' ? 'the document' : excerpt(pointer, maxShown);
}
