import { samePlace, type Request, type SlowChannel, type SlowScheduler } from './slow-channel.js';

/** The scheduler of DRAMsim3, with lists. */
export class SlowBankQueues implements SlowScheduler {
  readonly channel: SlowChannel;
  private reads: Request[] = [];
  private writes: Request[] = [];
  private readonly queues: Request[][];
  private readonly twins = new Map<Request, Request[]>();
  private turn = 0;
  private draining = 0;
  private readonly due: number[] = [];
  private resting = -1;
  private next = 0;

  constructor(channel: SlowChannel) {
    this.channel = channel;
    this.queues = Array.from({ length: channel.banks }, () => []);
  }

  accepts(write: boolean): boolean {
    const { readQueue, writeQueue } = this.channel.config.controller;
    return write ? this.writes.length < writeQueue : this.reads.length < readQueue;
  }

  add(cycle: number, r: Request): void {
    const queued = this.queues[r.bank]!;
    if ([...this.writes, ...queued.filter((q) => q.write)].some((q) => samePlace(q, r))) this.channel.ends.push({ id: r.id, cycle: cycle + 1 });
    else if (r.write) this.writes.push(r);
    else {
      const twin = [...this.reads, ...queued.filter((q) => !q.write)].find((q) => samePlace(q, r));
      if (twin === undefined) this.reads.push(r);
      else this.twins.set(twin, [...(this.twins.get(twin) ?? []), r]);
    }
  }

  step(cycle: number): void {
    const { channel } = this;
    const { part, controller } = channel.config;
    const period = controller.refresh === 'staggered' ? Math.floor(part.timing.tREFI / channel.units) : part.timing.tREFI;
    if (controller.refresh !== 'none' && cycle > 0 && cycle % period === 0) {
      if (controller.refresh === 'together') this.due.push(...Array.from({ length: channel.units }, (_, u) => u));
      else this.due.push(this.next++ % channel.units);
    }
    const first = (this.due.length > 0 ? this.refresh(cycle) : null) ?? this.search(cycle);
    if (first !== null) {
      first.go();
      if (part.bus.kind === 'row-column') {
        const second = this.search(cycle);
        if (second !== null && second.access !== first.access) second.go();
      }
    }
    this.move();
  }

  private refresh(cycle: number): { access: boolean; go: () => void } | null {
    const { channel } = this;
    const unit = this.due[0]!;
    this.resting = unit;
    const open = channel.openBanks(unit);
    if (open.length === 0) {
      if (!channel.legal(cycle, 'refresh', -1, unit)) return null;
      return { access: false, go: () => { this.due.shift(); this.resting = -1; channel.issue(cycle, 'refresh', -1, -1, unit); } };
    }
    const bank = open.find((b) => channel.legal(cycle, 'precharge', b, unit));
    return bank === undefined ? null : { access: false, go: () => { channel.issue(cycle, 'precharge', bank, channel.open.get(bank) as number); } };
  }

  private search(cycle: number): { access: boolean; go: () => void } | null {
    const { channel } = this;
    for (let i = 1; i <= channel.banks; i++) {
      const bank = (this.turn + i) % channel.banks;
      if (channel.unitOf(bank) === this.resting) continue;
      const found = this.look(cycle, bank);
      if (found === null) continue;
      this.turn = bank;
      return found;
    }
    return null;
  }

  private look(cycle: number, bank: number): { access: boolean; go: () => void } | null {
    const { channel } = this;
    const queue = this.queues[bank]!;
    const unit = channel.unitOf(bank);
    const open = channel.open.get(bank);
    for (const [i, r] of queue.entries()) {
      if (open === undefined) {
        if (channel.legal(cycle, 'activate', bank, unit)) return { access: false, go: () => { channel.issue(cycle, 'activate', bank, r.row); } };
      } else if (open === r.row) {
        if (r.write && queue.slice(0, i).some((q) => !q.write && samePlace(q, r))) continue;
        if (!channel.legal(cycle, r.write ? 'write' : 'read', bank, unit)) continue;
        return { access: true, go: () => { queue.splice(queue.indexOf(r), 1); channel.access(cycle, r, this.twins.get(r)); } };
      } else if (i === 0 && (channel.hits.get(bank)! >= channel.config.controller.rowHitCap || !queue.some((q) => q.row === open))) {
        if (channel.legal(cycle, 'precharge', bank, unit)) return { access: false, go: () => { channel.issue(cycle, 'precharge', bank, open as number); } };
      }
    }
    return null;
  }

  private move(): void {
    const { drain, bankQueue } = this.channel.config.controller;
    if (this.draining === 0 && (this.writes.length >= drain.high || this.reads.length === 0)) this.draining = this.writes.length;
    const list = this.draining > 0 ? this.writes : this.reads;
    const r = list.find((q) => this.queues[q.bank]!.length < bankQueue);
    if (r === undefined) return;
    list.splice(list.indexOf(r), 1);
    this.queues[r.bank]!.push(r);
    if (this.draining > 0) this.draining--;
  }
}
