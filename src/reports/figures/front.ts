import { line, symbol, symbolDiamond } from 'd3';
import type { FigureTable } from './figure-table.js';
import { betterText, foundValues, isLegalDesign, objectiveText, spreadOver, type ExplorationData, type ExploredObjective } from './exploration-data.js';
import { placeLabels, type Box } from './label-placement.js';
import { isDrawable } from './drawable.js';
import { bottomAxis, leftAxis, marksWidth, numberAxis, type NumberAxis } from './number-axis.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { numberText } from '../quantity-text.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';
import { wrapWords } from './wrap-words.js';

/** Marks in all panels together. */
const [mostDots, mostFront] = [320, 160];
/** Designs that come to stand in one square of so many pixels are drawn as one. */
const square = 4;

/** A design with a place in a panel. */
interface Mark {
  readonly id: number;
  readonly values: readonly (number | null)[];
  readonly x: number;
  readonly y: number;
}

type Pair = readonly [x: number, y: number];

/**
 * Objectives against each other, two at a time: legal designs as dots, those that break a limit as crosses, the front as rings with steps between them, and by name the knee and the best of each objective. Many
 * designs are thinned. Marks carry the number of their design as `data-id`, panels their objectives as `data-panel`.
 */
export function frontFigure(data: ExplorationData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const { objectives, front } = data.answer;
  const label = `Front of ${front.length} designs`;
  if (objectives.length < 2) return wordsFigure(label, 'With one objective there is no front: the best design is the answer.', options);
  const pairs = objectives.flatMap((_, x) => objectives.flatMap((_other, y): Pair[] => (y > x ? [[x, y]] : [])));
  const shown = pairs.slice(0, width < 560 ? 3 : 6);
  const columns = Math.min(shown.length, Math.max(1, Math.floor(width / 340)));
  const panel: Box = { x: 0, y: 0, width: width / columns, height: columns === 1 ? Math.round(Math.max(290, Math.min(430, width * 0.52))) : 300 };
  const key = legend(width);
  const drawn = shown.map((pair, i) => panelOf(data, pair, { ...panel, x: (i % columns) * panel.width, y: key.height + Math.floor(i / columns) * panel.height }, shown.length));
  const without = data.rows.filter(({ objectives: values }) => values === null).length;
  const notes = [
    `${drawn[0]!.dots} of ${numberText(data.rows.length)} designs are drawn`, ...(without > 0 ? [`${numberText(without)} have no values`] : []), ...(pairs.length > shown.length ? [`${shown.length} of ${pairs.length} pairs of objectives`] : []),
  ].join('; ');
  const told = wrapWords(notes, 11, width - 16);
  const height = key.height + Math.ceil(shown.length / columns) * panel.height + 6 + 15 * told.length;
  return figureElement({ width, height }, label, `${objectives.map((one) => `${one.name}: ${betterText(one)}`).join('; ')}. ${notes}.`, options,
    key.svg, ...drawn.map(({ svg }) => svg), ...told.map((note, i) => textElement(8, height - 6 - 15 * (told.length - 1 - i), note, { class: 'fig-small fig-muted' })));
}

function panelOf(data: ExplorationData, [x, y]: Pair, box: Box, panels: number): { readonly svg: string; readonly dots: number } {
  const { objectives, front, knee, bestOf } = data.answer;
  const [xGoal, yGoal] = [objectives[x]!, objectives[y]!];
  const own = front.map((found) => ({ id: found.evaluation, values: foundValues(data.answer, found) }));
  const legal = data.rows.filter(isLegalDesign);
  const scaled = legal.length + own.length > 0 ? [...legal.map(({ objectives: values }) => values!), ...own.map(({ values }) => values)] : data.rows.flatMap(({ objectives: values }) => (values === null ? [] : [values]));
  const [top, bottom] = [box.y + 26, box.y + box.height - 46];
  const vertical = numberAxis(scaled.map((values) => values[y]), bottom, top, { unit: yGoal.unit ?? '', inset: 10, spacing: 36 });
  const left = box.x + marksWidth(vertical) + 4;
  const area: Box = { x: left, y: top, width: box.x + box.width - 18 - left, height: bottom - top };
  const horizontal = numberAxis(scaled.map((values) => values[x]), area.x, area.x + area.width, { unit: xGoal.unit ?? '', inset: 10, spacing: 64 });
  const place = (id: number, values: readonly (number | null | undefined)[]): Mark[] => (isDrawable(values[x]) && isDrawable(values[y]) ? [{ id, values: values as Mark['values'], x: horizontal.at(values[x]), y: vertical.at(values[y]) }] : []);
  const ids = new Set(own.map(({ id }) => id));
  const rest = [...legal, ...data.rows.filter((row) => !isLegalDesign(row))].filter((row) => !ids.has(row.index));
  const dots = squares(rest.flatMap((row) => place(row.index, row.objectives ?? []).map((mark) => ({ ...mark, isLegal: isLegalDesign(row) }))), Math.floor(mostDots / panels));
  const marks = own.flatMap(({ id, values }) => place(id, values));
  const rings = spreadOver(marks, Math.floor(mostFront / panels));
  const named = [
    ...(knee === null ? [] : place(knee.evaluation, foundValues(data.answer, knee)).map((mark) => ({ mark, name: 'knee' }))),
    ...objectives.flatMap(({ name }) => {
      const best = bestOf[name] ?? null;
      return best === null ? [] : place(best.evaluation, foundValues(data.answer, best)).map((mark) => ({ mark, name: `best ${name}` }));
    }),
  ];
  const svg = element('g', {},
    element('rect', { 'fill': 'none', 'pointer-events': 'none', 'data-panel': `${x} ${y}`, 'data-x': endsText(horizontal), 'data-y': endsText(vertical), ...area }),
    leftAxis({ ...vertical, unit: '' }, area, axisName(yGoal, vertical), box.x + 8), bottomAxis({ ...horizontal, unit: '' }, area, axisName(xGoal, horizontal)),
    ...dots.map((mark) => dot(mark, objectives)), steps(marks, xGoal, yGoal),
    ...rings.map((mark) => element('circle', { 'class': 'fig-point fig-compute', 'data-id': String(mark.id), 'cx': mark.x, 'cy': mark.y, 'r': 4 }, title(mark, objectives, 'front'))),
    ...named.map(({ mark, name }) => element('path', { 'class': 'fig-point fig-decode', 'data-id': String(mark.id), 'd': symbol(symbolDiamond, 90)() ?? '', 'transform': `translate(${coordinate(mark.x)} ${coordinate(mark.y)})` }, title(mark, objectives, name))),
    ...names(named, rings, area));
  return { svg, dots: dots.length + rings.length };
}

/** The values at both ends of an axis, for a script that reads a place of the figure. */
function endsText({ ends, isLog }: NumberAxis): string {
  return `${isLog ? 'log' : 'linear'} ${ends.join(' ')}`;
}

function axisName(goal: ExploredObjective, axis: NumberAxis): string {
  return `${goal.name}${axis.unit}, ${betterText(goal)}`;
}

function title({ id, values }: Mark, objectives: readonly ExploredObjective[], what: string): string {
  return titleElement(`Design ${id} (${what}): ${objectives.map((one, i) => objectiveText(one, values[i])).join(', ')}`);
}

interface Dot extends Mark {
  readonly isLegal: boolean;
}

/** The first design of each square of the panel, and of these at most so many. */
function squares(all: readonly Dot[], most: number): readonly Dot[] {
  const first = new Map<string, Dot>();
  for (const mark of all) {
    const key = `${Math.round(mark.x / square)} ${Math.round(mark.y / square)}`;
    if (!first.has(key)) first.set(key, mark);
  }
  return spreadOver([...first.values()], most);
}

function dot(mark: Dot, objectives: readonly ExploredObjective[]): string {
  const said = title(mark, objectives, mark.isLegal ? 'legal' : 'breaks a limit');
  const [x, y] = [mark.x, mark.y].map(coordinate);
  if (mark.isLegal) return element('circle', { 'class': 'fig-overhead', 'data-id': String(mark.id), 'cx': mark.x, 'cy': mark.y, 'r': 2.4, 'fill-opacity': 0.5 }, said);
  return element('path', { 'class': 'fig-leader', 'data-id': String(mark.id), 'd': `M${x} ${y}m-2.5 -2.5l5 5m0 -5l-5 5`, 'stroke-opacity': 0.7 }, said);
}

/** The border of what the front dominates: from each design towards worse values of x, then to the next better value of y. */
function steps(marks: readonly Mark[], xGoal: ExploredObjective, yGoal: ExploredObjective): string {
  const signs = { x: xGoal.direction === 'minimise' ? 1 : -1, y: yGoal.direction === 'minimise' ? -1 : 1 };
  const corners: [number, number][] = [];
  let level = Infinity;
  // Pixels of y grow downwards: a smaller value is further down.
  for (const { x, y } of [...marks].sort((a, b) => signs.x * (a.x - b.x) || signs.y * (a.y - b.y))) {
    const height = signs.y * y;
    if (height >= level) continue;
    const before = corners.at(-1);
    if (before !== undefined) corners.push([x, before[1]]);
    corners.push([x, y]);
    level = height;
  }
  const kept = corners.length <= 800 ? corners : spreadOver(corners, 800);
  const path = line()(kept.map(([x, y]): [number, number] => [Number(coordinate(x)), Number(coordinate(y))])) ?? '';
  return kept.length < 2 ? '' : element('g', { class: 'fig-line fig-compute' }, element('path', { 'd': path, 'style': 'fill:none', 'stroke-width': 1.5, 'pointer-events': 'none' }));
}

function names(named: readonly { readonly mark: Mark; readonly name: string }[], rings: readonly Mark[], area: Box): string[] {
  const together = new Map<number, { readonly mark: Mark; readonly names: string[] }>();
  for (const { mark, name } of named) {
    const found = together.get(mark.id);
    if (found === undefined) together.set(mark.id, { mark, names: [name] });
    else found.names.push(name);
  }
  const labels = [...together.values()].map(({ mark, names: own }) => ({ mark, text: fitText(own.join(', '), 11, Math.min(180, area.width - 20)) }));
  const boxes = [...rings, ...labels.map(({ mark }) => mark)].map(({ x, y }): Box => ({ x: x - 4, y: y - 4, width: 8, height: 8 }));
  return placeLabels(labels.map(({ mark, text }) => ({ x: mark.x, y: mark.y, radius: 7, width: textWidth(text, 11), height: 14 })), { marks: boxes, otherTexts: [], bounds: area }).map((placed, i) => {
    if (placed === null) return '';
    const leader = placed.leader === null ? '' : element('line', { class: 'fig-leader', ...placed.leader });
    return leader + textElement(placed.box.x + placed.box.width / 2, placed.box.y + 11, labels[i]!.text, { 'class': 'fig-small fig-label fig-halo fig-strong', 'text-anchor': 'middle' });
  });
}

function legend(width: number): { readonly svg: string; readonly height: number } {
  let [x, y] = [8, 15];
  const entries = ([
    ['legal', (cx: number, cy: number) => element('circle', { 'class': 'fig-overhead', cx, cy, 'r': 2.8, 'fill-opacity': 0.6 })],
    ['breaks a limit', (cx: number, cy: number) => element('path', { class: 'fig-leader', d: `M${coordinate(cx)} ${coordinate(cy)}m-3 -3l6 6m0 -6l-6 6` })],
    ['front', (cx: number, cy: number) => element('circle', { class: 'fig-point fig-compute', cx, cy, r: 4.5 })],
    ['knee, best of an objective', (cx: number, cy: number) => element('path', { class: 'fig-point fig-decode', d: symbol(symbolDiamond, 80)() ?? '', transform: `translate(${coordinate(cx)} ${coordinate(cy)})` })],
  ] as const).map(([name, shape]) => {
    const needed = 18 + textWidth(name, 12) + 12;
    if (x > 8 && x + needed > width) [x, y] = [8, y + 18];
    const entry = shape(x + 6, y - 4) + textElement(x + 16, y, name);
    x += needed;
    return entry;
  });
  return { svg: element('g', {}, ...entries), height: y + 12 };
}

/** Every design of the front: its number, objectives and parameters. */
export function frontTable({ answer }: ExplorationData): FigureTable {
  const { objectives, front, knee } = answer;
  const parameters = Object.keys(front[0]?.parameters ?? {});
  const isNumber = (name: string): boolean => front.every((found) => typeof found.parameters[name] === 'number' && Number.isFinite(found.parameters[name]));
  return {
    label: `Front of ${front.length} designs`,
    columns: [
      { head: 'design', kind: 'text' }, ...objectives.map(({ name, unit }) => ({ head: `${name}${unit === undefined ? '' : ` (${unit})`}` || 'objective', kind: 'number' as const })),
      ...parameters.map((name) => ({ head: name || 'parameter', kind: isNumber(name) ? 'number' as const : 'text' as const })),
    ],
    rows: front.map((found) => [
      `${found.evaluation}${knee?.evaluation === found.evaluation && front.length > 2 ? ' (knee)' : ''}`, ...foundValues(answer, found),
      ...parameters.map((name) => (isNumber(name) ? Number(found.parameters[name]) : String(found.parameters[name]))),
    ]),
  };
}
