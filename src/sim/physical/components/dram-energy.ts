import { estimate, notModelled, type Estimate, type NotModelled } from '../../core/estimate.js';

const accelergy = 'accelergy-cacti-plug-in 291018b, cacti_wrapper.py, CactiDRAM';

/** pJ a bit that is read or written, device and interface together. */
const pjPerBit = {
  'HBM2': [3.9, accelergy],
  'HMC': [4.2, accelergy],
  'LPDDR4': [8, accelergy],
  'GDDR5': [14, accelergy],
  'LPDDR': [40, accelergy],
  'DDR3': [70, accelergy],
  'DDR4': [18.75, 'abdelfattah-lab/BitMoD-HPCA-25, bitmod_sim/accelerator.py: 2400 pJ for 128 bits, from a DDR4 model of DRAMSim3'],
  'DDR (Horowitz)': [20.3125, 'Horowitz, ISSCC 2014, in QKeras qtools/config_public.py a383fea: slope of dram_rd'],
} as const satisfies Readonly<Record<string, readonly [pj: number, source: string]>>;

export type DramStandard = keyof typeof pjPerBit;

export const dramStandards = Object.keys(pjPerBit) as readonly DramStandard[];

/** J of a byte between a chip and its memory. Null with a reason for standards that no source at hand has: HBM3, GDDR6, LPDDR5, DDR5 and others. */
export function dramEnergyPerByte(standard: string): Estimate | NotModelled {
  if (!isKnown(standard)) return notModelled(`no energy of a bit of ${standard} is in the tables; they have ${dramStandards.join(', ')}`);
  const [pj, source] = pjPerBit[standard];
  return estimate(pj * 8 * 1e-12, 'J', 'published', `${source}: ${pj} pJ a bit`);
}

function isKnown(standard: string): standard is DramStandard {
  return Object.hasOwn(pjPerBit, standard);
}
