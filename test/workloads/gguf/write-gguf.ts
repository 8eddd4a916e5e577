/**
 * A writer of GGUF files for the tests, from the description of the format: magic, version, counts; entries of key, type and value; the list
 * of tensors; padding; data. It knows nothing of the reader.
 */

export const valueTypes = { uint8: 0, int8: 1, uint16: 2, int16: 3, uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9, uint64: 10, int64: 11, float64: 12 } as const;

export type Value =
  | readonly [type: Exclude<keyof typeof valueTypes, 'bool' | 'string' | 'array'>, value: number | bigint]
  | readonly [type: 'bool', value: boolean | number]
  | readonly [type: 'string', value: string | Uint8Array]
  | readonly [type: 'array', of: keyof typeof valueTypes, items: readonly Value[]];

export interface WrittenTensor {
  readonly name: string;
  /** The contiguous dimension first. */
  readonly dims: readonly (number | bigint)[];
  /** Its number in the file. */
  readonly type: number;
  readonly bytes: number;
  /** From the start of the data; behind the tensor before it, aligned, unless given. */
  readonly offset?: number | bigint;
}

export interface Written {
  readonly version?: number;
  readonly metadata?: readonly (readonly [key: string | Uint8Array, value: Value])[];
  readonly tensors?: readonly WrittenTensor[];
  readonly alignment?: number;
  /** Counts that differ from what follows. */
  readonly tensorCount?: number | bigint;
  readonly entryCount?: number | bigint;
}

export interface WrittenFile {
  readonly header: Uint8Array;
  /** Of the whole file: header, padding and data. */
  readonly size: number;
}

export function writeGguf({ version = 3, metadata = [], tensors = [], alignment = 32, tensorCount = tensors.length, entryCount = metadata.length }: Written): WrittenFile {
  const out = new Bytes();
  out.latin1('GGUF');
  out.number('uint32', version);
  out.number('uint64', tensorCount);
  out.number('uint64', entryCount);
  for (const [key, value] of metadata) {
    out.text(key);
    out.number('uint32', valueTypes[value[0]]);
    out.value(value);
  }
  let end = 0;
  for (const { name, dims, type, bytes, offset } of tensors) {
    const at = offset ?? aligned(end, alignment);
    out.text(name);
    out.number('uint32', dims.length);
    for (const n of dims) out.number('uint64', n);
    out.number('uint32', type);
    out.number('uint64', at);
    if (typeof at === 'number') end = at + bytes;
  }
  const header = out.done();
  return { header, size: aligned(header.length, alignment) + aligned(end, alignment) };
}

/** The file with its data, all zeros. */
export function whole({ header, size }: WrittenFile): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(header);
  return bytes;
}

function aligned(n: number, alignment: number): number {
  return Math.ceil(n / alignment) * alignment;
}

class Bytes {
  private readonly parts: Uint8Array[] = [];

  done(): Uint8Array {
    const all = new Uint8Array(this.parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  latin1(text: string): void {
    this.parts.push(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  }

  text(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    this.number('uint64', bytes.length);
    this.parts.push(bytes);
  }

  value(value: Value): void {
    switch (value[0]) {
      case 'string': { this.text(value[1]); return; }
      case 'bool': { this.number('uint8', Number(value[1])); return; }
      case 'array': {
        this.number('uint32', valueTypes[value[1]]);
        this.number('uint64', value[2].length);
        for (const item of value[2]) this.value(item);
        return;
      }
      default: this.number(value[0], value[1]);
    }
  }

  number(type: Exclude<keyof typeof valueTypes, 'bool' | 'string' | 'array'>, value: number | bigint): void {
    const sizes = { uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4, uint64: 8, int64: 8, float64: 8 } as const;
    const bytes = new Uint8Array(sizes[type]);
    const view = new DataView(bytes.buffer);
    switch (type) {
      case 'uint8': view.setUint8(0, Number(value)); break;
      case 'int8': view.setInt8(0, Number(value)); break;
      case 'uint16': view.setUint16(0, Number(value), true); break;
      case 'int16': view.setInt16(0, Number(value), true); break;
      case 'uint32': view.setUint32(0, Number(value), true); break;
      case 'int32': view.setInt32(0, Number(value), true); break;
      case 'float32': view.setFloat32(0, Number(value), true); break;
      case 'float64': view.setFloat64(0, Number(value), true); break;
      case 'uint64': view.setBigUint64(0, BigInt(value), true); break;
      case 'int64': view.setBigInt64(0, BigInt(value), true); break;
    }
    this.parts.push(bytes);
  }
}
