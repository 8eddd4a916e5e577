/** Transfers as columns of numbers that grow: what is to be sent, what has ended, when each was complete. */
export class TransferTable {
  nextAccess = new Float64Array(64);
  from = new Float64Array(64);
  write = new Uint8Array(64);
  port = new Int32Array(64);
  /** The transfer behind this one in its port, or -1. */
  next = new Int32Array(64);
  private unsent = new Float64Array(64);
  private left = new Float64Array(64);
  private completed = new Float64Array(64);
  /** Transfers in order of completion, and how many of them have been told. */
  private order = new Int32Array(64);
  private completeCount = 0;
  private told = 0;
  private count = 0;

  add(firstAccess: number, accesses: number, write: boolean, port: number, from: number): number {
    if (this.count === this.from.length) this.grow();
    const id = this.count++;
    this.nextAccess[id] = firstAccess;
    this.from[id] = from;
    this.write[id] = write ? 1 : 0;
    this.port[id] = port;
    this.next[id] = -1;
    this.unsent[id] = accesses;
    this.left[id] = accesses;
    this.completed[id] = -1;
    return id;
  }

  /** Counts one access as sent. Returns whether it was the last. */
  sendOne(id: number): boolean {
    this.nextAccess[id]!++;
    return --this.unsent[id]! === 0;
  }

  /** Counts one access as ended. Returns whether the transfer is complete. */
  endOne(id: number, cycle: number): boolean {
    if (--this.left[id]! > 0) return false;
    this.completed[id] = cycle;
    this.order[this.completeCount++] = id;
    return true;
  }

  hasUntold(): boolean {
    return this.told < this.completeCount;
  }

  tell(): number {
    return this.order[this.told++]!;
  }

  /** Cycle of completion; -1 while it is not complete. */
  completion(id: number): number {
    const end = this.completed[id];
    if (id >= this.count || end === undefined) throw new RangeError(`there is no transfer ${id}`);
    return end;
  }

  private grow(): void {
    const size = 2 * this.from.length;
    this.nextAccess = larger(this.nextAccess, new Float64Array(size));
    this.from = larger(this.from, new Float64Array(size));
    this.write = larger(this.write, new Uint8Array(size));
    this.port = larger(this.port, new Int32Array(size));
    this.next = larger(this.next, new Int32Array(size));
    this.unsent = larger(this.unsent, new Float64Array(size));
    this.left = larger(this.left, new Float64Array(size));
    this.completed = larger(this.completed, new Float64Array(size));
    this.order = larger(this.order, new Int32Array(size));
  }
}

function larger<T extends Float64Array | Int32Array | Uint8Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}
