import type { DramPart } from './part.js';

/**
 * Cycles from the start of one command to the start of another. JEDEC times run from the last cycle of a command on its pins, so the gap from a command of
 * p cycles to one of f cycles is t + (p - 1) - (f - 1).
 */
export interface CommandGaps {
  readonly activateToActivate: number;
  readonly activateToActivateShort: number;
  readonly activateToActivateLong: number;
  readonly fourActivates: number;
  readonly activateToRead: number;
  readonly activateToWrite: number;
  readonly activateToPrecharge: number;
  readonly activateToRefresh: number;
  readonly readToReadShort: number;
  readonly readToReadLong: number;
  readonly writeToWriteShort: number;
  readonly writeToWriteLong: number;
  readonly readToWrite: number;
  readonly writeToReadShort: number;
  readonly writeToReadLong: number;
  /** Between ranks, which share data pins; 0 between pseudo-channels, which do not. */
  readonly readToReadOther: number;
  readonly readToWriteOther: number;
  readonly writeToReadOther: number;
  readonly writeToWriteOther: number;
  readonly readToPrecharge: number;
  readonly writeToPrecharge: number;
  /** After a read or write that closes its row. */
  readonly readToActivate: number;
  readonly writeToActivate: number;
  readonly prechargeToActivate: number;
  readonly prechargeAllToActivate: number;
  readonly prechargeToPrecharge: number;
  readonly prechargeToRefresh: number;
  readonly refreshToActivate: number;
  readonly refreshToRefresh: number;
  /** Command to the end of its data. */
  readonly readLatency: number;
  readonly writeLatency: number;
}

/** The gaps of a part. Reads of another rank wait for the data pins (tBL + tRTRS), writes for the turnaround of read to write. */
export function commandGaps({ organization, timing: t, bus }: DramPart): CommandGaps {
  const [activate, column, other] = [bus.activateCycles - 1, bus.columnCycles - 1, bus.otherCycles - 1];
  const grouped = organization.bankGroups > 1;
  const shared = organization.ranks > 1;
  const writeRecovery = t.tCWL + t.tBL + t.tWR;
  return {
    activateToActivate: t.tRC,
    activateToActivateShort: t.tRRDS,
    activateToActivateLong: grouped ? t.tRRDL : t.tRRDS,
    fourActivates: t.tFAW,
    activateToRead: t.tRCDRD + activate - column,
    activateToWrite: t.tRCDWR + activate - column,
    activateToPrecharge: t.tRAS + activate - other,
    activateToRefresh: t.tRC + activate - other,
    readToReadShort: Math.max(t.tBL, t.tCCDS),
    readToReadLong: Math.max(t.tBL, grouped ? t.tCCDL : t.tCCDS),
    writeToWriteShort: Math.max(t.tBL, t.tCCDSWR),
    writeToWriteLong: Math.max(t.tBL, grouped ? t.tCCDLWR : t.tCCDSWR),
    readToWrite: t.tRTW,
    writeToReadShort: t.tCWL + t.tBL + t.tWTRS,
    writeToReadLong: t.tCWL + t.tBL + (grouped ? t.tWTRL : t.tWTRS),
    readToReadOther: shared ? t.tBL + t.tRTRS : 0,
    readToWriteOther: shared ? t.tRTW : 0,
    writeToReadOther: shared ? Math.max(1, t.tCWL + t.tBL + t.tRTRS - t.tCL) : 0,
    writeToWriteOther: shared ? t.tBL : 0,
    readToPrecharge: t.tRTP + column - other,
    writeToPrecharge: writeRecovery + column - other,
    readToActivate: t.tRTP + t.tRP + column - activate,
    writeToActivate: writeRecovery + t.tRP + column - activate,
    prechargeToActivate: t.tRP + other - activate,
    prechargeAllToActivate: t.tRPab + other - activate,
    prechargeToPrecharge: t.tPPD,
    prechargeToRefresh: t.tRP,
    refreshToActivate: t.tRFC + other - activate,
    refreshToRefresh: t.tRFC,
    readLatency: t.tCL + t.tBL,
    writeLatency: t.tCWL + t.tBL,
  };
}
