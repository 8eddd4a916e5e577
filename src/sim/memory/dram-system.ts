import { AddressMap, type AddressLayout } from './address-mapping.js';
import { BankQueues } from './bank-queues.js';
import { ChannelState, type CommandTrace } from './channel-state.js';
import type { ControllerRules } from './controller.js';
import { FirstReady } from './first-ready.js';
import { accessBytes, type DramPart } from './part.js';
import { RequestPool } from './request-pool.js';
import { Ends, type Scheduler } from './scheduler.js';
import { TransferTable } from './transfer-table.js';

/** A memory: channels of one part behind controllers of one kind, and what may be under way at once. */
export interface DramConfig {
  readonly part: DramPart;
  readonly controller: ControllerRules;
  readonly layout: AddressLayout;
  /** Channels that addresses are spread over; a power of two. */
  readonly channels: number;
  /** Accesses of one port that may be under way. */
  readonly window: number;
  /** Accesses handed to the controllers in a cycle. */
  readonly offersPerCycle: number;
  /** Streams of transfers, each in order; they take turns. */
  readonly ports: number;
}

/**
 * Memory that takes transfers of byte ranges and says when each is complete: a discrete-event simulation of banks, buses, refresh and scheduling, exact to the
 * cycle of the DRAM clock. State is kept across calls. Time stands where `advance`, `finish` or `drain` left it, and a transfer enters then or later: what is
 * under way together competes, so issue everything that is known before moving time.
 *
 * A transfer is cut into accesses of `accessBytes`; a part of an access costs a whole one. It is complete when its last data has passed the pins.
 */
export class DramSystem {
  readonly config: DramConfig;
  private readonly bytes: number;
  private readonly map: AddressMap;
  private readonly pool: RequestPool;
  private readonly schedulers: readonly Scheduler[];
  /** Next cycle in which the scheduler of a channel has something to do. */
  private readonly wake: Float64Array;
  private readonly transfers: TransferTable;
  /** First transfer of each port that is not all sent, or -1, and the place of its next access. */
  private readonly headOf: Int32Array;
  private readonly tailOf: Int32Array;
  private readonly underWay: Int32Array;
  private readonly placed: Uint8Array;
  private readonly placeChannel: Int32Array;
  private readonly placeBank: Int32Array;
  private readonly placeRow: Int32Array;
  private readonly placeColumn: Int32Array;
  private turn = 0;
  private cycle = 0;
  /** Nothing happens before this cycle. */
  private nextEvent = 0;
  private lastEnd = 0;
  private open = 0;

  constructor(config: DramConfig, trace?: CommandTrace) {
    const { part, controller, window, ports, channels, offersPerCycle } = config;
    for (const [what, value] of Object.entries({ window, ports, channels, offersPerCycle })) {
      if (!Number.isInteger(value) || value < 1) throw new RangeError(`${what} of a memory is a whole number from 1, not ${value}`);
    }
    this.config = config;
    this.bytes = accessBytes(part.organization);
    this.map = new AddressMap(config.layout, part.organization, channels);
    this.pool = new RequestPool(window * ports);
    this.schedulers = Array.from({ length: channels }, (_, channel) => {
      const parts = { channel, state: new ChannelState(part), pool: this.pool, ends: new Ends(window * ports), trace };
      return controller.scheduling === 'bank-queues' ? new BankQueues(parts, part, controller) : new FirstReady(parts, part, controller);
    });
    this.wake = new Float64Array(channels);
    this.transfers = new TransferTable();
    this.headOf = new Int32Array(ports).fill(-1);
    this.tailOf = new Int32Array(ports).fill(-1);
    this.underWay = new Int32Array(ports);
    this.placed = new Uint8Array(ports);
    this.placeChannel = new Int32Array(ports);
    this.placeBank = new Int32Array(ports);
    this.placeRow = new Int32Array(ports);
    this.placeColumn = new Int32Array(ports);
  }

  /** The next cycle of the DRAM clock that will be simulated: the soonest in which a transfer can enter. */
  get now(): number {
    return this.cycle;
  }

  /** Transfers that are not complete. */
  get pendingTransfers(): number {
    return this.open;
  }

  /**
   * Enters a read or write of `bytes` bytes from byte `address`, not before cycle `from`. Returns its number. Transfers of one port are sent in the order of
   * entry: one that waits for its cycle holds up those behind it.
   */
  issue(address: number, bytes: number, write = false, port = 0, from = 0): number {
    if (!Number.isSafeInteger(address) || address < 0 || !Number.isSafeInteger(bytes) || bytes < 1 || !Number.isSafeInteger(address + bytes)) {
      throw new RangeError(`a transfer is a range of whole bytes from 1 byte up, not ${bytes} from ${address}`);
    }
    if (this.headOf[port] === undefined) throw new RangeError(`the memory has no port ${port}`);
    const first = Math.floor(address / this.bytes);
    const accesses = Math.floor((address + bytes - 1) / this.bytes) - first + 1;
    const id = this.transfers.add(first, accesses, write, port, Math.max(from, this.cycle));
    if (this.headOf[port] === -1) this.headOf[port] = id;
    else this.transfers.next[this.tailOf[port]!] = id;
    this.tailOf[port] = id;
    this.open++;
    this.nextEvent = Math.min(this.nextEvent, this.transfers.from[id]!);
    return id;
  }

  /** The cycle in which a transfer was complete, or null while it is not. */
  completion(id: number): number | null {
    const end = this.transfers.completion(id);
    return end < 0 ? null : end;
  }

  /**
   * The next transfer to be complete, in order of completion, each once; null when none is before cycle `until`. Runs as far as needed.
   * `until` Infinity: null when every transfer has been told.
   */
  nextCompleted(until = Infinity): number | null {
    while (!this.transfers.hasUntold() && this.open > 0 && this.cycle < until) this.run(until);
    return this.transfers.hasUntold() ? this.transfers.tell() : null;
  }

  /** Runs every cycle before `until`, and leaves the time there. */
  advance(until: number): void {
    while (this.cycle < until) this.run(until);
  }

  /** Runs until a transfer is complete. Returns its cycle of completion; time stands behind it. */
  finish(id: number): number {
    while (this.transfers.completion(id) < 0) this.run(Infinity);
    return this.transfers.completion(id);
  }

  /** Runs until every transfer is complete. Returns the cycle of the last completion so far. */
  drain(): number {
    while (this.open > 0) this.run(Infinity);
    return this.lastEnd;
  }

  /** Simulates the next cycle with something to do before `until`, if there is one, and leaves the time behind it. */
  private run(until: number): void {
    const { wake, schedulers } = this;
    const cycle = Math.max(this.cycle, this.nextEvent);
    if (cycle >= until) {
      this.cycle = until;
      return;
    }
    this.offer(cycle);
    let next = Infinity;
    for (let channel = 0; channel < schedulers.length; channel++) {
      const scheduler = schedulers[channel]!;
      this.collect(scheduler.ends, cycle);
      if (wake[channel]! <= cycle) wake[channel] = scheduler.step(cycle);
      next = Math.min(next, wake[channel]!, scheduler.ends.nextEnd());
    }
    this.nextEvent = Math.min(next, this.nextOffer(cycle + 1));
    if (this.nextEvent === Infinity && this.open > 0) throw new Error('the memory waits for nothing: a request was lost');
    this.cycle = cycle + 1;
  }

  /** Hands over up to `offersPerCycle` accesses; each port until its window or a queue is full. */
  private offer(cycle: number): void {
    const { ports } = this.config;
    let left = this.config.offersPerCycle;
    for (let refused = 0; left > 0 && refused < ports; ) {
      const port = this.turn;
      this.turn = this.turn + 1 === ports ? 0 : this.turn + 1;
      if (this.send(cycle, port)) {
        left--;
        refused = 0;
      } else {
        refused++;
      }
    }
  }

  private canSend(cycle: number, port: number): boolean {
    const id = this.headOf[port]!;
    if (id === -1 || this.underWay[port]! >= this.config.window || this.transfers.from[id]! > cycle) return false;
    this.place(port, id);
    return this.schedulers[this.placeChannel[port]!]!.accepts(this.transfers.write[id] === 1);
  }

  private place(port: number, id: number): void {
    if (this.placed[port] === 1) return;
    const { map } = this;
    map.locate(this.transfers.nextAccess[id]!);
    this.placeChannel[port] = map.channel;
    this.placeBank[port] = map.bank;
    this.placeRow[port] = map.row;
    this.placeColumn[port] = map.column;
    this.placed[port] = 1;
  }

  private send(cycle: number, port: number): boolean {
    if (!this.canSend(cycle, port)) return false;
    const { pool, transfers } = this;
    const id = this.headOf[port]!;
    const slot = pool.take();
    pool.bank[slot] = this.placeBank[port]!;
    pool.row[slot] = this.placeRow[port]!;
    pool.column[slot] = this.placeColumn[port]!;
    pool.write[slot] = transfers.write[id]!;
    pool.transfer[slot] = id;
    this.underWay[port]!++;
    this.placed[port] = 0;
    const channel = this.placeChannel[port]!;
    this.schedulers[channel]!.add(cycle, slot);
    this.wake[channel] = cycle;
    if (transfers.sendOne(id)) this.headOf[port] = transfers.next[id]!;
    return true;
  }

  private collect(ends: Ends, cycle: number): void {
    const { pool, transfers } = this;
    for (let slot = ends.take(cycle); slot !== -1; slot = ends.take(cycle)) {
      const id = pool.transfer[slot]!;
      pool.release(slot);
      this.underWay[transfers.port[id]!]!--;
      this.lastEnd = cycle;
      if (transfers.endOne(id, cycle)) this.open--;
    }
  }

  /** The first cycle from `cycle` on in which an access could be sent if nothing else changes. */
  private nextOffer(cycle: number): number {
    let next = Infinity;
    for (let port = 0; port < this.config.ports; port++) {
      const id = this.headOf[port]!;
      if (id === -1) continue;
      const from = Math.max(cycle, this.transfers.from[id]!);
      if (from < next && this.canSend(from, port)) next = from;
    }
    return next;
  }
}
