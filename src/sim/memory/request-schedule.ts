import type { ControllerRules } from './controller.js';
import type { DramPart } from './part.js';
import { RequestPool } from './request-pool.js';
import { ScheduledBankQueues } from './schedule-bank-queues.js';
import { FirstReadyQueues } from './schedule-first-ready.js';
import type { ScheduleQueues } from './schedule-queues.js';
import { ScheduleTimes } from './schedule-times.js';

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
  private readonly times: ScheduleTimes;
  private readonly pool: RequestPool;
  private readonly queues: ScheduleQueues;
  /** By bank: the last search that came by. */
  private readonly lookedAt: Int32Array;
  private searches = 1;
  private step = nothing;
  private chosen = -1;
  private stale = false;
  /** Units that are due for refresh; none where both are equal. */
  private refreshFrom = 0;
  private refreshTo = 0;

  /** `capacity`: requests that may be under way in the channel. */
  constructor(part: DramPart, rules: ControllerRules, capacity: number) {
    this.times = new ScheduleTimes(part);
    this.pool = new RequestPool(capacity);
    const { banks } = this.times;
    this.queues = rules.scheduling === 'first-ready' ? new FirstReadyQueues(this.pool, rules, banks, capacity) : new ScheduledBankQueues(this.pool, rules, this.times, capacity);
    this.lookedAt = new Int32Array(banks);
  }

  hasRoom(write: boolean): boolean {
    return this.queues.hasRoom(write);
  }

  /** A request arrives, not before the last step. */
  add(cycle: number, bank: number, row: number, write: boolean): void {
    const { pool, queues } = this;
    const slot = pool.take();
    pool.bank[slot] = bank;
    pool.row[slot] = row;
    pool.write[slot] = write ? 1 : 0;
    const arrival = queues.add(cycle, slot);
    if (arrival === 'changes-all' || this.refreshTo > this.refreshFrom) this.stale = true;
    else if (arrival === 'is-one-more') this.consider(slot, cycle);
  }

  /** Finds the next step from `now` on, if something has changed. */
  look(now: number): void {
    if (!this.stale) return;
    this.stale = false;
    const { queues, times: { banksPerUnit } } = this;
    let refreshing = false;
    if (this.refreshTo > this.refreshFrom) {
      refreshing = queues.delaysRefresh(this.refreshFrom * banksPerUnit, this.refreshTo * banksPerUnit);
      if (!refreshing) this.refreshNow(now);
    }
    queues.chooseMode();
    this.searches++;
    this.next = Infinity;
    this.step = nothing;
    const { slots, count } = queues.seen;
    for (let i = 0; i < count; i++) if (queues.takesPart(slots[i]!, refreshing)) this.weigh(slots[i]!, i, now);
  }

  /** Units from number `from` to before `to` are to be refreshed: after the data that their rows were opened for (`first-ready`), else at once. */
  refresh(from: number, to: number): void {
    this.refreshFrom = from;
    this.refreshTo = to;
    this.stale = true;
  }

  /** Takes the step. Returns the end of the request whose data moved, or -1. */
  take(): number {
    const { times, pool, queues, next } = this;
    const slot = queues.seen.slots[this.chosen]!;
    const bank = pool.bank[slot]!;
    this.stale = true;
    if (this.step === openRow) {
      times.open(next, bank, pool.row[slot]!);
      queues.opened(slot);
      return -1;
    }
    const end = times.move(next, bank, pool.write[slot] === 1);
    queues.seen.removeAt(this.chosen);
    queues.moved(next, slot);
    pool.release(slot);
    return end;
  }

  private refreshNow(now: number): void {
    const { times, queues } = this;
    for (let unit = this.refreshFrom; unit < this.refreshTo; unit++) {
      times.refresh(now, unit);
      for (let bank = unit * times.banksPerUnit; bank < (unit + 1) * times.banksPerUnit; bank++) queues.closed(bank);
    }
    this.refreshTo = this.refreshFrom;
  }

  /** The step of the newest request, which others wait before. */
  private consider(slot: number, now: number): void {
    const { stale, step, queues: { seen } } = this;
    if (stale) return;
    if (step === openRow && this.queues.mayKeepRow(slot, seen.slots[this.chosen]!)) this.stale = true;
    else this.weigh(slot, seen.count - 1, now);
  }

  /** Takes what a request wants for the next step if it comes before the best so far. */
  private weigh(slot: number, index: number, now: number): void {
    const { times, pool, queues } = this;
    const bank = pool.bank[slot]!;
    const first = this.lookedAt[bank] !== this.searches;
    this.lookedAt[bank] = this.searches;
    let at: number;
    let step: number;
    if (times.row[bank] === pool.row[slot]) {
      at = times.dataAt(bank, pool.write[slot] === 1, pool.arrival[slot]!);
      step = moveData;
    } else {
      if (!first || queues.keepsRow(bank)) return;
      at = times.openAt(bank, pool.arrival[slot]!);
      step = openRow;
    }
    if (at < now) at = now;
    if (at > this.next || (at === this.next && !queues.isOpener(slot))) return;
    this.next = at;
    this.step = step;
    this.chosen = index;
  }
}
