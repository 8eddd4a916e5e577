import { commandGaps, type CommandGaps } from './command-gaps.js';
import type { DramPart } from './part.js';

const longAgo = -1e9;

/** A bank without an open row. */
const closed = -1;

/**
 * When the banks, bank groups, units (ranks or pseudo-channels) and pins of a channel allow their next step, one step for each data transfer and one for each row that is opened:
 * precharge and activate are one, and commands share their pins by count, not by cycle.
 */
export class ScheduleTimes {
  readonly banks: number;
  readonly banksPerUnit: number;
  /** By bank: its open row, or -1, and the data moved since it was opened. */
  readonly row: Int32Array;
  readonly hits: Int32Array;
  private readonly gaps: CommandGaps;
  private readonly sharedPins: boolean;
  private readonly singleBus: boolean;
  private readonly units: number;
  private readonly banksPerGroup: number;
  /** Cycles that opening a row, and moving data, take of the command pins. */
  private readonly rowPins: number;
  private readonly dataPins: number;
  private readonly rowCycle: number;
  private readonly rowCycleLess: number;
  private readonly precharge: number;
  private readonly refreshCycle: number;
  // By bank.
  private readonly activated: Float64Array;
  private readonly closable: Float64Array;
  // By group and by unit: earliest next read, write and activate.
  private readonly groupRead: Float64Array;
  private readonly groupWrite: Float64Array;
  private readonly groupActivate: Float64Array;
  private readonly unitRead: Float64Array;
  private readonly unitWrite: Float64Array;
  private readonly unitActivate: Float64Array;
  private readonly fourActivates: Float64Array;
  private readonly oldestActivate: Int32Array;
  private columnBus = 0;
  private rowBus = 0;

  constructor(part: DramPart) {
    const { organization: { pseudoChannels, ranks, bankGroups, banksPerGroup }, timing: { tRC, tRP, tRFC }, bus } = part;
    this.gaps = commandGaps(part);
    this.sharedPins = ranks > 1;
    this.singleBus = bus.kind === 'single';
    this.units = pseudoChannels * ranks;
    this.banksPerGroup = banksPerGroup;
    this.banksPerUnit = bankGroups * banksPerGroup;
    this.banks = this.units * this.banksPerUnit;
    this.rowPins = bus.activateCycles + bus.otherCycles + (bus.split === null ? 0 : 1);
    this.dataPins = bus.columnCycles;
    this.rowCycle = tRC;
    this.rowCycleLess = tRC - tRP;
    this.precharge = tRP;
    this.refreshCycle = tRFC;
    const groups = this.units * bankGroups;
    const times = (count: number): Float64Array => new Float64Array(count).fill(longAgo);
    this.row = new Int32Array(this.banks).fill(closed);
    this.hits = new Int32Array(this.banks);
    this.activated = times(this.banks);
    this.closable = times(this.banks);
    this.groupRead = times(groups);
    this.groupWrite = times(groups);
    this.groupActivate = times(groups);
    this.unitRead = times(this.units);
    this.unitWrite = times(this.units);
    this.unitActivate = times(this.units);
    this.fourActivates = times(4 * this.units);
    this.oldestActivate = new Int32Array(this.units);
  }

  /** When the open row of a bank may move the data of a request that arrived then. */
  dataAt(bank: number, write: boolean, arrival: number): number {
    const { gaps } = this;
    const group = (bank / this.banksPerGroup) | 0;
    const unit = (bank / this.banksPerUnit) | 0;
    let at = this.activated[bank]! + (write ? gaps.activateToWrite : gaps.activateToRead);
    const ofGroup = write ? this.groupWrite[group]! : this.groupRead[group]!;
    const ofUnit = write ? this.unitWrite[unit]! : this.unitRead[unit]!;
    if (arrival > at) at = arrival;
    if (ofGroup > at) at = ofGroup;
    if (ofUnit > at) at = ofUnit;
    return this.columnBus > at ? this.columnBus : at;
  }

  /** When a bank may begin to open another row for a request that arrived then. */
  openAt(bank: number, arrival: number): number {
    return Math.max(arrival, this.closable[bank]!, this.activated[bank]! + this.rowCycleLess, this.rowBus);
  }

  /** Closes the open row of a bank, if there is one, and opens another. */
  open(cycle: number, bank: number, row: number): void {
    const { gaps } = this;
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    this.rowBus = cycle + this.rowPins;
    if (this.singleBus) this.columnBus = this.rowBus;
    const free = this.row[bank] === closed ? cycle : cycle + gaps.prechargeToActivate;
    const four = 4 * unit + this.oldestActivate[unit]!;
    const at = Math.max(free, this.activated[bank]! + this.rowCycle, this.unitActivate[unit]!, this.groupActivate[group]!, this.fourActivates[four]! + gaps.fourActivates);
    this.fourActivates[four] = at;
    this.oldestActivate[unit] = (this.oldestActivate[unit]! + 1) & 3;
    this.unitActivate[unit] = at + gaps.activateToActivateShort;
    this.groupActivate[group] = at + gaps.activateToActivateLong;
    this.row[bank] = row;
    this.activated[bank] = at;
    this.closable[bank] = at + gaps.activateToPrecharge;
    this.hits[bank] = 0;
  }

  /** Moves data of the open row of a bank. Returns when the request ends. */
  move(cycle: number, bank: number, write: boolean): number {
    const { gaps } = this;
    this.occupyPins(cycle, bank, write);
    this.closable[bank] = Math.max(this.closable[bank]!, cycle + (write ? gaps.writeToPrecharge : gaps.readToPrecharge));
    this.hits[bank]!++;
    this.columnBus = cycle + this.dataPins;
    if (this.singleBus) this.rowBus = this.columnBus;
    return cycle + (write ? gaps.writeLatency : gaps.readLatency);
  }

  /** The rows of a unit close when they may, from `now` on, and may open again tRP and tRFC later. */
  refresh(now: number, unit: number): void {
    const { banksPerUnit, row, activated, closable, rowCycleLess, precharge, refreshCycle } = this;
    let start = now;
    for (let bank = unit * banksPerUnit; bank < (unit + 1) * banksPerUnit; bank++) {
      start = Math.max(start, row[bank] === closed ? closable[bank]! : Math.max(closable[bank]!, activated[bank]! + rowCycleLess) + precharge);
    }
    for (let bank = unit * banksPerUnit; bank < (unit + 1) * banksPerUnit; bank++) {
      row[bank] = closed;
      closable[bank] = start + refreshCycle;
    }
  }

  private occupyPins(cycle: number, bank: number, write: boolean): void {
    const { gaps, groupRead, groupWrite, unitRead, unitWrite } = this;
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    raise(unitRead, unit, cycle + (write ? gaps.writeToReadShort : gaps.readToReadShort));
    raise(groupRead, group, cycle + (write ? gaps.writeToReadLong : gaps.readToReadLong));
    raise(unitWrite, unit, cycle + (write ? gaps.writeToWriteShort : gaps.readToWrite));
    if (write) raise(groupWrite, group, cycle + gaps.writeToWriteLong);
    if (!this.sharedPins) return;
    for (let other = 0; other < this.units; other++) {
      if (other === unit) continue;
      raise(unitRead, other, cycle + (write ? gaps.writeToReadOther : gaps.readToReadOther));
      raise(unitWrite, other, cycle + (write ? gaps.writeToWriteOther : gaps.readToWriteOther));
    }
  }
}

function raise(cycles: Float64Array, index: number, to: number): void {
  if (cycles[index]! < to) cycles[index] = to;
}
