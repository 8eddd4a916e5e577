import { planningLimits } from '../../sim/physical/devices/fpga-planning.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { fabricNames, type FabricName } from '../fabric.js';
import { inputText, isKnown, notModelledText, numberText, percentText, unknownText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { hatchLines } from './hatch-lines.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { colourSwatch, legendRow, type LegendEntry } from './swatch-legend.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';
import { wrapWords } from './wrap-words.js';

/** What a design takes of a chip; a whole result fits. */
export type ResourcesData = Pick<SimulationResult, 'resources' | 'area'>;

type Resource = NonNullable<ResourcesData['resources']>[FabricName];
type Part = NonNullable<ResourcesData['area']>['parts'][number];
type State = 'within' | 'planning' | 'beyond' | 'open' | 'unknown';

interface Frame {
  readonly width: number;
  /** Names and digits stand over their bars where there is no room beside them. */
  readonly stacked: boolean;
  readonly left: number;
  readonly right: number;
}

interface Piece {
  readonly svg: string;
  readonly bottom: number;
}

const colours: Readonly<Record<State, string>> = { within: 'compute', planning: 'memory', beyond: 'decode', open: 'memory', unknown: 'overhead' };
const mostParts = 14;

/** Bars of what the design takes of an FPGA, as shares of what the shell leaves, with planning limits; and of the area of a chip, part by part. */
export function resourcesFigure(data: ResourcesData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const stacked = width < 640;
  const frame: Frame = { width, stacked, left: stacked ? 8 : 158, right: stacked ? width - 8 : width - 280 };
  if (data.resources === null && data.area === null) return wordsFigure('Resources', `Resources and area are ${notModelledText}.`, options);
  const pieces: string[] = [];
  let bottom = 0;
  const add = ({ svg, bottom: reached }: Piece): void => {
    pieces.push(svg);
    bottom = reached;
  };
  if (data.resources !== null) add(fabricPiece(data.resources, frame, bottom));
  if (data.area !== null) add(areaPiece(data.area, frame, bottom === 0 ? 0 : bottom + 12));
  const label = data.resources !== null ? 'FPGA resources' : 'Area by part';
  return figureElement({ width, height: bottom + 8 }, label, describe(data), options, ...pieces);
}

/** Used, least and available of each resource, or the area of each part: whatever the result has. */
export function resourcesTable({ resources, area }: ResourcesData): FigureTable {
  if (resources === null) {
    return {
      label: 'Area by part',
      columns: [{ head: 'part', kind: 'text' }, { head: 'count', kind: 'number' }, { head: 'area (mm²)', kind: 'number' }, { head: 'quality', kind: 'text' }, { head: 'source', kind: 'text' }],
      rows: (area?.parts ?? []).map(({ name, count, mm2, quality, source }) => [name, finite(count), finite(mm2), quality, source]),
    };
  }
  const numbers = ['used', 'at least', 'available', 'share', 'planning limit (share)'].map((head) => ({ head, kind: 'number' as const }));
  return {
    label: 'FPGA resources',
    columns: [{ head: 'resource', kind: 'text' }, ...numbers, { head: 'quality', kind: 'text' }, { head: 'source', kind: 'text' }],
    rows: fabricNames.map(([key, name]) => {
      const { used, least, available, quality, source } = resources[key];
      return [name, finite(used), finite(least ?? null), finite(available), finite(shareOf(used, available)), planningLimits[key], quality, source];
    }),
  };
}

function fabricPiece(resources: NonNullable<ResourcesData['resources']>, frame: Frame, top: number): Piece {
  const shares = fabricNames.map(([key]) => shareOf(resources[key].used, resources[key].available)).filter((share) => share !== null);
  // Twice what there is is the most that the axis shows: longer bars end in an arrow.
  const most = Math.min(2, Math.max(1, ...shares) * (Math.max(...shares, 0) > 1 ? 1.04 : 1));
  const legend = legendRow(legendOf(fabricNames.map(([key]) => resources[key]), fabricNames.map(([key]) => stateOf(resources[key], planningLimits[key]))), frame.width);
  const parts = [legend.svg];
  let y = Math.max(top, legend.bottom) + 12;
  for (const [key, name] of fabricNames) {
    const row = fabricRow(name, resources[key], planningLimits[key], most, frame, y);
    parts.push(row.svg);
    y = row.bottom;
  }
  return { svg: element('g', {}, ...parts), bottom: y };
}

function fabricRow(name: string, resource: Resource, limit: number, most: number, frame: Frame, top: number): Piece {
  const { used, available, quality } = resource;
  const share = shareOf(used, available);
  const state = stateOf(resource, limit);
  const digits = isDrawable(used) ? `${numberText(used)} of ${numberText(available, unknownText)}, ${shareText(resource)}` : `${notModelledText}; ${numberText(available, unknownText)} available`;
  const least = leastShare(resource);
  const remarks = [quality ?? '', least === null ? '' : `at least ${numberText(resource.least!)}`, stateText(state)].filter((part) => part !== '').join('; ');
  const x = (value: number): number => frame.left + (frame.right - frame.left) * Math.min(1, value / most);
  const bar = { y: frame.stacked ? top + 18 : top, height: frame.stacked ? 12 : 20 };
  const marks = [element('rect', { class: 'fig-track', x: frame.left, width: x(1) - frame.left, ...bar })];
  if (share !== null && share > 0) {
    const sure = Math.min(share, least ?? share);
    marks.push(element('rect', { class: `fig-${colours[state]}`, x: frame.left, width: Math.max(1, x(sure) - frame.left), ...bar }));
    if (sure < share) marks.push(element('rect', { 'class': `fig-${colours[state]}`, 'x': x(sure), 'width': x(share) - x(sure), ...bar, 'fill-opacity': 0.3 }));
    if (share > 1) marks.push(hatchLines('overhead', { x: x(1), width: x(share) - x(1), ...bar }, -1, 5), line(x(1), bar));
    if (share > most) marks.push(textElement(frame.right - 4, bar.y + bar.height / 2 + 4, '▸', { 'text-anchor': 'end' }));
  }
  marks.push(element('path', { 'd': `M${tidy(x(limit))} ${tidy(bar.y - 2)}V${tidy(bar.y + bar.height + 2)}`, 'stroke': 'currentColor', 'stroke-width': 1.2, 'stroke-dasharray': '3 2', 'fill': 'none' }, titleElement(`planning limit of ${name}: ${percentText(limit)}`)));
  const title = titleElement(`${name}: ${digits}${remarks === '' ? '' : ` (${remarks})`}`);
  if (frame.stacked) {
    const texts = textElement(frame.left, top + 12, name, { class: 'fig-strong' })
      + textElement(frame.right, top + 12, fitText(digits, 11, frame.width - 30 - textWidth(name, 12)), { 'class': 'fig-small', 'text-anchor': 'end' })
      + textElement(frame.left, bar.y + bar.height + 14, fitText(remarks, 11, frame.width - 16), { class: 'fig-small fig-muted' });
    return { svg: element('g', {}, title, ...marks, texts), bottom: bar.y + bar.height + (remarks === '' ? 10 : 24) };
  }
  const texts = textElement(frame.left - 10, top + 14, name, { 'text-anchor': 'end' })
    + textElement(frame.right + 12, top + 8, fitText(digits, 11, 262), { class: 'fig-small' })
    + textElement(frame.right + 12, top + 21, fitText(remarks, 11, 262), { class: 'fig-small fig-muted' });
  return { svg: element('g', {}, title, ...marks, texts), bottom: top + 34 };
}

function areaPiece({ totalMm2, parts }: NonNullable<ResourcesData['area']>, frame: Frame, top: number): Piece {
  const known = parts.filter(({ mm2 }) => isDrawable(mm2));
  const sum = known.reduce((total, { mm2 }) => total + Math.max(0, mm2!), 0);
  const absent = parts.length - known.length;
  const heading = isKnown(totalMm2) ? `area: ${mm2Text(totalMm2)}`
    : `area: ${mm2Text(sum)} and ${absent === 0 ? 'an unknown rest' : `${numberText(absent)} ${absent === 1 ? 'part' : 'parts'} not known`}`;
  const svg = [textElement(8, top + 16, fitText(heading, 12.5, frame.width - 16), { class: 'fig-strong' })];
  const largest = known.reduce((most, { mm2 }) => Math.max(most, mm2!), 0);
  let y = top + 28;
  for (const part of [...known].sort((a, b) => b.mm2! - a.mm2!).slice(0, mostParts).concat(parts.filter((part) => !isDrawable(part.mm2)).slice(0, 4))) {
    const row = areaRow(part, sum, largest, frame, y);
    svg.push(row.svg);
    y = row.bottom;
  }
  const undrawn = Math.max(0, known.length - mostParts) + Math.max(0, absent - 4);
  if (undrawn === 0) return { svg: element('g', {}, ...svg), bottom: y };
  const rest = words(`${numberText(undrawn)} more parts are in the table only.`, frame, y);
  return { svg: element('g', {}, ...svg, rest.svg), bottom: rest.bottom };
}

function areaRow({ name, count, mm2, quality }: Part, sum: number, largest: number, frame: Frame, top: number): Piece {
  const many = Number.isFinite(count) && count !== 1 ? `${numberText(count)} × ` : '';
  const digits = isDrawable(mm2) ? `${mm2Text(mm2)}${sum > 0 ? `, ${percentText(Math.max(0, mm2) / sum)}` : ''}` : 'not known';
  const title = titleElement(`${many}${name}: ${digits}${quality === null ? '' : ` (${quality})`}`);
  const long = isDrawable(mm2) && largest > 0 ? (frame.right - frame.left) * Math.max(0, mm2) / largest : 0;
  const bar = { x: frame.left, y: frame.stacked ? top + 16 : top, height: frame.stacked ? 9 : 14 };
  const marks = [element('rect', { class: 'fig-track', width: frame.right - frame.left, ...bar }), long > 0 ? element('rect', { class: 'fig-vector', width: Math.max(1, long), ...bar }) : ''];
  const remark = `${digits}${quality === null ? '' : `; ${quality}`}`;
  if (frame.stacked) {
    const texts = textElement(8, top + 11, fitText(`${many}${name}`, 11, frame.width - 24 - textWidth(remark, 11)), { class: 'fig-small' })
      + textElement(frame.right, top + 11, fitText(remark, 11, frame.width - 60), { 'class': 'fig-small', 'text-anchor': 'end' });
    return { svg: element('g', {}, title, ...marks, texts), bottom: top + 32 };
  }
  const texts = textElement(frame.left - 10, top + 11, fitText(`${many}${name}`, 11, frame.left - 16), { 'class': 'fig-small', 'text-anchor': 'end' })
    + textElement(frame.right + 12, top + 11, fitText(remark, 11, 262), { class: 'fig-small' });
  return { svg: element('g', {}, title, ...marks, texts), bottom: top + 20 };
}

function legendOf(resources: readonly Resource[], states: readonly State[]): LegendEntry[] {
  const uncertain = resources.some((resource) => leastShare(resource) !== null);
  return [
    { name: 'used', swatch: colourSwatch('compute') },
    ...(states.some((state) => state === 'planning' || state === 'open') ? [{ name: 'above the planning limit', swatch: colourSwatch('memory') }] : []),
    ...(states.includes('beyond') ? [{ name: 'more than there is', swatch: colourSwatch('decode') }] : []),
    ...(uncertain ? [{ name: 'pale: may be used', swatch: (x: number, y: number): string => element('rect', { 'class': 'fig-compute', x, y, 'width': 12, 'height': 12, 'fill-opacity': 0.3 }) }] : []),
    { name: 'available, without the shell', swatch: (x, y) => element('rect', { class: 'fig-track', x, y, width: 12, height: 12 }) },
    { name: 'planning limit', swatch: (x, y) => element('path', { 'd': `M${x + 6} ${y - 1}v14`, 'stroke': 'currentColor', 'stroke-width': 1.2, 'stroke-dasharray': '3 2', 'fill': 'none' }) },
  ];
}

function stateOf(resource: Resource, limit: number): State {
  const share = shareOf(resource.used, resource.available);
  if (share === null) return 'unknown';
  if (share > 1) return (leastShare(resource) ?? share) <= 1 ? 'open' : 'beyond';
  return share > limit ? 'planning' : 'within';
}

function stateText(state: State): string {
  switch (state) {
    case 'beyond': return 'more than there is';
    case 'open': return 'may not fit';
    case 'planning': return 'above the planning limit';
    default: return '';
  }
}

/** The least share, where it is below what is reckoned with. */
function leastShare({ used, least, available }: Resource): number | null {
  const share = least === undefined ? null : shareOf(least, available);
  const most = shareOf(used, available);
  return share !== null && most !== null && share < most ? share : null;
}

function shareOf(used: number | null, available: number | null): number | null {
  if (!isDrawable(used) || !isDrawable(available) || used < 0 || available <= 0) return null;
  return used / available;
}

function shareText({ used, available }: Resource): string {
  return isKnown(used) ? percentText(shareOf(used, available), unknownText) : notModelledText;
}

function line(x: number, { y, height }: { readonly y: number; readonly height: number }): string {
  return element('line', { 'class': 'fig-end', 'x1': x, 'x2': x, 'y1': y - 2, 'y2': y + height + 2, 'stroke': 'currentColor', 'stroke-width': 1.5 });
}

function words(text: string, frame: Frame, top: number): Piece {
  const lines = wrapWords(text, 12, frame.width - 16);
  return { svg: lines.map((part, i) => textElement(8, top + 18 + 18 * i, part)).join(''), bottom: top + 18 * lines.length + 4 };
}

function describe({ resources, area }: ResourcesData): string {
  const fabric = resources === null ? [] : fabricNames.map(([key, name]) => `${name} ${shareText(resources[key])}${stateSuffix(resources[key], planningLimits[key])}`);
  const silicon = area === null ? [] : [`area ${isKnown(area.totalMm2) ? mm2Text(area.totalMm2) : 'not known in all parts'} of ${area.parts.length} parts`];
  return `${[...fabric, ...silicon].join(', ')}.`;
}

function stateSuffix(resource: Resource, limit: number): string {
  const text = stateText(stateOf(resource, limit));
  return text === '' ? '' : ` (${text})`;
}

function mm2Text(value: number): string {
  return `${inputText(value)} mm²`;
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}

function finite(value: number | null): number | null {
  return isKnown(value) ? value : null;
}
