import { shiftAddTableDesign, tableVerilog } from '../../../../../src/arch/shift-add/tile/table/design.js';
import type { TableParameters } from '../../../../../src/arch/shift-add/tile/table/parameters.js';
import type { RtlDesign } from '../../../../../src/rtl-export/kit/design.js';
import { faulty, type Sources } from '../../../../kit/rtl-bench.js';

/** The modules with a fault in one of them. */
export function withFault(file: string, from: string, to: string): Sources {
  return faulty(tableVerilog, file, from, to);
}

/** Tables and reads; two batches of features, scales of a power of two, four adders, INT8, outputs of 24 bits, unless others are given. */
export function tables(count: number, reads: number, others: Partial<TableParameters> = {}): TableParameters {
  return {
    kind: 'table', tables: count, reads, featuresHeld: 2 * reads, scaleTerms: 1, shifters: 1, buildAdders: 4, activationBits: 8, weightBits: 4, shiftBits: 3, accumulatorBits: 24, ...others,
  };
}

export function nameOf(p: TableParameters): string {
  return `${p.tables} table(s), ${p.reads} read(s), ${p.featuresHeld} features, ${p.scaleTerms} terms on ${p.shifters} shifter(s) of ${p.shiftBits} bits, ${p.buildAdders} adder(s), `
    + `INT${p.activationBits}, outputs of ${p.accumulatorBits} bits`;
}

export function designOf(p: TableParameters): RtlDesign {
  return shiftAddTableDesign(p);
}
