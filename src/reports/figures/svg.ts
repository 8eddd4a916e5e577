import { escapeHtml } from '../html.js';
import { figureStyle } from './figure-style.js';

export type Attributes = Readonly<Record<string, string | number>>;

/** What every figure takes besides its data. */
export interface FigureOptions {
  /** Width in CSS pixels; the height follows from the content. 720 unless told. */
  readonly width?: number;
  /** False where the surrounding page carries `figureStyle` already. */
  readonly embedStyle?: boolean;
}

/** An element whose children are markup already. Numbers keep two decimals. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(typeof value === 'number' ? coordinate(value) : value)}"`).join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** A line of text, escaped. */
export function textElement(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeHtml(text));
}

/** The text that a pointer shows over an element. */
export function titleElement(text: string): string {
  return element('title', {}, escapeHtml(text));
}

/** A whole figure: one image to assistive technology, with a name and a description. */
export function figureElement(size: { readonly width: number; readonly height: number }, label: string, description: string, options: FigureOptions, ...children: readonly string[]): string {
  const { width, height } = size;
  const style = options.embedStyle === false ? [] : [element('style', {}, figureStyle)];
  return element('svg', {
    'xmlns': 'http://www.w3.org/2000/svg', 'class': 'fig', 'role': 'img', 'aria-label': label,
    'viewBox': `0 0 ${coordinate(width)} ${coordinate(height)}`, width, height,
  }, element('desc', {}, escapeHtml(description)), ...style, element('rect', { class: 'fig-surface', width, height }), ...children);
}

/** A number as SVG writes it: at most two decimals. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}
