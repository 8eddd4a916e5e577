import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import type { FitError } from '../../../sim/physical/synthesised-fabric.js';
import { canaryBits, dspGroups, indexBits, tokens, type TileParameters } from './parameters.js';
import { activationPaths, bufferBits, cascadeBits, registersOf, slots, treeAdders } from './registers.js';

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'buffers' | 'selectors' | 'adders' | 'accumulators' | 'lowProducts' | 'requantizers' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('16 rows "fit" of dsp-chain in reference/synthesis-sweep.json');

/**
 * What the LUTs of a part are multiplied by. Gates alone say 1 for a buffer, a selector or an adder, and 2 for an accumulator; the fit says how
 * much of that logic is merged.
 */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'buffers', value: 0.9668, unit: 'LUT/bit', meaning: 'bit of a skid buffer: a multiplexer before its first entry' },
  { part: 'selectors', value: 1.02, unit: 'LUT/LUT', meaning: 'LUT of a sparse multiplexer that is a tree of 4-to-1 multiplexers' },
  { part: 'adders', value: 0.9957, unit: 'LUT/bit', meaning: 'bit of an adder' },
  { part: 'accumulators', value: 1.763, unit: 'LUT/bit', meaning: 'bit of an accumulator that can restart: an adder and a multiplexer after it' },
  { part: 'lowProducts', value: 0.6141, unit: 'LUT/bit', meaning: 'bit of a partial product of the overflow adjust unit' },
  { part: 'requantizers', value: 49.77, unit: 'LUT', meaning: 'requantizer: rounding, saturation, 8 bits' },
  { part: 'base', value: 23.53, unit: 'LUT', meaning: 'sequencer and handshakes, of a tile' },
];

/** Of the model, over the rows "test" of the same sweep. */
export const lutError: FitError = { rows: 17, mean: 0.0061, worst: 0.028 };
export const ffError: FitError = { rows: 17, mean: 0.0001, worst: 0.0005 };

/** LUT and FF of a tile after synthesis for UltraScale+. */
export function tileFabric(p: TileParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  const packed = registersOf(p, { packed: true });
  return {
    lut: estimate(Math.round(tileLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each, and shift registers; ${lutSource}`),
    ff: estimate(registersOf(p).flipFlops, 'FF', 'fitted', 'registers of the Verilog, counted, less those that Yosys 0.55 merges or moves into shift registers on xcup, '
      + `by rules seen in the rows of dsp-chain in reference/synthesis-sweep.json; ${packed.flipFlops} where registers that DSP48E2 blocks have are taken from there, which Yosys does not do on xcup`),
  };
}

/** LUTs: sum over parts of coefficient x size, and those of shift registers. Not rounded. */
export function tileLuts(p: TileParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p), registersOf(p).shiftRegisters);
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: TileParameters): Readonly<Record<LutPart, number>> {
  const { columns, depth, groupBits, m } = p;
  const canary = canaryBits(p);
  const cascades = slots(p).reduce((sum, { place }) => sum + (place > 0 ? cascadeBits(p, place) : 0), 0);
  const tree = treeAdders(p).reduce((sum, { bits }) => sum + bits, 0);
  const lanes = canary > 0 ? dspGroups(p) * (18 + canary) : 0;
  return {
    buffers: bufferBits(p).reduce((sum, bits) => sum + bits, 0),
    selectors: indexBits(p) > 0 ? tokens * 8 * columns * depth * multiplexerLuts(m) : 0,
    // The highest of the nine bits of a pre-adder is a carry.
    adders: 8 * depth * activationPaths(p) + columns * (cascades + lanes + tokens * tree),
    accumulators: tokens * columns * (groupBits + 48),
    lowProducts: columns * depth * canary ** 2,
    requantizers: tokens * columns,
    base: 1,
  };
}

/** LUTs of a multiplexer of a power of two inputs: 4 to 1 in a LUT6, and 2 to 1 in the last where that is left. */
function multiplexerLuts(inputs: number): number {
  if (inputs < 2) return 0;
  return inputs <= 4 ? 1 : inputs / 4 + multiplexerLuts(inputs / 4);
}
