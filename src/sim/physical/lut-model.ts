/** LUTs of a part of a module by its size: a coefficient that was fitted to what synthesis makes of the module at many sizes. */
export interface LutCoefficient<Part extends string> {
  readonly part: Part;
  readonly value: number;
  readonly unit: string;
  /** What the size of the part counts. */
  readonly meaning: string;
}

/** LUTs: those that are counted one by one, and the sum over parts of coefficient x size. Not rounded. */
export function lutsOfParts<Part extends string>(coefficients: readonly LutCoefficient<Part>[], sizes: Readonly<Record<Part, number>>, counted = 0): number {
  return coefficients.reduce((sum, { part, value }) => sum + value * sizes[part], counted);
}

/** Where coefficients are from that were fitted to these rows of a sweep. */
export function fittedOn(rows: string): string {
  return `least squares of relative errors over the ${rows}: Yosys 0.55, synth_xilinx -family xcup -flatten -noiopad -noclkbuf -nowidelut`;
}
