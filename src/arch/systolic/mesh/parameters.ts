/** Dataflows that the tile has. */
export type MeshDataflow = 'output-stationary' | 'weight-stationary';

/** A tile of processing elements, with the widths of their operands and sums. */
export interface MeshParameters {
  readonly dataflow: MeshDataflow;
  readonly rows: number;
  readonly columns: number;
  /** Signed, 2 to 16. */
  readonly activationBits: number;
  /** Signed, 2 to 16. */
  readonly weightBits: number;
  /** From the sum of both to 48; sums wrap. */
  readonly sumBits: number;
}

/** Why there is no such tile, or null. */
export function meshFault({ rows, columns, activationBits, weightBits, sumBits }: MeshParameters): string | null {
  const isWithin = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;
  for (const size of [rows, columns]) if (!isWithin(size, 1, 65535)) return `rows and columns are whole numbers from 1 to 65535, not ${size}`;
  for (const bits of [activationBits, weightBits]) if (!isWithin(bits, 2, 16)) return `operands have 2 to 16 bits, not ${bits}`;
  const least = activationBits + weightBits;
  return isWithin(sumBits, least, 48) ? null : `sums of such products have ${least} to 48 bits, not ${sumBits}`;
}
