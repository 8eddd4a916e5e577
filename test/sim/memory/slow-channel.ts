import type { CommandName } from '../../../src/sim/memory/channel-state.js';
import type { DramConfig } from '../../../src/sim/memory/dram-system.js';
import type { DramPart } from '../../../src/sim/memory/part.js';

export interface LoggedCommand { readonly cycle: number; readonly channel: number; readonly command: CommandName; readonly bank: number; readonly row: number }
export interface Request { readonly id: number; readonly bank: number; readonly row: number; readonly column: number; readonly write: boolean; arrived: number }

type Kind = 'activate' | 'read' | 'write' | 'precharge' | 'precharge-all' | 'refresh';
type Relation = 'bank' | 'group' | 'unit' | 'other-unit' | 'channel';
interface Past { readonly cycle: number; readonly kind: Kind; readonly bank: number; readonly unit: number; readonly closes: boolean }
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
export class SlowChannel {
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

/** Chooses the commands of one channel, cycle by cycle. */
export interface SlowScheduler {
  accepts(write: boolean): boolean;
  add(cycle: number, request: Request): void;
  step(cycle: number): void;
  readonly channel: SlowChannel;
}

export const samePlace = (a: Request, b: Request): boolean => a.bank === b.bank && a.row === b.row && a.column === b.column;
