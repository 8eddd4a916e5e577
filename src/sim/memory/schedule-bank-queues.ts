import type { ControllerRules } from './controller.js';
import { SlotList, type RequestPool } from './request-pool.js';
import type { Arrival, ScheduleQueues } from './schedule-queues.js';
import type { ScheduleTimes } from './schedule-times.js';

/** Queues of `bank-queues`: one for each bank, reads that wait for room in theirs, and writes that are held until they are drained, all at once. */
export class ScheduledBankQueues implements ScheduleQueues {
  readonly seen: SlotList;
  private readonly pool: RequestPool;
  private readonly rules: ControllerRules;
  private readonly row: Int32Array;
  private readonly hits: Int32Array;
  /** By bank: requests in its queue, and those of them that wait for the open row. */
  private readonly queued: Int32Array;
  private readonly waitingHits: Int32Array;
  private readonly waiting: SlotList;
  private readonly held: SlotList;

  constructor(pool: RequestPool, rules: ControllerRules, { row, hits, banks }: ScheduleTimes, capacity: number) {
    this.pool = pool;
    this.rules = rules;
    this.row = row;
    this.hits = hits;
    this.queued = new Int32Array(banks);
    this.waitingHits = new Int32Array(banks);
    this.seen = new SlotList(capacity);
    this.waiting = new SlotList(capacity);
    this.held = new SlotList(capacity);
  }

  hasRoom(write: boolean): boolean {
    return write ? this.held.count < this.rules.writeQueue : this.waiting.count < this.rules.readQueue;
  }

  add(cycle: number, slot: number): Arrival {
    this.pool.arrival[slot] = cycle + 1;
    if (this.pool.write[slot] === 1) {
      this.held.push(slot);
      return 'changes-all';
    }
    return this.enter(slot) ? 'is-one-more' : 'waits';
  }

  chooseMode(): void {
    const { held } = this;
    if (held.count === 0 || (held.count < this.rules.drain.high && this.waiting.count > 0)) return;
    for (let i = 0; i < held.count; i++) this.enter(held.slots[i]!);
    held.count = 0;
  }

  takesPart(): boolean {
    return true;
  }

  isOpener(): boolean {
    return false;
  }

  /** Until the cap of hits. */
  keepsRow(bank: number): boolean {
    return this.hits[bank]! < this.rules.rowHitCap && this.waitingHits[bank]! > 0;
  }

  mayKeepRow(slot: number, other: number): boolean {
    const bank = this.pool.bank[slot]!;
    return this.row[bank] === this.pool.row[slot] && this.pool.bank[other] === bank;
  }

  delaysRefresh(): boolean {
    return false;
  }

  opened(slot: number): void {
    const { slots, count } = this.seen;
    const bank = this.pool.bank[slot]!;
    let hits = 0;
    for (let i = 0; i < count; i++) if (this.pool.bank[slots[i]!] === bank && this.row[bank] === this.pool.row[slots[i]!]) hits++;
    this.waitingHits[bank] = hits;
  }

  /** A place of the bank's queue is free: the oldest request that waits for it moves in. */
  moved(cycle: number, slot: number): void {
    const { waiting, pool } = this;
    const bank = pool.bank[slot]!;
    this.queued[bank]!--;
    this.waitingHits[bank]!--;
    for (let i = 0; i < waiting.count; i++) {
      const next = waiting.slots[i]!;
      if (pool.bank[next] !== bank) continue;
      waiting.removeAt(i);
      pool.arrival[next] = cycle + 1;
      this.queue(next, bank);
      return;
    }
  }

  closed(bank: number): void {
    this.waitingHits[bank] = 0;
  }
  /** Whether the queue of its bank has room. */
  private enter(slot: number): boolean {
    const bank = this.pool.bank[slot]!;
    if (this.queued[bank] === this.rules.bankQueue) {
      this.waiting.push(slot);
      return false;
    }
    this.queue(slot, bank);
    return true;
  }

  private queue(slot: number, bank: number): void {
    this.queued[bank]!++;
    this.seen.push(slot);
    if (this.row[bank] === this.pool.row[slot]) this.waitingHits[bank]!++;
  }
}
