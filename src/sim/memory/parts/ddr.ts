import { plainBus, type DramPart } from '../part.js';

const ramulator = (presets: string): string => `Ramulator 2.1 (c5b1c3a), presets ${presets}, after the JEDEC tables of the standard`;
const dramsim = (file: string): string => `DRAMsim3 (2981759), ${file}; times of reads confirmed by its results, times of writes not`;

const ddr4Chips = { channels: 1, pseudoChannels: 1, ranks: 1, bankGroups: 4, banksPerGroup: 4, rows: 65536, columns: 1024, burstLength: 8, dataBits: 64 };

export const ddr4_3200: DramPart = {
  name: 'ddr4-3200', standard: 'DDR4', organization: ddr4Chips, bus: plainBus, quality: 'published', source: ramulator('DDR4_8Gb_x8 and DDR4_3200AA'),
  timing: {
    tCKps: 625, tBL: 4, tCL: 22, tCWL: 16, tRCDRD: 22, tRCDWR: 22, tRP: 22, tRPab: 22, tRAS: 52, tRC: 74, tCCDS: 4, tCCDL: 8, tCCDSWR: 4, tCCDLWR: 8,
    tRRDS: 4, tRRDL: 8, tFAW: 34, tRTP: 12, tWR: 24, tWTRS: 4, tWTRL: 12, tRTW: 12, tRTRS: 2, tPPD: 0, tRFC: 576, tREFI: 12480,
  },
};

export const ddr4_2400: DramPart = {
  name: 'ddr4-2400', standard: 'DDR4', organization: ddr4Chips, bus: plainBus, quality: 'published', source: ramulator('DDR4_8Gb_x8 and DDR4_2400R'),
  timing: {
    tCKps: 833, tBL: 4, tCL: 16, tCWL: 12, tRCDRD: 16, tRCDWR: 16, tRP: 16, tRPab: 16, tRAS: 39, tRC: 55, tCCDS: 4, tCCDL: 6, tCCDSWR: 4, tCCDLWR: 6,
    tRRDS: 4, tRRDL: 6, tFAW: 26, tRTP: 9, tWR: 18, tWTRS: 3, tWTRL: 9, tRTW: 10, tRTRS: 2, tPPD: 0, tRFC: 433, tREFI: 9364,
  },
};

/** The same grade as DRAMsim3 ships it: two ranks, a shorter refresh, a clock that is rounded up. */
export const ddr4_3200TwoRanks: DramPart = {
  name: 'ddr4-3200-two-ranks', standard: 'DDR4', organization: { ...ddr4Chips, ranks: 2 }, bus: plainBus, quality: 'published', source: dramsim('DDR4_8Gb_x8_3200.ini'),
  timing: {
    tCKps: 630, tBL: 4, tCL: 22, tCWL: 16, tRCDRD: 22, tRCDWR: 22, tRP: 22, tRPab: 22, tRAS: 52, tRC: 74, tCCDS: 4, tCCDL: 8, tCCDSWR: 4, tCCDLWR: 8,
    tRRDS: 4, tRRDL: 8, tFAW: 34, tRTP: 12, tWR: 24, tWTRS: 4, tWTRL: 12, tRTW: 11, tRTRS: 1, tPPD: 0, tRFC: 560, tREFI: 12480,
  },
};

export const ddr4_2400TwoRanks: DramPart = {
  name: 'ddr4-2400-two-ranks', standard: 'DDR4', organization: { ...ddr4Chips, ranks: 2 }, bus: plainBus, quality: 'published', source: dramsim('DDR4_8Gb_x8_2400.ini'),
  timing: {
    tCKps: 830, tBL: 4, tCL: 17, tCWL: 12, tRCDRD: 17, tRCDWR: 17, tRP: 17, tRPab: 17, tRAS: 39, tRC: 56, tCCDS: 4, tCCDL: 6, tCCDSWR: 4, tCCDLWR: 6,
    tRRDS: 4, tRRDL: 6, tFAW: 26, tRTP: 9, tWR: 18, tWTRS: 3, tWTRL: 9, tRTW: 10, tRTRS: 1, tPPD: 0, tRFC: 420, tREFI: 9360,
  },
};

/** One of the two 32-bit channels of a DIMM. Activates, reads and writes take two cycles of the command pins. */
export const ddr5_4800: DramPart = {
  name: 'ddr5-4800', standard: 'DDR5', quality: 'published', source: ramulator('DDR5_16Gb_x8 and DDR5_4800BN'),
  organization: { channels: 2, pseudoChannels: 1, ranks: 1, bankGroups: 8, banksPerGroup: 4, rows: 65536, columns: 1024, burstLength: 16, dataBits: 32 },
  bus: { ...plainBus, activateCycles: 2, columnCycles: 2 },
  timing: {
    tCKps: 416, tBL: 8, tCL: 36, tCWL: 34, tRCDRD: 36, tRCDWR: 36, tRP: 36, tRPab: 36, tRAS: 77, tRC: 113, tCCDS: 8, tCCDL: 12, tCCDSWR: 8, tCCDLWR: 48,
    tRRDS: 8, tRRDL: 12, tFAW: 48, tRTP: 18, tWR: 72, tWTRS: 6, tWTRL: 24, tRTW: 14, tRTRS: 2, tPPD: 2, tRFC: 710, tREFI: 9375,
  },
};
