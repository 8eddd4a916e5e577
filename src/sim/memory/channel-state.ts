import { commandGaps, type CommandGaps } from './command-gaps.js';
import type { DramPart } from './part.js';

export type CommandName = 'activate' | 'activate-2' | 'clock-start' | 'read' | 'write' | 'read-close' | 'write-close' | 'precharge' | 'precharge-all' | 'refresh';

/** Hears of every command of a channel. For commands to a whole rank or pseudo-channel `bank` is its number and `row` is -1. */
export type CommandTrace = (cycle: number, channel: number, command: CommandName, bank: number, row: number) => void;

/** `openRow` of a bank that is closed, and of one between the two activate commands of LPDDR5. */
export const closedRow = -1;
export const activatingRow = -2;

/**
 * What one channel remembers: open rows, and the earliest cycle of every kind of command for each bank, bank group and unit (rank or pseudo-channel).
 * Callers ask `...At` for the earliest legal cycle and never issue before it, and they give a command bus at most one command a cycle.
 */
export class ChannelState {
  readonly gaps: CommandGaps;
  readonly units: number;
  readonly banks: number;
  readonly banksPerUnit: number;
  readonly banksPerGroup: number;
  readonly openRow: Int32Array;
  /** Reads and writes since the row was opened. */
  readonly hits: Int32Array;
  readonly openBanks: Int32Array;
  private readonly bankActivate: Float64Array;
  private readonly bankRead: Float64Array;
  private readonly bankWrite: Float64Array;
  private readonly bankPrecharge: Float64Array;
  private readonly groupActivate: Float64Array;
  private readonly groupRead: Float64Array;
  private readonly groupWrite: Float64Array;
  private readonly unitActivate: Float64Array;
  private readonly unitRead: Float64Array;
  private readonly unitWrite: Float64Array;
  private readonly unitPrecharge: Float64Array;
  private readonly unitPrechargeAll: Float64Array;
  private readonly unitRefresh: Float64Array;
  private readonly lastActivates: Float64Array;
  private readonly oldest: Int32Array;
  private rowBus = 0;
  private columnBus = 0;
  private readonly singleBus: boolean;
  private readonly activateCycles: number;
  private readonly columnCycles: number;
  private readonly otherCycles: number;

  constructor(part: DramPart) {
    const { pseudoChannels, ranks, bankGroups, banksPerGroup } = part.organization;
    if (pseudoChannels > 1 && ranks > 1) throw new RangeError(`${part.name}: ranks of pseudo-channels are not modelled`);
    this.gaps = commandGaps(part);
    this.units = pseudoChannels * ranks;
    this.banksPerGroup = banksPerGroup;
    this.banksPerUnit = bankGroups * banksPerGroup;
    this.banks = this.units * this.banksPerUnit;
    const groups = this.units * bankGroups;
    this.openRow = new Int32Array(this.banks).fill(closedRow);
    this.hits = new Int32Array(this.banks);
    this.openBanks = new Int32Array(this.units);
    this.bankActivate = new Float64Array(this.banks);
    this.bankRead = new Float64Array(this.banks);
    this.bankWrite = new Float64Array(this.banks);
    this.bankPrecharge = new Float64Array(this.banks);
    this.groupActivate = new Float64Array(groups);
    this.groupRead = new Float64Array(groups);
    this.groupWrite = new Float64Array(groups);
    this.unitActivate = new Float64Array(this.units);
    this.unitRead = new Float64Array(this.units);
    this.unitWrite = new Float64Array(this.units);
    this.unitPrecharge = new Float64Array(this.units);
    this.unitPrechargeAll = new Float64Array(this.units);
    this.unitRefresh = new Float64Array(this.units);
    this.lastActivates = new Float64Array(4 * this.units).fill(-Infinity);
    this.oldest = new Int32Array(this.units);
    this.singleBus = part.bus.kind === 'single';
    this.activateCycles = part.bus.activateCycles;
    this.columnCycles = part.bus.columnCycles;
    this.otherCycles = part.bus.otherCycles;
  }

  activateAt(bank: number): number {
    return latest(this.bankActivate[bank]!, this.groupActivate[(bank / this.banksPerGroup) | 0]!, this.unitActivate[(bank / this.banksPerUnit) | 0]!, this.rowBus);
  }

  columnAt(bank: number, write: boolean): number {
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    return write ? latest(this.bankWrite[bank]!, this.groupWrite[group]!, this.unitWrite[unit]!, this.columnBus)
      : latest(this.bankRead[bank]!, this.groupRead[group]!, this.unitRead[unit]!, this.columnBus);
  }

  prechargeAt(bank: number): number {
    return latest(this.bankPrecharge[bank]!, this.unitPrecharge[(bank / this.banksPerUnit) | 0]!, this.rowBus, 0);
  }

  prechargeAllAt(unit: number): number {
    return latest(this.unitPrechargeAll[unit]!, this.unitPrecharge[unit]!, this.rowBus, 0);
  }

  /** Legal only when every bank of the unit is closed. */
  refreshAt(unit: number): number {
    return latest(this.unitRefresh[unit]!, this.rowBus, 0, 0);
  }

  /** The second command of a split activate follows with `openSplit`. */
  activate(cycle: number, bank: number, row: number): void {
    const { gaps } = this;
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    this.openRow[bank] = row;
    this.hits[bank] = 0;
    this.openBanks[unit]!++;
    raise(this.bankActivate, bank, cycle + gaps.activateToActivate);
    raise(this.bankRead, bank, cycle + gaps.activateToRead);
    raise(this.bankWrite, bank, cycle + gaps.activateToWrite);
    raise(this.bankPrecharge, bank, cycle + gaps.activateToPrecharge);
    raise(this.groupActivate, group, cycle + gaps.activateToActivateLong);
    raise(this.unitActivate, unit, cycle + gaps.activateToActivateShort);
    const slot = 4 * unit + this.oldest[unit]!;
    this.lastActivates[slot] = cycle;
    this.oldest[unit] = (this.oldest[unit]! + 1) & 3;
    raise(this.unitActivate, unit, this.lastActivates[4 * unit + this.oldest[unit]]! + gaps.fourActivates);
    raise(this.unitPrechargeAll, unit, cycle + gaps.activateToPrecharge);
    raise(this.unitRefresh, unit, cycle + gaps.activateToRefresh);
    if (this.activateCycles > 1) this.holdRowBus(cycle + this.activateCycles);
  }

  openSplit(bank: number, row: number): void {
    this.openRow[bank] = row;
  }

  /** A read or write; `close` precharges the bank as soon as it may be. */
  access(cycle: number, bank: number, write: boolean, close: boolean): void {
    const { gaps } = this;
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    if (write) {
      raise(this.unitWrite, unit, cycle + gaps.writeToWriteShort);
      raise(this.groupWrite, group, cycle + gaps.writeToWriteLong);
      raise(this.unitRead, unit, cycle + gaps.writeToReadShort);
      raise(this.groupRead, group, cycle + gaps.writeToReadLong);
    } else {
      raise(this.unitRead, unit, cycle + gaps.readToReadShort);
      raise(this.groupRead, group, cycle + gaps.readToReadLong);
      raise(this.unitWrite, unit, cycle + gaps.readToWrite);
    }
    if (gaps.readToReadOther > 0) {
      for (let u = 0; u < this.units; u++) {
        if (u === unit) continue;
        raise(this.unitRead, u, cycle + (write ? gaps.writeToReadOther : gaps.readToReadOther));
        raise(this.unitWrite, u, cycle + (write ? gaps.writeToWriteOther : gaps.readToWriteOther));
      }
    }
    const precharge = cycle + (write ? gaps.writeToPrecharge : gaps.readToPrecharge);
    this.hits[bank]!++;
    if (close) {
      raise(this.bankActivate, bank, cycle + (write ? gaps.writeToActivate : gaps.readToActivate));
      raise(this.unitRefresh, unit, precharge + gaps.prechargeToRefresh);
      this.closeBank(bank, unit);
    } else {
      raise(this.bankPrecharge, bank, precharge);
      raise(this.unitPrechargeAll, unit, precharge);
    }
    if (this.columnCycles > 1) {
      this.columnBus = cycle + this.columnCycles;
      if (this.singleBus) this.rowBus = this.columnBus;
    }
  }

  precharge(cycle: number, bank: number): void {
    const { gaps } = this;
    const unit = (bank / this.banksPerUnit) | 0;
    this.closeBank(bank, unit);
    raise(this.bankActivate, bank, cycle + gaps.prechargeToActivate);
    raise(this.unitPrecharge, unit, cycle + gaps.prechargeToPrecharge);
    raise(this.unitRefresh, unit, cycle + gaps.prechargeToRefresh);
    if (this.otherCycles > 1) this.holdRowBus(cycle + this.otherCycles);
  }

  prechargeAll(cycle: number, unit: number): void {
    const { gaps, banksPerUnit } = this;
    for (let bank = unit * banksPerUnit; bank < (unit + 1) * banksPerUnit; bank++) {
      if (this.openRow[bank] !== closedRow) this.closeBank(bank, unit);
    }
    raise(this.unitActivate, unit, cycle + gaps.prechargeAllToActivate);
    raise(this.unitPrecharge, unit, cycle + gaps.prechargeToPrecharge);
    raise(this.unitRefresh, unit, cycle + gaps.prechargeToRefresh);
    if (this.otherCycles > 1) this.holdRowBus(cycle + this.otherCycles);
  }

  refresh(cycle: number, unit: number): void {
    const { gaps } = this;
    raise(this.unitActivate, unit, cycle + gaps.refreshToActivate);
    raise(this.unitPrechargeAll, unit, cycle + gaps.refreshToRefresh);
    raise(this.unitRefresh, unit, cycle + gaps.refreshToRefresh);
    if (this.otherCycles > 1) this.holdRowBus(cycle + this.otherCycles);
  }

  private closeBank(bank: number, unit: number): void {
    this.openRow[bank] = closedRow;
    this.hits[bank] = 0;
    this.openBanks[unit]!--;
  }

  private holdRowBus(until: number): void {
    this.rowBus = until;
    if (this.singleBus) this.columnBus = until;
  }
}

function raise(cycles: Float64Array, index: number, to: number): void {
  if (cycles[index]! < to) cycles[index] = to;
}

function latest(a: number, b: number, c: number, d: number): number {
  const ab = a > b ? a : b;
  const cd = c > d ? c : d;
  return ab > cd ? ab : cd;
}
