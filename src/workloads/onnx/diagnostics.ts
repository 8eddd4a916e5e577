import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { excerpt, quote } from '../../sim/core/quote.js';

const maxShown = 80;
const damaged = 'the file is damaged or cut off: copy or download it again';

/** `byte` is where in the file, `rule` what must be so. */
export function malformed(file: string, byte: number, rule: string): Problem {
  return problem('onnx/malformed', `byte ${byte}: ${rule}`, { file, remedy: damaged });
}

export function limitExceeded(file: string, byte: number, what: string, limit: number): Problem {
  return problem('onnx/limit', `byte ${byte}: more than ${limit} ${what} are not read`, { file, remedy: 'give a smaller model, or a part of it' });
}

export function notAModel(file: string): Problem {
  return problem('onnx/not-a-model', 'byte 0: the file has no graph and no version, so it is no ONNX model', { file, remedy: 'give a file that onnx.save or an exporter wrote' });
}

export function wrongTensor(file: string, byte: number, tensor: string, rule: string, got: string): Problem {
  return problem('onnx/tensor', `byte ${byte}: ${quote(tensor, maxShown)} must have ${rule}, got ${excerpt(got, maxShown)}`, { file, remedy: damaged });
}

export function externalPath(file: string, byte: number, tensor: string, location: string): Problem {
  return problem('onnx/external-path', `byte ${byte}: the data of ${quote(tensor, maxShown)} must be in a file in the same folder, got ${quote(location, maxShown)}`, { file, remedy: 'save the model with its data beside it' });
}

export function externalUnreadable(file: string, byte: number, location: string, reason: string): Problem {
  return problem('onnx/external-file', `byte ${byte}: the data file ${quote(location, maxShown)} cannot be opened: ${reason}`, { file, remedy: 'put it beside the model' });
}

export function externalTooShort(file: string, byte: number, tensor: string, location: string, end: number, size: number): Problem {
  return problem('onnx/external-size', `byte ${byte}: the data of ${quote(tensor, maxShown)} ends at byte ${end} of ${quote(location, maxShown)}, which has ${size} bytes`, { file, remedy: damaged });
}
