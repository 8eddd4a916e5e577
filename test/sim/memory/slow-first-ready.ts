import { samePlace, type Request, type SlowChannel, type SlowScheduler } from './slow-channel.js';

/** The schedulers of Ramulator 2.1, with lists. */
export class SlowFirstReady implements SlowScheduler {
  readonly channel: SlowChannel;
  private readonly reads: Request[] = [];
  private readonly writes: Request[] = [];
  private readonly active: Request[] = [];
  private readonly due: number[] = [];
  private next = 0;
  private writing = false;
  private opening: { readonly r: Request; readonly by: number } | null = null;
  private clocksUntil = 0;
  private started: { readonly r: Request; readonly list: Request[] } | null = null;

  constructor(channel: SlowChannel) {
    this.channel = channel;
  }

  accepts(write: boolean): boolean {
    const { readQueue, writeQueue } = this.channel.config.controller;
    return write ? this.writes.length < writeQueue : this.reads.length < readQueue;
  }

  add(cycle: number, r: Request): void {
    r.arrived = cycle;
    if (this.writes.some((q) => samePlace(q, r))) this.channel.ends.push({ id: r.id, cycle: cycle + 1 });
    else (r.write ? this.writes : this.reads).push(r);
  }

  step(cycle: number): void {
    const { channel } = this;
    const { part: { timing, bus }, controller } = channel.config;
    const period = controller.refresh === 'staggered' ? Math.floor(timing.tREFI / channel.units) : timing.tREFI;
    if (controller.refresh !== 'none' && (cycle + 1) % period === 0) {
      if (controller.refresh === 'together') this.due.push(...Array.from({ length: channel.units }, (_, u) => u));
      else this.due.push(this.next++ % channel.units);
    }
    if (bus.split !== null) {
      this.splitStep(cycle);
    } else if (bus.kind === 'single') {
      if (!this.serveActive(cycle) && !this.refresh(cycle)) this.serveQueue(cycle, 'any');
    } else {
      if (!this.serveActive(cycle)) this.serveQueue(cycle, 'column');
      if (!this.refresh(cycle)) this.serveQueue(cycle, 'row');
    }
  }

  private splitStep(cycle: number): void {
    if (this.started !== null) {
      const { r, list } = this.started;
      if (!this.channel.legal(cycle, r.write ? 'write' : 'read', r.bank, this.channel.unitOf(r.bank))) return;
      this.started = null;
      this.complete(cycle, list, r);
    } else if (this.opening !== null && this.opening.by <= cycle) this.openRow(cycle);
    else if (!(this.serveActive(cycle) || this.refresh(cycle) || this.serveQueue(cycle, 'any')) && this.opening !== null) this.openRow(cycle);
  }

  private openRow(cycle: number): boolean {
    const { r } = this.opening!;
    this.channel.issue(cycle, 'activate-2', r.bank, r.row);
    this.active.push(r);
    this.opening = null;
    return true;
  }

  private refresh(cycle: number): boolean {
    const { channel } = this;
    const unit = this.due[0];
    if (unit === undefined || (this.opening !== null && channel.unitOf(this.opening.r.bank) === unit)) return false;
    if (channel.openBanks(unit).length === 0) {
      if (!channel.legal(cycle, 'refresh', -1, unit)) return false;
      channel.issue(cycle, 'refresh', -1, -1, unit);
      this.due.shift();
      return true;
    }
    if (this.active.some((r) => channel.unitOf(r.bank) === unit) || !channel.legal(cycle, 'precharge-all', -1, unit)) return false;
    channel.issue(cycle, 'precharge-all', -1, -1, unit);
    return true;
  }

  private serveActive(cycle: number): boolean {
    const ready = this.active.filter((r) => this.channel.legal(cycle, r.write ? 'write' : 'read', r.bank, this.channel.unitOf(r.bank)));
    if (ready.length === 0) return false;
    return this.access(cycle, this.active, ready.reduce((best, r) => (r.arrived < best.arrived ? r : best)));
  }

  private serveQueue(cycle: number, wanted: 'any' | 'row' | 'column'): boolean {
    if (this.due.length > 0) return false;
    const { channel } = this;
    const { drain, page } = channel.config.controller;
    if (!this.writing) this.writing = this.writes.length > drain.high || this.reads.length === 0;
    else if (this.writes.length < Math.max(1, drain.low) && this.reads.length > 0) this.writing = false;
    const list = this.writing ? this.writes : this.reads;
    for (const r of list) {
      const unit = channel.unitOf(r.bank);
      const open = channel.open.get(r.bank);
      const busy = this.active.some((a) => a.bank === r.bank);
      if (open === r.row) {
        if (wanted === 'row' || (page === 'closed' && busy) || !channel.legal(cycle, r.write ? 'write' : 'read', r.bank, unit)) continue;
        return this.access(cycle, list, r);
      }
      if (wanted === 'column' || open === 'activating') continue;
      if (open === undefined) {
        if (this.opening !== null || !channel.legal(cycle, 'activate', r.bank, unit)) continue;
        channel.issue(cycle, 'activate', r.bank, r.row);
        list.splice(list.indexOf(r), 1);
        const { split } = channel.config.part.bus;
        if (split === null) this.active.push(r);
        else this.opening = { r, by: cycle + split.tAAD };
        return true;
      }
      if (busy || !channel.legal(cycle, 'precharge', r.bank, unit)) continue;
      channel.issue(cycle, 'precharge', r.bank, open);
      return true;
    }
    return false;
  }

  private access(cycle: number, list: Request[], r: Request): boolean {
    if (this.channel.config.part.bus.split !== null && cycle >= this.clocksUntil) {
      if (this.opening !== null && this.opening.by <= cycle + 1) return this.openRow(cycle);
      this.channel.issue(cycle, 'clock-start', r.bank, r.row);
      this.started = { r, list };
      return true;
    }
    this.complete(cycle, list, r);
    return true;
  }

  private complete(cycle: number, list: Request[], r: Request): void {
    const { timing: t, bus } = this.channel.config.part;
    list.splice(list.indexOf(r), 1);
    if (bus.split !== null) this.clocksUntil = Math.max(this.clocksUntil, cycle + t.tBL + (r.write ? t.tCWL : t.tCL) + bus.split.tWCKPST);
    this.channel.access(cycle, r);
  }
}
