import { estimate, type Estimate } from '../../../sim/core/estimate.js';

/** A buffer of 512 KiB in 8 banks at one bus width: energies of an access to all banks. */
export interface BufferPoint {
  readonly busBits: number;
  readonly read: Estimate;
  readonly write: Estimate;
  readonly area: Estimate;
}

/** Bytes of the weight buffer and of the activation buffer (HPCA 2025, section V-A). */
export const bufferBytes = 524_288;

const cacti = 'CACTI 7 (HewlettPackard/cacti 1ffd8df) as bitmod_sim calls it: 8 banks of 64 KiB, 28 nm, itrs-hp cells and periphery, 360 K, with ECC, one read and one write port';

function point(busBits: number, readPj: number, writePj: number, areaMm2: number): BufferPoint {
  return { busBits, read: estimate(readPj, 'pJ', 'derived', cacti), write: estimate(writePj, 'pJ', 'derived', cacti), area: estimate(areaMm2 * 1e6, 'um2', 'derived', cacti) };
}

/** The bus widths that the arrays of the comparison need. */
export const bufferPoints: readonly BufferPoint[] = [
  point(128, 60.12992, 37.16792, 1.427944), point(144, 61.54176, 38.45888, 1.435552), point(192, 66.57808, 43.3184, 1.529144), point(256, 70.0928, 51.71784, 1.48456),
  point(288, 72.59616, 54.1192, 1.500336), point(384, 82.8304, 64.04792, 1.590344), point(512, 92.7944, 83.3536, 1.601896), point(576, 107.696, 89.3432, 1.43136),
  point(768, 125.648, 107.0496, 1.497104), point(1024, 138.4416, 156.0904, 1.570672), point(1536, 182.8184, 200.1048, 1.747528),
];

/** The point of that bus width, on the line between its neighbours where CACTI was not asked; null outside of them. */
export function bufferPoint(busBits: number): BufferPoint | null {
  const exact = bufferPoints.find((p) => p.busBits === busBits);
  if (exact !== undefined) return exact;
  const above = bufferPoints.findIndex((p) => p.busBits > busBits);
  if (above < 1) return null;
  const [low, high] = [bufferPoints[above - 1]!, bufferPoints[above]!];
  const share = (busBits - low.busBits) / (high.busBits - low.busBits);
  const between = (what: 'read' | 'write' | 'area'): Estimate => estimate(low[what].value + share * (high[what].value - low[what].value), low[what].unit, 'derived', `${cacti}; on the line between ${low.busBits} and ${high.busBits} bits`);
  return { busBits, read: between('read'), write: between('write'), area: between('area') };
}

/** DRAM: bits a cycle at 1 GHz (128 bits at double data rate, 32 GB/s) and the energy of a bit. */
export const dram = {
  bitsPerCycle: 256,
  bit: estimate(18.75, 'pJ', 'published', 'abdelfattah-lab/BitMoD-HPCA-25, bitmod_sim/accelerator.py: 2400 pJ for 128 bits, from a DDR4 model of DRAMSim3'),
} as const;
