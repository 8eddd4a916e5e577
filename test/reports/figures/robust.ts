import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { FigureTable } from '../../../src/reports/figures/figure-table.js';
import type { FigureOptions } from '../../../src/reports/figures/svg.js';
import { textWidth } from '../../../src/reports/figures/text-width.js';
import { repositoryRoot } from '../../kit/fixtures.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

/** Widths at which every figure is drawn: below the least that is promised, a telephone twice, a page and a wide one. */
export const figureWidths = [100, 280, 360, 720, 1200] as const;

/** What tries to leave the text it stands in, to turn it around, or to end a document. */
export const hostileText = '</title></text><script>alert(1)</script><b>x"\'&lt;]]><!-- \u0000\u0007\u001b[31m\u202eabc\ud800';

/** A name of 200 characters without a place to break it. */
export const longName = 'a_very_long_name_of_an_operator_'.repeat(7).slice(0, 200);

/** Numbers that no figure should be asked to draw, and that some result will have. */
export const oddNumbers = [NaN, Infinity, -Infinity, 0, -0, -1, -1e300, 5e-324, 1e-30, Number.MAX_VALUE] as const;

const mostBytes = 300_000;

/**
 * Tests of a figure and its table on cases by name: well-formed markup without a missing number, raw hostile text or an impossible size; under 300 kB; a
 * name and a description; no text outside; the same bytes again; and a table whose rows have a cell for each column.
 */
export function itIsRobust<Data>(
  name: string, figure: (data: Data, options: FigureOptions) => string, table: ((data: Data) => FigureTable) | null, cases: Readonly<Record<string, Data>>,
): void {
  describe(`${name} of any data`, () => {
    for (const [title, data] of Object.entries(cases)) {
      it(`is a whole image at every width (${title})`, () => {
        for (const width of figureWidths) assertWholeFigure(figure(data, { width }), width);
        assert.equal(figure(data, { width: 360 }), figure(data, { width: 360 }));
      });
      if (table === null) continue;
      it(`has its digits in a table (${title})`, () => { assertWholeTable(table(data)); });
    }
  });
}

/** Fails where an SVG is not what a page may hold. */
export function assertWholeFigure(svg: string, width: number): void {
  assertBalanced(svg, 'xml');
  assertNoStrayValues(visibleMarkup(svg));
  assert.ok(svg.length < mostBytes, `${svg.length} bytes at ${width}`);
  assert.doesNotMatch(svg, /<script|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
  assert.match(svg, /^<svg [^>]*role="img" aria-label="[^"]+"[^>]*><desc>[^<]+<\/desc>/);
  assert.doesNotMatch(svg, / (?:width|height|r)="-/, 'a size below zero');
  assert.doesNotMatch(svg, /="-?\d+(?:\.\d+)?e\d/, 'a coordinate far outside');
  const drawn = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
  assert.ok(drawn >= Math.min(width, 280) && drawn <= Math.max(width, 320), `${drawn} wide where ${width} were asked for`);
  assertTextsInside(svg);
}

/** Fails where a text that stands upright would leave the image: by the width that the figures themselves reckon with. */
export function assertTextsInside(svg: string): void {
  const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  const shifts: { readonly x: number; readonly y: number; readonly turned: boolean }[] = [{ x: 0, y: 0, turned: false }];
  for (const [, closing, name, attributes = '', end, text = ''] of visibleMarkup(svg).matchAll(/<(\/?)(g|text)\b([^>]*?)(\/?)>([^<]*)/g)) {
    if (name === 'g') {
      if (closing === '/') shifts.pop();
      else if (end !== '/') shifts.push(shiftedBy(attributes, shifts.at(-1)!));
      continue;
    }
    if (closing === '/') continue;
    const place = shiftedBy(attributes, shifts.at(-1)!);
    if (place.turned) continue;
    const value = (key: string): number => Number(new RegExp(` ${key}="(-?[\\d.]+)"`).exec(attributes)?.[1] ?? 0);
    const [x, y] = [value('x') + place.x, value('y') + place.y];
    const long = textWidth(text.replace(/&\w+;|&#39;/g, 'x'), attributes.includes('fig-small') ? 11 : 12);
    const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? 'start';
    const left = x - (anchor === 'end' ? long : anchor === 'middle' ? long / 2 : 0);
    assert.ok(left >= -1 && left + long <= width + 1 && y >= 7 && y <= height + 1, `"${text}" from ${left} to ${left + long} at ${y} leaves ${width} x ${height}`);
  }
}

/** Compares a figure with its golden file, byte for byte. To write the files anew: ARCHSIM_GOLDEN=1 and run the tests; then look at what changed. */
export function assertGoldenFigure(name: string, svg: string): void {
  const folder = join(repositoryRoot(), 'test', 'golden', 'figures');
  const file = join(folder, `${name}.svg`);
  if (process.env['ARCHSIM_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${svg}\n`);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: run with ARCHSIM_GOLDEN=1`);
  assert.ok(readFileSync(file, 'utf8') === `${svg}\n`, `${name}.svg is not its golden file any more: run with ARCHSIM_GOLDEN=1 and look at the difference`);
}

/** Fails where a row has not a cell for each column, or a cell is not of its column's kind. */
export function assertWholeTable({ label, columns, rows }: FigureTable): void {
  assert.notEqual(label, '');
  assert.ok(columns.length > 0 && columns.every(({ head }) => head !== ''));
  for (const row of rows) {
    assert.equal(row.length, columns.length);
    assert.notEqual(row[0], null, 'a row without a name');
    for (const [index, cell] of row.entries()) {
      if (cell === null || index === 0) continue;
      if (columns[index]!.kind === 'number') assert.ok(typeof cell === 'number' && Number.isFinite(cell), `${columns[index]!.head}: ${cell}`);
      else assert.equal(typeof cell, 'string', columns[index]!.head);
    }
  }
}

function shiftedBy(attributes: string, outer: { readonly x: number; readonly y: number; readonly turned: boolean }): { x: number; y: number; turned: boolean } {
  const transform = / transform="([^"]*)"/.exec(attributes)?.[1] ?? '';
  const move = /translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)/.exec(transform);
  return { x: outer.x + Number(move?.[1] ?? 0), y: outer.y + Number(move?.[2] ?? 0), turned: outer.turned || /rotate|matrix|scale/.test(transform) };
}
