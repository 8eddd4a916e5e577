import assert from 'node:assert/strict';

const voidElements = new Set(['meta', 'link', 'br', 'hr', 'img', 'input', 'wbr']);
const tagPattern = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/y;

/** Fails unless every tag is closed in order, every attribute quoted, and no `<` or unescaped `&` stands in text. Raw text of script and style is skipped. */
export function assertBalanced(markup: string, rules: 'html' | 'xml'): void {
  const open: string[] = [];
  let at = markup.startsWith('<!doctype html>') ? '<!doctype html>'.length : 0;
  while (at < markup.length) {
    const next = markup.indexOf('<', at);
    const text = markup.slice(at, next < 0 ? undefined : next);
    assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|#39);)/, `unescaped & in ${JSON.stringify(text.slice(0, 80))}`);
    if (next < 0) break;
    tagPattern.lastIndex = next;
    const tag = tagPattern.exec(markup);
    assert.ok(tag !== null, `not a tag: ${JSON.stringify(markup.slice(next, next + 120))}`);
    const [whole, closing, name, attributes, selfClosing] = tag as unknown as [string, string, string, string, string];
    const names = [...attributes.matchAll(/\s+([\w:-]+)(?:="[^"]*")?/g)].map((match) => match[1]!);
    if (rules === 'xml') assert.equal(new Set(names).size, names.length, `an attribute twice in ${whole}`);
    at = next + whole.length;
    if (closing === '/') assert.equal(open.pop(), name, `</${name}> closes something else near ${JSON.stringify(markup.slice(Math.max(0, next - 80), at))}`);
    else if (selfClosing === '' && !(rules === 'html' && voidElements.has(name))) {
      open.push(name);
      if (name === 'script' || name === 'style') at = markup.indexOf(`</${name}>`, at);
      assert.ok(at >= 0, `<${name}> is never closed`);
    }
  }
  assert.deepEqual(open, [], 'elements left open');
}

/** The page without scripts and styles: what a reader may see. */
export function visibleMarkup(markup: string): string {
  return markup.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '');
}

/** Fails where a missing number became text. */
export function assertNoStrayValues(text: string): void {
  const stray = /.{0,40}\b(?:NaN|undefined|Infinity|null|\[object)\b.{0,40}/.exec(text);
  assert.equal(stray?.[0], undefined);
}
