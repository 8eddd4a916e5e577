import { referenceTable } from './fixtures.js';
import type { FamilyRows, SweepRow } from './synthesis-sweep.js';

/** What `scripts/sweep-synthesis.mjs` wrote about a family: `reference/synthesis/<family>.json`. */
export interface FamilySweep<Parameters> extends FamilyRows<Parameters> {
  readonly yosys: string;
  /** SHA-256 of the Verilog that was synthesised, as `codeDigest` makes it. */
  readonly verilog: string | undefined;
}

export function familySweep<Parameters>(family: string): FamilySweep<Parameters> {
  const { header, rows } = referenceTable(`synthesis/${family}.json`) as {
    readonly header: { readonly yosys: string; readonly verilogSha256: Readonly<Record<string, string>> };
    readonly rows: readonly SweepRow<Parameters>[];
  };
  const of = (use: string): readonly SweepRow<Parameters>[] => rows.filter((row) => row.use === use);
  return { all: rows, fit: of('fit'), test: of('test'), yosys: header.yosys, verilog: header.verilogSha256[family] };
}
