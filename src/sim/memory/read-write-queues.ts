import type { ControllerRules } from './controller.js';
import { SlotList } from './request-pool.js';

/** Reads and writes of a channel that wait, each kind in a queue of its own with so many places. */
export class ReadWriteQueues {
  readonly reads: SlotList;
  readonly writes: SlotList;
  private readonly readQueue: number;
  private readonly writeQueue: number;

  constructor({ readQueue, writeQueue }: ControllerRules) {
    this.reads = new SlotList(readQueue);
    this.writes = new SlotList(writeQueue);
    this.readQueue = readQueue;
    this.writeQueue = writeQueue;
  }

  accepts(write: boolean): boolean {
    return write ? this.writes.count < this.writeQueue : this.reads.count < this.readQueue;
  }
}
