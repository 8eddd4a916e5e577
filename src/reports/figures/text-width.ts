const narrow = /[iljtfrI.,:;'|!()[\]/ ]/u;
const broad = /[mwMW@%—…×]/u;
const unwritable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}/u;
const capital = /[A-Z0-9_+=<>?&#~µ-]/u;

/** About how wide a text stands in a sans-serif font, in the unit of the size; rather too wide than too narrow. */
export function textWidth(text: string, fontSize: number): number {
  let units = 0;
  for (const character of text) units += characterUnits(character);
  return units * fontSize;
}

/** The text, shortened in its middle to a width. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept / 2);
    const candidate = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
    if (textWidth(candidate, fontSize) <= width) return candidate;
  }
  return '…';
}

function characterUnits(character: string): number {
  // It is written as U+FFFD, which is as wide as an ideograph.
  if (unwritable.test(character)) return 1.05;
  if (narrow.test(character)) return 0.38;
  if (broad.test(character)) return 0.95;
  if (capital.test(character)) return 0.68;
  return character.charCodeAt(0) < 0x250 ? 0.6 : 1.05;
}
