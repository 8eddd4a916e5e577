/** Controls and direction overrides: what a name could use to repaint a terminal. */
const unprintable = /[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const zeroWidth = /[\p{M}\u200b-\u200d\u2060\ufeff]/u;
const doubleWidth = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

/** Text that is safe to print: one line, every control character replaced by U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unprintable, '\ufffd');
}

/** How many columns of a terminal a printable text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text, shortened in its middle to `width` columns: names often differ at both ends. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 2) return '…'.slice(0, Math.max(0, width));
  const characters = Array.from(text);
  const head = prefixOf(characters, Math.ceil((width - 1) / 2));
  const tail = prefixOf(characters.reverse(), width - 1 - displayWidth(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** The words of a text in lines of at most `width` columns; lines after the first start with `indent`. A word that is too long is broken. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const candidate = line.trim() === '' ? line + word : `${line} ${word}`;
    if (displayWidth(candidate) <= width) {
      line = candidate;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    line = indent + word;
    while (displayWidth(line) > width) {
      const piece = prefixOf(Array.from(line), Math.max(width, indent.length + 2)).join('');
      lines.push(piece);
      line = indent + line.slice(piece.length);
    }
  }
  if (line.trim() !== '') lines.push(line);
  return lines;
}

function prefixOf(characters: readonly string[], width: number): string[] {
  let taken = 0;
  let count = 0;
  while (count < characters.length && taken + characterWidth(characters[count]!) <= width) {
    taken += characterWidth(characters[count]!);
    count++;
  }
  return characters.slice(0, count);
}

function characterWidth(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}
