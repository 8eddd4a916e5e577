import type { ControllerRules } from './controller.js';
import { SlotList, type RequestPool } from './request-pool.js';
import type { Arrival, ScheduleQueues } from './schedule-queues.js';

/** Queues of `first-ready`: one of reads and one of writes, served in turns. A row that was opened for a request stays open until its data have moved. */
export class FirstReadyQueues implements ScheduleQueues {
  readonly seen: SlotList;
  private readonly pool: RequestPool;
  private readonly rules: ControllerRules;
  /** The request that the row of each bank was opened for, until its data move; -1 for none. */
  private readonly opener: Int32Array;
  private reads = 0;
  private writes = 0;
  private writing = false;

  constructor(pool: RequestPool, rules: ControllerRules, banks: number, capacity: number) {
    this.pool = pool;
    this.rules = rules;
    this.seen = new SlotList(capacity);
    this.opener = new Int32Array(banks).fill(-1);
  }

  hasRoom(write: boolean): boolean {
    return write ? this.writes < this.rules.writeQueue : this.reads < this.rules.readQueue;
  }

  add(cycle: number, slot: number): Arrival {
    this.pool.arrival[slot] = cycle;
    this.seen.push(slot);
    const write = this.pool.write[slot] === 1;
    if (write) this.writes++;
    else this.reads++;
    // A read among reads does not change what is served.
    return write || this.writing ? 'changes-all' : 'is-one-more';
  }

  /** Writes are served from many to few, or while no read waits. */
  chooseMode(): void {
    const { drain } = this.rules;
    if (this.writing) this.writing = !((this.writes === 0 || this.writes < drain.low) && this.reads > 0);
    else this.writing = this.writes > drain.high || (this.reads === 0 && this.writes > 0);
  }

  takesPart(slot: number, refreshing: boolean): boolean {
    return (!refreshing && (this.pool.write[slot] === 1) === this.writing) || this.isOpener(slot);
  }

  isOpener(slot: number): boolean {
    return this.opener[this.pool.bank[slot]!] === slot;
  }

  keepsRow(bank: number): boolean {
    return this.opener[bank] !== -1;
  }

  mayKeepRow(): boolean {
    return false;
  }

  delaysRefresh(from: number, to: number): boolean {
    for (let bank = from; bank < to; bank++) if (this.opener[bank] !== -1) return true;
    return false;
  }

  opened(slot: number): void {
    this.opener[this.pool.bank[slot]!] = slot;
    this.leave(slot);
  }

  moved(_cycle: number, slot: number): void {
    if (this.isOpener(slot)) this.opener[this.pool.bank[slot]!] = -1;
    else this.leave(slot);
  }

  closed(): void {
    // Nobody waits for the row: `delaysRefresh` saw to that.
  }

  /** Once its row is open for it, or its data have moved, a request takes no room of its queue. */
  private leave(slot: number): void {
    if (this.pool.write[slot] === 1) this.writes--;
    else this.reads--;
  }
}
