import { entryBits } from '../../../../src/arch/ternary/table.js';
import { proveAssertions, proveEquivalent, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { coreModules, type Sources } from './modules.js';
import { propertyModules } from './property-modules.js';

export type Parameters = Readonly<Record<string, number>>;

export const proven: Proof = { outcome: 'proven' };

export function tableParameters(group: number, bits: number): Parameters {
  return { MU: group, BITS: bits, ENTRY_BITS: entryBits(group, bits) };
}

/** Compares an entry of the adders of a table with its sum, for all activations. Entry by entry, since a solver takes longer for all of them together. */
export function comparedEntry(yosys: YosysRunner, parameters: Parameters, entry: number, sources: Sources = coreModules): Promise<Proof> {
  const all = { ...parameters, ENTRY: entry };
  return proveEquivalent(yosys, { top: 'level_entry', parameters: all, sources: { ...propertyModules, ...sources } }, { top: 'naive_entry', parameters: all, sources: propertyModules });
}

/** Proves what a module asserts, in the first cycles. */
export function assertedModule(yosys: YosysRunner, top: string, cycles: number, parameters: Parameters = {}, sources: Sources = coreModules): Promise<Proof> {
  return proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles });
}
