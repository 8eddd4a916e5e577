import type { DramPart } from './part.js';
import { ddr4_2400, ddr4_2400TwoRanks, ddr4_3200, ddr4_3200TwoRanks, ddr5_4800 } from './parts/ddr.js';
import { hbm2_2000, hbm2_2000FourHigh, hbm2_2400, hbm2e_3800, hbm2Legacy, hbm3_6400 } from './parts/hbm.js';
import { gddr6_14000, lpddr4_2400, lpddr5_6400, lpddr5_6400_16Gb } from './parts/mobile-and-graphics.js';

/** The catalogue of DRAM, each entry with its source. */
export const dramParts: readonly DramPart[] = [
  ddr4_2400, ddr4_3200, ddr4_2400TwoRanks, ddr4_3200TwoRanks, ddr5_4800, lpddr4_2400, lpddr5_6400, lpddr5_6400_16Gb, gddr6_14000,
  hbm2Legacy, hbm2_2000, hbm2_2000FourHigh, hbm2_2400, hbm2e_3800, hbm3_6400,
];

export function dramPart(name: string): DramPart | undefined {
  return dramParts.find((part) => part.name === name);
}
