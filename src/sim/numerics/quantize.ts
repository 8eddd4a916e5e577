import { InputError } from '../core/diagnostics.js';
import { codecNamed, codecs } from './catalogue.js';
import { bitsPerWeightOf, type Codec, type Encoded, type Weights } from './codec.js';
import { groupDoesNotDivide, groupIsFixed, noGroupSize, noScaleBits, noSecondLevel, notFinite, noWeights, unknownDatatype, vectorsDoNotDivide, wrongShape } from './diagnostics.js';
import { quantizationError, type QuantizationError } from './error.js';
import { pack, unpack } from './pack.js';
import { withSecondLevelScales } from './second-level.js';

export interface QuantizeOptions {
  /** A name of `archsim list datatypes`. */
  readonly datatype: string;
  /** Weights that share a scale: a number, a row (`channel`), or all (`tensor`). Default: what is usual for the format. */
  readonly group?: number | 'channel' | 'tensor';
  /** Dimensions, outermost first; a row is the last of them. Default: one row. */
  readonly shape?: readonly number[];
  /**
   * `exact`: scales as they were computed. `stored`: rounded to the bits the format stores. A number: quantised a second time to that many
   * bits, with one scale a row (VS-Quant).
   */
  readonly scales?: 'exact' | 'stored' | number;
  /** What messages call the tensor. */
  readonly name?: string;
}

/** A tensor in a number format, what it takes and what it loses. */
export interface Quantization {
  readonly datatype: string;
  readonly groupSize: number;
  /** What is stored for a weight of this tensor: codes, scales, zero points, selectors, codebooks. The unit that scales of a row share (32 bits a row) is not counted. */
  readonly bitsPerWeight: number;
  readonly codec: Codec;
  readonly encoded: Encoded;
  readonly decoded: Float64Array;
  readonly error: QuantizationError;
}

/** Writes weights in a number format. Throws `InputError` (`quantize/...`) for wrong names, groups and weights that are not finite. */
export function quantize(weights: Weights, options: QuantizeOptions): Quantization {
  const { datatype, scales = 'exact', name = 'the tensor' } = options;
  const found = codecNamed(datatype);
  if (found === undefined) throw new InputError([unknownDatatype(datatype, codecs().map((codec) => codec.name))]);
  const shape = options.shape ?? [weights.length];
  const row = rowLength(weights, shape, name);
  const codec = typeof scales === 'number' ? secondLevel(found, scales) : found;
  if (row % codec.vectorLength !== 0) throw new InputError([vectorsDoNotDivide(name, codec.name, codec.vectorLength, row)]);
  const groupSize = groupSizeOf(codec, options.group, row, weights.length, name);
  const encoded = codec.encode(weights, groupSize);
  const kept = scales === 'exact' ? encoded : unpack(codec, pack(codec, encoded, row), weights.length, groupSize, row);
  const decoded = codec.decode(kept);
  return {
    datatype: codec.name, groupSize, bitsPerWeight: bitsPerWeightOf(codec, groupSize, weights.length),
    codec, encoded: kept, decoded, error: quantizationError(weights, decoded),
  };
}

/** The length of the last dimension, after checking the weights. */
function rowLength(weights: Weights, shape: readonly number[], name: string): number {
  if (weights.length === 0) throw new InputError([noWeights(name)]);
  const isShape = shape.every((n) => Number.isInteger(n) && n > 0) && shape.reduce((a, b) => a * b, 1) === weights.length;
  if (!isShape) throw new InputError([wrongShape(name, shape, weights.length)]);
  const row = shape[shape.length - 1] ?? 1;
  const at = firstNotFinite(weights);
  if (at >= 0) throw new InputError([notFinite(name, at, weights[at]!, row)]);
  return row;
}

function firstNotFinite(weights: Weights): number {
  // x - x is 0 for a finite number and NaN for all others.
  for (let i = 0; i < weights.length; i++) if (weights[i]! - weights[i]! !== 0) return i;
  return -1;
}

function secondLevel(codec: Codec, bits: number): Codec {
  if (!Number.isInteger(bits) || bits < 2 || bits > 16) throw new InputError([noScaleBits(bits)]);
  const canShare = codec.layout === undefined && !codec.group.fixed && codec.fields.some((field) => field.name === 'scale' && field.count === 1);
  if (!canShare) throw new InputError([noSecondLevel(codec.name)]);
  return withSecondLevelScales(codec, bits);
}

function groupSizeOf(codec: Codec, asked: QuantizeOptions['group'], row: number, length: number, name: string): number {
  const usual = codec.group.usual === 0 ? 'tensor' : codec.group.usual;
  const group = asked ?? usual;
  if (codec.group.fixed && group !== usual) throw new InputError([groupIsFixed(codec.name, codec.group.usual)]);
  if (group === 'tensor') return length;
  if (group === 'channel') return row;
  if (!Number.isInteger(group) || group < 1) throw new InputError([noGroupSize(String(group))]);
  if (row % group !== 0) throw new InputError([groupDoesNotDivide(name, group, row)]);
  return group;
}
