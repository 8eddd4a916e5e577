import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import { verilog } from '../../../../src/arch/codebook/rtl/verilog.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
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

/** A decoder; elements of 4 bits, activations of 8, sums of 32, codebooks in LUTs, unless others are given. */
export function tile(tokens: number, vectorLength: number, main: number, rest: number, others: Partial<TileParameters> = {}): TileParameters {
  return { tokens, vectorLength, main, rest, entryBits: 4, activationBits: 8, sumBits: 32, memory: 'luts', ...others };
}

export function nameOf(p: TileParameters): string {
  return `${p.tokens} token(s), vectors of ${p.vectorLength}, ${p.main} + ${p.rest} entries of ${p.entryBits} bits in ${p.memory}, INT${p.activationBits}, sums of ${p.sumBits} bits`;
}

export function designOf(p: TileParameters): RtlDesign {
  return codebookTileDesign(p);
}
