import { wrapWords } from './wrap-words.js';
import { figureElement, textElement, type FigureOptions } from './svg.js';

/** What stands where a figure would, when there is nothing to draw: why, in words. */
export function wordsFigure(label: string, words: string, options: FigureOptions): string {
  const width = Math.max(280, options.width ?? 720);
  const lines = wrapWords(words, 12, width - 24);
  return figureElement({ width, height: 28 + 17 * lines.length }, label, words, options, ...lines.map((line, i) => textElement(12, 27 + 17 * i, line)));
}
