import { shiftAddTileDesign } from '../../../../src/arch/shift-add/rtl.js';
import { verilog } from '../../../../src/arch/shift-add/rtl/verilog.js';
import type { TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { faulty, type Sources } from '../../../kit/rtl-bench.js';

export { assertAgrees, bench, fastestYosys, simulatorOf, topOf, type Sources } from '../../../kit/rtl-bench.js';

/** All modules of the tile as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. */
export function withFault(file: string, from: string, to: string): Sources {
  return faulty(tileModules, file, from, to);
}

/**
 * A tile of tokens x columns x depth; activations of 8 bits, weights of up to 4, all bits in one pass, groups of four steps, a scaler for each token,
 * scales of 8 bits and outputs of 32, unless others are given.
 */
export function tile(tokens: number, columns: number, depth: number, others: Partial<TileParameters> = {}): TileParameters {
  const booth = others.encoding === 'booth';
  return {
    kind: 'shift-add', tokens, columns, depth, encoding: 'binary', termsPerCycle: booth ? 2 : 4, group: 4 * depth, scalers: 1, activationBits: 8, weightBits: 4,
    scaleBits: 8, accumulatorBits: 32, ...others,
  };
}

export function nameOf(p: TileParameters): string {
  return `${p.tokens} x ${p.columns} x ${p.depth}, INT${p.activationBits} x ${p.weightBits} bits, ${p.termsPerCycle} terms (${p.encoding}), groups of ${p.group}, ${p.scalers} scaler(s), `
    + `scales of ${p.scaleBits} bits, outputs of ${p.accumulatorBits}`;
}

export function designOf(p: TileParameters): RtlDesign {
  return shiftAddTileDesign(p);
}
