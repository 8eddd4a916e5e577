import { commandGaps, type CommandGaps } from './command-gaps.js';
import type { ControllerRules } from './controller.js';
import type { DramPart, DramTiming } from './part.js';

const longAgo = -1e9;

/** What a channel does next. */
const nothing = 0;
const openRow = 1;
const moveData = 2;

/**
 * When the requests of one channel are served, one step for each data transfer and one for each row that is opened: a recurrence over the times of banks, bank
 * groups, data pins and command pins, in order of time.
 *
 * A request of an open row moves its data at max(arrival, activate + tRCD, pins of its group and unit free); the earliest goes first, the oldest of equals. The
 * oldest request of a bank that wants another row opens it: precharge at max(arrival, activate + tRAS, last access + recovery), activate tRP later but not
 * before tRC, tRRD and tFAW allow. Queues, row hits and the draining of writes follow the controller's rules, turnaround those of the part.
 *
 * Left out, and so the difference to `DramSystem`: precharge and activate are one step, so that no request comes between them; commands share their pins
 * by count, not by cycle; joined reads; page policies other than `open`.
 */
export class ChannelSchedule {
  /** Cycle of the next step; Infinity where it waits for requests. Valid after `look`. */
  next = Infinity;
  private readonly gaps: CommandGaps;
  private readonly rules: ControllerRules;
  private readonly firstReady: boolean;
  private readonly sharedPins: boolean;
  private readonly singleBus: boolean;
  private readonly units: number;
  private readonly banksPerGroup: number;
  private readonly banksPerUnit: number;
  /** Cycles that opening a row, and moving data, take of the command pins. */
  private readonly rowPins: number;
  private readonly dataPins: number;
  private readonly timing: DramTiming;
  private readonly rowCycle: number;
  private readonly rowCycleLess: number;
  // By bank.
  private readonly row: Int32Array;
  private readonly activated: Float64Array;
  private readonly closable: Float64Array;
  private readonly hits: Int32Array;
  /** The request that a row was opened for, until its data move: nobody closes the row before (`first-ready`). */
  private readonly opener: Int32Array;
  /** Requests in the queue of the bank, and those of them that wait for the open row (`bank-queues`). */
  private readonly queued: Int32Array;
  private readonly waitingHits: Int32Array;
  private readonly lookedAt: Int32Array;
  // By group and by unit (rank or pseudo-channel): earliest next read, write and activate.
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
  // Requests, in slots.
  private readonly bankOf: Int32Array;
  private readonly rowOf: Int32Array;
  private readonly isWrite: Uint8Array;
  private readonly arrival: Float64Array;
  private readonly free: Int32Array;
  private freeCount: number;
  /** Slots that a scheduler sees, those that wait for room in the queue of a bank, and writes that wait to be drained; the oldest first. */
  private readonly seen: Int32Array;
  private seenCount = 0;
  private readonly waiting: Int32Array;
  private waitingCount = 0;
  private readonly held: Int32Array;
  private heldCount = 0;
  private reads = 0;
  private writes = 0;
  private writing = false;
  private searches = 1;
  private step = nothing;
  private chosen = -1;
  private stale = false;
  /** Units that are due for refresh; none where both are equal. */
  private refreshFrom = 0;
  private refreshTo = 0;

  /** `capacity`: requests that may be under way in the channel. */
  constructor(part: DramPart, rules: ControllerRules, capacity: number) {
    const { organization: { pseudoChannels, ranks, bankGroups, banksPerGroup }, timing, bus } = part;
    this.gaps = commandGaps(part);
    this.rules = rules;
    this.firstReady = rules.scheduling === 'first-ready';
    this.sharedPins = ranks > 1;
    this.singleBus = bus.kind === 'single';
    this.units = pseudoChannels * ranks;
    this.banksPerGroup = banksPerGroup;
    this.banksPerUnit = bankGroups * banksPerGroup;
    this.rowPins = bus.activateCycles + bus.otherCycles + (bus.split === null ? 0 : 1);
    this.dataPins = bus.columnCycles;
    this.timing = timing;
    this.rowCycle = timing.tRC;
    this.rowCycleLess = timing.tRC - timing.tRP;
    const [banks, groups] = [this.units * this.banksPerUnit, this.units * bankGroups];
    const times = (count: number): Float64Array => new Float64Array(count).fill(longAgo);
    this.row = new Int32Array(banks).fill(-1);
    this.activated = times(banks);
    this.closable = times(banks);
    this.hits = new Int32Array(banks);
    this.opener = new Int32Array(banks).fill(-1);
    this.queued = new Int32Array(banks);
    this.waitingHits = new Int32Array(banks);
    this.lookedAt = new Int32Array(banks);
    this.groupRead = times(groups);
    this.groupWrite = times(groups);
    this.groupActivate = times(groups);
    this.unitRead = times(this.units);
    this.unitWrite = times(this.units);
    this.unitActivate = times(this.units);
    this.fourActivates = times(4 * this.units);
    this.oldestActivate = new Int32Array(this.units);
    this.bankOf = new Int32Array(capacity);
    this.rowOf = new Int32Array(capacity);
    this.isWrite = new Uint8Array(capacity);
    this.arrival = new Float64Array(capacity);
    this.free = Int32Array.from({ length: capacity }, (_, i) => i);
    this.freeCount = capacity;
    this.seen = new Int32Array(capacity);
    this.waiting = new Int32Array(capacity);
    this.held = new Int32Array(capacity);
  }

  hasRoom(write: boolean): boolean {
    const { rules } = this;
    if (this.firstReady) return write ? this.writes < rules.writeQueue : this.reads < rules.readQueue;
    return write ? this.heldCount < rules.writeQueue : this.waitingCount < rules.readQueue;
  }

  /** A request arrives, not before the last step. */
  add(cycle: number, bank: number, row: number, write: boolean): void {
    const slot = this.free[--this.freeCount]!;
    this.bankOf[slot] = bank;
    this.rowOf[slot] = row;
    this.isWrite[slot] = write ? 1 : 0;
    this.arrival[slot] = this.firstReady ? cycle : cycle + 1;
    if (!this.firstReady) {
      if (write) {
        this.held[this.heldCount++] = slot;
        this.stale = true;
      } else if (this.enter(slot)) {
        this.consider(slot, cycle);
      }
      return;
    }
    this.seen[this.seenCount++] = slot;
    if (write) this.writes++;
    else this.reads++;
    // A read among reads does not change what is served.
    if (write || this.writing || this.refreshTo > this.refreshFrom) this.stale = true;
    else this.consider(slot, cycle);
  }

  /** Finds the next step from `now` on, if something has changed. */
  look(now: number): void {
    if (!this.stale) return;
    this.stale = false;
    const closing = this.refreshTo > this.refreshFrom && this.refreshWaits();
    if (!closing && this.refreshTo > this.refreshFrom) this.refreshNow(now);
    this.chooseMode();
    this.searches++;
    this.next = Infinity;
    this.step = nothing;
    const { seen, opener, bankOf, isWrite, firstReady, writing } = this;
    for (let i = 0; i < this.seenCount; i++) {
      const slot = seen[i]!;
      if (firstReady && (closing || (isWrite[slot] === 1) !== writing) && opener[bankOf[slot]!] !== slot) continue;
      this.weigh(slot, i, now);
    }
  }

  /** Units from number `from` to before `to` are to be refreshed: after the data that their rows were opened for (`first-ready`), else at once. */
  refresh(from: number, to: number): void {
    this.refreshFrom = from;
    this.refreshTo = to;
    this.stale = true;
  }

  /** The rows of the units that are due close when they may, and open again tRP and tRFC later. */
  private refreshNow(now: number): void {
    const { banksPerUnit, row, activated, closable, timing: { tRP, tRFC } } = this;
    for (let unit = this.refreshFrom; unit < this.refreshTo; unit++) {
      let start = now;
      for (let bank = unit * banksPerUnit; bank < (unit + 1) * banksPerUnit; bank++) {
        start = Math.max(start, row[bank] === -1 ? closable[bank]! : Math.max(closable[bank]!, activated[bank]! + this.rowCycleLess) + tRP);
      }
      for (let bank = unit * banksPerUnit; bank < (unit + 1) * banksPerUnit; bank++) {
        row[bank] = -1;
        this.waitingHits[bank] = 0;
        closable[bank] = start + tRFC;
      }
    }
    this.refreshTo = this.refreshFrom;
  }

  private refreshWaits(): boolean {
    for (let bank = this.refreshFrom * this.banksPerUnit; bank < this.refreshTo * this.banksPerUnit; bank++) if (this.opener[bank] !== -1) return true;
    return false;
  }

  /** The step of the newest request, which others wait before. */
  private consider(slot: number, now: number): void {
    if (this.stale) return;
    if (!this.firstReady) {
      const bank = this.bankOf[slot]!;
      if (this.row[bank] === this.rowOf[slot] && this.step === openRow && this.bankOf[this.seen[this.chosen]!] === bank) {
        this.stale = true;
        return;
      }
    }
    this.weigh(slot, this.seenCount - 1, now);
  }

  /** Takes what a request wants for the next step if it comes before the best so far. */
  private weigh(slot: number, index: number, now: number): void {
    const bank = this.bankOf[slot]!;
    const first = this.lookedAt[bank] !== this.searches;
    this.lookedAt[bank] = this.searches;
    let at: number;
    let step: number;
    if (this.row[bank] === this.rowOf[slot]) {
      at = this.dataAt(slot, bank);
      step = moveData;
    } else {
      if (!first || this.keepsRow(bank)) return;
      at = this.openAt(slot, bank);
      step = openRow;
    }
    if (at < now) at = now;
    if (at > this.next || (at === this.next && this.opener[bank] !== slot)) return;
    this.next = at;
    this.step = step;
    this.chosen = index;
  }

  /** Takes the step. Returns the end of the request whose data moved, or -1. */
  take(): number {
    this.stale = true;
    return this.step === openRow ? this.open(this.seen[this.chosen]!) : this.move(this.chosen);
  }

  private dataAt(slot: number, bank: number): number {
    const { gaps } = this;
    const write = this.isWrite[slot] === 1;
    const group = (bank / this.banksPerGroup) | 0;
    const unit = (bank / this.banksPerUnit) | 0;
    let at = this.activated[bank]! + (write ? gaps.activateToWrite : gaps.activateToRead);
    const ofGroup = write ? this.groupWrite[group]! : this.groupRead[group]!;
    const ofUnit = write ? this.unitWrite[unit]! : this.unitRead[unit]!;
    if (this.arrival[slot]! > at) at = this.arrival[slot]!;
    if (ofGroup > at) at = ofGroup;
    if (ofUnit > at) at = ofUnit;
    return this.columnBus > at ? this.columnBus : at;
  }

  /** A row that somebody waits for stays open: its opener, or in queues of banks any request until the cap of hits. */
  private keepsRow(bank: number): boolean {
    return this.firstReady ? this.opener[bank] !== -1 : this.hits[bank]! < this.rules.rowHitCap && this.waitingHits[bank]! > 0;
  }

  private openAt(slot: number, bank: number): number {
    return Math.max(this.arrival[slot]!, this.closable[bank]!, this.activated[bank]! + this.rowCycleLess, this.rowBus);
  }

  private open(slot: number): number {
    const { gaps, next } = this;
    const bank = this.bankOf[slot]!;
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    this.rowBus = next + this.rowPins;
    if (this.singleBus) this.columnBus = this.rowBus;
    const closed = this.row[bank] === -1 ? next : next + gaps.prechargeToActivate;
    const four = 4 * unit + this.oldestActivate[unit]!;
    const at = Math.max(closed, this.activated[bank]! + this.rowCycle, this.unitActivate[unit]!, this.groupActivate[group]!, this.fourActivates[four]! + gaps.fourActivates);
    this.fourActivates[four] = at;
    this.oldestActivate[unit] = (this.oldestActivate[unit]! + 1) & 3;
    this.unitActivate[unit] = at + gaps.activateToActivateShort;
    this.groupActivate[group] = at + gaps.activateToActivateLong;
    this.row[bank] = this.rowOf[slot]!;
    this.activated[bank] = at;
    this.closable[bank] = at + gaps.activateToPrecharge;
    this.hits[bank] = 0;
    if (this.firstReady) {
      this.opener[bank] = slot;
      this.leave(slot);
    } else {
      this.waitingHits[bank] = this.hitsOf(bank);
    }
    return -1;
  }

  private move(index: number): number {
    const { gaps, next } = this;
    const slot = this.seen[index]!;
    const [bank, write] = [this.bankOf[slot]!, this.isWrite[slot] === 1];
    this.occupyPins(bank, write);
    this.closable[bank] = Math.max(this.closable[bank]!, next + (write ? gaps.writeToPrecharge : gaps.readToPrecharge));
    this.hits[bank]!++;
    this.columnBus = next + this.dataPins;
    if (this.singleBus) this.rowBus = this.columnBus;
    this.seen.copyWithin(index, index + 1, this.seenCount--);
    if (!this.firstReady) this.refill(bank);
    else if (this.opener[bank] === slot) this.opener[bank] = -1;
    else this.leave(slot);
    this.free[this.freeCount++] = slot;
    return next + (write ? gaps.writeLatency : gaps.readLatency);
  }

  private occupyPins(bank: number, write: boolean): void {
    const { gaps, next, groupRead, groupWrite, unitRead, unitWrite } = this;
    const [group, unit] = [(bank / this.banksPerGroup) | 0, (bank / this.banksPerUnit) | 0];
    raise(unitRead, unit, next + (write ? gaps.writeToReadShort : gaps.readToReadShort));
    raise(groupRead, group, next + (write ? gaps.writeToReadLong : gaps.readToReadLong));
    raise(unitWrite, unit, next + (write ? gaps.writeToWriteShort : gaps.readToWrite));
    if (write) raise(groupWrite, group, next + gaps.writeToWriteLong);
    if (!this.sharedPins) return;
    for (let other = 0; other < this.units; other++) {
      if (other === unit) continue;
      raise(unitRead, other, next + (write ? gaps.writeToReadOther : gaps.readToReadOther));
      raise(unitWrite, other, next + (write ? gaps.writeToWriteOther : gaps.readToWriteOther));
    }
  }

  /** When writes are served: from many to few, or while no read waits (`first-ready`); all that are held, moved to the banks' queues at once (`bank-queues`). */
  private chooseMode(): void {
    const { drain } = this.rules;
    if (this.firstReady) {
      if (this.writing) this.writing = !(this.writes < drain.low && this.reads > 0);
      else this.writing = this.writes > drain.high || (this.reads === 0 && this.writes > 0);
    } else if (this.heldCount > 0 && (this.heldCount >= drain.high || this.waitingCount === 0)) {
      for (let i = 0; i < this.heldCount; i++) this.enter(this.held[i]!);
      this.heldCount = 0;
    }
  }

  private leave(slot: number): void {
    if (this.isWrite[slot] === 1) this.writes--;
    else this.reads--;
  }

  /** Whether the queue of its bank has room. */
  private enter(slot: number): boolean {
    const bank = this.bankOf[slot]!;
    if (this.queued[bank] === this.rules.bankQueue) {
      this.waiting[this.waitingCount++] = slot;
      return false;
    }
    this.queue(slot, bank);
    return true;
  }

  /** A place of the bank's queue is free: the oldest request that waits for it moves in. */
  private refill(bank: number): void {
    this.queued[bank]!--;
    this.waitingHits[bank]!--;
    for (let i = 0; i < this.waitingCount; i++) {
      const slot = this.waiting[i]!;
      if (this.bankOf[slot] !== bank) continue;
      this.waiting.copyWithin(i, i + 1, this.waitingCount--);
      this.arrival[slot] = this.next + 1;
      this.queue(slot, bank);
      return;
    }
  }

  private queue(slot: number, bank: number): void {
    this.queued[bank]!++;
    this.seen[this.seenCount++] = slot;
    if (this.row[bank] === this.rowOf[slot]) this.waitingHits[bank]!++;
  }

  /** Requests in the queue of a bank that its open row serves. */
  private hitsOf(bank: number): number {
    let hits = 0;
    for (let i = 0; i < this.seenCount; i++) if (this.bankOf[this.seen[i]!] === bank && this.row[bank] === this.rowOf[this.seen[i]!]) hits++;
    return hits;
  }
}

function raise(cycles: Float64Array, index: number, to: number): void {
  if (cycles[index]! < to) cycles[index] = to;
}
