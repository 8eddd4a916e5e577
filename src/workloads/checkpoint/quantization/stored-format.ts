import { dataType, type DataType } from '../../../sim/model/datatype.js';
import type { SidePath, WeightFormat } from '../../../sim/model/quantization.js';

/** A tensor that a module has in a storage format. */
export interface ExpectedPart {
  /** Its name within the module. */
  readonly part: string;
  /** Types that it may have, as files write them; any where there is none. */
  readonly types: readonly string[];
  /** Its dimensions; null where they follow from the data. */
  readonly shape: readonly number[] | null;
  readonly isOptional: boolean;
}

/** How a method stores the weights of a linear op: the format, and the tensors that hold it. */
export interface StoredFormat {
  /** For people: `int4 in groups of 128`. */
  readonly label: string;
  /** The format of a matrix of outFeatures x inFeatures, with all that it stores beside the values as far as it is the same for each weight. */
  weights(inFeatures: number, outFeatures: number): WeightFormat;
  /** Its tensors; none where the layout is not known. */
  parts(inFeatures: number, outFeatures: number): readonly ExpectedPart[];
  /** The tensor of the codes, and how many weights an element of it holds; null where that does not follow. */
  readonly codes: { readonly part: string; readonly weightsEach: number } | null;
}

/** The type of that name, which is one of ours. */
export function typeNamed(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}

/** Dense weights with `scaleBits` and `zeroPointBits` for each group; a group of 0 is the matrix. */
export function denseFormat(type: DataType, groupSize: number, scaleBits: number, zeroPointBits: number, sidePath?: SidePath): WeightFormat {
  return { type, groupSize, scaleBits, zeroPointBits, sparsity: null, outlierShare: 0, outlierBits: 0, ...(sidePath === undefined ? {} : { sidePath }) };
}

export function part(name: string, types: readonly string[], shape: readonly number[] | null): ExpectedPart {
  return { part: name, types, shape, isOptional: false };
}

export function optional(name: string, types: readonly string[], shape: readonly number[] | null): ExpectedPart {
  return { part: name, types, shape, isOptional: true };
}

/** Types of plain floats, in which scales are stored. */
export const floats = ['F16', 'BF16', 'F32'] as const;

/** Weights that share a scale: so many along the reduction, a row (one output), the whole matrix, or a block of rows x columns. */
export type Sharing = number | 'row' | 'tensor' | readonly [rows: number, columns: number];

/** Weights that share a scale in a matrix of that many inputs; 0 is the whole matrix. */
export function groupOf(sharing: Sharing, inFeatures: number): number {
  if (sharing === 'tensor') return 0;
  if (sharing === 'row') return inFeatures;
  return typeof sharing === 'number' ? Math.min(sharing, inFeatures) : sharing[0] * sharing[1];
}

export function sharingText(sharing: Sharing): string {
  if (sharing === 'tensor') return 'one scale a matrix';
  if (sharing === 'row') return 'one scale a row';
  return typeof sharing === 'number' ? `in groups of ${sharing}` : `in blocks of ${sharing[0]} x ${sharing[1]}`;
}

/** Dimensions of the scales of a matrix, one for each group. */
export function scaleShape(sharing: Sharing, inFeatures: number, outFeatures: number): readonly number[] {
  if (sharing === 'tensor') return [1];
  if (sharing === 'row') return [outFeatures, 1];
  if (typeof sharing === 'number') return [outFeatures, Math.ceil(inFeatures / sharing)];
  return [Math.ceil(outFeatures / sharing[0]), Math.ceil(inFeatures / sharing[1])];
}
