import { isRecord } from '../sim/core/is-record.js';
import type { Fidelity } from '../sim/model/architecture.js';
import type { JudgedRow, JudgedSystem, Outcome, ReferenceRow, TableRule, ValidationSystem, Verdict } from './system.js';

/** Reference tables by file name: parsed JSON, each section an array of rows. */
export type Tables = (file: string) => unknown;

/** Simulates every row of a system's tables, and only then looks at the answers. `onRow` hears of each row of a table that is through. */
export function judgeSystem(system: ValidationSystem, tables: Tables, fidelity: Fidelity, onRow: () => void = () => undefined): JudgedSystem {
  const rows: JudgedRow[] = [];
  for (const rule of system.tables) {
    const section = sectionOf(tables(rule.file), rule.section);
    if (section === undefined) continue;
    for (const [index, row] of section.entries()) {
      if (!applies(rule, row)) continue;
      for (const judged of judgeRow(system, rule, row, fidelity, idOf(row, rule.section, index))) rows.push(judged);
      onRow();
    }
  }
  return summary(system, rows);
}

/** How many rows of the tables judge a system. */
export function rowCount(system: ValidationSystem, tables: Tables): number {
  return system.tables.reduce((sum, rule) => sum + (sectionOf(tables(rule.file), rule.section) ?? []).filter((row) => applies(rule, row)).length, 0);
}

/** The id of a row, or its place in the table where it has none. */
function idOf(row: ReferenceRow, section: string, index: number): string {
  const { id } = row;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `${section}[${index}]`;
}

function sectionOf(table: unknown, section: string): readonly ReferenceRow[] | undefined {
  const found = isRecord(table) ? table[section] : undefined;
  return Array.isArray(found) ? found.filter(isRecord) : undefined;
}

function applies(rule: TableRule, row: ReferenceRow): boolean {
  const has = ([field, values]: readonly [string, readonly string[]]): boolean => values.includes(String(row[field]));
  return Object.entries(rule.where).every(has) && !Object.entries(rule.whereNot ?? {}).some(has);
}

function judgeRow(system: ValidationSystem, rule: TableRule, row: ReferenceRow, fidelity: Fidelity, id: string): JudgedRow[] {
  const hidden = new Set([...rule.answers, ...rule.alsoAnswers]);
  const inputs = Object.fromEntries(Object.entries(row).filter(([key]) => !hidden.has(key)));
  const outcome = system.simulate(rule.section, inputs, fidelity);
  const tolerance = rule.tolerance(inputs, fidelity);
  const answers = outcome.kind === 'not-modelled' ? {} : outcome.answers;
  const fields = rule.notWorse?.(inputs);
  const notWorse = fields === undefined ? null : product(answers, fields) <= product(row, fields) * (1 + tolerance);
  const source = typeof row['source'] === 'string' ? row['source'] : rule.file;
  return rule.answers.flatMap((field) => leaves(row[field], answers[field], field)).map(({ metric, reference, simulated }): JudgedRow => {
    const common = { id, metric, reference, tolerance, source };
    if (outcome.kind === 'not-modelled') return { ...common, simulated: null, relativeError: null, verdict: 'not-modelled', reason: outcome.reason };
    if (simulated === null) return { ...common, simulated, relativeError: null, verdict: 'not-modelled', reason: 'the model has no such figure' };
    const relativeError = errorOf(simulated, reference);
    return { ...common, simulated, relativeError, verdict: verdictOf(outcome, notWorse ?? relativeError <= tolerance), reason: outcome.note ?? '' };
  });
}

function verdictOf(outcome: Outcome, isGood: boolean): Verdict {
  if (outcome.kind !== 'simulated') return outcome.kind;
  return isGood ? 'agrees' : 'differs';
}

/** Product of numeric fields; NaN, which no comparison holds for, where one is missing. */
function product(of: Readonly<Record<string, unknown>>, fields: readonly string[]): number {
  return fields.reduce((value, field) => value * (numeric(of[field]) ?? NaN), 1);
}

/** Relative error; 0 where both are equal, the absolute difference where the reference is 0. */
export function errorOf(simulated: number, reference: number): number {
  if (simulated === reference) return 0;
  return Math.abs(simulated - reference) / (reference === 0 ? 1 : Math.abs(reference));
}

/** A numeric leaf of an answer, with the simulated number at the same place, or null. */
export interface Leaf {
  readonly metric: string;
  readonly reference: number;
  readonly simulated: number | null;
}

/** Numeric leaves of an answer field with their paths and what was simulated for them; booleans count as 0 or 1. */
export function leaves(reference: unknown, simulated: unknown, path: string): Leaf[] {
  const value = numeric(reference);
  if (value !== null) return [{ metric: path, reference: value, simulated: numeric(simulated) }];
  if (Array.isArray(reference)) return reference.flatMap((item, i) => leaves(item, Array.isArray(simulated) ? simulated[i] : undefined, `${path}.${i}`));
  if (isRecord(reference)) return Object.entries(reference).flatMap(([key, item]) => leaves(item, isRecord(simulated) ? simulated[key] : undefined, `${path}.${key}`));
  return [];
}

function numeric(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function summary(system: ValidationSystem, rows: readonly JudgedRow[]): JudgedSystem {
  const count = (verdict: Verdict): number => rows.filter((r) => r.verdict === verdict).length;
  const judged = rows.filter((r) => r.verdict === 'agrees' || r.verdict === 'differs');
  const worst = judged.reduce<JudgedRow | null>((w, r) => (w === null || r.relativeError! > w.relativeError! ? r : w), null);
  return {
    system: system.name, rows,
    agree: count('agrees'), differ: count('differs'), fitted: count('fitted'), input: count('input'), notModelled: count('not-modelled'),
    meanAbsoluteRelativeError: judged.length === 0 ? null : judged.reduce((sum, r) => sum + r.relativeError!, 0) / judged.length,
    worst: worst === null ? null : { id: worst.id, metric: worst.metric, relativeError: worst.relativeError! },
    differences: system.differences,
  };
}
