import { InputError, problem } from '../../../src/sim/core/diagnostics.js';
import type { Open } from '../../../src/workloads/checkpoint/beside.js';
import type { ByteSource } from '../../../src/workloads/tensors/tensor.js';

/** A tensor of a file: name, type as files write it, shape. */
export type Entry = readonly [name: string, dtype: string, shape: readonly number[]];

const bits: Readonly<Record<string, number>> = { F32: 32, F16: 16, BF16: 16, I64: 64, I32: 32, I16: 16, I8: 8, U8: 8, F8_E4M3: 8, F8_E8M0: 8 };

export function bytesOfEntry([, dtype, shape]: Entry): number {
  return (shape.reduce((a, b) => a * b, 1) * bits[dtype]!) / 8;
}

export function bytesOfEntries(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + bytesOfEntry(entry), 0);
}

/** A .safetensors file of these tensors whose data is claimed and not there: reading it fails the test. */
export function headerOnly(name: string, entries: readonly Entry[], metadata: Readonly<Record<string, string>> = { format: 'pt' }): ByteSource {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const entry of entries) {
    const bytes = bytesOfEntry(entry);
    header[entry[0]] = { dtype: entry[1], shape: entry[2], data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return {
    name, size: bytes.length + end,
    read: (offset, length) => {
      if (offset + length > bytes.length) throw new Error('data was read where only the header is wanted');
      return bytes.subarray(offset, offset + length);
    },
  };
}

export function textSource(name: string, text: string): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

export function jsonSource(name: string, value: unknown): ByteSource {
  return textSource(name, JSON.stringify(value));
}

/** Opens these files; any other path is not there. */
export function folder(...files: readonly ByteSource[]): Open {
  return (path) => {
    const found = files.find(({ name }) => name === path);
    if (found === undefined) throw new InputError([problem('file/unreadable', `"${path}" cannot be read: no such file`)]);
    return found;
  };
}

/** An index of these shards, each with its tensors. */
export function indexOf(name: string, shards: Readonly<Record<string, readonly Entry[]>>, totalSize?: number): ByteSource {
  const map = Object.fromEntries(Object.entries(shards).flatMap(([file, entries]) => entries.map(([tensor]) => [tensor, file])));
  return jsonSource(name, { metadata: { total_size: totalSize ?? Object.values(shards).reduce((sum, entries) => sum + bytesOfEntries(entries), 0) }, weight_map: map });
}
