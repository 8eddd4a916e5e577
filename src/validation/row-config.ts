import { isRecord } from '../sim/core/is-record.js';
import type { ReferenceRow } from './system.js';

/** The configuration of a published row; empty where it has none. */
export function configOf(row: ReferenceRow): Readonly<Record<string, unknown>> {
  return isRecord(row['config']) ? row['config'] : {};
}

/** A field as text, empty where it is none. */
export function textOf(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** A positive number of a field, or `usual` where it is absent or none. */
export function numberIn(fields: Readonly<Record<string, unknown>>, name: string, usual: number): number {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : usual;
}
