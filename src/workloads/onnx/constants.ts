import { elementCount } from '../tensors/tensor.js';
import { bitsOfType } from './tensor-types.js';
import type { OnnxGraph, OnnxNode, OnnxTensor } from './model.js';

/** A constant as an op takes it: through casts, transposes and dequantisation from a stored tensor. */
export interface OnnxConstant {
  /** Of the value that is taken. */
  readonly dims: readonly number[];
  readonly stored: OnnxTensor;
  /** How stored numbers become values; null where they are values as they stand. */
  readonly dequantized: Dequantization | null;
}

/** A scale, and perhaps a zero point, for each so many numbers. */
export interface Dequantization {
  /** Numbers that share a scale; 0 is the tensor. */
  readonly groupSize: number;
  readonly scaleType: string;
  readonly zeroPointType: string | null;
}

const maxRank = 64;
/** Beyond it counts would no longer be exact. */
const maxElements = 2 ** 50;

/** Every constant of a graph by name: initialisers, `Constant` nodes, and what only re-arranges or dequantises them. */
export function constantsOf(graph: OnnxGraph, outer: ReadonlyMap<string, OnnxConstant> = new Map()): ReadonlyMap<string, OnnxConstant> {
  const constants = new Map(outer);
  for (const tensor of graph.initializers) constants.set(tensor.name, { dims: tensor.dims, stored: tensor, dequantized: null });
  for (const node of graph.nodes) {
    const output = node.outputs[0];
    if (output === undefined || output === '') continue;
    const found = constantOf(node, constants);
    if (found !== undefined) constants.set(output, found);
  }
  return constants;
}

function constantOf(node: OnnxNode, constants: ReadonlyMap<string, OnnxConstant>): OnnxConstant | undefined {
  if (node.domain !== '' && node.domain !== 'com.microsoft') return undefined;
  if (node.opType === 'Constant') return constantNode(node);
  const data = constants.get(node.inputs[0] ?? '');
  if (data === undefined) return undefined;
  switch (node.opType) {
    case 'Identity': case 'Cast': return data;
    case 'Transpose': {
      const order = node.attributes.get('perm')?.integers ?? [];
      const axes = order.length > 0 ? order : data.dims.map((_, i) => data.dims.length - 1 - i);
      return axes.length === data.dims.length && axes.every((axis) => data.dims[axis] !== undefined) ? { ...data, dims: axes.map((axis) => data.dims[axis]!) } : undefined;
    }
    case 'Reshape': {
      const shape = constants.get(node.inputs[1] ?? '')?.stored.integers;
      const dims = shape == null ? undefined : reshaped(data.dims, shape);
      return dims === undefined ? undefined : { ...data, dims };
    }
    case 'Unsqueeze': case 'Squeeze': {
      const axes = node.attributes.get('axes')?.integers ?? constants.get(node.inputs[1] ?? '')?.stored.integers;
      if (axes == null || axes.length > maxRank) return undefined;
      const isAt = (rank: number, i: number): boolean => axes.some((axis) => axis === i || axis + rank === i);
      if (node.opType === 'Squeeze') return { ...data, dims: data.dims.filter((_, i) => !isAt(data.dims.length, i)) };
      const rank = data.dims.length + axes.length;
      const rest = [...data.dims];
      return rank > maxRank ? undefined : { ...data, dims: Array.from({ length: rank }, (_, i) => (isAt(rank, i) ? 1 : rest.shift() ?? 1)) };
    }
    case 'Slice': return sliced(data, [1, 2, 3, 4].map((i) => constants.get(node.inputs[i] ?? '')?.stored.integers ?? node.attributes.get(['starts', 'ends', 'axes', ''][i - 1]!)?.integers));
    case 'Concat': return joined(node.inputs.map((input) => constants.get(input)), node.attributes.get('axis')?.integer ?? 0);
    case 'DequantizeLinear': {
      const scale = constants.get(node.inputs[1] ?? '');
      if (scale === undefined) return undefined;
      const zero = constants.get(node.inputs[2] ?? '');
      const scales = elementCount(scale.dims);
      const groupSize = scales <= 1 ? 0 : Math.max(1, Math.round(elementCount(data.dims) / scales));
      return { ...data, dequantized: { groupSize, scaleType: scale.stored.dtype, zeroPointType: zero?.stored.dtype ?? null } };
    }
    default: return undefined;
  }
}

/** A constant of other dimensions, as if it were stored so. */
function ofDims(data: OnnxConstant, dims: readonly number[]): OnnxConstant | undefined {
  if (elementCount(dims) > maxElements) return undefined;
  const bits = bitsOfType(data.stored.dtype);
  return { ...data, dims, stored: { ...data.stored, dims, bytes: bits === null ? null : Math.ceil((elementCount(dims) * bits) / 8), integers: null } };
}

/** A part of a constant: from starts to ends along axes; undefined with steps other than 1. */
function sliced(data: OnnxConstant, [starts, ends, axes, steps]: readonly (readonly number[] | undefined)[]): OnnxConstant | undefined {
  if (starts === undefined || ends === undefined || starts.length > maxRank || steps?.some((step) => step !== 1) === true) return undefined;
  const dims = [...data.dims];
  for (let i = 0; i < starts.length; i++) {
    const given = axes?.[i] ?? i;
    const axis = given < 0 ? given + dims.length : given;
    const size = dims[axis];
    if (size === undefined) return undefined;
    const place = (n: number): number => Math.max(0, Math.min(size, n < 0 ? n + size : n));
    dims[axis] = Math.max(0, place(ends[i] ?? size) - place(starts[i]!));
  }
  return ofDims(data, dims);
}

/** Constants of one type side by side. */
function joined(parts: readonly (OnnxConstant | undefined)[], axis: number): OnnxConstant | undefined {
  const [first] = parts;
  if (first === undefined || parts.some((part) => part?.stored.dtype !== first.stored.dtype || part.dims.length !== first.dims.length || part.dequantized !== null)) return undefined;
  const at = axis < 0 ? axis + first.dims.length : axis;
  return ofDims(first, first.dims.map((dim, i) => (i === at ? parts.reduce((sum, part) => sum + part!.dims[i]!, 0) : dim)));
}

function constantNode({ attributes, outputs, at }: OnnxNode): OnnxConstant | undefined {
  const tensor = attributes.get('value')?.tensor;
  if (tensor != null) return { dims: tensor.dims, stored: { ...tensor, name: outputs[0] ?? tensor.name }, dequantized: null };
  const whole = attributes.get('value_int')?.integer;
  const list = attributes.get('value_ints');
  const integers = whole != null ? [whole] : list?.integers;
  if (integers === undefined || integers.length > 64) return undefined;
  const dims = whole != null ? [] : [integers.length];
  return { dims, stored: { name: outputs[0] ?? '', dims, dtype: 'int64', bytes: 8 * integers.length, external: null, at, integers }, dequantized: null };
}

/** Dimensions with a 0 taken over and one -1 filled in; undefined where that does not go. */
export function reshaped(dims: readonly number[], shape: readonly number[]): readonly number[] | undefined {
  const given = shape.map((n, i) => (n === 0 ? dims[i] ?? 0 : n));
  const rest = given.filter((n) => n !== -1).reduce((a, b) => a * b, 1);
  const filled = given.map((n) => (n === -1 ? (rest === 0 ? 0 : elementCount(dims) / rest) : n));
  return filled.every((n) => Number.isSafeInteger(n) && n >= 0) && elementCount(filled) === elementCount(dims) ? filled : undefined;
}
