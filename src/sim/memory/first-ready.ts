import { activatingRow, closedRow } from './channel-state.js';
import type { ControllerRules } from './controller.js';
import { issueAccess, issueActivate, issuePrecharge, issueRefresh } from './issue-command.js';
import type { DramPart } from './part.js';
import { ReadWriteQueues } from './read-write-queues.js';
import { RefreshQueue } from './refresh-queue.js';
import { SlotList } from './request-pool.js';
import type { ChannelParts, Ends, Scheduler } from './scheduler.js';

/** Which commands a search is for. */
const anyCommand = 0;
const rowCommand = 1;
const columnCommand = 2;

/**
 * The schedulers of Ramulator 2.1. The oldest request with a legal command goes first, whatever the command. A request whose row was opened for it is active:
 * active requests are served before the others, and their banks are not closed. A refresh that is due waits for the active requests of its rank or
 * pseudo-channel, and nothing else starts meanwhile. With row and column buses there is one search for each in a cycle. With split activates (LPDDR5) the
 * second half goes when nothing else can or when its time is up, no other activate starts in between, and data clocks that have stopped take a command before
 * a read or write.
 */
export class FirstReady implements Scheduler {
  readonly ends: Ends;
  private readonly parts: ChannelParts;
  private readonly rules: ControllerRules;
  private readonly waiting: ReadWriteQueues;
  private readonly active: SlotList;
  private readonly activeInBank: Int32Array;
  private readonly activeInUnit: Int32Array;
  private readonly refreshes: RefreshQueue;
  private writeMode = false;
  private readonly closePage: boolean;
  private readonly twoBuses: boolean;
  /** Earliest cycle of what the searches of this step found not yet legal. */
  private soonest = Infinity;
  private readonly split: DramPart['bus']['split'];
  /** The request whose activate is half done, or -1, and the last cycle for its second half. */
  private opening = -1;
  private openBy = 0;
  /** Data clocks run until here. */
  private clocksUntil = 0;
  /** The request that follows the command which started the clocks, and the list it stands in. */
  private started = -1;
  private startedIn: SlotList;

  constructor(parts: ChannelParts, part: DramPart, rules: ControllerRules) {
    const { state } = parts;
    this.parts = parts;
    this.rules = rules;
    this.ends = parts.ends;
    this.waiting = new ReadWriteQueues(rules);
    this.active = new SlotList(state.banks);
    this.startedIn = this.active;
    this.activeInBank = new Int32Array(state.banks);
    this.activeInUnit = new Int32Array(state.units);
    // The clock of the tool is one ahead of the cycle in which a request arrives.
    this.refreshes = new RefreshQueue(part, rules, state.units, { ahead: 1, most: 4 });
    this.closePage = rules.page === 'closed';
    this.twoBuses = part.bus.kind === 'row-column';
    this.split = part.bus.split;
  }

  accepts(write: boolean): boolean {
    return this.waiting.accepts(write);
  }

  add(cycle: number, slot: number): void {
    const { pool } = this.parts;
    pool.arrival[slot] = cycle;
    const write = pool.write[slot] === 1;
    if (this.waiting.writes.count > 0 && this.waitingWrite(slot)) this.ends.answered.push(slot, cycle + 1);
    else (write ? this.waiting.writes : this.waiting.reads).push(slot);
  }

  step(cycle: number): number {
    this.refreshes.ask(cycle);
    this.soonest = Infinity;
    let issued: boolean;
    if (this.twoBuses) {
      const column = this.serveActive(cycle) || (this.refreshes.isEmpty && this.serveQueue(cycle, columnCommand));
      const row = this.refreshStep(cycle) || (this.refreshes.isEmpty && this.serveQueue(cycle, rowCommand));
      issued = column || row;
    } else if (this.split === null) {
      issued = this.serveActive(cycle) || this.refreshStep(cycle) || (this.refreshes.isEmpty && this.serveQueue(cycle, anyCommand));
    } else {
      issued = this.splitStep(cycle);
    }
    return issued ? cycle + 1 : Math.min(this.soonest, this.refreshes.next);
  }

  private splitStep(cycle: number): boolean {
    if (this.started >= 0) return this.serveStarted(cycle);
    if (this.opening >= 0 && this.openBy <= cycle) return this.finishActivate(cycle);
    if (this.serveActive(cycle) || this.refreshStep(cycle) || (this.refreshes.isEmpty && this.serveQueue(cycle, anyCommand))) return true;
    return this.opening >= 0 && this.finishActivate(cycle);
  }

  private waitingWrite(slot: number): boolean {
    for (let i = 0; i < this.waiting.writes.count; i++) if (this.parts.pool.samePlace(slot, this.waiting.writes.slots[i]!)) return true;
    return false;
  }

  /** Closes all banks of a unit, then refreshes it. */
  private refreshStep(cycle: number): boolean {
    if (this.refreshes.isEmpty) return false;
    const { state, pool, channel, trace } = this.parts;
    const unit = this.refreshes.first;
    if (this.opening >= 0 && Math.floor(pool.bank[this.opening]! / state.banksPerUnit) === unit) return false;
    const close = state.openBanks[unit]! > 0;
    if (close && this.activeInUnit[unit]! > 0) return false;
    if (!this.legal(cycle, close ? state.prechargeAllAt(unit) : state.refreshAt(unit))) return false;
    if (close) {
      state.prechargeAll(cycle, unit);
      trace?.(cycle, channel, 'precharge-all', unit, -1);
      return true;
    }
    issueRefresh(this.parts, cycle, this.refreshes);
    return true;
  }

  /** The oldest active request that may be served; the first of those of one age. */
  private serveActive(cycle: number): boolean {
    const { state, pool } = this.parts;
    const { slots, count } = this.active;
    let best = -1;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (!this.legal(cycle, state.columnAt(pool.bank[slot]!, pool.write[slot] === 1))) continue;
      if (best === -1 || pool.arrival[slot]! < pool.arrival[slots[best]!]!) best = i;
    }
    return best >= 0 && this.access(cycle, this.active, best);
  }

  private serveQueue(cycle: number, wanted: number): boolean {
    this.chooseMode();
    const { state, pool } = this.parts;
    const list = this.writeMode ? this.waiting.writes : this.waiting.reads;
    const { slots, count } = list;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const bank = pool.bank[slot]!;
      const open = state.openRow[bank]!;
      if (open === pool.row[slot]) {
        if (wanted === rowCommand || (this.closePage && this.activeInBank[bank]! > 0)) continue;
        if (this.legal(cycle, state.columnAt(bank, this.writeMode))) return this.access(cycle, list, i);
      } else if (wanted === columnCommand || open === activatingRow) {
        continue;
      } else if (open === closedRow) {
        if (this.opening < 0 && this.legal(cycle, state.activateAt(bank))) return this.activate(cycle, list, i);
      } else if (this.activeInBank[bank] === 0 && this.legal(cycle, state.prechargeAt(bank))) {
        issuePrecharge(this.parts, cycle, bank);
        return true;
      }
    }
    return false;
  }

  private chooseMode(): void {
    const [reads, writes] = [this.waiting.reads.count, this.waiting.writes.count];
    if (this.writeMode) this.writeMode = !((writes === 0 || writes < this.rules.drain.low) && reads > 0);
    else this.writeMode = writes > this.rules.drain.high || reads === 0;
  }

  private legal(cycle: number, at: number): boolean {
    if (at <= cycle) return true;
    if (at < this.soonest) this.soonest = at;
    return false;
  }

  private activate(cycle: number, list: SlotList, index: number): boolean {
    const slot = list.slots[index]!;
    if (this.split === null) issueActivate(this.parts, cycle, slot);
    else issueActivate(this.parts, cycle, slot, activatingRow);
    list.removeAt(index);
    if (this.split === null) {
      this.makeActive(slot);
    } else {
      this.opening = slot;
      this.openBy = cycle + this.split.tAAD;
    }
    return true;
  }

  private makeActive(slot: number): void {
    const { state, pool } = this.parts;
    const bank = pool.bank[slot]!;
    this.active.push(slot);
    this.activeInBank[bank]!++;
    this.activeInUnit[Math.floor(bank / state.banksPerUnit)]!++;
  }

  private finishActivate(cycle: number): boolean {
    const { state, pool, channel, trace } = this.parts;
    const slot = this.opening;
    state.openSplit(pool.bank[slot]!, pool.row[slot]!);
    trace?.(cycle, channel, 'activate-2', pool.bank[slot]!, pool.row[slot]!);
    this.opening = -1;
    this.makeActive(slot);
    return true;
  }

  /** Reads or writes, or first starts the data clocks if they have stopped. */
  private access(cycle: number, list: SlotList, index: number): boolean {
    if (this.split !== null && cycle >= this.clocksUntil) {
      // The clock command and the access it is for take two cycles: a second half of an activate that is due within them goes first.
      if (this.opening >= 0 && this.openBy <= cycle + 1) return this.finishActivate(cycle);
      const { pool, channel, trace } = this.parts;
      this.started = list.slots[index]!;
      this.startedIn = list;
      trace?.(cycle, channel, 'clock-start', pool.bank[this.started]!, pool.row[this.started]!);
      return true;
    }
    this.complete(cycle, list, index);
    return true;
  }

  private serveStarted(cycle: number): boolean {
    const { state, pool } = this.parts;
    const slot = this.started;
    if (!this.legal(cycle, state.columnAt(pool.bank[slot]!, pool.write[slot] === 1))) return false;
    this.started = -1;
    this.complete(cycle, this.startedIn, this.startedIn.slots.indexOf(slot));
    return true;
  }

  private complete(cycle: number, list: SlotList, index: number): void {
    const { state, pool } = this.parts;
    const slot = list.slots[index]!;
    const bank = pool.bank[slot]!;
    list.removeAt(index);
    if (list === this.active) {
      this.activeInBank[bank]!--;
      this.activeInUnit[Math.floor(bank / state.banksPerUnit)]!--;
    }
    if (this.split !== null) {
      const end = cycle + this.split.tWCKPST + (pool.write[slot] === 1 ? state.gaps.writeLatency : state.gaps.readLatency);
      if (end > this.clocksUntil) this.clocksUntil = end;
    }
    issueAccess(this.parts, cycle, slot, this.closePage);
  }
}
