import { reshaped, type OnnxConstant } from './constants.js';
import { integerOf, type Dim, type OnnxGraph, type OnnxNode } from './model.js';

export type Shape = readonly Dim[];

/** Elementwise ops of one input that keep its shape, as far as inference needs them. */
const keeps = new Set(['Relu', 'Gelu', 'FastGelu', 'QuickGelu', 'Sigmoid', 'Tanh', 'Softmax', 'LogSoftmax', 'Erf', 'Exp', 'Sqrt', 'Neg', 'Abs', 'Reciprocal', 'Log', 'Cast', 'Identity', 'Dropout', 'LayerNormalization',
  'SimplifiedLayerNormalization', 'SkipLayerNormalization', 'SkipSimplifiedLayerNormalization', 'RMSNormalization', 'BatchNormalization', 'InstanceNormalization', 'GroupNormalization', 'LeakyRelu', 'Elu', 'HardSigmoid',
  'HardSwish', 'Clip', 'QuantizeLinear', 'DequantizeLinear', 'Swish', 'Mish', 'Softplus', 'BiasGelu', 'RotaryEmbedding', 'Sin', 'Cos', 'Floor', 'Ceil', 'Round', 'Sign', 'PRelu', 'LRN', 'CumSum', 'GroupQueryAttention', 'DynamicQuantizeLinear']);
/** Longer shapes are those of hostile files. */
const maxRank = 64;
const broadcasts = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Where', 'Equal', 'Less', 'Greater', 'And', 'Or', 'Mod']);

/**
 * Shapes of the values of a graph: those that it gives, and those that follow from them op by op for the ops above, products, convolutions and
 * re-arrangements. A value without an entry has no known shape; a dimension may be a symbol or null.
 */
export function shapesOf(graph: OnnxGraph, constants: ReadonlyMap<string, OnnxConstant>, outer: ReadonlyMap<string, Shape> = new Map()): ReadonlyMap<string, Shape> {
  const shapes = new Map(outer);
  for (const { name, dims } of [...graph.values, ...graph.outputs, ...graph.inputs]) if (dims !== null) shapes.set(name, dims);
  for (const [name, { dims }] of constants) shapes.set(name, dims);
  for (const node of graph.nodes) {
    const output = node.outputs[0] ?? '';
    if (output === '' || isWhole(shapes.get(output))) continue;
    const inferred = inferredShape(node, (i) => shapes.get(node.inputs[i] ?? ''), constants);
    if (inferred !== undefined && inferred.length <= maxRank) shapes.set(output, merged(shapes.get(output), inferred));
  }
  return shapes;
}

function isWhole(shape: Shape | undefined): boolean {
  return shape !== undefined && shape.every((dim) => typeof dim === 'number');
}

/** What is given, with unknown dimensions taken from what follows. */
function merged(given: Shape | undefined, inferred: Shape): Shape {
  return given === undefined || given.length !== inferred.length ? given ?? inferred : given.map((dim, i) => (typeof dim === 'number' ? dim : inferred[i] ?? dim));
}

function inferredShape(node: OnnxNode, input: (i: number) => Shape | undefined, constants: ReadonlyMap<string, OnnxConstant>): Shape | undefined {
  const first = input(0);
  const { opType } = node;
  if (keeps.has(opType)) return first;
  if (broadcasts.has(opType)) return node.inputs.map((_, i) => input(i)).reduce((a, b) => (a === undefined || b === undefined ? undefined : broadcast(a, b)));
  if (first === undefined) return undefined;
  switch (opType) {
    case 'MatMul': case 'MatMulInteger': case 'FusedMatMul': return productShape(first, input(1));
    case 'QLinearMatMul': case 'QLinearAdd': return productShape(first, input(3));
    case 'MatMulNBits': return [...first.slice(0, -1), integerOf(node, 'N', 0)];
    case 'Gemm': {
      const second = input(1);
      return second?.length === 2 && first.length === 2 ? [first[integerOf(node, 'transA', 0)]!, second[1 - integerOf(node, 'transB', 0)]!] : undefined;
    }
    case 'Transpose': {
      const order = node.attributes.get('perm')?.integers ?? [];
      return order.length > maxRank ? undefined : (order.length > 0 ? order : first.map((_, i) => first.length - 1 - i)).map((axis) => first[axis] ?? null);
    }
    case 'Conv': case 'FusedConv': return windowed(node, first, input(1)?.slice(2) ?? [], input(1)?.[0] ?? null);
    case 'QLinearConv': return windowed(node, first, input(3)?.slice(2) ?? [], input(3)?.[0] ?? null);
    case 'ConvInteger': return windowed(node, first, input(1)?.slice(2) ?? [], input(1)?.[0] ?? null);
    case 'MaxPool': case 'AveragePool': return windowed(node, first, node.attributes.get('kernel_shape')?.integers ?? [], first[1] ?? null);
    case 'GlobalAveragePool': case 'GlobalMaxPool': return first.map((dim, i) => (i < 2 ? dim : 1));
    case 'Concat': {
      const parts = node.inputs.map((_, i) => input(i));
      const axis = integerOf(node, 'axis', 0);
      const at = axis < 0 ? axis + first.length : axis;
      if (parts.some((part) => part?.length !== first.length)) return undefined;
      const along = parts.reduce<Dim>((sum, part) => (typeof sum === 'number' && typeof part![at] === 'number' ? sum + part![at] : null), 0);
      return first.map((dim, i) => (i === at ? along : parts.map((part) => part![i]!).find((other) => typeof other === 'number') ?? dim));
    }
    // Which dimensions change is in numbers that are computed; batch and channels of an image stay.
    case 'Resize': case 'Upsample': return first.map((dim, i) => (i < 2 ? dim : null));
    case 'Slice': {
      const axes = node.attributes.get('axes')?.integers ?? constants.get(node.inputs[3] ?? '')?.stored.integers;
      return axes == null || axes.length > maxRank ? undefined : first.map((dim, i) => (axes.some((axis) => axis === i || axis + first.length === i) ? null : dim));
    }
    case 'ReduceMean': case 'ReduceSum': case 'ReduceMax': case 'ReduceMin': {
      const axes = node.attributes.get('axes')?.integers ?? constants.get(node.inputs[1] ?? '')?.stored.integers;
      return integerOf(node, 'keepdims', 1) !== 1 || axes == null || axes.length > maxRank ? undefined : first.map((dim, i) => (axes.some((axis) => axis === i || axis + first.length === i) ? 1 : dim));
    }
    case 'Flatten': {
      const axis = integerOf(node, 'axis', 1);
      return [volume(first.slice(0, axis)), volume(first.slice(axis))];
    }
    case 'Reshape': {
      const shape = constants.get(node.inputs[1] ?? '')?.stored.integers;
      if (shape == null) return undefined;
      const numbers = first.filter((dim) => typeof dim === 'number');
      if (numbers.length === first.length) return reshaped(numbers, shape);
      return shape.map((n, i) => (n === 0 ? first[i] ?? null : n === -1 ? null : n));
    }
    case 'Gather': {
      const axis = integerOf(node, 'axis', 0);
      const at = axis < 0 ? axis + first.length : axis;
      const indices = input(1);
      return indices === undefined ? undefined : [...first.slice(0, at), ...indices, ...first.slice(at + 1)];
    }
    case 'Squeeze': case 'Unsqueeze': {
      const axes = node.attributes.get('axes')?.integers ?? constants.get(node.inputs[1] ?? '')?.stored.integers;
      if (axes == null || axes.length > maxRank) return undefined;
      if (opType === 'Squeeze') return first.filter((_, i) => !axes.some((axis) => axis === i || axis + first.length === i));
      const rank = first.length + axes.length;
      const rest = [...first];
      return Array.from({ length: rank }, (_, i) => (axes.some((axis) => axis === i || axis + rank === i) ? 1 : rest.shift() ?? null));
    }
    default: return undefined;
  }
}

export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [i < rank - a.length ? 1 : a[i - rank + a.length]!, i < rank - b.length ? 1 : b[i - rank + b.length]!];
    return x === 1 ? y : y === 1 || x === y ? x : typeof x === 'number' ? x : y;
  });
}

/** [..., m, k] times [..., k, n]; vectors stand for one row or column. */
function productShape(a: Shape, b: Shape | undefined): Shape | undefined {
  if (b === undefined || a.length === 0 || b.length === 0) return undefined;
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  return [...batch, ...(a.length > 1 ? [a[a.length - 2]!] : []), ...(b.length > 1 ? [b[b.length - 1]!] : [])];
}

/** Output of a window of `kernel` that slides over all dimensions but batch and channels. */
function windowed(node: OnnxNode, input: Shape, kernel: Shape, channels: Dim): Shape {
  const list = (name: string): readonly number[] => node.attributes.get(name)?.integers ?? [];
  const [strides, pads, dilations] = [list('strides'), list('pads'), list('dilations')];
  const mode = node.attributes.get('auto_pad')?.text ?? 'NOTSET';
  const isCeiling = integerOf(node, 'ceil_mode', 0) === 1;
  const spatial = input.slice(2).map((dim, i): Dim => {
    const size = kernel[i];
    if (typeof dim !== 'number' || typeof size !== 'number') return null;
    const stride = Math.max(1, strides[i] ?? 1);
    if (mode.startsWith('SAME')) return Math.ceil(dim / stride);
    const reach = (size - 1) * (dilations[i] ?? 1) + 1;
    const padded = dim + (mode === 'VALID' ? 0 : (pads[i] ?? 0) + (pads[i + kernel.length] ?? 0));
    const steps = (padded - reach) / stride;
    return Math.max(0, (isCeiling ? Math.ceil(steps) : Math.floor(steps)) + 1);
  });
  return [input[0] ?? null, channels, ...spatial];
}

/** The product of dimensions: a number, a text of what is dynamic in it (`2*batch*tokens`), or null where one is unknown. */
export function volume(dims: Shape): Dim {
  let product = 1;
  const symbols: string[] = [];
  for (const dim of dims) {
    if (dim === null) return null;
    if (typeof dim === 'number') product *= dim;
    else symbols.push(dim.slice(0, 64));
  }
  if (symbols.length === 0 || product === 0) return product;
  return [...(product === 1 ? [] : [`${product}`]), ...symbols].join('*');
}
