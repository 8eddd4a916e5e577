import { scaleLinear, type ScaleLinear } from 'd3';
import type { opTrack as OpTrack, Slice } from '../../sim/engine/event/timeline.js';
import { phaseNames } from '../operator-share.js';
import { numberText, percentText, siText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { hatchLines } from './hatch-lines.js';
import { bottomAxis, numberAxis } from './number-axis.js';
import { notesBelow } from './notes-below.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { colourSwatch, legendRow, type LegendEntry } from './swatch-legend.js';
import { fitText, textWidth } from './text-width.js';
import { blocksOf, nesting, type Block, type Stretch } from './timeline-blocks.js';
import { wordsFigure } from './words-figure.js';

export interface TimelineOptions extends FigureOptions {
  /** The stretch of time that is drawn, in seconds: all of it unless told. */
  readonly from?: number;
  readonly to?: number;
}

/** A stretch of time that is worth a look, with a name. */
export interface TimelineWindow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

type Cause = NonNullable<Slice['stall']>;

interface Lane {
  readonly slices: readonly Stretch<Slice>[];
  readonly waits: readonly Stretch<Slice>[];
}

interface Track {
  readonly name: string;
  readonly lanes: readonly Lane[];
}

interface Drawn {
  readonly y: number;
  readonly height: number;
  readonly slices: readonly Block<Slice>[];
  readonly waits: readonly Block<Slice>[];
}

/** Written again and not imported: the figure is drawn in pages too, which need not carry the engine for it. */
const opTrack: typeof OpTrack = 'ops';
const causes: readonly Cause[] = ['memory', 'buffer', 'compute', 'vector', 'issue'];
/** Colours by cause, and which way the lines of its hatch run, so that no cause is told by colour alone. */
const hatches: Readonly<Record<Cause, { readonly colour: string; readonly slopes: readonly (0 | 1 | -1)[] }>> = {
  memory: { colour: 'memory', slopes: [1] }, buffer: { colour: 'overhead', slopes: [0] }, compute: { colour: 'compute', slopes: [-1] },
  vector: { colour: 'vector', slopes: [1, -1] }, issue: { colour: 'overhead', slopes: [1] },
};
const mostMarks = 900;
const mostTracks = 24;
const deepest = 2;
const laneHeight = 17;

/** What happens when: a row for each track, bars of instructions and ops by phase, hatches where a unit waited, and pale bars for what repeats and was not stepped through. */
export function timelineFigure(slices: readonly Slice[], options: TimelineOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const usable = slices.filter(isUsable);
  const timed = usable.filter((slice) => slice.seconds > 0);
  const window = windowOf(timed, options);
  if (window === null) return wordsFigure('Timeline', 'There is no timeline: the machine is not modelled tile by tile, or nothing takes time.', options);
  const { from, to } = window;
  const tracks = tracksOf(timed, from, to);
  const shown = tracks.slice(0, mostTracks);
  const left = Math.min(Math.max(40, ...shown.map(({ name }) => textWidth(name, 12) + 18)), width * 0.24);
  const scale = scaleLinear([from, to], [left, width - 10]);
  const legend = legendRow(legendOf(timed, from, to), width);
  const top = legend.bottom + 10;
  const bands = phaseBands(timed, scale, top);
  const { rows, bottom, bin } = rowsOf(shown, scale, top + 24);
  const repeats = timed.filter((slice) => slice.repeats !== undefined && overlaps(slice, from, to));
  const axis = numberAxis([from, to], left, width - 10, { unit: 's', scale: 'linear', spacing: 60 });
  const notes = notesOf(slices, usable, timed, tracks.length, rows.flatMap(({ lanes }) => lanes), from, to);
  const below = notesBelow(notes, 8, bottom + 60, width - 16);
  const marks = rows.flatMap(({ name, lanes }) => lanes.flatMap((lane) => laneMarks(name, lane, scale, bin)));
  const units = rows.filter(({ name }) => name !== opTrack).flatMap(({ lanes }) => lanes);
  return figureElement({ width, height: below.bottom + 6 }, `Timeline of ${tracks.length} tracks`, describe(timed, from, to, tracks.length), options,
    legend.svg, bands, bottomAxis(axis, { x: left, y: top + 20, width: width - 10 - left, height: bottom - top - 20 }, 'time', 8), ...repeatShades(repeats, units, scale),
    ...rows.map(({ name, lanes }) => trackName(name, lanes, left)),
    element('g', { 'data-from': String(from), 'data-to': String(to), 'data-left': left, 'data-right': width - 10 }, ...marks), below.svg);
}

/** What each track does in each phase. Repetitions are those that its slices stand for. */
export function timelineTable(slices: readonly Slice[]): FigureTable {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices.filter(isUsable)) {
    const key = `${slice.track}, ${slice.phase}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  const total = (group: readonly Slice[], of: (slice: Slice) => number): number => finite(group.reduce((sum, slice) => sum + of(slice), 0));
  return {
    label: 'Timeline by track and phase',
    columns: [
      { head: 'track, phase', kind: 'text' }, { head: 'slices', kind: 'number' }, { head: 'from (s)', kind: 'number' }, { head: 'to (s)', kind: 'number' }, { head: 'longest (s)', kind: 'number' },
      ...causes.map((cause) => ({ head: `waited for ${cause} (s)`, kind: 'number' as const })), { head: 'repetitions not stepped through', kind: 'number' },
    ],
    rows: [...groups].map(([name, group]) => [
      name, group.length, group.reduce((least, s) => Math.min(least, s.startSeconds), Infinity), group.reduce((most, s) => Math.max(most, s.startSeconds + s.seconds), -Infinity),
      group.reduce((most, s) => Math.max(most, s.seconds), 0),
      ...causes.map((cause) => total(group, (s) => (s.stall === cause ? waitOf(s) : 0))), total(group, (s) => s.repeats ?? 0),
    ]),
  };
}

/** The whole, each phase, and in each phase what comes before the first run of equal layers is skipped: where single instructions can be seen. */
export function timelineWindows(slices: readonly Slice[]): TimelineWindow[] {
  const timed = slices.filter((slice) => isUsable(slice) && slice.seconds > 0);
  const whole = windowOf(timed, {});
  if (whole === null) return [];
  const phases = phaseNames.flatMap((phase): TimelineWindow[] => {
    const own = windowOf(timed.filter((slice) => slice.phase === phase), {});
    if (own === null) return [];
    const steps = timed.filter((slice) => slice.phase === phase && slice.track === opTrack);
    const repeated = steps.find((slice, index) => slice.repeats !== undefined && !steps.some((other, i) => i !== index && other.startSeconds <= slice.startSeconds && endOf(other) > slice.startSeconds));
    const before = repeated === undefined ? [] : [{ name: `${phase} until the first repetition`, from: own.from, to: repeated.startSeconds }];
    return [{ name: phase, ...own }, ...before.filter(({ from, to }) => to > from)];
  });
  return [{ name: 'whole', ...whole }, ...phases];
}

function isUsable(slice: Slice): boolean {
  return isDrawable(slice.startSeconds) && isDrawable(slice.seconds) && slice.seconds >= 0;
}

function windowOf(timed: readonly Slice[], { from, to }: TimelineOptions): { readonly from: number; readonly to: number } | null {
  const first = timed.reduce((least, slice) => Math.min(least, slice.startSeconds), Infinity);
  const last = timed.reduce((most, slice) => Math.max(most, endOf(slice)), -Infinity);
  const asked = { from: isDrawable(from) ? from : first, to: isDrawable(to) ? to : last };
  // A window narrower than what a double can tell apart shows nothing.
  const isWindow = ({ from: start, to: end }: { from: number; to: number }): boolean => isDrawable(start) && isDrawable(end) && end - start > 1e-12 * Math.max(Math.abs(start), Math.abs(end));
  if (isWindow(asked)) return asked;
  return isWindow({ from: first, to: last }) ? { from: first, to: last } : null;
}

function tracksOf(timed: readonly Slice[], from: number, to: number): Track[] {
  const byName = new Map<string, Slice[]>();
  for (const slice of timed) {
    const own = byName.get(slice.track);
    if (own === undefined) byName.set(slice.track, [slice]);
    else own.push(slice);
  }
  const slack = (to - from) * 1e-9;
  const names = [...byName.keys()].sort((a, b) => Number(b === opTrack) - Number(a === opTrack));
  return names.map((name) => {
    const all = byName.get(name)!.map((slice) => ({ start: slice.startSeconds, end: endOf(slice), slice }));
    const depths = nesting(all, slack, deepest);
    const lanes = Array.from({ length: 1 + depths.reduce((most, depth) => Math.max(most, depth), 0) }, (): { slices: Stretch<Slice>[]; waits: Stretch<Slice>[] } => ({ slices: [], waits: [] }));
    for (const [index, { start, end, slice }] of all.entries()) {
      const lane = lanes[depths[index]!]!;
      if (start < to && end > from) lane.slices.push({ start: Math.max(start, from), end: Math.min(end, to), kind: slice.repeats === undefined ? slice.phase : `${slice.phase}, repeated`, item: slice });
      const waited = start - waitOf(slice);
      if (slice.stall !== undefined && waited < start && start > from && waited < to) lane.waits.push({ start: Math.max(waited, from), end: Math.min(start, to), kind: slice.stall, item: slice });
    }
    return { name, lanes };
  });
}

/** Rows with their marks: the narrowest that is drawn alone is a pixel, and twice that until there are few enough. */
function rowsOf(tracks: readonly Track[], scale: ScaleLinear<number, number>, top: number): { rows: { name: string; lanes: Drawn[] }[]; bottom: number; bin: number } {
  const [from = 0] = scale.domain();
  const [start = 0, end = 1] = scale.range();
  const pixel = scale.invert(start + 1) - from;
  for (let bin = 1; ; bin *= 2) {
    let [y, marks] = [top, 0];
    const rows = tracks.map(({ name, lanes }) => {
      const drawn = lanes.map(({ slices, waits }): Drawn => {
        const lane = { y, height: laneHeight - 2, slices: blocksOf(slices, from, bin * pixel), waits: blocksOf(waits, from, Math.max(3, bin) * pixel).filter(({ filled }) => filled >= 0.5) };
        y += laneHeight;
        marks += lane.slices.length + lane.waits.length;
        return lane;
      });
      y += 5;
      return { name, lanes: drawn };
    });
    if (marks <= mostMarks || bin > 4 * (end - start)) return { rows, bottom: y + 2, bin };
  }
}

function laneMarks(track: string, lane: Drawn, scale: ScaleLinear<number, number>, bin: number): string[] {
  const [low = 0, high = 0] = scale.range();
  const xs = (block: Block<Slice>): [number, number] => [scale(block.start), Math.min(high, Math.max(scale(block.end), scale(block.start) + Math.min(1, bin)))];
  return [
    ...lane.slices.map((block) => {
      const [x0, x1] = xs(block);
      const repeated = block.kind.endsWith('repeated');
      const phase = block.kind.startsWith('prefill') ? 'prefill' : 'decode';
      const opacity = (repeated ? 0.25 : 1) * (block.item === null ? 0.3 + 0.7 * block.filled : 1);
      const frame = repeated && x1 - x0 > 4 ? { class: `fig-line fig-${phase}`, style: 'stroke-width:1;stroke-dasharray:3 2' } : x1 - x0 > 4 && block.item !== null ? { 'class': `fig-point fig-${phase}`, 'stroke-width': 0.75 } : { class: `fig-${phase}` };
      const rect = element('rect', { ...frame, 'x': x0, 'y': lane.y, 'width': Math.max(0.5, x1 - x0), 'height': lane.height, ...(opacity < 1 ? { 'fill-opacity': opacity } : {}) },
        titleElement(blockTitle(track, block)));
      return rect + (block.item === null ? '' : barText(block.item, Math.max(low, x0), x1, lane.y + 11.5));
    }),
    ...lane.waits.map((block) => hatch(block.kind as Cause, ...xs(block), lane.y + 3, lane.height - 6, blockTitle(track, block))),
  ];
}

function barText(slice: Slice, x0: number, x1: number, y: number): string {
  const room = x1 - x0 - 6;
  const choices = slice.repeats === undefined ? [slice.label] : [slice.label, `× ${numberText(slice.repeats)}`];
  const whole = choices.find((text) => textWidth(text, 11) <= room) ?? (room >= 44 ? fitText(slice.label, 11, room) : '');
  return whole === '' ? '' : textElement((x0 + x1) / 2, y, whole, { 'class': `fig-small${slice.repeats === undefined ? ' fig-inside' : ''}`, 'text-anchor': 'middle', 'pointer-events': 'none' });
}

/** Lines across a rectangle that no other cause has. */
function hatch(cause: Cause, x0: number, x1: number, y: number, height: number, title: string): string {
  const { colour, slopes } = hatches[cause];
  const box = { x: x0, y, width: Math.max(0.5, x1 - x0), height };
  const level = [y + height / 2 - 2, y + height / 2 + 2].map((at) => `M${coordinate(x0)} ${coordinate(at)}H${coordinate(x1)}`).join('');
  const lines = slopes.map((slope) => (slope === 0 ? element('path', { class: `fig-line fig-${colour}`, d: level, style: 'fill:none;stroke-width:1.2' }) : hatchLines(colour, box, slope, cause === 'issue' ? 10 : 5)));
  return element('g', {}, titleElement(title), element('rect', { 'class': `fig-${colour}`, ...box, 'fill-opacity': 0.12 }), ...lines);
}

function trackName(name: string, lanes: readonly Drawn[], left: number): string {
  return textElement(left - 8, lanes[0]!.y + 12, fitText(name, 12, left - 12), { 'text-anchor': 'end' });
}

/** Where repetitions were not stepped through the units have nothing to show. */
function repeatShades(repeats: readonly Slice[], units: readonly Drawn[], scale: ScaleLinear<number, number>): string[] {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from = 0, to = 1] = scale.domain();
  const [start = 0] = scale.range();
  const stretches = repeats.map((item) => ({ start: Math.max(from, item.startSeconds), end: Math.min(to, endOf(item)), kind: 'repeats', item }));
  const wide = blocksOf(stretches, from, 4 * (scale.invert(start + 1) - from)).filter(({ item }) => item !== null).slice(0, 200);
  return wide.map((block) => element('rect', { class: 'fig-track', x: scale(block.start), y: first.y - 2, width: scale(block.end) - scale(block.start), height: last.y + last.height + 2 - first.y }));
}

/** A strip over the rows that names the phases and how long they are. */
function phaseBands(timed: readonly Slice[], scale: ScaleLinear<number, number>, top: number): string {
  const [from = 0, to = 1] = scale.domain();
  return element('g', {}, ...phaseNames.map((phase) => {
    const own = windowOf(timed.filter((slice) => slice.phase === phase), {});
    if (own === null || own.from >= to || own.to <= from) return '';
    const [x0, x1] = [scale(Math.max(from, own.from)), scale(Math.min(to, own.to))];
    const text = [`${phase} ${siText(own.to - own.from, 's')}`, phase].find((candidate) => textWidth(candidate, 11) <= x1 - x0);
    return element('rect', { class: `fig-${phase}`, x: x0, y: top + 14, width: Math.max(0.5, x1 - x0), height: 3 }, titleElement(`${phase}: ${siText(own.to - own.from, 's')}`))
      + (text === undefined ? '' : textElement((x0 + x1) / 2, top + 10, text, { 'class': 'fig-small', 'text-anchor': 'middle' }));
  }));
}

function legendOf(timed: readonly Slice[], from: number, to: number): LegendEntry[] {
  const inside = timed.filter((slice) => overlaps(slice, from, to));
  const present = phaseNames.filter((phase) => inside.some((slice) => slice.phase === phase));
  const waits = causes.filter((cause) => timed.some((slice) => slice.stall === cause && slice.startSeconds > from && slice.startSeconds - waitOf(slice) < to));
  return [
    ...present.map((phase): LegendEntry => ({ name: phase, swatch: colourSwatch(phase) })),
    ...(inside.some((slice) => slice.repeats !== undefined) ? [{ name: 'repeated, not stepped through', swatch: repeatSwatch }] : []),
    ...waits.map((cause): LegendEntry => ({ name: cause === 'issue' ? 'not issued' : `waits for ${cause}`, swatch: (x, y) => hatch(cause, x, x + 12, y, 12, `waits for ${cause}`) })),
  ];
}

function repeatSwatch(x: number, y: number): string {
  return element('rect', { 'class': 'fig-line fig-overhead', x, y, 'width': 12, 'height': 12, 'fill-opacity': 0.25, 'style': 'stroke-width:1;stroke-dasharray:3 2' });
}

function notesOf(slices: readonly Slice[], usable: readonly Slice[], timed: readonly Slice[], tracks: number, lanes: readonly Drawn[], from: number, to: number): string[] {
  const inside = timed.filter((slice) => overlaps(slice, from, to)).length;
  const alone = lanes.reduce((sum, lane) => sum + lane.slices.filter(({ item }) => item !== null).length, 0);
  const following = usable.filter((slice) => slice.seconds === 0 && slice.repeats !== undefined && slice.startSeconds >= from && slice.startSeconds <= to);
  return [
    ...following.slice(0, 2).map((slice) => `Not drawn: ${fitText(slice.label, 11, 240)}${slice.label.includes(numberText(slice.repeats!)) ? '' : ` (× ${numberText(slice.repeats!)})`}.`),
    ...(inside > alone && tracks <= mostTracks ? [`${numberText(alone)} of ${numberText(inside)} slices stand alone; the others are joined into blocks, paler where less of the block is filled.`] : []),
    ...(tracks > mostTracks ? [`The first ${mostTracks} of ${numberText(tracks)} tracks.`] : []),
    ...(usable.length < slices.length ? [`${numberText(slices.length - usable.length)} slices without a time are left out.`] : []),
  ];
}

function describe(timed: readonly Slice[], from: number, to: number, tracks: number): string {
  const phases = phaseNames.flatMap((phase) => {
    const own = windowOf(timed.filter((slice) => slice.phase === phase), {});
    return own === null ? [] : [`${phase} takes ${siText(own.to - own.from, 's')}`];
  });
  return `From ${siText(from, 's')} to ${siText(to, 's')} on ${tracks} tracks; ${phases.join(', ')}. Hatched: a unit waits. Pale: repetitions that were not stepped through.`;
}

function blockTitle(track: string, { item, kind, count, start, end, filled }: Block<Slice>): string {
  const time = `${siText(start, 's')} to ${siText(end, 's')}`;
  const isWait = (causes as readonly string[]).includes(kind);
  if (item === null) return isWait ? `${track}: waits for ${kind}, ${percentText(filled)} of ${time}` : `${track}: ${numberText(count)} slices of ${kind} in ${time}, ${percentText(filled)} filled`;
  if (isWait) return `${track} waits ${siText(waitOf(item), 's')} for ${kind} before ${item.label}`;
  const repeats = item.repeats === undefined ? '' : `, stands for ${numberText(item.repeats)} ${item.repeats === 1 ? 'repetition' : 'repetitions'}`;
  const wait = item.stall === undefined ? '' : `, after waiting ${siText(waitOf(item), 's')} for ${item.stall}`;
  return `${item.label} on ${track} (${item.phase}): ${siText(item.seconds, 's')} from ${siText(item.startSeconds, 's')}${repeats}${wait}`;
}

function overlaps(slice: Slice, from: number, to: number): boolean {
  return slice.startSeconds < to && endOf(slice) > from;
}

function endOf(slice: Slice): number {
  return slice.startSeconds + slice.seconds;
}

function waitOf({ stalledSeconds }: Slice): number {
  return isDrawable(stalledSeconds) && stalledSeconds > 0 ? stalledSeconds : 0;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
