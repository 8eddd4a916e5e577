import type { CoreParameters, StoredFormat } from '../../../../src/arch/ternary/core/parameters.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { verilog } from '../../../../src/arch/ternary/rtl/verilog.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { faulty, type Sources } from '../../../kit/rtl-bench.js';

export { assertAgrees, bench, fastestYosys, simulatorOf, topOf, type Sources } from '../../../kit/rtl-bench.js';

/** All modules of the core as they are. */
export const coreModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. */
export function withFault(file: string, from: string, to: string): Sources {
  return faulty(coreModules, file, from, to);
}

/** A core of L tables of mu activations with K reads; activations of 8 bits, sums of 24, keys, unless others are given. */
export function core(group: number, tables: number, reads: number, format: StoredFormat = 'keys', others: Partial<CoreParameters> = {}): CoreParameters {
  return { group, tables, reads, format, activationBits: 8, sumBits: 24, ...others };
}

export function nameOf({ group, tables, reads, format, activationBits, sumBits }: CoreParameters): string {
  return `mu ${group}, ${tables} table(s), ${reads} read(s), INT${activationBits}, ${format}, sums of ${sumBits} bits`;
}

export function designOf(p: CoreParameters): RtlDesign {
  return ternaryTileDesign(p);
}
