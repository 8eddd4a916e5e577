/** ONNX models written byte by byte in the wire format of protocol buffers, apart from the reader under test. */

export type Bytes = readonly number[];

export function varint(value: number | bigint): Bytes {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

/** A field that has a length: text, bytes or a message. */
export function field(number: number, content: string | Bytes): Bytes {
  const bytes = typeof content === 'string' ? [...new TextEncoder().encode(content)] : content;
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

export function int(number: number, value: number | bigint): Bytes {
  return [...varint(number * 8), ...varint(value)];
}

export interface TensorOptions { readonly raw?: Bytes; readonly external?: Readonly<Record<string, string>> }

/** Numbers of the types of TensorProto. */
export const types = { fp32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, fp16: 10, uint4: 21, int4: 22 } as const;

export function tensor(name: string, type: number, dims: readonly number[], { raw, external }: TensorOptions = {}): Bytes {
  return [
    ...dims.flatMap((dim) => int(1, dim)), ...int(2, type), ...field(8, name), ...(raw === undefined ? [] : field(9, raw)),
    ...Object.entries(external ?? {}).flatMap(([key, value]) => field(13, [...field(1, key), ...field(2, value)])), ...(external === undefined ? [] : int(14, 1)),
  ];
}

/** A tensor whose data is said to be in another file, of any size. */
export function far(name: string, type: number, dims: readonly number[], bytes: number, offset = 0): Bytes {
  return tensor(name, type, dims, { external: { location: 'model.onnx.data', offset: `${offset}`, length: `${bytes}` } });
}

export function integers(name: string, values: readonly number[]): Bytes {
  return tensor(name, types.int64, [values.length], { raw: values.flatMap((value) => Array.from({ length: 8 }, (_, i) => Number((BigInt.asUintN(64, BigInt(value)) >> BigInt(8 * i)) & 0xffn))) });
}

export type Attribute = number | string | readonly number[] | { readonly tensor: Bytes } | { readonly graph: Bytes };

export function node(opType: string, inputs: readonly string[], outputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}, { domain = '', name = `${opType}_${outputs[0] ?? ''}` } = {}): Bytes {
  return [
    ...inputs.flatMap((input) => field(1, input)), ...outputs.flatMap((output) => field(2, output)), ...field(3, name), ...field(4, opType), ...(domain === '' ? [] : field(7, domain)),
    ...Object.entries(attributes).flatMap(([key, value]) => field(5, [...field(1, key), ...attribute(value)])),
  ];
}

function attribute(value: Attribute): Bytes {
  if (typeof value === 'number') return [...int(3, value), ...int(20, 2)];
  if (typeof value === 'string') return [...field(4, value), ...int(20, 3)];
  if ('tensor' in value) return [...field(5, value.tensor), ...int(20, 4)];
  if ('graph' in value) return [...field(6, value.graph), ...int(20, 5)];
  return [...value.flatMap((n) => int(8, n)), ...int(20, 7)];
}

export function value(name: string, type: number, dims: readonly (number | string)[]): Bytes {
  const shape = dims.flatMap((dim) => field(1, typeof dim === 'number' ? int(1, dim) : field(2, dim)));
  return [...field(1, name), ...field(2, field(1, [...int(1, type), ...field(2, shape)]))];
}

export interface GraphParts { readonly nodes: readonly Bytes[]; readonly tensors?: readonly Bytes[]; readonly inputs?: readonly Bytes[]; readonly outputs?: readonly Bytes[]; readonly values?: readonly Bytes[] }

export function graph(name: string, { nodes, tensors = [], inputs = [], outputs = [], values = [] }: GraphParts): Bytes {
  return [
    ...nodes.flatMap((n) => field(1, n)), ...field(2, name), ...tensors.flatMap((t) => field(5, t)), ...inputs.flatMap((v) => field(11, v)), ...outputs.flatMap((v) => field(12, v)), ...values.flatMap((v) => field(13, v)),
  ];
}

export function model(parts: GraphParts, name = 'main'): Uint8Array {
  return Uint8Array.from([...int(1, 10), ...field(2, 'a test'), ...field(7, graph(name, parts)), ...field(8, [...field(1, ''), ...int(2, 21)])]);
}
