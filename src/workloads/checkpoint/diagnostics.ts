import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { suggestion } from '../../sim/core/near-name.js';
import { excerpt, quote } from '../../sim/core/quote.js';

const maxShown = 80;
const again = 'copy or download the folder again';

export function jsonTooLarge(file: string, bytes: number, limit: number): Problem {
  return problem('checkpoint/json-too-large', `it has ${bytes} bytes, and at most ${limit / 2 ** 20} MiB are read`, { file, remedy: 'give the file of the model itself' });
}

export function notJson(file: string, reason: string): Problem {
  return problem('checkpoint/not-json', `the file is not JSON: ${excerpt(reason, maxShown)}`, { file, remedy: again });
}

export function pathEscapes(file: string, what: string, name: string): Problem {
  return problem('checkpoint/path', `${what} must name a file in the same folder, got ${quote(name, maxShown)}`, { file, remedy: 'put all files of the model into one folder, and name them without folders' });
}

export function wrongIndex(file: string, pointer: string, rule: string): Problem {
  return problem('checkpoint/index', `${pointer === '' ? 'the index' : excerpt(pointer, maxShown)} must be ${rule}`, { file, pointer, remedy: 'an index has {"metadata": {"total_size": ...}, "weight_map": {"tensor": "file", ...}}' });
}

export function shardUnreadable(file: string, shard: string, reason: string): Problem {
  return problem('checkpoint/shard', `the index names ${quote(shard, maxShown)}, which cannot be opened: ${reason}`, { file, remedy: again });
}

export function missingTensor(file: string, tensor: string, shard: string): Problem {
  return problem('checkpoint/missing-tensor', `the index says that ${quote(tensor, maxShown)} is in ${quote(shard, maxShown)}, and it is not`, { file, remedy: again });
}

export function tensorTwice(tensor: string, first: string, second: string): Problem {
  return problem('checkpoint/tensor-twice', `${quote(tensor, maxShown)} is in ${quote(first, maxShown)} and in ${quote(second, maxShown)}`, { file: second, remedy: 'each tensor belongs in one file: remove the files that the index does not need' });
}

export function moreProblems(file: string, shown: number): Problem {
  return problem('checkpoint/more-problems', `reading stopped after ${shown} problems`, { file, remedy: 'correct these first' });
}

/** `pointer` is of the whole config.json. */
export function unknownMethod(pointer: string, method: unknown, known: readonly string[]): Problem {
  const shown = typeof method === 'string' ? quote(method, maxShown) : 'nothing';
  return problem('quantization/unknown-method', `${pointer} must name a known method, got ${shown}`, { pointer, remedy: typeof method === 'string' ? suggestion(method.slice(0, 64), known) : `known: ${known.join(', ')}` });
}

export function wrongValue(pointer: string, rule: string, value: unknown): Problem {
  return problem('quantization/wrong-value', `${excerpt(pointer, maxShown)} must be ${rule}, got ${shownValue(value)}`, { pointer, remedy: 'take the config.json that belongs to these files' });
}

export function notUnderstood(pointer: string, value: unknown, reason: string): Problem {
  return problem('quantization/not-understood', `${excerpt(pointer, maxShown)} = ${shownValue(value)} is not understood: ${reason}`, { pointer, remedy: 'give the scheme yourself: "quantization": { "weights": ... }' });
}

/** `reason` says why the file is no model that can be simulated. */
export function noModel(file: string, reason: string): Problem {
  return problem('checkpoint/no-model', `this is no model that can be simulated: ${excerpt(reason, 200)}`, { file, remedy: 'archsim inspect shows what it holds; a model of the catalogue or a graph can stand in' });
}

/** A stored tensor that is not as its configuration says. */
export function tensorDiffers(file: string, tensor: string, rule: string, got: string): Problem {
  return problem('checkpoint/tensor-differs', `${quote(tensor, 120)} must have ${rule}, got ${got}`, { file, remedy: 'files and config.json are not of the same model' });
}

export function tensorAbsent(file: string, tensor: string, reason: string): Problem {
  return problem('checkpoint/tensor-absent', `there is no ${quote(tensor, 120)}, which ${reason}`, { file, remedy: again });
}

export function opDiffers(file: string, op: string, expected: number, got: number, layers: string): Problem {
  return problem('checkpoint/op-differs', `the configuration gives ${op} ${expected} parameters, and the files have ${got}${layers}`, { file, remedy: 'files and config.json are not of the same model, or the model has parts that are not modelled' });
}

export function unknownFile(file: string, kinds: readonly string[]): Problem {
  return problem('checkpoint/unknown-kind', `${quote(file, maxShown)} is no kind of model file that is read`, { file, remedy: `known: ${kinds.join(', ')}` });
}

export function nothingToInspect(folder: string, names: readonly string[]): Problem {
  const seen = names.slice(0, 6).map((name) => quote(name, 40)).join(', ');
  return problem('checkpoint/empty-folder', `the folder has no model file${seen === '' ? '' : `, only ${seen}${names.length > 6 ? ', …' : ''}`}`, { file: folder, remedy: 'give a folder with model.safetensors, its index, .gguf, .onnx or config.json' });
}

export function severalModels(folder: string, names: readonly string[]): Problem {
  return problem('checkpoint/several', `the folder has several models: ${names.slice(0, 6).map((name) => quote(name, 60)).join(', ')}${names.length > 6 ? ', …' : ''}`, { file: folder, remedy: 'name the file' });
}

function shownValue(value: unknown): string {
  return excerpt(JSON.stringify(value) ?? 'nothing', maxShown);
}
