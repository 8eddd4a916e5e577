import { escapeHtml } from '../html.js';

/** Where on a page a section stands: which heading it takes, and what tells its tables from those of other results. */
export interface Place {
  readonly heading: 'h2' | 'h3';
  /** Follows the name of a table: empty, or ` of result 2`. */
  readonly of: string;
}

/** A section under a heading, with a class of its name; nothing when there is no content. */
export function section(place: Place, heading: string, ...content: readonly string[]): string {
  const body = content.filter((part) => part !== '').join('\n');
  const kind = heading.toLowerCase().replace(/[^a-z]+/g, '-');
  return body === '' ? '' : `<section class="${kind}">\n<${place.heading}>${escapeHtml(heading)}</${place.heading}>\n${body}\n</section>`;
}

export function paragraph(text: string, kind = ''): string {
  return `<p${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(text)}</p>`;
}

/** A box that nobody overlooks: what exceeds a limit, or what to be careful about. */
export function notice(place: Place, kind: 'bad' | 'warning', heading: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<div class="notice ${kind}"><${place.heading}>${escapeHtml(heading)}</${place.heading}><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul></div>`;
}

/** A figure in two widths, of which the screen shows one, so that its text stays readable on a telephone. */
export function figure(draw: (width: number) => string, caption: string): string {
  return `<figure><div class="wide">${draw(880)}</div><div class="narrow">${draw(360)}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}
