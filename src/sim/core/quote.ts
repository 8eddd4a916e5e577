/**
 * A text in double quotes, written as JSON writes it, at most `limit` characters long: what is cut off becomes `…`.
 * Characters that a terminal would obey, or that turn the reading direction, are escaped: messages repeat the words of strangers.
 */
export function quote(text: string, limit = 80): string {
  return `"${shortened(text, limit - 2, (character) => JSON.stringify(character).slice(1, -1))}"`;
}

/** A piece of a document as it stands there, at most `limit` characters long, with the same care. */
export function excerpt(text: string, limit = 80): string {
  return shortened(text, limit, (character) => (character < ' ' ? codeOf(character) : character));
}

function shortened(text: string, limit: number, escape: (character: string) => string): string {
  let shown = '';
  let withEllipsis = '';
  for (const character of text) {
    shown += isInvisible(character.codePointAt(0)!) ? codeOf(character) : escape(character);
    if (shown.length > limit) return `${withEllipsis}…`;
    if (shown.length < limit) withEllipsis = shown;
  }
  return shown;
}

function codeOf(character: string): string {
  return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
}

/** Control characters that JSON leaves alone, marks of direction, separators and joiners without width, halves of surrogate pairs. */
function isInvisible(code: number): boolean {
  return (code >= 0x7f && code <= 0x9f) || (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e)
    || (code >= 0x2060 && code <= 0x2069) || (code >= 0xd800 && code <= 0xdfff) || code === 0xfeff;
}
