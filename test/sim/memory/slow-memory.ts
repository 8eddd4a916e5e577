import { AddressMap } from '../../../src/sim/memory/address-mapping.js';
import type { CommandName } from '../../../src/sim/memory/channel-state.js';
import type { DramConfig } from '../../../src/sim/memory/dram-system.js';
import { accessBytes, type DramPart } from '../../../src/sim/memory/part.js';

/** A memory that steps through every cycle and checks every command against every earlier one: slow, obvious, and written without the state of the fast one. */

export interface SlowRead { readonly address: number; readonly bytes: number; readonly write: boolean; readonly from: number }
export interface LoggedCommand { readonly cycle: number; readonly channel: number; readonly command: CommandName; readonly bank: number; readonly row: number }
export interface SlowResult { readonly commands: readonly LoggedCommand[]; readonly completions: readonly number[] }

type Kind = 'activate' | 'read' | 'write' | 'precharge' | 'precharge-all' | 'refresh';
type Relation = 'bank' | 'group' | 'unit' | 'other-unit' | 'channel';
interface Past { readonly cycle: number; readonly kind: Kind; readonly bank: number; readonly unit: number; readonly closes: boolean }
interface Request { readonly id: number; readonly bank: number; readonly row: number; readonly column: number; readonly write: boolean; arrived: number }
interface Rule { readonly first: Kind; readonly then: Kind; readonly at: Relation; readonly cycles: number }

function rulesOf({ timing: t, bus, organization: o }: DramPart): Rule[] {
  const width = (kind: Kind): number => (kind === 'activate' ? bus.activateCycles : kind === 'read' || kind === 'write' ? bus.columnCycles : bus.otherCycles) - 1;
  const rules: Rule[] = [];
  const rule = (first: Kind, then: Kind, at: Relation, nominal: number): void => { rules.push({ first, then, at, cycles: nominal + width(first) - width(then) }); };
  rule('activate', 'activate', 'bank', t.tRC);
  rule('activate', 'activate', 'unit', t.tRRDS);
  rule('activate', 'activate', 'group', t.tRRDL);
  rule('activate', 'read', 'bank', t.tRCDRD);
  rule('activate', 'write', 'bank', t.tRCDWR);
  rule('activate', 'precharge', 'bank', t.tRAS);
  rule('activate', 'precharge-all', 'unit', t.tRAS);
  rule('activate', 'refresh', 'unit', t.tRC);
  for (const [kind, s, l] of [['read', t.tCCDS, t.tCCDL], ['write', t.tCCDSWR, t.tCCDLWR]] as const) {
    rule(kind, kind, 'unit', Math.max(t.tBL, s));
    rule(kind, kind, 'group', Math.max(t.tBL, l));
  }
  rule('read', 'write', 'unit', t.tRTW);
  rule('write', 'read', 'unit', t.tCWL + t.tBL + t.tWTRS);
  rule('write', 'read', 'group', t.tCWL + t.tBL + t.tWTRL);
  for (const then of ['precharge', 'precharge-all'] as const) {
    rule('read', then, then === 'precharge' ? 'bank' : 'unit', t.tRTP);
    rule('write', then, then === 'precharge' ? 'bank' : 'unit', t.tCWL + t.tBL + t.tWR);
    for (const first of ['precharge', 'precharge-all'] as const) rule(first, then, 'unit', t.tPPD);
  }
  if (o.ranks > 1) {
    rule('read', 'read', 'other-unit', t.tBL + t.tRTRS);
    rule('read', 'write', 'other-unit', t.tRTW);
    rule('write', 'read', 'other-unit', Math.max(1, t.tCWL + t.tBL + t.tRTRS - t.tCL));
    rule('write', 'write', 'other-unit', t.tBL);
  }
  rule('precharge', 'activate', 'bank', t.tRP);
  rule('precharge-all', 'activate', 'unit', t.tRPab);
  rules.push({ first: 'precharge', then: 'refresh', at: 'unit', cycles: t.tRP }, { first: 'precharge-all', then: 'refresh', at: 'unit', cycles: t.tRP });
  rule('refresh', 'activate', 'unit', t.tRFC);
  rules.push({ first: 'refresh', then: 'refresh', at: 'unit', cycles: t.tRFC }, { first: 'refresh', then: 'precharge-all', at: 'unit', cycles: t.tRFC });
  return rules;
}

/** One channel: open rows follow from the commands so far. */
class SlowChannel {
  readonly past: Past[] = [];
  readonly open = new Map<number, number | 'activating'>();
  readonly ends: { readonly id: number; readonly cycle: number }[] = [];
  readonly hits = new Map<number, number>();
  private readonly rules: Readonly<Record<Kind, readonly Rule[]>>;
  private readonly longest: number;
  readonly units: number;
  readonly perUnit: number;
  readonly banks: number;
  readonly channel: number;
  readonly config: DramConfig;
  private readonly log: LoggedCommand[];

  constructor(channel: number, config: DramConfig, log: LoggedCommand[]) {
    const { organization: o } = config.part;
    this.channel = channel;
    this.config = config;
    this.log = log;
    const rules = rulesOf(config.part);
    const then = (kind: Kind): Rule[] => rules.filter((r) => r.then === kind);
    this.rules = { activate: then('activate'), read: then('read'), write: then('write'), precharge: then('precharge'), 'precharge-all': then('precharge-all'), refresh: then('refresh') };
    const { tFAW, tCWL, tBL, tWR, tRP } = config.part.timing;
    this.longest = Math.max(tFAW, tCWL + tBL + tWR + tRP + 8, ...rules.map((r) => r.cycles));
    this.units = o.pseudoChannels * o.ranks;
    this.perUnit = o.bankGroups * o.banksPerGroup;
    this.banks = this.units * this.perUnit;
  }

  unitOf(bank: number): number {
    return Math.floor(bank / this.perUnit);
  }

  openBanks(unit: number): number[] {
    return [...this.open.keys()].filter((bank) => this.unitOf(bank) === unit).sort((a, b) => a - b);
  }

  /** `bank` is -1 for commands to a whole unit. */
  legal(cycle: number, kind: Kind, bank: number, unit: number): boolean {
    const { timing: t, bus, organization: o } = this.config.part;
    const rowKind = kind !== 'read' && kind !== 'write';
    const group = Math.floor(bank / o.banksPerGroup);
    for (const p of this.past) {
      const pastRow = p.kind !== 'read' && p.kind !== 'write';
      const cycles = p.kind === 'activate' ? bus.activateCycles : pastRow ? bus.otherCycles : bus.columnCycles;
      if ((bus.kind === 'single' || pastRow === rowKind) && cycles > 1 && cycle < p.cycle + cycles) return false;
      for (const rule of this.rules[kind]) {
        if (rule.first !== p.kind || cycle >= p.cycle + rule.cycles) continue;
        const near = rule.at === 'channel' || (rule.at === 'other-unit' ? p.unit !== unit : p.unit === unit)
          && (rule.at !== 'bank' || p.bank === bank) && (rule.at !== 'group' || Math.floor(p.bank / o.banksPerGroup) === group);
        if (near) return false;
      }
      if (p.closes && p.unit === unit) {
        const recovery = p.kind === 'read' ? t.tRTP : t.tCWL + t.tBL + t.tWR;
        if (kind === 'activate' && p.bank === bank && cycle < p.cycle + recovery + t.tRP + bus.columnCycles - bus.activateCycles) return false;
        if (kind === 'refresh' && cycle < p.cycle + recovery + bus.columnCycles - bus.otherCycles + t.tRP) return false;
      }
    }
    if (kind !== 'activate') return true;
    const activates = this.past.filter((p) => p.kind === 'activate' && p.unit === unit);
    return activates.length < 4 || cycle >= activates.at(-4)!.cycle + t.tFAW;
  }

  issue(cycle: number, command: CommandName, bank: number, row: number, unit = this.unitOf(bank)): void {
    const closes = command === 'read-close' || command === 'write-close';
    const kind: Kind | null = command === 'read' || command === 'read-close' ? 'read' : command === 'write' || command === 'write-close' ? 'write'
      : command === 'activate-2' || command === 'clock-start' ? null : command;
    const whole = command === 'refresh' || command === 'precharge-all';
    if (kind !== null) this.past.push({ cycle, kind, bank, unit, closes });
    if (kind === 'activate') this.hits.set(bank, 0);
    if (kind === 'read' || kind === 'write') this.hits.set(bank, this.hits.get(bank)! + 1);
    // Commands that can bind nothing any more.
    while (this.past.length > 0 && this.past[0]!.cycle < cycle - this.longest) this.past.shift();
    this.log.push({ cycle, channel: this.channel, command, bank: whole ? unit : bank, row });
    if (command === 'activate') this.open.set(bank, this.config.part.bus.split === null || this.config.controller.scheduling === 'bank-queues' ? row : 'activating');
    if (command === 'activate-2') this.open.set(bank, row);
    if (command === 'precharge' || closes) this.open.delete(bank);
    if (command === 'precharge-all') for (const b of this.openBanks(unit)) this.open.delete(b);
  }

  access(cycle: number, r: Request, twins: readonly Request[] = []): void {
    const { timing: t } = this.config.part;
    const closed = this.config.controller.page === 'closed';
    this.issue(cycle, r.write ? (closed ? 'write-close' : 'write') : closed ? 'read-close' : 'read', r.bank, r.row);
    for (const request of [r, ...twins]) this.ends.push({ id: request.id, cycle: cycle + t.tBL + (r.write ? t.tCWL : t.tCL) });
  }
}

interface SlowScheduler {
  accepts(write: boolean): boolean;
  add(cycle: number, request: Request): void;
  step(cycle: number): void;
  readonly channel: SlowChannel;
}

const samePlace = (a: Request, b: Request): boolean => a.bank === b.bank && a.row === b.row && a.column === b.column;

class SlowBankQueues implements SlowScheduler {
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

class SlowFirstReady implements SlowScheduler {
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
    else if (this.writes.length < drain.low && this.reads.length > 0) this.writing = false;
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

/** Runs transfers of one port to the end. */
export function runSlowly(config: DramConfig, transfers: readonly SlowRead[]): SlowResult {
  const commands: LoggedCommand[] = [];
  const size = accessBytes(config.part.organization);
  const map = new AddressMap(config.layout, config.part.organization, config.channels);
  const accesses = transfers.flatMap((t, id) => {
    const first = Math.floor(t.address / size);
    return Array.from({ length: Math.floor((t.address + t.bytes - 1) / size) - first + 1 }, (_, i) => ({ id, access: first + i, write: t.write, from: t.from }));
  });
  const left = transfers.map((_, id) => accesses.filter((a) => a.id === id).length);
  const completions = transfers.map(() => -1);
  const schedulers = Array.from({ length: config.channels }, (_, c): SlowScheduler => {
    const channel = new SlowChannel(c, config, commands);
    return config.controller.scheduling === 'bank-queues' ? new SlowBankQueues(channel) : new SlowFirstReady(channel);
  });
  let [sent, ended] = [0, 0];
  for (let cycle = 0; ended < accesses.length; cycle++) {
    if (cycle > 200_000) throw new Error('the slow memory does not come to an end');
    for (let k = 0; k < config.offersPerCycle && sent < accesses.length && sent - ended < config.window; k++) {
      const a = accesses[sent]!;
      map.locate(a.access);
      const scheduler = schedulers[map.channel]!;
      if (a.from > cycle || !scheduler.accepts(a.write)) break;
      scheduler.add(cycle, { id: a.id, bank: map.bank, row: map.row, column: map.column, write: a.write, arrived: cycle });
      sent++;
    }
    for (const { channel } of schedulers) {
      for (const end of channel.ends.filter((e) => e.cycle === cycle)) {
        ended++;
        if (--left[end.id]! === 0) completions[end.id] = cycle;
      }
    }
    for (const scheduler of schedulers) scheduler.step(cycle);
  }
  return { commands, completions };
}
