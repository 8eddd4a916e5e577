import { plainBus, type DramPart } from '../part.js';

const lpddr5Timing = {
  tCKps: 1250, tBL: 2, tCL: 17, tCWL: 9, tRCDRD: 15, tRCDWR: 15, tRP: 15, tRPab: 17, tRAS: 34, tRC: 49, tCCDS: 2, tCCDL: 4, tCCDSWR: 2, tCCDLWR: 4,
  tRRDS: 4, tRRDL: 4, tFAW: 16, tRTP: 8, tWR: 28, tWTRS: 5, tWTRL: 12, tRTW: 12, tRTRS: 2, tPPD: 2, tRFC: 168, tREFI: 3125,
};

/** One 16-bit channel. tWTRL has the two cycles by which a burst within a bank group is longer (10 + 4 - 2). */
export const lpddr5_6400: DramPart = {
  name: 'lpddr5-6400', standard: 'LPDDR5', quality: 'published', source: 'Ramulator 2.1 (c5b1c3a), presets LPDDR5_8Gb_x16 and LPDDR5_6400, after JESD209-5B',
  organization: { channels: 1, pseudoChannels: 1, ranks: 1, bankGroups: 4, banksPerGroup: 4, rows: 32768, columns: 1024, burstLength: 16, dataBits: 16 },
  bus: { ...plainBus, split: { tAAD: 8, tWCKPST: 1 } },
  timing: lpddr5Timing,
};

export const lpddr5_6400_16Gb: DramPart = {
  ...lpddr5_6400, name: 'lpddr5-6400-16gb', source: 'Ramulator 2.1 (c5b1c3a), presets LPDDR5_16Gb_x16 and LPDDR5_6400, after JESD209-5B',
  organization: { ...lpddr5_6400.organization, rows: 65536 }, timing: { ...lpddr5Timing, tRFC: 224 },
};

/** A 64-bit module of four chips in two ranks. The file gives two bank groups, which LPDDR4 has not; with tBL = 8 their waits never count. */
export const lpddr4_2400: DramPart = {
  name: 'lpddr4-2400', standard: 'LPDDR4', quality: 'published', source: 'DRAMsim3 (2981759), LPDDR4_8Gb_x16_2400.ini as shipped, values as PIMeval quotes them',
  organization: { channels: 1, pseudoChannels: 1, ranks: 2, bankGroups: 2, banksPerGroup: 4, rows: 65536, columns: 1024, burstLength: 16, dataBits: 64 },
  bus: plainBus,
  timing: {
    tCKps: 830, tBL: 8, tCL: 17, tCWL: 14, tRCDRD: 15, tRCDWR: 15, tRP: 15, tRPab: 15, tRAS: 32, tRC: 47, tCCDS: 4, tCCDL: 6, tCCDSWR: 4, tCCDLWR: 6,
    tRRDS: 8, tRRDL: 8, tFAW: 32, tRTP: 12, tWR: 30, tWTRS: 8, tWTRL: 16, tRTW: 12, tRTRS: 1, tPPD: 2, tRFC: 392, tREFI: 8660,
  },
};

/** One of the two 16-bit channels of a chip; 16 columns in two cycles (quad data rate). */
export const gddr6_14000: DramPart = {
  name: 'gddr6-14000', standard: 'GDDR6', quality: 'published', source: 'Ramulator 2.1 (c5b1c3a), presets GDDR6_16Gb_x16 and GDDR6_14000_1350mV_quad',
  organization: { channels: 2, pseudoChannels: 1, ranks: 1, bankGroups: 4, banksPerGroup: 4, rows: 16384, columns: 2048, burstLength: 16, dataBits: 16 },
  bus: plainBus,
  timing: {
    tCKps: 570, tBL: 2, tCL: 24, tCWL: 6, tRCDRD: 27, tRCDWR: 16, tRP: 27, tRPab: 27, tRAS: 53, tRC: 79, tCCDS: 2, tCCDL: 4, tCCDSWR: 2, tCCDLWR: 4,
    tRRDS: 8, tRRDL: 8, tFAW: 29, tRTP: 4, tWR: 27, tWTRS: 9, tWTRL: 11, tRTW: 25, tRTRS: 0, tPPD: 1, tRFC: 211, tREFI: 3333,
  },
};
