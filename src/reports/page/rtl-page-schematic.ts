import { element, figureElement, type Attributes } from '../figures/svg.js';
import { textWidth } from '../figures/text-width.js';
import { escapeHtml } from '../html.js';

/** Elements that a drawing may have, and the shape of the values that each of their attributes may have; all else is left out. */
const shapes: ReadonlySet<string> = new Set(['g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan']);
const numeric = /^-?[\d.]+(?:e-?\d+)?$/;
const allowed: Readonly<Record<string, RegExp>> = {
  d: /^[MmLlHhVvCcSsQqTtAaZzEe\d\s.,+-]*$/, points: /^[\d\s.,e+-]*$/, transform: /^(?:(?:translate|rotate|scale|matrix)\([\d\s.,e+-]*\)\s*)*$/,
  ...Object.fromEntries(['x', 'y', 'width', 'height', 'cx', 'cy', 'r', 'rx', 'ry', 'x1', 'y1', 'x2', 'y2'].map((name) => [name, numeric])),
};
/** What the classes of netlistsvg mean. */
const meanings: Readonly<Record<string, Attributes>> = { nodelabel: { 'text-anchor': 'middle', 'dy': -6 }, inputPortLabel: { 'text-anchor': 'end' }, splitjoinBody: { fill: 'currentColor' } };
const [mostCharacters, mostWidth] = [300_000, 6000];

/** A piece of markup: an element with what is in it, or text. */
type Piece = string | { readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly children: Piece[] };

/**
 * The drawing of a program as a figure of ours: it is read as a tree and written anew from allowed elements and attributes alone, without ids, styles, links or scripts, in the colours of the
 * page. Null for what cannot be read, is not one drawing with a size, or is too large.
 */
export function schematicFigure(svg: string, label: string): string | null {
  const root = svg.length > mostCharacters ? null : parsed(svg);
  if (root === null || typeof root === 'string' || root.name !== 'svg') return null;
  const [width, height] = ['width', 'height'].map((name) => Number(root.attributes.get(name)));
  if (!(width! > 0 && height! > 0 && width! <= mostWidth && height! <= mostWidth)) return null;
  const body = root.children.map((child) => (typeof child === 'string' ? '' : written(child))).join('');
  // Names of ports are longer than the room that the drawing has for them, and stand around their middle.
  const margin = Math.ceil(Math.min(mostMargin, longest(root) / 2));
  return figureElement({ width: width! + 2 * margin, height: height! }, label, 'Modules as boxes with their ports, and the nets between them.', { embedStyle: false }, element('g', { stroke: 'currentColor', fill: 'none', transform: `translate(${margin},0)` }, body));
}

const mostMargin = 200;

/** The width of the longest text in a piece. */
function longest(piece: Piece): number {
  if (typeof piece === 'string') return textWidth(piece.trim(), 11);
  return piece.name === 'style' ? 0 : piece.children.reduce((most, child) => Math.max(most, longest(child)), 0);
}

function written(piece: Exclude<Piece, string>): string {
  if (!shapes.has(piece.name)) return '';
  const isText = piece.name === 'text' || piece.name === 'tspan';
  const attributes: Record<string, string> = {};
  for (const [name, value] of piece.attributes) if (Object.hasOwn(allowed, name) && allowed[name]!.test(value)) attributes[name] = value;
  const meaning = (piece.attributes.get('class') ?? '').split(/\s+/).map((name) => (Object.hasOwn(meanings, name) ? meanings[name]! : {}));
  const own: Attributes = Object.assign(attributes, ...meaning, piece.name === 'text' ? { class: 'fig-small', stroke: 'none' } : {}) as Attributes;
  return element(piece.name, own, ...piece.children.map((child) => (typeof child === 'string' ? (isText ? escapeHtml(child) : '') : written(child))));
}

const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/** The one element that a text is; null where it is not well-formed. */
function parsed(text: string): Piece | null {
  const top: Piece[] = [];
  const open: Exclude<Piece, string>[] = [];
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return null;
    const [, closing, name, attributes = '', end, words] = found;
    const inside = open.at(-1)?.children ?? top;
    if (words !== undefined) {
      if (open.length > 0) inside.push(plain(words));
      else if (words.trim() !== '') return null;
    } else if (name !== undefined && closing === '/') {
      if (open.pop()?.name !== name) return null;
    } else if (name !== undefined) {
      const piece = { name, attributes: new Map([...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, a, b]) => [key!, plain(a ?? b ?? '')])), children: [] };
      inside.push(piece);
      if (end !== '/') open.push(piece);
      if (open.length > mostDepth) return null;
    }
  }
  return open.length === 0 && top.length === 1 ? top[0]! : null;
}

const mostDepth = 50;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text without the references that XML has of itself; others stay as they are. */
function plain(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name]!);
}
