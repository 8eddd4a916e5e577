import picocolors from 'picocolors';
import { numberText } from '../quantity-text.js';
import { printable, wrapped } from './plain-text.js';
import { tableLinesWithin } from './table.js';

/** A format of weights on one model. null is not known. */
export interface AccuracyLine {
  readonly format: string;
  readonly bitsPerWeight: number | null;
  readonly sqnrDb: number | null;
  readonly perplexity: { readonly value: number; readonly quality: string } | { readonly value: null; readonly reason: string };
  readonly notes: readonly string[];
}

export interface AccuracyTableInput {
  readonly title: string;
  /** What fitted values rest on, in one sentence. */
  readonly regression: string;
  readonly lines: readonly AccuracyLine[];
  readonly caveats: readonly string[];
}

/** What `archsim accuracy` prints: formats side by side, why some have no perplexity, and what speaks against such numbers. No line end of its own. */
export function accuracyTable(input: AccuracyTableInput, options: { readonly colour: boolean; readonly width: number }): string {
  const width = Number.isFinite(options.width) ? Math.max(40, Math.floor(options.width)) : 80;
  const colours = picocolors.createColors(options.colour);
  const rows = input.lines.map((line) => [
    line.format, line.bitsPerWeight === null ? 'unknown' : line.bitsPerWeight.toFixed(3), line.sqnrDb === null ? '–' : line.sqnrDb.toFixed(2),
    line.perplexity.value === null ? 'unknown' : numberText(line.perplexity.value), line.perplexity.value === null ? '' : line.perplexity.quality,
  ]);
  const [head = '', rule = '', ...body] = tableLinesWithin(width, ['format', 'bits/weight', 'SQNR dB', 'perplexity', 'quality'], rows, ['left', 'right', 'right', 'right', 'left']);
  const remarks = input.lines.flatMap((line) => [...(line.perplexity.value === null ? [line.perplexity.reason] : []), ...line.notes].map((remark) => `${line.format}: ${remark}`));
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', colours.bold(title), ...lines.flatMap((line) => wrapped(printable(line), width))]);
  return [
    ...wrapped(printable(input.title), width).map(colours.bold), '', head, colours.dim(rule), ...body,
    ...section('Remarks', remarks), ...section('Fitted values', [input.regression]), ...section('What speaks against these numbers', input.caveats),
  ].join('\n');
}
