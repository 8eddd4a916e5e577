import { element, textElement } from './svg.js';
import { textWidth } from './text-width.js';

/** What a colour, a pattern or a shape means. */
export interface LegendEntry {
  readonly name: string;
  /** Draws a sample in the square of 12 pixels whose top left corner is given. */
  readonly swatch: (x: number, y: number) => string;
}

/** Entries beside one another, on as many lines as they need; `bottom` is how far down they reach. */
export function legendRow(entries: readonly LegendEntry[], width: number, left = 8): { readonly svg: string; readonly bottom: number } {
  let [x, y] = [left, 8];
  const drawn = entries.map(({ name, swatch }) => {
    const needed = 18 + textWidth(name, 12) + 14;
    if (x > left && x + needed - 14 > width) [x, y] = [left, y + 20];
    const entry = swatch(x, y) + textElement(x + 18, y + 10.5, name);
    x += needed;
    return entry;
  });
  return { svg: entries.length === 0 ? '' : element('g', {}, ...drawn), bottom: entries.length === 0 ? 4 : y + 12 };
}

/** A square of a colour of the style sheet. */
export function colourSwatch(name: string): LegendEntry['swatch'] {
  return (x, y) => element('rect', { class: `fig-${name}`, x, y, width: 12, height: 12 });
}
