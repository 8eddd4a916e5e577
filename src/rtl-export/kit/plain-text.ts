/** Lines of a comment from any text: wrapped at words, printable ASCII only, no backslash, so that no text can end the comment. */
export function commentLines(mark: '//' | '#', text: string, indent = '', width = 140): string {
  const lines: string[] = [];
  let line = '';
  for (const word of plainText(text).split(' ').filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((part) => `${mark} ${indent}${part}`.trimEnd()).join('\n');
}

/** A string literal of Verilog for a format such as that of $write: what is not printable ASCII becomes `?`. */
export function verilogString(text: string): string {
  return `"${ascii(text).replace(/[\\"]/g, (character) => `\\${character}`).replaceAll('%', '%%')}"`;
}

/** A word of Tcl with exactly this value. */
export function tclWord(text: string): string {
  if (/^[A-Za-z0-9_.\-/]+$/.test(text)) return text;
  return `"${ascii(text).replace(/[\\"$[\]{}]/g, (character) => `\\${character}`)}"`;
}

/** A cell of a Markdown table: one line, no cell border and no mark-up of its own. */
export function tableCell(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}

function plainText(text: string): string {
  return ascii(text).replaceAll('\\', '/');
}

function ascii(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^ -~]/g, '?');
}
