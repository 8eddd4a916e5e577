import type { ElementFormat } from './formats/element.js';
import type { Store } from './formats/scale-store.js';

/** Weights as they come: finite numbers. */
export type Weights = Float64Array | Float32Array;

/** Bit patterns, one for each weight or for each short vector of weights. */
export type Patterns = Uint8Array | Uint16Array | Uint32Array;

/** A number that is stored beside the patterns, such as a scale. */
export interface Field {
  readonly name: string;
  readonly meaning: string;
  readonly per: 'group' | 'tensor';
  /** How many of them each group (or the tensor) has. */
  readonly count: number;
  readonly store: Store;
  /** Stored as whole multiples of one FP32 number of the tensor (its largest over the store's largest): second-level quantisation, VS-Quant. */
  readonly shared?: boolean;
}

/**
 * A tensor as codes. `fields` holds the numbers of each field in order of the groups, at full precision: `pack` rounds them to their
 * stored bits, so that what a rounded scale costs can be told from what the codes cost.
 */
export interface Encoded {
  readonly length: number;
  /** Weights in a group; the tensor's length where the whole tensor is one. */
  readonly groupSize: number;
  readonly patterns: Patterns;
  readonly fields: Readonly<Record<string, Float64Array>>;
}

/** A way to write weights with few bits: how they are encoded and decoded, and what is stored. */
export interface Codec {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** Bits of one pattern. */
  readonly patternBits: number;
  /** Weights that one pattern stands for: 1, or the length of a codebook's vectors. */
  readonly vectorLength: number;
  /** Weights in a group unless asked otherwise (0: the whole tensor), and whether the format fixes that. */
  readonly group: { readonly usual: number; readonly fixed: boolean };
  readonly fields: readonly Field[];
  /** The grids a pattern may be looked up in, with their names; none where the values follow from the data. */
  elements(): readonly ElementFormat[];
  /** Encodes finite weights whose number is a multiple of the group size. */
  encode(weights: Weights, groupSize: number): Encoded;
  decode(encoded: Encoded): Float64Array;
  /** The number each pattern stands for before scales are applied: what tables of codes print. */
  codes(encoded: Encoded): Float64Array;
  /** Which grid each group took, where there is a choice. */
  chosen?(encoded: Encoded): readonly string[];
  /** A layout of the format's own; `pack` has the one of all others. */
  readonly layout?: Layout;
}

/** A byte layout that a format prescribes, group after group. */
export interface Layout {
  readonly bytesPerGroup: number;
  pack(encoded: Encoded): Uint8Array;
  unpack(bytes: Uint8Array, length: number): Encoded;
}

/**
 * Bits a weight takes with what is stored beside it; `length` is the number of weights in the tensor (fields of the tensor are spread over
 * it). The unit of shared fields, one number a channel, is not counted, as in BitMoD's 4 + 10/128.
 */
export function bitsPerWeightOf(codec: Codec, groupSize: number, length: number = Infinity): number {
  if (codec.layout !== undefined) return (8 * codec.layout.bytesPerGroup) / codec.group.usual;
  const group = groupSize === 0 ? length : groupSize;
  return codec.fields.reduce((bits, field) => bits + (field.count * field.store.bits) / (field.per === 'group' ? group : length), codec.patternBits / codec.vectorLength);
}

/** Room for `count` patterns of that many bits. */
export function patternsFor(bits: number, count: number): Patterns {
  if (bits <= 8) return new Uint8Array(count);
  return bits <= 16 ? new Uint16Array(count) : new Uint32Array(count);
}

/** Number of groups of a tensor. */
export function groupCount(length: number, groupSize: number): number {
  return length / groupSize;
}
