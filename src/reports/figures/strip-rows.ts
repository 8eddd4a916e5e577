import { textElement } from './svg.js';
import { fitText, textWidth } from './text-width.js';

/** Rows with a name, a strip to draw on, and a remark: side by side, or name and remark over the strip where there is little room. */
export interface StripRows {
  readonly width: number;
  readonly isNarrow: boolean;
  /** Ends of the strips. */
  readonly from: number;
  readonly to: number;
  /** Middle of the strip of the i-th row. */
  readonly y: (i: number) => number;
  /** Below the last row. */
  readonly bottom: number;
}

export function stripRows(names: readonly string[], remarks: readonly string[], width: number, top: number): StripRows {
  const isNarrow = width < 560;
  const widest = (texts: readonly string[], size: number, least: number, most: number): number => Math.max(least, Math.min(most, Math.max(0, ...texts.map((text) => textWidth(text, size)))));
  const nameWidth = isNarrow ? 0 : widest(names, 12, 40, width * 0.27) + 12;
  const remarkWidth = isNarrow ? 0 : widest(remarks, 11, 0, width * 0.3) + (remarks.some((text) => text !== '') ? 14 : 0);
  const step = isNarrow ? 46 : 30;
  const y = (i: number): number => top + (isNarrow ? 28 : 15) + i * step;
  return { width, isNarrow, from: 10 + nameWidth, to: width - 12 - remarkWidth, y, bottom: top + names.length * step };
}

/** The name of a row, and its remark. */
export function stripTexts({ width, isNarrow, from, to, y }: StripRows, i: number, name: string, remark: string): string {
  if (!isNarrow) return textElement(from - 12, y(i) + 4, fitText(name, 12, from - 20), { 'text-anchor': 'end' }) + (remark === '' ? '' : textElement(to + 14, y(i) + 4, fitText(remark, 11, width - to - 22), { class: 'fig-small fig-muted' }));
  const told = fitText(remark, 11, (width - 24) / 2);
  return textElement(8, y(i) - 15, fitText(name, 11, width - 28 - textWidth(told, 11)), { class: 'fig-small fig-strong' }) + (remark === '' ? '' : textElement(width - 8, y(i) - 15, told, { 'class': 'fig-small fig-muted', 'text-anchor': 'end' }));
}

/** Signs and what they mean, one after the other, in as many lines as it takes. */
export function signLegend(signs: readonly (readonly [name: string, draw: (x: number, y: number) => string])[], width: number): { readonly svg: string; readonly height: number } {
  let [x, y] = [8, 15];
  const entries = signs.map(([name, draw]) => {
    const said = fitText(name, 11, width - 40);
    const needed = 20 + textWidth(said, 11) + 14;
    if (x > 8 && x + needed > width) [x, y] = [8, y + 17];
    const entry = draw(x + 7, y - 4) + textElement(x + 20, y, said, { class: 'fig-small' });
    x += needed;
    return entry;
  });
  return { svg: entries.join(''), height: signs.length === 0 ? 0 : y + 8 };
}
