import { elementCount } from '../tensors/tensor.js';
import type { OnnxConstant } from './constants.js';
import { integerOf, type Dim, type OnnxNode } from './model.js';
import { volume, type Shape } from './shapes.js';
import { bitsOfType } from './tensor-types.js';

/** Stored weights of a product and the numbers beside them. */
export interface ProductWeights {
  /** Our name of the type of one weight. */
  readonly dtype: string;
  readonly count: number;
  /** Of codes, scales, zero points and bias; null where a type has no known size. */
  readonly bytes: number | null;
  /** Weights that share a scale; 0 is the matrix, null where there is no scale. */
  readonly groupSize: number | null;
  readonly scaleBits: number;
  readonly zeroPointBits: number;
}

/** A product as a matrix multiplication of m x k by k x n, `batch` times. */
export interface OnnxProduct {
  readonly name: string;
  readonly opType: string;
  readonly batch: Dim;
  readonly m: Dim;
  readonly k: Dim;
  readonly n: Dim;
  /** Rows for each input of the model where that is an image: places of a convolution over two dimensions or more, 1 behind it; null where rows are those of a sequence, or not known. */
  readonly places: number | null;
  /** Null where both operands are computed. */
  readonly weights: ProductWeights | null;
  readonly hasBias: boolean;
  /** Format of the other operand where the op fixes it. */
  readonly inputs: string | null;
}

/** What an op is asked with: names of inputs to constants and shapes. */
export interface NodeContext {
  readonly constant: (input: number) => OnnxConstant | undefined;
  readonly shape: (input: number) => Shape | undefined;
  readonly outputShape: Shape | undefined;
}

/** The products of a node; undefined where it is none. */
export function productsOf(node: OnnxNode, context: NodeContext): readonly OnnxProduct[] | undefined {
  const name = node.name === '' ? node.outputs[0] ?? node.opType : node.name;
  const base = { name, opType: node.opType };
  switch (node.opType) {
    case 'MatMul': case 'FusedMatMul': return [{ ...base, ...matmul(context, 0, 1, [], integerOf(node, 'transA', 0) === 1, integerOf(node, 'transB', 0) === 1), hasBias: false, inputs: null }];
    case 'MatMulInteger': return [{ ...base, ...matmul(context, 0, 1, [3]), hasBias: false, inputs: 'int8' }];
    case 'DynamicQuantizeMatMul': return [{ ...base, ...matmul(context, 0, 1, [2, 3, 4]), hasBias: context.constant(4) !== undefined, inputs: 'int8' }];
    case 'QLinearMatMul': return [{ ...base, ...matmul(context, 0, 3, [4, 5]), hasBias: false, inputs: 'int8' }];
    case 'Gemm': case 'FusedGemm': return [{ ...base, ...matmul(context, 0, 1, [2], integerOf(node, 'transA', 0) === 1, integerOf(node, 'transB', 0) === 1), hasBias: context.constant(2) !== undefined, inputs: null }];
    case 'QGemm': return [{ ...base, ...matmul(context, 0, 3, [4, 5, 6], integerOf(node, 'transA', 0) === 1, integerOf(node, 'transB', 0) === 1), hasBias: context.constant(6) !== undefined, inputs: 'int8' }];
    case 'MatMulNBits': return [{ ...base, ...packedMatmul(node, context) }];
    case 'Conv': case 'FusedConv': return [{ ...base, ...convolution(context, 1, [2]), hasBias: context.constant(2) !== undefined, inputs: null }];
    case 'ConvInteger': return [{ ...base, ...convolution(context, 1, [3]), hasBias: false, inputs: 'int8' }];
    case 'QLinearConv': return [{ ...base, ...convolution(context, 3, [4, 5, 8]), hasBias: context.constant(8) !== undefined, inputs: 'int8' }];
    case 'ConvTranspose': return [{ ...base, ...transposed(context), hasBias: context.constant(2) !== undefined, inputs: null }];
    case 'LSTM': case 'GRU': case 'RNN': return recurrent(base, context);
    default: return undefined;
  }
}

type Sides = Pick<OnnxProduct, 'batch' | 'm' | 'k' | 'n' | 'places' | 'weights'>;

function matmul(context: NodeContext, left: number, right: number, beside: readonly number[], transA = false, transB = false): Sides {
  const constant = context.constant(right);
  const a = context.shape(left) ?? [];
  const b = constant?.dims ?? context.shape(right) ?? [];
  const at = (shape: Shape, fromEnd: number, otherwise: Dim): Dim => (shape.length === 0 ? null : shape[shape.length - fromEnd] ?? otherwise);
  const [rows, inner] = transA ? [at(a, 1, 1), at(a, 2, 1)] : [a.length === 1 ? 1 : at(a, 2, 1), at(a, 1, 1)];
  const isColumn = b.length === 1;
  const k = isColumn ? b[0]! : transB ? at(b, 1, 1) : at(b, 2, 1);
  const n = isColumn ? 1 : transB ? at(b, 2, 1) : at(b, 1, 1);
  // Rows of all batches go through one constant matrix.
  const shared = constant !== undefined && b.length <= 2;
  const batch = a.length === 0 ? null : volume(a.slice(0, -2));
  const m = a.length === 0 ? null : shared ? volume([...a.slice(0, -2), rows]) : rows;
  const matrices = b.length > 2 ? volume(b.slice(0, -2)) : 1;
  return { batch: shared ? 1 : batch === 1 ? matrices : batch, m, k: typeof k === 'number' ? k : typeof inner === 'number' ? inner : k, n, places: a.length > 0 && a.length <= 2 ? 1 : null, weights: weightsOf(constant, context, beside) };
}

/** MatMulNBits: B is [N, ceil(K / block), block * bits / 8] bytes, a scale a block, zero points of as many bits packed likewise. */
function packedMatmul(node: OnnxNode, context: NodeContext): Omit<OnnxProduct, 'name' | 'opType'> {
  const [k, n, bits, block] = [integerOf(node, 'K', 0), integerOf(node, 'N', 0), integerOf(node, 'bits', 4), integerOf(node, 'block_size', 0)];
  const a = context.shape(0);
  const m = a === undefined ? null : volume(a.slice(0, -1));
  const codes = context.constant(1);
  const scales = context.constant(2);
  const zeros = context.constant(3);
  const scaleBits = scales === undefined ? 0 : bitsOfType(scales.stored.dtype) ?? 0;
  const zeroPointBits = zeros === undefined ? 0 : zeros.stored.dtype === 'uint8' ? bits : bitsOfType(zeros.stored.dtype) ?? 0;
  const bytes = sumOfBytes([codes, scales, zeros, context.constant(4), context.constant(5)]);
  return {
    batch: 1, m, k, n, places: null, hasBias: context.constant(5) !== undefined, inputs: integerOf(node, 'accuracy_level', 0) === 4 ? 'int8' : null,
    weights: codes === undefined ? null : { dtype: `int${bits}`, count: k * n, bytes, groupSize: block, scaleBits, zeroPointBits },
  };
}

/** A convolution as a product: each output place is a row of k = inputs / groups x kernel, n = outputs. */
function convolution(context: NodeContext, at: number, beside: readonly number[]): Sides {
  const constant = context.constant(at);
  const w = constant?.dims ?? context.shape(at) ?? [];
  const out = context.outputShape;
  const m = out === undefined ? null : volume([out[0] ?? null, ...out.slice(2)]);
  return { batch: 1, m, k: w.length < 2 ? null : volume(w.slice(1)), n: w[0] ?? null, places: placesOf(out), weights: weightsOf(constant, context, beside) };
}

/** A transposed convolution: each input place is a row of k = inputs, n = outputs / groups x kernel. */
function transposed(context: NodeContext): Sides {
  const constant = context.constant(1);
  const w = constant?.dims ?? context.shape(1) ?? [];
  const x = context.shape(0);
  const m = x === undefined ? null : volume([x[0] ?? null, ...x.slice(2)]);
  return { batch: 1, m, k: w[0] ?? null, n: w.length < 2 ? null : volume(w.slice(1)), places: placesOf(x), weights: weightsOf(constant, context, [2]) };
}

/** Places of an image [images, channels, ...]; null of a sequence, and where they are dynamic. */
export function placesOf(shape: Shape | undefined): number | null {
  const places = shape === undefined || shape.length < 4 ? null : volume(shape.slice(2));
  return typeof places === 'number' && places > 0 ? places : null;
}

/** The two products of a recurrent layer in each direction: X W^T and H R^T, with W [directions, gates, inputs] and R [directions, gates, hidden]. */
function recurrent(base: Pick<OnnxProduct, 'name' | 'opType'>, context: NodeContext): readonly OnnxProduct[] {
  const x = context.shape(0);
  const m = x?.length === 3 ? volume(x.slice(0, 2)) : null;
  return [['input', 1, [3]] as const, ['hidden', 2, []] as const].map(([what, at, beside]) => {
    const constant = context.constant(at);
    const w = constant?.dims ?? context.shape(at) ?? [];
    return { ...base, name: `${base.name}.${what}`, batch: w[0] ?? null, m, k: w[2] ?? null, n: w[1] ?? null, places: null, weights: weightsOf(constant, context, beside), hasBias: what === 'input' && context.constant(3) !== undefined, inputs: null };
  });
}

/** The stored form of a constant operand; `beside` are inputs with its scales, zero points and bias. */
function weightsOf(constant: OnnxConstant | undefined, context: NodeContext, beside: readonly number[]): ProductWeights | null {
  if (constant === undefined) return null;
  const { stored, dequantized } = constant;
  const bytes = sumOfBytes([constant, ...beside.map((input) => context.constant(input))]);
  const scale = dequantized === null ? beside.map((input) => context.constant(input)).find((other) => other !== undefined && /^(?:fp16|fp32|bf16)$/.test(other.stored.dtype) && bitsOfType(stored.dtype) !== null && isQuantized(stored.dtype)) : undefined;
  const count = elementCount(stored.dims);
  if (dequantized !== null) {
    const scaleBits = bitsOfType(dequantized.scaleType) ?? 0;
    const zeroPointBits = dequantized.zeroPointType === null ? 0 : bitsOfType(dequantized.zeroPointType) ?? 0;
    return { dtype: stored.dtype, count, bytes, groupSize: dequantized.groupSize, scaleBits, zeroPointBits };
  }
  if (!isQuantized(stored.dtype)) return { dtype: stored.dtype, count, bytes, groupSize: null, scaleBits: 0, zeroPointBits: 0 };
  const scales = scale === undefined ? 1 : Math.max(1, elementCount(scale.dims));
  return { dtype: stored.dtype, count, bytes, groupSize: scales === 1 ? 0 : count / scales, scaleBits: scale === undefined ? 0 : bitsOfType(scale.stored.dtype) ?? 0, zeroPointBits: 0 };
}

function isQuantized(dtype: string): boolean {
  return /^u?int|^fp8|^fp4/.test(dtype);
}

function sumOfBytes(constants: readonly (OnnxConstant | undefined)[]): number | null {
  let sum: number | null = 0;
  for (const constant of constants) {
    if (constant === undefined) continue;
    sum = sum === null || constant.stored.bytes === null ? null : sum + constant.stored.bytes;
  }
  return sum;
}
