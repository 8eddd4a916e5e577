/** A number format as the performance models see it: its name, its kind and the bits one element occupies in memory. */
export interface DataType {
  readonly name: string;
  readonly kind: 'integer' | 'float' | 'ternary';
  /** Bits of one element as stored, without scales, zero points or indices. */
  readonly bits: number;
}

const integer = (bits: number): DataType => ({ name: `int${bits}`, kind: 'integer', bits });
const float = (name: string, bits: number): DataType => ({ name, kind: 'float', bits });

/** Every format the schemes can name. `ternary` is packed five values to a byte (3^5 = 243 <= 256), 1.6 bits each. */
export const dataTypes: readonly DataType[] = [
  integer(1), integer(2), integer(3), integer(4), integer(5), integer(6), integer(7), integer(8), integer(16), integer(32),
  float('fp4', 4), float('fp6', 6), float('fp8', 8), float('fp16', 16), float('bf16', 16), float('fp32', 32),
  { name: 'ternary', kind: 'ternary', bits: 1.6 },
];

const byName: ReadonlyMap<string, DataType> = new Map(dataTypes.map((t) => [t.name, t]));

/** The format of that name, or undefined. */
export function dataType(name: string): DataType | undefined {
  return byName.get(name);
}
