import { lutArrayTileDesign } from '../../../../src/arch/lut-tensor-core/rtl.js';
import { verilog } from '../../../../src/arch/lut-tensor-core/rtl/verilog.js';
import type { TileParameters } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
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

/** A tile of M x N x K; activations of 8 bits, weights of up to 4, sums of 32, the sign first, unless others are given. */
export function tile(m: number, n: number, k: number, others: Partial<TileParameters> = {}): TileParameters {
  return { m, n, k, activationBits: 8, planes: 4, sumBits: 32, sign: 'first', ...others };
}

export function nameOf({ m, n, k, activationBits, planes, sumBits, sign }: TileParameters): string {
  return `M${m}N${n}K${k}, INT${activationBits}, ${planes} plane(s), sums of ${sumBits} bits, sign ${sign}`;
}

export function designOf(p: TileParameters): RtlDesign {
  return lutArrayTileDesign(p);
}
