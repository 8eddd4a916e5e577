import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { suggestion } from '../../sim/core/near-name.js';
import { quote } from '../../sim/core/quote.js';

/** What can be wrong with the header of a GGUF file. `byte` is where in the file the wrong value stands. */

const maxShown = 80;
const damaged = 'the file is damaged or cut off: copy or download it again';

export function notGguf(file: string, got: string): Problem {
  return problem('gguf/not-gguf', `byte 0: a GGUF file begins with "GGUF", this with ${got}`, { file, remedy: 'give a file in the format GGUF; older ones (GGML, GGJT) must be converted' });
}

export function bigEndian(file: string, version: number): Problem {
  return problem('gguf/big-endian', `byte 4: this is a big-endian file (version ${version}), and only little-endian ones are read`, { file, remedy: 'convert it with gguf_convert_endian.py of llama.cpp' });
}

export function version(file: string, got: number): Problem {
  const what = got === 1 ? 'version 1 of GGUF has counts of 32 bits and is not read' : `version ${got} of GGUF is not known`;
  return problem('gguf/version', `byte 4: ${what}; versions 2 and 3 are`, { file, remedy: 'convert the model anew with a current llama.cpp' });
}

export function truncated(file: string, byte: number, what: string, end: number, size: number): Problem {
  return problem('gguf/truncated', `byte ${byte}: ${what} would end at byte ${end}, and the file has ${size} bytes`, { file, remedy: damaged });
}

export function tooMany(file: string, byte: number, what: string, count: number, limit: number): Problem {
  return problem('gguf/too-many', `byte ${byte}: at most ${limit} ${what} are read, and this claims ${count}`, { file, remedy: damaged });
}

/** `rest` is what the file still has, `least` what one of them takes. */
export function countBeyondFile(file: string, byte: number, what: string, count: number, least: number, rest: number): Problem {
  return problem('gguf/count-beyond-file', `byte ${byte}: ${count} ${what} take at least ${least} bytes each, and the file has ${rest} bytes left`, { file, remedy: damaged });
}

export function notExact(file: string, byte: number, what: string): Problem {
  return problem('gguf/too-large', `byte ${byte}: ${what} is beyond 2^53`, { file, remedy: damaged });
}

export function headerTooLarge(file: string, byte: number, what: string, limit: number): Problem {
  return problem('gguf/header-too-large', `byte ${byte}: with ${what} the header would be larger than ${limit} bytes`, { file, remedy: 'no model needs as much: the file is damaged' });
}

export function metadataTooLarge(file: string, byte: number, limit: number): Problem {
  return problem('gguf/metadata-too-large', `byte ${byte}: the metadata beside long lists and texts is larger than ${limit} bytes`, { file, remedy: 'no model needs as much: the file is damaged' });
}

export function textTooLong(file: string, byte: number, what: string, length: number, limit: number): Problem {
  return problem('gguf/text-too-long', `byte ${byte}: ${what} has at most ${limit} bytes, and this claims ${length}`, { file, remedy: damaged });
}

export function emptyText(file: string, byte: number, what: string): Problem {
  return problem('gguf/empty-name', `byte ${byte}: ${what} is empty`, { file, remedy: damaged });
}

export function notUtf8(file: string, byte: number, what: string): Problem {
  return problem('gguf/not-utf8', `byte ${byte}: ${what} is not valid UTF-8`, { file, remedy: damaged });
}

export function nulInText(file: string, byte: number, what: string): Problem {
  return problem('gguf/nul-in-text', `byte ${byte}: ${what} has a NUL character`, { file, remedy: damaged });
}

export function unknownValueType(file: string, byte: number, key: string, type: number): Problem {
  return problem('gguf/unknown-value-type', `byte ${byte}: ${quote(key, maxShown)} has the unknown value type ${type}; 0 to 12 are known`, { file, remedy: damaged });
}

export function notABoolean(file: string, byte: number, key: string, got: number): Problem {
  return problem('gguf/not-a-boolean', `byte ${byte}: a boolean of ${quote(key, maxShown)} is 0 or 1, got ${got}`, { file, remedy: damaged });
}

export function nestedTooDeep(file: string, byte: number, key: string, limit: number): Problem {
  return problem('gguf/nested-too-deep', `byte ${byte}: lists of ${quote(key, maxShown)} are nested more than ${limit} deep`, { file, remedy: damaged });
}

export function duplicateKey(file: string, byte: number, key: string): Problem {
  return problem('gguf/duplicate-key', `byte ${byte}: the metadata has ${quote(key, maxShown)} twice`, { file, remedy: 'keep one of them; readers disagree on which one counts' });
}

export function wrongAlignment(file: string, got: string): Problem {
  return problem('gguf/alignment', `"general.alignment" is a power of two from 8 as uint32, got ${got}`, { file, remedy: 'write the file again with an alignment of 32' });
}

export function duplicateTensor(file: string, byte: number, tensor: string): Problem {
  return problem('gguf/duplicate-tensor', `byte ${byte}: there are two tensors ${quote(tensor, maxShown)}`, { file, remedy: 'give each tensor a name of its own' });
}

export function dimensions(file: string, byte: number, tensor: string, count: number, limit: number): Problem {
  return problem('gguf/dimensions', `byte ${byte}: ${quote(tensor, maxShown)} has ${count} dimensions, and ggml has at most ${limit}`, { file, remedy: damaged });
}

export function wrongShape(file: string, byte: number, tensor: string, dims: readonly number[], rule: string): Problem {
  return problem('gguf/shape', `byte ${byte}: ${quote(tensor, maxShown)} has the dimensions [${dims.join(', ')}]: ${rule}`, { file, remedy: damaged });
}

/** A problem of the type of a tensor, with its place. */
export function ofTensor(found: Problem, file: string, byte: number, tensor: string): Problem {
  return { ...found, message: `byte ${byte}: ${quote(tensor, maxShown)}: ${found.message}`, file };
}

export function unaligned(file: string, byte: number, tensor: string, offset: number, alignment: number): Problem {
  return problem('gguf/unaligned', `byte ${byte}: ${quote(tensor, maxShown)} begins at byte ${offset} of the data, which is no multiple of ${alignment}`, { file, remedy: damaged });
}

export function overlap(file: string, tensor: string, other: string, byte: number): Problem {
  return problem('gguf/overlap', `${quote(tensor, maxShown)} begins at byte ${byte}, inside of ${quote(other, maxShown)}`, { file, remedy: damaged });
}

export function moreProblems(file: string, shown: number): Problem {
  return problem('gguf/more-problems', `reading stopped after ${shown} problems`, { file, remedy: 'correct these first' });
}

/* Files in parts. */

export function splitName(file: string, parts: number): Problem {
  return problem('gguf/split-name', `this is one of ${parts} parts, and its name does not say where the others are`, { file, remedy: 'give the first part the name it came with, such as model-00001-of-00003.gguf' });
}

/** `rule` says what must be so. */
export function splitMismatch(file: string, rule: string, got: string): Problem {
  return problem('gguf/split', `the parts do not belong together: ${rule}, got ${got}`, { file, remedy: 'put all parts of one model beside each other under their own names' });
}

/* What the content means as a model. */

export function missingKey(file: string, key: string): Problem {
  return problem('gguf/missing-key', `the metadata has no ${quote(key, maxShown)}`, { file, remedy: 'convert the model anew; no default would fit every model' });
}

export function wrongKey(file: string, key: string, rule: string, got: string): Problem {
  return problem('gguf/wrong-key', `${quote(key, maxShown)} must be ${rule}, got ${got}`, { file, remedy: 'convert the model anew' });
}

export function unknownArchitecture(file: string, name: string, known: readonly string[]): Problem {
  return problem('gguf/unknown-architecture', `unknown architecture ${quote(name, maxShown)}`, { file, remedy: suggestion(name.slice(0, 64), known) });
}

export function architectureNotModelled(file: string, name: string, reason: string): Problem {
  return problem('gguf/architecture-not-modelled', `architecture ${quote(name, maxShown)} is known but not modelled yet: ${reason}`, { file, remedy: 'archsim inspect shows its tensors' });
}

export function optionNotModelled(file: string, key: string, got: string, reason: string): Problem {
  return problem('gguf/option-not-modelled', `${quote(key, maxShown)} = ${got} is not modelled: ${reason}`, { file, remedy: 'archsim inspect shows the tensors of the file' });
}

export function noTensors(file: string): Problem {
  return problem('gguf/no-tensors', 'the file has no tensors: it holds a vocabulary or an adapter, not a model', { file, remedy: 'give a file with weights' });
}

export function missingTensor(file: string, tensor: string, op: string): Problem {
  return problem('gguf/missing-tensor', `${quote(tensor, maxShown)}, the weights of ${op}, is not in the file`, { file, remedy: 'give all parts of the model, or convert it anew' });
}

export function wrongTensorShape(file: string, tensor: string, got: readonly number[], expected: readonly number[]): Problem {
  return problem('gguf/tensor-shape', `${quote(tensor, maxShown)} has the dimensions [${got.join(', ')}], and the metadata asks for [${expected.join(', ')}]`, { file, remedy: 'the file says two things of one model: convert it anew' });
}

export function notWeights(file: string, tensor: string, type: string): Problem {
  return problem('gguf/not-weights', `${quote(tensor, maxShown)} is of type ${type}, which no model has it in: whole numbers have no scale in GGUF, and norms and biases no blocks`, { file, remedy: 'convert the model anew' });
}

/** Layers that have a tensor which others lack. */
export function unevenLayers(file: string, tensor: string, withIt: number, layers: number): Problem {
  return problem('gguf/uneven-layers', `${withIt} of ${layers} layers have ${quote(tensor, maxShown)}: layers of different structure are not modelled`, { file, remedy: 'archsim inspect shows the tensors of the file' });
}

/** A problem that the rules of the family find in what the metadata says. */
export function ofFamily(found: Problem, file: string): Problem {
  const { code, message, remedy } = found;
  return { code, message, file, ...(remedy === undefined ? {} : { remedy }) };
}
