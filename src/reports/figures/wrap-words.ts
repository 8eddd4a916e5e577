import { fitText, textWidth } from './text-width.js';

/** A text in lines of at most this width; words that are too long for a line are shortened. */
export function wrapWords(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, fontSize) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = fitText(word, fontSize, width);
  }
  return line === '' ? lines : [...lines, line];
}
