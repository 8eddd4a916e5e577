import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { AttentionOp, Op, OpGraph, VectorOp } from '../../sim/model/op-graph.js';
import type { QuantizationScheme, WeightFormat, WeightOverride } from '../../sim/model/quantization.js';
import { elementCount } from '../tensors/tensor.js';
import { constantsOf, type OnnxConstant } from './constants.js';
import { integerOf, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor } from './model.js';
import { imageGroups } from './image-groups.js';
import { placesOf, productsOf, type NodeContext, type OnnxProduct } from './products.js';
import { shapesOf, volume, type Shape } from './shapes.js';

/** What a model of ONNX computes, as far as it is understood. */
export interface OnnxWorkload {
  /** Products with constant weights, attention, norms and elementwise work; shapes are those of one row (token, or place of an image). */
  readonly graph: OpGraph;
  readonly scheme: QuantizationScheme;
  /** Every product, also those of two computed operands. */
  readonly products: readonly OnnxProduct[];
  /** Every constant tensor, those of inner graphs included. */
  readonly tensors: readonly OnnxTensor[];
  /** Names of operators that are not understood, and how many nodes have them. */
  readonly unknown: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

const norms = new Set(['LayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization', 'BatchNormalization', 'InstanceNormalization', 'GroupNormalization', 'GroupNorm', 'SkipLayerNormalization', 'SkipSimplifiedLayerNormalization',
  'EmbedLayerNormalization', 'LpNormalization', 'LRN', 'Softmax', 'LogSoftmax', 'ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceL2', 'ReduceL1', 'ReduceProd', 'ReduceSumSquare', 'ReduceLogSumExp']);
const activations = new Set(['Relu', 'Gelu', 'FastGelu', 'QuickGelu', 'BiasGelu', 'Sigmoid', 'Tanh', 'LeakyRelu', 'Elu', 'Selu', 'PRelu', 'HardSigmoid', 'HardSwish', 'Swish', 'Mish', 'Softplus', 'Softsign', 'Clip', 'Erf', 'Exp', 'Log',
  'Sqrt', 'Pow', 'Reciprocal', 'Neg', 'Abs', 'Sin', 'Cos', 'Floor', 'Ceil', 'Round', 'Sign', 'ThresholdedRelu', 'Celu', 'MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'QLinearSigmoid', 'QLinearLeakyRelu', 'QLinearGlobalAveragePool']);
const adds = new Set(['Add', 'Sub', 'Sum', 'Max', 'Min', 'QLinearAdd', 'BiasAdd']);
const multiplies = new Set(['Mul', 'Div', 'QLinearMul']);
/** Ops that move numbers or compute shapes. */
const moves = new Set(['Constant', 'Identity', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Concat', 'Slice', 'Split', 'Shape', 'Cast', 'CastLike', 'Gather', 'GatherElements', 'GatherND', 'Expand', 'ConstantOfShape', 'Range', 'Pad', 'Flatten', 'Dropout',
  'Where', 'Tile', 'Size', 'ScatterND', 'ScatterElements', 'Equal', 'Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual', 'And', 'Or', 'Not', 'Trilu', 'QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear', 'DepthToSpace', 'SpaceToDepth', 'Resize',
  'Upsample', 'ReverseSequence', 'NonZero', 'OneHot', 'EyeLike', 'CumSum', 'ArgMax', 'ArgMin', 'TopK', 'Mod', 'QLinearConcat', 'SequenceConstruct', 'SequenceAt', 'ConcatFromSequence']);
/** Most graphs inside graphs that are walked; branches that share names are many only in hostile files. */
const mostGraphs = 1000;

/** The workload of a model. The first branch of a conditional and one turn of a loop are taken, and a note says so. */
export function onnxWorkload(model: OnnxModel): OnnxWorkload {
  const state: State = { ops: [], places: new Map(), overrides: [], products: [], tensors: [], unknown: new Map(), notes: [], names: new Map(), floats: new Map(), inputs: new Set(), widths: new Map(), graphs: 0 };
  walk(model.graph, state, new Map(), new Map());
  for (const [key, { first, count }] of state.widths) state.notes.push(`${count === 1 ? first : `${count} ops, the first of them ${first}`}: ${key}, not in the graph`);
  for (const name of model.functions) if (name !== '') state.notes.push(`the function ${name} of the file is not read`);
  if (imageGroups(state) !== null) state.notes.push('a token is an image: convolutions have a row for each place of it, and nothing is generated');
  const activation = typeNamed([...state.floats].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'fp32');
  const weights = state.overrides[0]?.weights ?? plainFormat(activation);
  const inputs = state.inputs.size === 1 && !state.inputs.has('') ? typeNamed([...state.inputs][0]!) : activation;
  if (state.inputs.size > 1) state.notes.push(`products have inputs in ${[...state.inputs].map((name) => (name === '' ? activation.name : name)).join(' and ')}; the scheme has ${inputs.name}`);
  return {
    graph: { name: model.graph.name === '' ? model.file : model.graph.name, groups: imageGroups(state) ?? (state.ops.length === 0 ? [] : [{ name: 'graph', repeat: 1, tokens: 'all', ops: state.ops }]) },
    scheme: {
      name: 'onnx', weights, activations: inputs, kvCache: activation, accumulator: typeNamed(inputs.kind === 'integer' ? 'int32' : 'fp32'), embedding: activation,
      overrides: state.overrides, source: model.file,
    },
    products: state.products, tensors: state.tensors, unknown: state.unknown, notes: state.notes,
  };
}

interface State {
  readonly ops: Op[];
  /** Rows of an op for each image, by its name; 1 where they are not among them. */
  readonly places: Map<string, number>;
  readonly overrides: WeightOverride[];
  readonly products: OnnxProduct[];
  readonly tensors: OnnxTensor[];
  readonly unknown: Map<string, number>;
  readonly notes: string[];
  readonly names: Map<string, number>;
  /** Numbers of weights by type of float. */
  readonly floats: Map<string, number>;
  /** Formats of the computed operand of products; empty for a float. */
  readonly inputs: Set<string>;
  /** Ops that are left out as their width is not known, by type and reason. */
  readonly widths: Map<string, { readonly first: string; readonly count: number }>;
  graphs: number;
}

function walk(graph: OnnxGraph, state: State, outerConstants: ReadonlyMap<string, OnnxConstant>, outerShapes: ReadonlyMap<string, Shape>): void {
  if (++state.graphs > mostGraphs) {
    if (state.graphs === mostGraphs + 1) state.notes.push(`more than ${mostGraphs} inner graphs are not walked`);
    return;
  }
  const constants = constantsOf(graph, outerConstants);
  const shapes = shapesOf(graph, constants, outerShapes);
  state.tensors.push(...graph.initializers);
  for (const node of graph.nodes) {
    for (const { tensor } of node.attributes.values()) if (tensor !== null) state.tensors.push({ ...tensor, name: tensor.name === '' ? node.outputs[0] ?? '' : tensor.name });
    const context: NodeContext = {
      constant: (i) => constants.get(node.inputs[i] ?? ''), shape: (i) => shapes.get(node.inputs[i] ?? ''), outputShape: shapes.get(node.outputs[0] ?? ''),
    };
    if (!isOfConstants(node, constants)) addNode(node, context, state);
    const inner = [...node.attributes.values()].flatMap(({ graphs }) => graphs);
    if (inner.length === 0) continue;
    const [taken, ...others] = node.opType === 'If' ? [...inner].sort((a) => (a === node.attributes.get('then_branch')?.graphs[0] ? -1 : 1)) : inner;
    state.notes.push(node.opType === 'If' ? `${nameOf(node)} is a condition: its first branch is taken as computed` : `${nameOf(node)} (${node.opType}) is counted as one turn`);
    walk(taken!, state, constants, shapes);
    for (const other of others) gatherTensors(other, state, 0);
  }
}

/** Constants of a graph that is not computed. */
function gatherTensors(graph: OnnxGraph, state: State, depth: number): void {
  if (depth > 16) return;
  state.tensors.push(...graph.initializers);
  for (const node of graph.nodes) {
    for (const { tensor, graphs } of node.attributes.values()) {
      if (tensor !== null) state.tensors.push({ ...tensor, name: tensor.name === '' ? node.outputs[0] ?? '' : tensor.name });
      for (const inner of graphs) gatherTensors(inner, state, depth + 1);
    }
  }
}

/** True where a node only prepares a constant. */
function isOfConstants(node: OnnxNode, constants: ReadonlyMap<string, OnnxConstant>): boolean {
  const output = node.outputs[0];
  return output !== undefined && output !== '' && constants.has(output) && node.opType !== 'Constant';
}

function addNode(node: OnnxNode, context: NodeContext, state: State): void {
  const { opType, domain } = node;
  if (domain !== '' && domain !== 'com.microsoft') {
    countUnknown(state, `${domain}.${opType}`);
    return;
  }
  const products = productsOf(node, context);
  if (products !== undefined) {
    for (const product of products) addProduct(product, state);
    return;
  }
  switch (opType) {
    case 'Attention': case 'MultiHeadAttention': case 'GroupQueryAttention': addAttention(node, context, state); return;
    case 'RotaryEmbedding': addVector('rope', node, context, state); return;
    case 'GatherBlockQuantized': addEmbedding(node, context, state); return;
    case 'If': case 'Loop': case 'Scan': return;
    case 'Gather': {
      const data = context.constant(0);
      if (data?.dims.length === 2 && integerOf(node, 'axis', 0) === 0 && /^(?:fp|bf)|^u?int[48]$/.test(data.stored.dtype)) addEmbedding(node, context, state);
      return;
    }
  }
  if (norms.has(opType)) {
    if (opType.startsWith('Skip')) addVector('add', node, context, state);
    addVector('norm', node, context, state);
  } else if (activations.has(opType)) addVector('activation', node, context, state);
  else if (adds.has(opType)) addVector('add', node, context, state);
  else if (multiplies.has(opType)) addVector('multiply', node, context, state);
  else if (!moves.has(opType)) countUnknown(state, opType);
}

function countUnknown(state: State, name: string): void {
  state.unknown.set(name, (state.unknown.get(name) ?? 0) + 1);
}

function nameOf(node: OnnxNode): string {
  return node.name === '' ? node.outputs[0] ?? node.opType : node.name;
}

/** A name that no other op of the graph has. */
function ownName(state: State, name: string): string {
  const count = state.names.get(name) ?? 0;
  state.names.set(name, count + 1);
  return count === 0 ? name : ownName(state, `${name}#${count + 1}`);
}

function addProduct(product: OnnxProduct, state: State): void {
  const { k, n, weights, batch } = product;
  state.products.push(product);
  state.inputs.add(product.inputs ?? '');
  const symbol = [k, n].find((dim) => typeof dim === 'string');
  if (typeof k !== 'number' || typeof n !== 'number') {
    state.notes.push(`${product.name} (${product.opType}) has ${symbol === undefined ? 'dimensions that do not follow from the file' : `the dynamic dimension "${symbol}"`}, and is not in the graph`);
    return;
  }
  if (weights === null) {
    state.notes.push(`${product.name} (${product.opType}) multiplies two computed values, and is not in the graph`);
    return;
  }
  if (k === 0 || n === 0) return;
  const matrices = typeof batch === 'number' ? Math.max(1, batch) : 1;
  const format = formatOf(weights);
  if (!/^u?int/.test(weights.dtype)) state.floats.set(weights.dtype, (state.floats.get(weights.dtype) ?? 0) + weights.count);
  for (let i = 0; i < Math.min(matrices, 64); i++) {
    const name = ownName(state, product.name);
    state.ops.push({ kind: 'linear', name, inFeatures: k, outFeatures: n, bias: product.hasBias, output: 'activation', ownsWeights: true, epilogue: false });
    if (product.places !== null) state.places.set(name, product.places);
    state.overrides.push({ ops: [name], weights: format });
  }
  if (matrices > 64) state.notes.push(`${product.name} has ${matrices} matrices, of which 64 are in the graph`);
}

function plainFormat(type: DataType): WeightFormat {
  return { type, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 };
}

function formatOf({ dtype, groupSize, scaleBits, zeroPointBits }: NonNullable<OnnxProduct['weights']>): WeightFormat {
  return { ...plainFormat(typeNamed(dtype)), groupSize: groupSize ?? 0, scaleBits: groupSize === null ? 0 : scaleBits, zeroPointBits: groupSize === null ? 0 : zeroPointBits };
}

/** Our type of that name; of types that machines do not tell apart the one of their width. */
function typeNamed(name: string): DataType {
  const plain = name.replace(/^uint/, 'int').replace(/^fp8-.*/, 'fp8').replace(/^fp4-.*/, 'fp4');
  return dataType(plain) ?? { name, kind: /int|bool/.test(name) ? 'integer' : 'float', bits: Number(/\d+/.exec(name)?.[0] ?? 8) };
}

/** Width of the rows that a node works on: its last dimension, or the channels of an image. */
function widthOf(node: OnnxNode, { shape, outputShape }: NodeContext): number | null {
  const value = outputShape ?? shape(0);
  if (value === undefined) return null;
  const isImage = value.length >= 4 && !/Softmax|LayerNorm|RMSNorm|Attention/.test(node.opType);
  const width = value.length === 0 ? 1 : isImage ? value[1] : value[value.length - 1];
  return typeof width === 'number' && width > 0 ? width : null;
}

function addVector(kind: VectorOp['kind'], node: OnnxNode, context: NodeContext, state: State): void {
  const width = widthOf(node, context);
  if (width === null) {
    const last = (context.outputShape ?? context.shape(0))?.at(-1);
    const why = typeof last === 'string' ? `the dynamic width "${last}"` : 'a width that does not follow from the file';
    const key = `${node.opType} with ${why}`;
    const known = state.widths.get(key);
    state.widths.set(key, { first: known?.first ?? nameOf(node), count: (known?.count ?? 0) + 1 });
    return;
  }
  const parameters = node.inputs.reduce((sum, _, i) => (i === 0 ? sum : sum + parametersOf(context.constant(i))), 0);
  const name = ownName(state, nameOf(node));
  const places = placesOf(context.outputShape ?? context.shape(0));
  if (places !== null) state.places.set(name, places);
  state.ops.push({ kind, name, width, parameters: kind === 'add' && node.opType.startsWith('Skip') ? 0 : parameters, epilogue: false });
}

/** Learned numbers of an operand: single numbers and whole numbers are none. */
function parametersOf(constant: OnnxConstant | undefined): number {
  if (constant === undefined || !/^fp|^bf/.test(constant.stored.dtype)) return 0;
  const count = elementCount(constant.dims);
  return count > 1 ? count : 0;
}

function addEmbedding(node: OnnxNode, context: NodeContext, state: State): void {
  const data = context.constant(0);
  if (data === undefined) return;
  const rows = data.dims[0] ?? 0;
  const bits = integerOf(node, 'bits', 4);
  const stored = data.dims[data.dims.length - 1] ?? 0;
  const isPacked = node.opType === 'GatherBlockQuantized' && data.stored.dtype === 'uint8';
  const width = isPacked ? (stored * 8) / bits : stored;
  if (rows > 0 && width > 0) state.ops.push({ kind: 'embedding', name: ownName(state, nameOf(node)), rows, width, epilogue: false });
}

/** Attention as one op: scores, softmax and values; com.microsoft's Attention has the weights of its inputs in itself. */
function addAttention(node: OnnxNode, context: NodeContext, state: State): void {
  const heads = integerOf(node, 'num_heads', integerOf(node, 'q_num_heads', 0));
  const kvHeads = integerOf(node, 'kv_num_heads', heads);
  const own = node.opType === 'Attention' && node.domain === 'com.microsoft' ? context.constant(1) : undefined;
  const name = nameOf(node);
  if (own?.dims.length === 2) {
    addProduct({ name: `${name}.qkv`, opType: node.opType, batch: 1, m: volume(context.shape(0)?.slice(0, -1) ?? [null]), k: own.dims[0]!, n: own.dims[1]!, places: null, hasBias: context.constant(2) !== undefined, inputs: null,
      weights: { dtype: own.stored.dtype, count: elementCount(own.dims), bytes: own.stored.bytes, groupSize: null, scaleBits: 0, zeroPointBits: 0 } }, state);
  }
  const headDim = headDimOf(node, context, own, heads, kvHeads);
  if (heads < 1 || kvHeads < 1 || headDim === null) {
    state.notes.push(`${name} (${node.opType}) has heads that do not follow from the file, and is not in the graph`);
    return;
  }
  const isCausal = node.opType === 'GroupQueryAttention' || integerOf(node, 'unidirectional', 0) === 1 || integerOf(node, 'is_causal', 0) === 1;
  const window = integerOf(node, 'local_window_size', -1);
  const mask = !isCausal ? { kind: 'full' } as const : window > 0 ? { kind: 'sliding-window', window } as const : { kind: 'causal' } as const;
  for (const [kind, suffix] of [['scores', 'scores'], ['softmax', 'softmax'], ['values', 'values']] as const) {
    const op: AttentionOp = { kind, name: ownName(state, `${name}.${suffix}`), heads, kvHeads, headDim, mask, epilogue: kind === 'softmax' };
    state.ops.push(op);
  }
}

/** Width of a head: of past keys, of queries over heads, or of the weights; of packed queries, keys and values over all heads. */
function headDimOf(node: OnnxNode, { shape }: NodeContext, own: OnnxConstant | undefined, heads: number, kvHeads: number): number | null {
  if (heads < 1) return null;
  if (own !== undefined) return whole((own.dims[1] ?? 0) / 3 / heads);
  const past = node.opType === 'GroupQueryAttention' ? shape(3) : undefined;
  const last = past?.at(-1);
  if (typeof last === 'number') return last;
  const query = shape(0);
  const width = query?.at(-1);
  if (typeof width !== 'number') return null;
  if (query!.length === 4) return width;
  const isPacked = (node.inputs[1] ?? '') === '';
  return whole(width / (isPacked ? heads + 2 * kvHeads : heads));
}

function whole(n: number): number | null {
  return Number.isSafeInteger(n) && n > 0 ? n : null;
}
