import { InputError } from '../../sim/core/diagnostics.js';
import { noTensors, textTooLarge, unknownFormat, unreadFormat } from './diagnostics.js';
import { jsonTensors } from './json.js';
import { isNpy, npyEntry } from './npy.js';
import { isSafetensors, readTensor, safetensorsHeader, typeName } from './safetensors.js';
import type { ByteSource, TensorEntry } from './tensor.js';

/** The largest JSON text, in bytes. */
const maxTextBytes = 128 * 2 ** 20;

/** Formats that are known by their first bytes and not read: what they are, what to do. */
const unread: readonly (readonly [start: readonly number[], format: string, remedy: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive (.npz, or a checkpoint of PyTorch)', 'unpack it, or save one array with numpy.save'],
  [[0x47, 0x47, 0x55, 0x46], 'a GGUF file', 'give numbers as JSON, .npy or .safetensors'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file', 'give numbers as JSON, .npy or .safetensors'],
  [[0x80, 0x02], 'a Python pickle', 'save the array with numpy.save'],
  [[0x80, 0x04], 'a Python pickle', 'save the array with numpy.save'],
];

/**
 * The tensors of a file, told by its content and not by its name: .npy, .safetensors or JSON. The numbers of binary files are read one
 * tensor at a time, when they are asked for. Throws `InputError` with the file and the place in it.
 */
export function tensorsIn(source: ByteSource): readonly TensorEntry[] {
  const start = source.read(0, 16);
  if (isNpy(start)) return [npyEntry(source, tensorName(source.name))];
  if (isSafetensors(start)) {
    const { entries } = safetensorsHeader(source);
    if (entries.length === 0) throw new InputError([{ ...noTensors(), file: source.name }]);
    return entries.map((entry) => ({ name: entry.name, shape: entry.shape, dtype: typeName(entry.dtype), read: () => readTensor(source, entry) }));
  }
  const known = unread.find(([bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (known !== undefined) throw new InputError([unreadFormat(source.name, known[1], known[2])]);
  return jsonTensors(textOf(source), source.name, tensorName(source.name)).map((tensor) => ({ ...tensor, read: () => tensor }));
}

function textOf(source: ByteSource): string {
  const { name, size } = source;
  if (size > maxTextBytes) throw new InputError([textTooLarge(name, size, maxTextBytes)]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(source.read(0, size));
  } catch {
    throw new InputError([unknownFormat(name)]);
  }
}

/** A tensor without a name is called as its file is: `weights` of `layers/weights.npy`, `stdin` of `<stdin>`. */
function tensorName(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).replace(/^<(.*)>$/, '$1');
  return base.replace(/(?<=.)\.[A-Za-z]\w*$/, '') || 'values';
}
