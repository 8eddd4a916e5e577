/** Element types of ONNX by their number (TensorProto.DataType): our names, and bits as they are stored; null where lengths vary. */
const types: readonly (readonly [name: string, bits: number | null] | undefined)[] = [
  undefined, ['fp32', 32], ['uint8', 8], ['int8', 8], ['uint16', 16], ['int16', 16], ['int32', 32], ['int64', 64], ['text', null], ['bool', 8], ['fp16', 16], ['fp64', 64], ['uint32', 32], ['uint64', 64],
  ['complex64', 64], ['complex128', 128], ['bf16', 16], ['fp8-e4m3', 8], ['fp8-e4m3-fnuz', 8], ['fp8-e5m2', 8], ['fp8-e5m2-fnuz', 8], ['uint4', 4], ['int4', 4], ['fp4-e2m1', 4], ['e8m0', 8], ['uint2', 2], ['int2', 2],
];

export interface ElementType { readonly name: string; readonly bits: number | null }

/** The type of that number; an unknown one is named by it and has no bits. */
export function elementType(number: number): ElementType {
  const [name, bits] = types[number] ?? [`type ${number}`, null];
  return { name, bits };
}

/** Bits of a type by our name, null where they vary or are unknown. */
export function bitsOfType(name: string): number | null {
  return types.find((type) => type?.[0] === name)?.[1] ?? null;
}
