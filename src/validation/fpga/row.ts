import type { ReferenceRow } from '../system.js';

/** A published figure as its row names it: who, on what, computing what, and how the figure came about. */
export interface FpgaRow {
  readonly system: string;
  readonly device: string;
  readonly model: string;
  readonly config: string;
  readonly metric: string;
  readonly unit: string;
  /** `measured on board`, `simulated`, `projected`, `published`, ... */
  readonly basis: string;
}

/** The fields of a row; what is not a text is empty. */
export function fpgaRow(row: ReferenceRow): FpgaRow {
  const text = (name: string): string => {
    const value = row[name];
    return typeof value === 'string' ? value : '';
  };
  return { system: text('system'), device: text('device'), model: text('model'), config: text('config'), metric: text('metric'), unit: text('unit'), basis: text('basis') };
}

/** One request, or equal ones together: prompt tokens and decode steps. */
export interface Request {
  readonly batch: number;
  readonly prefill: number;
  readonly decode: number;
}

/** A request where a row names none: a short chat. */
export const usualRequest: Request = { batch: 1, prefill: 128, decode: 128 };

const tokens = String.raw`(\d+(?:\.\d+)?)( ?k)?`;

/** The request that a configuration names, e.g. `batch 1, prefill 128, decode 512`, `1k decode tokens`, `<512 decode tokens`; 1k is 1024. */
export function requestOf(config: string, usual: Request = usualRequest): Request {
  const batch = /\bbatch(?: size)?[ =:]*(\d+)/i.exec(config);
  return {
    batch: Math.max(1, Number(batch?.[1] ?? usual.batch)),
    prefill: tokenCount(config, '(?:prefill|prompt|input)') ?? usual.prefill,
    decode: tokenCount(config, '(?:decode|decoding|output)') ?? usual.decode,
  };
}

function tokenCount(config: string, phase: string): number | null {
  const found = new RegExp(String.raw`\b${phase}[ =:]*${tokens}\b`, 'i').exec(config) ?? new RegExp(String.raw`\b${tokens} ${phase}\b`, 'i').exec(config);
  if (found === null) return null;
  const count = Math.round(Number(found[1]) * (found[2] === undefined ? 1 : 1024));
  return count > 0 ? count : null;
}

/** The first clock that a configuration names, in Hz; null where it names none. */
export function clockOf(config: string): number | null {
  const found = /(\d+(?:\.\d+)?) ?(MHz|GHz)/i.exec(config);
  return found === null ? null : Number(found[1]) * (/^g/i.test(found[2]!) ? 1e9 : 1e6);
}
