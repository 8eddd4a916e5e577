import { proveAssertions, proveEquivalent, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { tileEntryBits } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { tileModules, type Sources } from './modules.js';
import { propertyModules } from './property-modules.js';

export type Parameters = Readonly<Record<string, number>>;

export const proven: Proof = { outcome: 'proven' };

export function tableParameters(k: number, bits: number): Parameters {
  return { K: k, BITS: bits, ENTRY_BITS: tileEntryBits({ k, activationBits: bits }) };
}

/** Compares a module with its reference for all inputs. */
export function comparedModules(yosys: YosysRunner, top: string, reference: string, parameters: Parameters, sources: Sources = tileModules): Promise<Proof> {
  return proveEquivalent(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { top: reference, parameters, sources: propertyModules });
}

/** Compares an entry of the table with its sum, for all activations. Entry by entry, since a solver takes minutes for all of them together. */
export function comparedEntry(yosys: YosysRunner, k: number, bits: number, entry: number): Promise<Proof> {
  return comparedModules(yosys, 'wide_entry', 'naive_entry', { ...tableParameters(k, bits), ENTRY: entry });
}

/** Proves what a module asserts, in the first cycles. */
export function assertedModule(yosys: YosysRunner, top: string, cycles: number, parameters: Parameters = {}, sources: Sources = tileModules): Promise<Proof> {
  return proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles });
}
