import type { Codec, Field, Layout, Patterns, Weights } from '../codec.js';
import type { GgufBlock } from './blocks.js';
import { littleEndian, readPieces, writePieces, type Piece } from './bits.js';
import { fp16Store, type Store } from '../formats/scale-store.js';

/** A field with its place in the block. */
export interface StoredField extends Field {
  readonly pieces: readonly Piece[];
}

/** Where the patterns of a block lie. Both functions find zeros where they write. */
export interface PatternLayout {
  read(bytes: Uint8Array, start: number, patterns: Patterns, at: number): void;
  write(bytes: Uint8Array, start: number, patterns: Patterns, at: number): void;
}

/** Encodes one block: reads its weights, writes its patterns and the numbers of its fields. All are views of the one block, from 0. */
export type EncodeBlock = (weights: Weights, patterns: Patterns, fields: Readonly<Record<string, Float64Array>>) => void;

/**
 * A block format of ggml. A weight with code q in sub-block s is d q + m, d scale_s q, or d scale_s q - dmin min_s, by the fields that the
 * format has: `d`, `m`, `scales`, `dmin`, `mins`.
 */
export interface BlockFormat {
  /** Of the codec. */
  readonly name: string;
  readonly block: GgufBlock;
  readonly summary: string;
  readonly source: string;
  readonly patternBits: number;
  /** The code of each pattern. */
  readonly codes: readonly number[];
  /** The codes that an encoder writes, where they are not all: NaN for the others. */
  readonly written?: readonly number[];
  /** Weights that share a sub-scale; all of the block where there are none. */
  readonly subBlock?: number;
  readonly fields: readonly StoredField[];
  readonly patterns: PatternLayout;
  readonly encodeBlock: EncodeBlock;
}

/** A codec with the byte layout of ggml. */
export interface GgufCodec extends Codec {
  readonly block: GgufBlock;
  readonly layout: Layout & { readonly bytesPerGroup: number };
}

/** Patterns that are nothing but pieces. */
export function piecewise(pieces: readonly Piece[]): PatternLayout {
  return {
    read: (bytes, start, patterns, at) => { readPieces(pieces, bytes, start, patterns, at); },
    write: (bytes, start, patterns, at) => { writePieces(pieces, bytes, start, patterns, at); },
  };
}

/** One FP16 number of the block. */
export function half(name: string, meaning: string, byte: number): StoredField {
  return { name, meaning, per: 'group', count: 1, store: fp16Store, pieces: littleEndian(byte, 16) };
}

/** Whole numbers, one for each sub-block. */
export function subScales(name: string, meaning: string, count: number, store: Store, pieces: readonly Piece[]): StoredField {
  return { name, meaning, per: 'group', count, store, pieces };
}

/** Whole numbers from -offset, stored as the number plus offset. */
export function offsetStore(bits: number, offset: number): Store {
  return { name: `uint${bits}-${offset}`, bits, toBits: (x) => Math.min(2 ** bits - 1, Math.max(0, Math.round(x) + offset)), fromBits: (pattern) => pattern - offset };
}

/** count codes from `first` on, each one more than the last. */
export function consecutive(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
