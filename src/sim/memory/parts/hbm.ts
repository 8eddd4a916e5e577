import { hbmBus, type DramPart } from '../part.js';

const hbm2Stack = { channels: 8, pseudoChannels: 2, ranks: 1, bankGroups: 4, banksPerGroup: 4, rows: 65536, columns: 128, burstLength: 4, dataBits: 64 };

export const hbm2_2000: DramPart = {
  name: 'hbm2-2000', standard: 'HBM2', organization: hbm2Stack, bus: hbmBus, quality: 'published', source: 'Ramulator 2.1 (c5b1c3a), presets HBM2_8Gb and HBM2_2000Mbps, after JESD235D',
  timing: {
    tCKps: 1000, tBL: 2, tCL: 14, tCWL: 5, tRCDRD: 14, tRCDWR: 12, tRP: 14, tRPab: 14, tRAS: 34, tRC: 48, tCCDS: 2, tCCDL: 4, tCCDSWR: 2, tCCDLWR: 4,
    tRRDS: 4, tRRDL: 4, tFAW: 15, tRTP: 5, tWR: 16, tWTRS: 6, tWTRL: 8, tRTW: 13, tRTRS: 0, tPPD: 0, tRFC: 350, tREFI: 3900,
  },
};

/** A stack of four dies, 4 Gb a channel: fewer rows than `hbm2-2000`, and so a shorter refresh. */
export const hbm2_2000FourHigh: DramPart = {
  ...hbm2_2000, name: 'hbm2-2000-4-high', source: 'hbm2-2000 with the rows and refresh of 4 Gb a channel: AMD PG276, "HBM Address Map and Protocol Considerations" (RA13:0), JESD235 (tRFC 260 ns)',
  organization: { ...hbm2Stack, rows: 16384 }, timing: { ...hbm2_2000.timing, tRFC: 260 },
};

export const hbm2_2400: DramPart = {
  name: 'hbm2-2400', standard: 'HBM2', organization: hbm2Stack, bus: hbmBus, quality: 'published', source: 'Ramulator 2.1 (c5b1c3a), presets HBM2_8Gb and HBM2_2400Mbps, after JESD235D',
  timing: {
    tCKps: 833, tBL: 2, tCL: 17, tCWL: 6, tRCDRD: 17, tRCDWR: 14, tRP: 17, tRPab: 17, tRAS: 40, tRC: 57, tCCDS: 2, tCCDL: 4, tCCDSWR: 2, tCCDLWR: 4,
    tRRDS: 5, tRRDL: 5, tFAW: 19, tRTP: 6, tWR: 19, tWTRS: 8, tWTRL: 10, tRTW: 15, tRTRS: 0, tPPD: 0, tRFC: 421, tREFI: 4682,
  },
};

/** Waits between activates and refresh scale with the clock as for HBM2: 4 ns, 15 ns, 350 ns, 3900 ns. */
export const hbm2e_3800: DramPart = {
  name: 'hbm2e-3800', standard: 'HBM2E', organization: hbm2Stack, bus: hbmBus, quality: 'published', source: 'Ramulator 2.1, presets HBM2_8Gb and HBM2_3800Mbps, after JESD235D',
  timing: {
    tCKps: 526, tBL: 2, tCL: 27, tCWL: 10, tRCDRD: 27, tRCDWR: 22, tRP: 27, tRPab: 27, tRAS: 63, tRC: 90, tCCDS: 2, tCCDL: 6, tCCDSWR: 2, tCCDLWR: 6,
    tRRDS: 8, tRRDL: 8, tFAW: 29, tRTP: 10, tWR: 30, tWTRS: 12, tWTRL: 16, tRTW: 21, tRTRS: 0, tPPD: 0, tRFC: 666, tREFI: 7415,
  },
};

/**
 * One channel of an eight-high stack; times are in half clock cycles, as its row commands are. Its two stack identifiers count as bank groups,
 * so the wait between them (tCCDR = 6) is taken as tCCDS = 4.
 */
export const hbm3_6400: DramPart = {
  name: 'hbm3-6400', standard: 'HBM3', quality: 'published', source: 'Ramulator 2.1 (c5b1c3a), presets HBM3_16Gb_8hi and HBM3_6400Mbps, after JESD238',
  organization: { channels: 16, pseudoChannels: 2, ranks: 1, bankGroups: 8, banksPerGroup: 4, rows: 16384, columns: 256, burstLength: 8, dataBits: 32 },
  bus: { kind: 'row-column', activateCycles: 3, columnCycles: 2, otherCycles: 1, split: null },
  timing: {
    tCKps: 312, tBL: 4, tCL: 40, tCWL: 20, tRCDRD: 62, tRCDWR: 30, tRP: 52, tRPab: 52, tRAS: 90, tRC: 144, tCCDS: 4, tCCDL: 8, tCCDSWR: 4, tCCDLWR: 8,
    tRRDS: 8, tRRDL: 10, tFAW: 48, tRTP: 18, tWR: 66, tWTRS: 14, tWTRL: 20, tRTW: 40, tRTRS: 0, tPPD: 4, tRFC: 1120, tREFI: 12480,
  },
};

/** A 128-bit channel in legacy mode, without pseudo-channels. The file has tRTP by bank group (4 and 6), the tool reads one and finds its default of 5. */
export const hbm2Legacy: DramPart = {
  name: 'hbm2-legacy', standard: 'HBM2', quality: 'published', source: 'DRAMsim3 (2981759), HBM2_8Gb_x128.ini as shipped',
  organization: { channels: 8, pseudoChannels: 1, ranks: 1, bankGroups: 4, banksPerGroup: 4, rows: 32768, columns: 128, burstLength: 4, dataBits: 128 },
  bus: { ...hbmBus, activateCycles: 1 },
  timing: {
    tCKps: 1000, tBL: 2, tCL: 14, tCWL: 4, tRCDRD: 14, tRCDWR: 14, tRP: 14, tRPab: 14, tRAS: 34, tRC: 48, tCCDS: 1, tCCDL: 2, tCCDSWR: 1, tCCDLWR: 2,
    tRRDS: 4, tRRDL: 6, tFAW: 30, tRTP: 5, tWR: 16, tWTRS: 6, tWTRL: 8, tRTW: 14, tRTRS: 2, tPPD: 0, tRFC: 260, tREFI: 3900,
  },
};
