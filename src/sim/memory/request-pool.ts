/** Requests that are under way, as columns of numbers. A slot is used again once its request has ended. */
export class RequestPool {
  readonly bank: Int32Array;
  readonly row: Int32Array;
  readonly column: Int32Array;
  readonly write: Uint8Array;
  readonly arrival: Float64Array;
  readonly transfer: Int32Array;
  /** Another read of the same place that ends with this one, or -1. */
  readonly twin: Int32Array;
  private readonly free: Int32Array;
  private freeCount: number;

  constructor(capacity: number) {
    this.bank = new Int32Array(capacity);
    this.row = new Int32Array(capacity);
    this.column = new Int32Array(capacity);
    this.write = new Uint8Array(capacity);
    this.arrival = new Float64Array(capacity);
    this.transfer = new Int32Array(capacity);
    this.twin = new Int32Array(capacity).fill(-1);
    this.free = Int32Array.from({ length: capacity }, (_, i) => capacity - 1 - i);
    this.freeCount = capacity;
  }

  take(): number {
    if (this.freeCount === 0) throw new RangeError('more requests are under way than the pool was made for');
    return this.free[--this.freeCount]!;
  }

  release(slot: number): void {
    this.twin[slot] = -1;
    this.free[this.freeCount++] = slot;
  }

  samePlace(a: number, b: number): boolean {
    return this.row[a] === this.row[b] && this.column[a] === this.column[b] && this.bank[a] === this.bank[b];
  }
}

/** Slots in order of age; the oldest is first. */
export class SlotList {
  readonly slots: Int32Array;
  count = 0;

  constructor(capacity: number) {
    this.slots = new Int32Array(capacity);
  }

  push(slot: number): void {
    this.slots[this.count++] = slot;
  }

  removeAt(index: number): void {
    const { slots } = this;
    this.count--;
    for (let i = index; i < this.count; i++) slots[i] = slots[i + 1]!;
  }
}

/** Requests whose command is out, in the order in which they end: one ring for each latency, since each is fed in order of time. */
export class EndQueue {
  private readonly mask: number;
  private readonly slots: Int32Array;
  private readonly ends: Float64Array;
  private head = 0;
  private tail = 0;

  constructor(capacity: number) {
    const size = 2 ** Math.ceil(Math.log2(capacity + 1));
    this.mask = size - 1;
    this.slots = new Int32Array(size);
    this.ends = new Float64Array(size);
  }

  push(slot: number, end: number): void {
    this.slots[this.tail] = slot;
    this.ends[this.tail] = end;
    this.tail = (this.tail + 1) & this.mask;
  }

  /** Infinity when empty. */
  nextEnd(): number {
    return this.head === this.tail ? Infinity : this.ends[this.head]!;
  }

  pop(): number {
    const slot = this.slots[this.head]!;
    this.head = (this.head + 1) & this.mask;
    return slot;
  }
}
