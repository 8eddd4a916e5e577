import type { SimulationResult } from '../sim/model/result.js';
import { isKnown, notModelledText, percentText, unknownText } from './quantity-text.js';

export type FabricName = keyof NonNullable<SimulationResult['resources']>;

/** The resources of an FPGA with the names that readers know. */
export const fabricNames: readonly (readonly [FabricName, string])[] = [
  ['lut', 'LUT'], ['ff', 'FF'], ['dsp', 'DSP'], ['bram36', 'BRAM (36 Kb)'], ['uram', 'URAM'],
];

/** Share of what the device has that a design takes. */
export function usedShareText(used: number | null, available: number | null): string {
  if (!isKnown(used)) return notModelledText;
  return isKnown(available) && available > 0 ? percentText(used / available) : unknownText;
}
