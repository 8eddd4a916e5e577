/** A number format as the performance models see it: its name, its kind and the bits one element occupies in memory. */
export interface DataType {
  readonly name: string;
  /** `codebook`: values that no integer or float multiplier takes as they are. */
  readonly kind: 'integer' | 'float' | 'ternary' | 'codebook';
  /** Bits of one element as stored, without scales, zero points or indices. */
  readonly bits: number;
  /** What weights of this format store beside their elements by definition, where it says so. */
  readonly grouping?: Grouping;
}

/** Weights in a group, and the bits of its scale and of what else it stores (a selector). */
export interface Grouping {
  readonly size: number;
  readonly scaleBits: number;
  readonly otherBits: number;
}

const integer = (bits: number): DataType => ({ name: `int${bits}`, kind: 'integer', bits });
const float = (name: string, bits: number): DataType => ({ name, kind: 'float', bits });
const grouped = (name: string, kind: DataType['kind'], bits: number, size: number, scaleBits: number, otherBits = 0): DataType => ({ name, kind, bits, grouping: { size, scaleBits, otherBits } });

/**
 * Every format the schemes can name. `ternary` is packed five values to a byte (3^5 = 243 <= 256), 1.6 bits each. The values of a format
 * are in `sim/numerics`.
 */
export const dataTypes: readonly DataType[] = [
  integer(1), integer(2), integer(3), integer(4), integer(5), integer(6), integer(7), integer(8), integer(16), integer(32),
  float('fp4', 4), float('fp6', 6), float('fp8', 8), float('fp16', 16), float('bf16', 16), float('fp32', 32),
  { name: 'ternary', kind: 'ternary', bits: 1.6 },
  float('fp3', 3), float('fp5', 5),
  grouped('bitmod3', 'float', 3, 128, 8, 2), grouped('bitmod4', 'float', 4, 128, 8, 2),
  grouped('mxfp4', 'float', 4, 32, 8), grouped('mxfp6', 'float', 6, 32, 8), grouped('mxfp8', 'float', 8, 32, 8), grouped('nvfp4', 'float', 4, 16, 8),
  grouped('nf4', 'codebook', 4, 64, 16), grouped('flint4', 'codebook', 4, 128, 16), grouped('pot4', 'codebook', 4, 128, 16), grouped('olive4', 'codebook', 4, 128, 16, 1),
];

const byName: ReadonlyMap<string, DataType> = new Map(dataTypes.map((t) => [t.name, t]));

/** The format of that name, or undefined. */
export function dataType(name: string): DataType | undefined {
  return byName.get(name);
}
