import { textElement } from './svg.js';
import { wrapWords } from './wrap-words.js';

/** Small notes of a figure, each wrapped, the first line at `y`; `bottom` is below the last. */
export function notesBelow(notes: readonly string[], x: number, y: number, width: number): { readonly svg: string; readonly bottom: number } {
  const lines = notes.flatMap((note) => wrapWords(note, 11, width));
  return { svg: lines.map((line, index) => textElement(x, y + 15 * index, line, { class: 'fig-small fig-muted' })).join(''), bottom: y + 15 * (lines.length - 1) + 6 };
}
