import type { ChannelState, CommandTrace } from './channel-state.js';
import { EndQueue, type RequestPool } from './request-pool.js';

/** Chooses the commands of one channel. Time only moves forward. */
export interface Scheduler {
  readonly ends: Ends;
  accepts(write: boolean): boolean;
  /** A request arrives in `cycle`, before that cycle is stepped. */
  add(cycle: number, slot: number): void;
  /** Issues what `cycle` allows. Returns the next cycle in which anything can happen if no request arrives before. */
  step(cycle: number): number;
}

/** Ends of requests of one channel, by kind: data of reads, data of writes, and reads that a waiting write answers. */
export class Ends {
  readonly reads: EndQueue;
  readonly writes: EndQueue;
  readonly answered: EndQueue;

  constructor(capacity: number) {
    this.reads = new EndQueue(capacity);
    this.writes = new EndQueue(capacity);
    this.answered = new EndQueue(capacity);
  }

  nextEnd(): number {
    return Math.min(this.reads.nextEnd(), this.writes.nextEnd(), this.answered.nextEnd());
  }

  /** A request that has ended by `cycle`, or -1. */
  take(cycle: number): number {
    if (this.reads.nextEnd() <= cycle) return this.reads.pop();
    if (this.writes.nextEnd() <= cycle) return this.writes.pop();
    return this.answered.nextEnd() <= cycle ? this.answered.pop() : -1;
  }
}

/** What every scheduler of a channel works on. */
export interface ChannelParts {
  readonly channel: number;
  readonly state: ChannelState;
  readonly pool: RequestPool;
  readonly ends: Ends;
  readonly trace: CommandTrace | undefined;
}
