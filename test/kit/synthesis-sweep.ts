import { digestOf } from '../../src/sim/core/digest.js';
import { referenceTable } from './fixtures.js';

/** What Yosys makes of a tile. Memories are given where there are some. */
export interface SweepRow<Parameters> {
  readonly id: string;
  readonly family: string;
  readonly parameters: Parameters;
  readonly use: 'fit' | 'test';
  readonly lut: number;
  readonly lutLogic: number;
  readonly lutShift: number;
  readonly ff: number;
  readonly dsp: number;
  readonly lutMemory?: number;
  readonly bram36?: number;
  readonly bram18?: number;
  readonly uram?: number;
}

/** Rows of a family: those that coefficients are fitted to, and those that judge them. */
export interface FamilyRows<Parameters> {
  readonly all: readonly SweepRow<Parameters>[];
  readonly fit: readonly SweepRow<Parameters>[];
  readonly test: readonly SweepRow<Parameters>[];
}

/** What `scripts/sweep-synthesis.mjs` wrote about a family. */
export interface FamilySweep<Parameters> extends FamilyRows<Parameters> {
  readonly yosys: string;
  /** SHA-256 of the Verilog that was synthesised, as `codeDigest` makes it. */
  readonly verilog: string | undefined;
}

/** Families that were swept into one table. */
const together = new Set(['dsp-chain', 'bit-serial']);

export function familySweep<Parameters>(family: string): FamilySweep<Parameters> {
  const { header, rows } = referenceTable(together.has(family) ? 'synthesis-sweep.json' : `synthesis/${family}.json`) as {
    readonly header: { readonly yosys: string; readonly verilogSha256: Readonly<Record<string, string>> };
    readonly rows: readonly SweepRow<Parameters>[];
  };
  const all = rows.filter((row) => row.family === family);
  const of = (use: string): readonly SweepRow<Parameters>[] => all.filter((row) => row.use === use);
  return { all, fit: of('fit'), test: of('test'), yosys: header.yosys, verilog: header.verilogSha256[family] };
}

/** SHA-256 of Verilog sources without comments and spaces, as `scripts/sweep-synthesis.mjs` makes it. */
export function codeDigest(sources: Readonly<Record<string, string>>): string {
  return digestOf(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, text.replace(/\/\/.*|\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').trim()])));
}

/** Mean and largest of |model / row - 1|. */
export function relativeErrors<Parameters>(rows: readonly SweepRow<Parameters>[], metric: 'lut' | 'ff', model: (p: Parameters) => number): { readonly mean: number; readonly worst: number } {
  const errors = rows.map((row) => Math.abs(model(row.parameters) / row[metric] - 1));
  return { mean: errors.reduce((sum, error) => sum + error, 0) / errors.length, worst: Math.max(...errors) };
}

/**
 * The coefficients with the least sum over rows of (sum over parts of coefficient x size - lutLogic)^2 / lut^2: normal equations, solved by
 * elimination with the largest pivot.
 */
export function fittedCoefficients<Parameters>(rows: readonly SweepRow<Parameters>[], sizesOf: (p: Parameters) => readonly number[]): readonly number[] {
  const equations = rows.map((row) => [...sizesOf(row.parameters), row.lutLogic].map((x) => x / row.lut));
  const count = equations[0]!.length - 1;
  const normal = Array.from({ length: count }, (_, i) => Array.from({ length: count + 1 }, (_unused, j) => equations.reduce((sum, e) => sum + e[i]! * e[j]!, 0)));
  for (let i = 0; i < count; i++) {
    const pivot = normal.map((line, at) => ({ at, size: at < i ? -1 : Math.abs(line[i]!) })).reduce((a, b) => (b.size > a.size ? b : a)).at;
    [normal[i], normal[pivot]] = [normal[pivot]!, normal[i]!];
    for (let at = 0; at < count; at++) {
      if (at === i) continue;
      const factor = normal[at]![i]! / normal[i]![i]!;
      normal[at] = normal[at]!.map((x, j) => x - factor * normal[i]![j]!);
    }
  }
  return normal.map((line, i) => line[count]! / line[i]!);
}
