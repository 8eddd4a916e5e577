import { closedRow } from './channel-state.js';
import type { ControllerRules } from './controller.js';
import { issueAccess, issueActivate, issuePrecharge, issueRefresh } from './issue-command.js';
import type { DramPart } from './part.js';
import { ReadWriteQueues } from './read-write-queues.js';
import { RefreshQueue } from './refresh-queue.js';
import { SlotList } from './request-pool.js';
import type { ChannelParts, Ends, Scheduler } from './scheduler.js';

/** What a bank does next. */
const nothing = 0;
const doActivate = 1;
const doPrecharge = 2;
const doAccess = 3;

/**
 * The scheduler of DRAMsim3. A request waits in the queue of the channel until its bank has room; one moves a cycle. Bank queues take turns: the first that has
 * a legal command issues it and the next search begins behind it. Within a queue the oldest request with a legal command wins; a row is closed for the oldest
 * request alone, and only when none of the queue wants it or `rowHitCap` accesses have passed. On a bus with row and column commands a second command of the
 * other kind may follow in the same cycle, if it is the next one found. Reads of one place are joined, and a waiting write answers a read of its place.
 * An activate is one command, also where LPDDR5 has two.
 */
export class BankQueues implements Scheduler {
  readonly ends: Ends;
  private readonly parts: ChannelParts;
  private readonly rules: ControllerRules;
  private readonly waiting: ReadWriteQueues;
  private readonly queues: readonly SlotList[];
  /** Earliest cycle in which a bank may have a command: 0 when it has to be looked at, Infinity when its queue is empty. */
  private readonly wake: Float64Array;
  private readonly dualIssue: boolean;
  private readonly closePage: boolean;
  private readonly refreshes: RefreshQueue;
  /** The unit whose queues rest until it is refreshed, or -1. */
  private resting = -1;
  private turn = 0;
  private draining = 0;
  private chosenBank = 0;
  private chosenIndex = 0;
  private lastWasAccess = false;
  private soonest = Infinity;

  constructor(parts: ChannelParts, part: DramPart, rules: ControllerRules) {
    const { state } = parts;
    this.parts = parts;
    this.rules = rules;
    this.ends = parts.ends;
    this.waiting = new ReadWriteQueues(rules);
    this.queues = Array.from({ length: state.banks }, () => new SlotList(rules.bankQueue));
    this.wake = new Float64Array(state.banks).fill(Infinity);
    this.dualIssue = part.bus.kind === 'row-column';
    this.closePage = rules.page === 'closed';
    this.refreshes = new RefreshQueue(part, rules, state.units, { ahead: 0, most: 2 });
  }

  accepts(write: boolean): boolean {
    return this.waiting.accepts(write);
  }

  add(cycle: number, slot: number): void {
    const { pool } = this.parts;
    const write = pool.write[slot] === 1;
    if (this.likewise(slot, 1) !== -1) {
      this.ends.answered.push(slot, cycle + 1);
      return;
    }
    if (write) {
      this.waiting.writes.push(slot);
      return;
    }
    let twin = this.likewise(slot, 0);
    if (twin === -1) {
      this.waiting.reads.push(slot);
      return;
    }
    while (pool.twin[twin] !== -1) twin = pool.twin[twin]!;
    pool.twin[twin] = slot;
  }

  step(cycle: number): number {
    this.refreshes.ask(cycle);
    let issued = !this.refreshes.isEmpty && this.refreshStep(cycle);
    if (!issued) {
      const first = this.findCommand(cycle);
      if (first !== nothing) {
        this.issue(cycle, first);
        issued = true;
      }
    }
    if (issued && this.dualIssue) this.secondCommand(cycle);
    const moved = this.moveOne();
    return issued || moved ? cycle + 1 : this.nextEvent();
  }

  private secondCommand(cycle: number): void {
    const firstWasAccess = this.lastWasAccess;
    const second = this.findCommand(cycle);
    if (second !== nothing && (second === doAccess) !== firstWasAccess) this.issue(cycle, second);
  }

  /** A request of the kind for the same place that has not been issued, or -1. */
  private likewise(slot: number, write: 0 | 1): number {
    const { pool } = this.parts;
    for (const list of [write === 1 ? this.waiting.writes : this.waiting.reads, this.queues[pool.bank[slot]!]!]) {
      for (let i = 0; i < list.count; i++) {
        const other = list.slots[i]!;
        if (pool.write[other] === write && pool.samePlace(slot, other)) return other;
      }
    }
    return -1;
  }

  /** Closes open banks one a cycle, then refreshes. */
  private refreshStep(cycle: number): boolean {
    const { state } = this.parts;
    const unit = this.refreshes.first;
    this.resting = unit;
    this.lastWasAccess = false;
    if (state.openBanks[unit]! > 0) {
      for (let bank = unit * state.banksPerUnit; bank < (unit + 1) * state.banksPerUnit; bank++) {
        if (state.openRow[bank] === closedRow || state.prechargeAt(bank) > cycle) continue;
        issuePrecharge(this.parts, cycle, bank);
        this.wake[bank] = this.queues[bank]!.count === 0 ? Infinity : 0;
        return true;
      }
      return false;
    }
    if (state.refreshAt(unit) > cycle) return false;
    issueRefresh(this.parts, cycle, this.refreshes);
    this.resting = -1;
    return true;
  }

  /** Goes once around the queues. What is found stands in `chosenBank` and `chosenIndex`; if nothing is, `soonest` is when to look again. */
  private findCommand(cycle: number): number {
    const { banks, banksPerUnit } = this.parts.state;
    const { wake } = this;
    const restsFrom = this.resting < 0 ? banks : this.resting * banksPerUnit;
    const restsTo = restsFrom + banksPerUnit;
    let bank = this.turn;
    let soonest = Infinity;
    for (let i = 0; i < banks; i++) {
      bank = bank + 1 === banks ? 0 : bank + 1;
      let at = wake[bank]!;
      if (at >= soonest || (bank >= restsFrom && bank < restsTo)) continue;
      if (at <= cycle) {
        const command = this.look(cycle, bank);
        if (command !== nothing) {
          this.turn = bank;
          return command;
        }
        at = wake[bank]!;
      }
      if (at < soonest) soonest = at;
    }
    this.soonest = soonest;
    return nothing;
  }

  private look(cycle: number, bank: number): number {
    const { state, pool } = this.parts;
    const { slots, count } = this.queues[bank]!;
    const open = state.openRow[bank]!;
    this.chosenBank = bank;
    this.chosenIndex = 0;
    if (open === closedRow) {
      const at = state.activateAt(bank);
      if (at <= cycle) return doActivate;
      this.wake[bank] = at;
      return nothing;
    }
    let soonest = Infinity;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (pool.row[slot] === open) {
        const write = pool.write[slot] === 1;
        if (write && this.readBefore(bank, i)) continue;
        const at = state.columnAt(bank, write);
        if (at <= cycle) {
          this.chosenIndex = i;
          return doAccess;
        }
        if (at < soonest) soonest = at;
      } else if (i === 0 && (state.hits[bank]! >= this.rules.rowHitCap || !this.wanted(bank, open))) {
        const at = state.prechargeAt(bank);
        if (at <= cycle) return doPrecharge;
        if (at < soonest) soonest = at;
      }
    }
    this.wake[bank] = soonest;
    return nothing;
  }

  private wanted(bank: number, row: number): boolean {
    const { slots, count } = this.queues[bank]!;
    for (let i = 0; i < count; i++) if (this.parts.pool.row[slots[i]!] === row) return true;
    return false;
  }

  /** Whether an older read of the same place waits in the queue. */
  private readBefore(bank: number, index: number): boolean {
    const { pool } = this.parts;
    const { slots } = this.queues[bank]!;
    for (let i = 0; i < index; i++) if (pool.write[slots[i]!] === 0 && pool.samePlace(slots[i]!, slots[index]!)) return true;
    return false;
  }

  private issue(cycle: number, command: number): void {
    const bank = this.chosenBank;
    const queue = this.queues[bank]!;
    const slot = queue.slots[this.chosenIndex]!;
    this.wake[bank] = 0;
    this.lastWasAccess = command === doAccess;
    if (command === doActivate) {
      issueActivate(this.parts, cycle, slot);
    } else if (command === doPrecharge) {
      issuePrecharge(this.parts, cycle, bank);
    } else {
      queue.removeAt(this.chosenIndex);
      if (queue.count === 0) this.wake[bank] = Infinity;
      issueAccess(this.parts, cycle, slot, this.closePage);
    }
  }

  /** Moves the oldest request whose bank has room. Writes move while they drain. */
  private moveOne(): boolean {
    if (this.draining === 0 && (this.waiting.writes.count >= this.rules.drain.high || this.waiting.reads.count === 0)) this.draining = this.waiting.writes.count;
    if (this.draining > 0) {
      if (!this.moveFrom(this.waiting.writes)) return false;
      this.draining--;
      return true;
    }
    return this.moveFrom(this.waiting.reads);
  }

  private moveFrom(list: SlotList): boolean {
    const { pool } = this.parts;
    for (let i = 0; i < list.count; i++) {
      const slot = list.slots[i]!;
      const bank = pool.bank[slot]!;
      const queue = this.queues[bank]!;
      if (queue.count === this.rules.bankQueue) continue;
      queue.push(slot);
      this.wake[bank] = 0;
      list.removeAt(i);
      return true;
    }
    return false;
  }

  /** Only right after a search that found nothing. */
  private nextEvent(): number {
    const next = Math.min(this.soonest, this.refreshes.next);
    return this.refreshes.isEmpty ? next : Math.min(next, this.refreshReady());
  }

  private refreshReady(): number {
    const { state } = this.parts;
    const unit = this.refreshes.first;
    if (state.openBanks[unit] === 0) return state.refreshAt(unit);
    let at = Infinity;
    for (let bank = unit * state.banksPerUnit; bank < (unit + 1) * state.banksPerUnit; bank++) {
      if (state.openRow[bank] !== closedRow) at = Math.min(at, state.prechargeAt(bank));
    }
    return at;
  }
}
