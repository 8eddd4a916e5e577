import type { Quality } from '../core/estimate.js';

export type DramStandard = 'DDR4' | 'DDR5' | 'LPDDR4' | 'LPDDR5' | 'GDDR6' | 'HBM2' | 'HBM2E' | 'HBM3';

/** How the cells behind one channel are divided. Counts are powers of two. */
export interface DramOrganization {
  /** Channels of one package or module, each with command and data pins of its own. */
  readonly channels: number;
  /** Halves of a channel with banks and data pins of their own and one common command bus (HBM); 1 elsewhere. */
  readonly pseudoChannels: number;
  /** Groups of chips that share the data pins of a channel. */
  readonly ranks: number;
  /** Per rank or pseudo-channel. */
  readonly bankGroups: number;
  readonly banksPerGroup: number;
  /** Per bank. */
  readonly rows: number;
  /** Column addresses of a row, each as wide as the data pins. */
  readonly columns: number;
  /** Columns that one access transfers. */
  readonly burstLength: number;
  /** Data pins of a channel or, where there are any, of a pseudo-channel. */
  readonly dataBits: number;
}

/**
 * Waits between commands in cycles of the clock `tCKps`, under the names of the JEDEC standards. `S` is between different bank groups, `L` within one.
 */
export interface DramTiming {
  /** Clock period in picoseconds. */
  readonly tCKps: number;
  /** Data pins are busy for one access. */
  readonly tBL: number;
  /** Read command to first data. */
  readonly tCL: number;
  /** Write command to first data. */
  readonly tCWL: number;
  /** Activate to read, activate to write. */
  readonly tRCDRD: number;
  readonly tRCDWR: number;
  /** Precharge of one bank, of all banks, to activate. */
  readonly tRP: number;
  readonly tRPab: number;
  /** Activate to precharge, activate to activate of the same bank. */
  readonly tRAS: number;
  readonly tRC: number;
  /** Read to read, write to write. */
  readonly tCCDS: number;
  readonly tCCDL: number;
  readonly tCCDSWR: number;
  readonly tCCDLWR: number;
  /** Activate to activate of other banks; four activates of one rank or pseudo-channel. */
  readonly tRRDS: number;
  readonly tRRDL: number;
  readonly tFAW: number;
  /** Read to precharge; end of write data to precharge. */
  readonly tRTP: number;
  readonly tWR: number;
  /** End of write data to read. */
  readonly tWTRS: number;
  readonly tWTRL: number;
  /** Read command to write command. */
  readonly tRTW: number;
  /** Data pins stay idle when another rank takes them over. 0 where units have pins of their own. */
  readonly tRTRS: number;
  /** Precharge to precharge; 0 where there is no such rule. */
  readonly tPPD: number;
  /** Length of a refresh of all banks, and its period. */
  readonly tRFC: number;
  readonly tREFI: number;
}

/** Pins that carry commands, and for how many clock cycles each kind occupies them. */
export interface CommandBus {
  /** `row-column`: activates, precharges and refreshes have a bus of their own beside that of reads and writes (HBM). */
  readonly kind: 'single' | 'row-column';
  readonly activateCycles: number;
  readonly columnCycles: number;
  readonly otherCycles: number;
  /** LPDDR5: an activate is two commands, the second at most `tAAD` after the first; data clocks stop `tWCKPST` after the last data, and a command starts them again. */
  readonly split: { readonly tAAD: number; readonly tWCKPST: number } | null;
}

/** A kind of DRAM as a controller sees it: one channel of it, and how many there are. */
export interface DramPart {
  readonly name: string;
  readonly standard: DramStandard;
  readonly organization: DramOrganization;
  readonly timing: DramTiming;
  readonly bus: CommandBus;
  readonly source: string;
  readonly quality: Quality;
}

/** One command per cycle, one cycle each. */
export const plainBus: CommandBus = { kind: 'single', activateCycles: 1, columnCycles: 1, otherCycles: 1, split: null };

/** HBM: activates hold the row bus for two cycles. */
export const hbmBus: CommandBus = { kind: 'row-column', activateCycles: 2, columnCycles: 1, otherCycles: 1, split: null };

/** Bytes of one access: burst length x data bits / 8. */
export function accessBytes({ burstLength, dataBits }: DramOrganization): number {
  return (burstLength * dataBits) / 8;
}

/** Accesses of one row. */
export function accessesPerRow({ columns, burstLength }: DramOrganization): number {
  return columns / burstLength;
}

/** Bytes behind one channel. */
export function channelBytes(organization: DramOrganization): number {
  const { pseudoChannels, ranks, bankGroups, banksPerGroup, rows } = organization;
  return pseudoChannels * ranks * bankGroups * banksPerGroup * rows * accessesPerRow(organization) * accessBytes(organization);
}

/** Bytes per second that the data pins of one channel can carry: pseudo-channels x access / (tBL tCK). Ranks share their pins. */
export function peakBytesPerSecond({ organization, timing }: DramPart): number {
  return (organization.pseudoChannels * accessBytes(organization)) / (timing.tBL * timing.tCKps * 1e-12);
}

/** Clock in which times are counted. */
export function clockHz({ timing }: DramPart): number {
  return 1e12 / timing.tCKps;
}

/** Share of time that refreshes of all banks leave: 1 - tRFC / tREFI. More ranks can hide it: while one refreshes, the others work. */
export function refreshShare({ tRFC, tREFI }: DramTiming): number {
  return 1 - tRFC / tREFI;
}
