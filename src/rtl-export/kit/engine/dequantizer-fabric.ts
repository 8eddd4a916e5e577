import { estimate } from '../../../sim/core/estimate.js';
import type { RtlResources } from '../design.js';
import { dequantizerStages, multiplierBits, weightField, wideSteps, type Dequantizer } from './dequantizer.js';
import type { EngineParts } from './engine.js';

/** How large a dequantiser is, beside what it does. */
export interface DequantizerShape {
  readonly lanes: number;
  readonly columns: number;
  readonly weightBits: number;
  /** Bits that pass beside the codes. */
  readonly passBits: number;
}

/**
 * LUTs of what Yosys 0.55 makes of the Verilog for UltraScale+, of half of the points of `dequantizer-points.ts` in the tests. Per lane: a LUT for each bit that
 * is chosen, added or saturated; adders of a product of an N-bit number grow by `adderRow` with each of its bits beyond the second.
 */
const luts = {
  /** Counts of beats and the handshake. */
  control: 70,
  /** The end of a group. */
  group: 28,
  /** The entry of 32 that is read into the tables. */
  entry: 96,
  adderRow: 18.1,
  adders: 1.2,
  /** Of the choice at each end of a saturated product. */
  saturation: 2,
} as const;

/** LUTs and registers of the Verilog of a dequantiser, without the buffer of its groups. Registers are counted: those of equal bits of a sign are one. */
export function dequantizerFabric(dequantizer: Dequantizer, { lanes, columns, weightBits, passBits }: DequantizerShape): { readonly lut: number; readonly ff: number } {
  const { codeBits, kind, scaled, grouped, wide } = dequantizer;
  const numberBits = kind === 'sign' ? codeBits : kind === 'offset' ? codeBits + 1 : weightBits;
  const productBits = numberBits + multiplierBits;
  const stages = dequantizerStages(dequantizer);
  const steps = wideSteps(dequantizer, weightBits);
  const wholeBits = wide ? Math.max(weightBits, scaled ? numberBits : 0) : 0;
  const first = scaled ? Math.max(numberBits, wholeBits) : wide ? weightBits : Math.min(numberBits, weightBits);
  const counts = 1 + 3 * 16 + (grouped ? 16 : 0) + (wide && steps > 1 ? 3 : 0) + (kind === 'table' ? 6 : 0);
  const product = scaled ? lanes * (productBits + weightBits) + multiplierBits * (grouped ? columns : 1) : 0;
  const number = (kind === 'offset' ? codeBits : 0) + (kind === 'table' ? weightBits : 0) + (!scaled && numberBits > weightBits ? weightBits - 1 : 0);
  const adders = !scaled ? 0 : Math.max(productBits / 2, luts.adders + luts.adderRow * (numberBits - 2)) + weightBits + luts.saturation + (wide ? productBits : 0);
  return {
    lut: Math.round(luts.control + (grouped ? luts.group : 0) + (kind === 'table' ? luts.entry : 0) + lanes * (number + wholeBits + adders)),
    ff: counts + stages * (1 + passBits) + lanes * (first + (wide ? (steps - 1) * codeBits : 0)) + product,
  };
}

/** What the dequantiser of an engine takes; null where it has none. */
export function dequantizerResources({ dequantizer, streams, core }: Pick<EngineParts, 'dequantizer' | 'streams' | 'core'>): RtlResources | null {
  if (dequantizer === undefined || core.weightColumns === undefined) return null;
  const { weights, beside } = weightField(streams.coreWgt);
  const { lut, ff } = dequantizerFabric(dequantizer, {
    lanes: weights.count, columns: core.weightColumns, weightBits: weights.bits, passBits: beside.reduce((sum, { bits, count }) => sum + bits * count, 0),
  });
  return {
    dsp: estimate(0, 'DSP', 'derived', 'products are sums of shifted multipliers'),
    bram36: estimate(0, 'RAMB36', 'derived', 'tables are of LUTs'), uram: estimate(0, 'URAM288', 'derived', 'tables are of LUTs'),
    lut: estimate(lut, 'LUT', 'fitted', 'Yosys 0.55 for UltraScale+ on 28 dequantisers, half of them fitted; without the buffer of groups'),
    ff: estimate(ff, 'FF', 'derived', 'registers of the Verilog, counted; without the buffer of groups'),
  };
}
