import { configOf as rowConfig } from '../row-config.js';
import type { Outcome, ReferenceRow } from '../system.js';

/** Typed access to the `config` of a row: texts and numbers by name. */
export interface Config {
  text(name: string): string;
  /** NaN where it is no number. */
  number(name: string): number;
}

export function configOf(row: ReferenceRow): Config {
  const fields = rowConfig(row);
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return { text, number: (name) => (text(name) === '' ? NaN : Number(text(name))) };
}

export function simulated(value: number, note?: string): Outcome {
  if (!Number.isFinite(value)) return gap('the configuration of the row does not say enough to work this out');
  return note === undefined ? { kind: 'simulated', answers: { value } } : { kind: 'simulated', answers: { value }, note };
}

export function fitted(value: number, note: string): Outcome {
  return { kind: 'fitted', answers: { value }, note };
}

export function gap(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
