import { problem, type Problem } from '../../core/diagnostics.js';
import { suggestion } from '../../core/near-name.js';

/** What can be wrong with a tensor of a GGUF file, or with a request for one. */

export function truncated(type: string, weights: number, expected: number, bytes: number): Problem {
  return problem('gguf/truncated', `${weights} weights of type ${type} take ${expected} bytes, got ${bytes}`, { remedy: 'the file is cut off, or the shape is not that of the tensor' });
}

export function trailingBytes(type: string, weights: number, expected: number, bytes: number): Problem {
  return problem('gguf/trailing-bytes', `${weights} weights of type ${type} take ${expected} bytes, got ${bytes}`, { remedy: 'give the bytes of this tensor only, without the padding after it' });
}

export function partialBlock(type: string, weights: number, blockSize: number): Problem {
  return problem('gguf/partial-block', `type ${type} has blocks of ${blockSize} weights, and ${weights} is not a multiple of that`, { remedy: 'choose a type with smaller blocks; GGUF does not pad a row' });
}

export function notDecoded(type: string, decoded: readonly string[]): Problem {
  return problem('gguf/not-decoded', `weights of type ${type} can be counted, not decoded: its size is known, its values are not in this catalogue`, { remedy: `decoded types: ${decoded.join(', ')}` });
}

export function unknownType(name: string, known: readonly string[]): Problem {
  return problem('gguf/unknown-type', `no GGUF tensor type "${name}"`, { remedy: suggestion(name, known) });
}

export function unknownTypeId(id: number): Problem {
  return problem('gguf/unknown-type', `no GGUF tensor type has the number ${id}`, { remedy: 'the file is damaged, or written by a newer or a modified ggml' });
}

export function retiredType(name: string, id: number): Problem {
  return problem('gguf/retired-type', `tensor type ${name} (number ${id}) was removed from ggml`, { remedy: 'convert the file anew from the original model' });
}
