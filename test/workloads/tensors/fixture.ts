import type { ByteSource, Tensor } from '../../../src/workloads/tensors/tensor.js';

/** Bytes as a file; `reads` lists what was asked for. */
export function sourceOf(bytes: Uint8Array, name = 'x.bin', reads: (readonly [offset: number, length: number])[] = []): ByteSource {
  return {
    name, size: bytes.length,
    read: (offset, length) => {
      reads.push([offset, length]);
      return bytes.subarray(offset, offset + length);
    },
  };
}

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A .npy file of version 1, 2 or 3 with that header text and data. */
export function npyFile(header: string, data: Uint8Array, version = 1): Uint8Array {
  const length = version === 1 ? [header.length % 256, header.length >> 8] : [header.length % 256, header.length >> 8, 0, 0];
  return joined(Uint8Array.of(0x93), latin1('NUMPY'), Uint8Array.of(version, 0, ...length), latin1(header), data);
}

export function npyHeaderText(descr: string, shape: readonly number[], fortranOrder = false): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': (${shape.map((n) => `${n},`).join(' ')}), }\n`;
}

/** A .safetensors file with that header (an object, or its text) and data. */
export function safetensorsFile(header: unknown, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return joined(length, text, data);
}

/** What is compared of a tensor; -0 and 0 differ. */
export function plain({ name, shape, dtype, values }: Tensor): { readonly name: string; readonly shape: readonly number[]; readonly dtype: string; readonly values: readonly number[] } {
  return { name, shape, dtype, values: [...values] };
}

/** The bytes of numbers, as a `DataView` writes them. */
export function bytesOf(numbers: readonly number[], size: number, write: (view: DataView, offset: number, value: number) => void): Uint8Array {
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, i) => { write(view, i * size, value); });
  return bytes;
}
