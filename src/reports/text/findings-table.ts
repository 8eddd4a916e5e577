import picocolors from 'picocolors';
import { printable, wrapped } from './plain-text.js';

/** What a check found. */
export interface FindingLine {
  readonly check: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly seconds: number;
}

/** Findings one below the other: what was checked, how it ended, and what was seen. No line end of its own. */
export function findingsTable(findings: readonly FindingLine[], options: { readonly colour: boolean; readonly width: number }): string {
  const width = Number.isFinite(options.width) ? Math.max(40, Math.floor(options.width)) : 80;
  const colours = picocolors.createColors(options.colour);
  const mark = { passed: colours.green('passed '), failed: colours.red('failed '), skipped: colours.yellow('skipped') };
  return findings.flatMap(({ check, outcome, detail, seconds }) => [
    `${mark[outcome]}  ${printable(check)} (${seconds.toFixed(1)} s)`,
    ...wrapped(printable(detail), width - 9).map((line) => `         ${line}`),
  ]).join('\n');
}
