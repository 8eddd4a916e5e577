import { cumsum, scaleLinear, type ScaleLinear } from 'd3';
import type { OperatorResult, PhaseResult, SimulationResult } from '../../sim/model/result.js';
import { operatorsByTime, phaseNames, shareOfPhase, type PhaseName } from '../operator-share.js';
import { percentText, siText } from '../quantity-text.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';

/** What a breakdown draws; a whole result fits. */
export type BreakdownData = Pick<SimulationResult, 'phases' | 'operators'>;

export interface BreakdownOptions extends FigureOptions {
  /** Most operators drawn for one phase. 8 unless told. */
  readonly operators?: number;
}

const causes = ['compute', 'memory', 'vector', 'overhead'] as const;

interface Frame {
  readonly width: number;
  /** Names stand over their bars where there is no room beside them. */
  readonly stacked: boolean;
  readonly scale: ScaleLinear<number, number>;
  readonly valueX: number;
}

/** A piece of the figure and how far down it reaches. */
interface Piece {
  readonly svg: string;
  readonly bottom: number;
}

/** Where the time of each phase goes: one stacked bar by cause, then a bar for each of its longest operators, all as shares of the phase. */
export function breakdownFigure(data: BreakdownData, options: BreakdownOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const stacked = width < 520;
  const left = stacked ? 8 : 190;
  const valueX = width - 8;
  const frame: Frame = { width, stacked, valueX, scale: scaleLinear([0, 1], [left, stacked ? valueX : valueX - 124]) };
  const pieces: string[] = [];
  const legend = legendOf(width);
  pieces.push(legend.svg);
  let bottom = legend.bottom;
  for (const name of phaseNames) {
    const phase = data.phases[name];
    if (phase === null) continue;
    const piece = phaseOf(name, phase, data, options.operators ?? 8, frame, bottom + 14);
    pieces.push(piece.svg);
    bottom = piece.bottom;
  }
  const shown = phaseNames.filter((name) => data.phases[name] !== null);
  if (shown.length === 0) {
    pieces.push(textElement(8, bottom + 24, 'No phase is modelled.'));
    bottom += 32;
  }
  const description = shown.map((name) => `${name}: ${causeText(data.phases[name]!)}`).join('. ');
  return figureElement({ width, height: bottom + 10 }, `Where the time goes${shown.length === 0 ? '' : ` in ${shown.join(' and ')}`}`, description, options, ...pieces);
}

function phaseOf(name: PhaseName, phase: PhaseResult, data: BreakdownData, most: number, frame: Frame, top: number): Piece {
  const heading = `${name}: ${siText(phase.latencySeconds, 's')}, bound by ${phase.bindingResource}`;
  const parts = [textElement(8, top + 12, fitText(heading, 13.5, frame.width - 16), { class: 'fig-strong' })];
  const stack = stackOf(phase, frame, top + 22);
  parts.push(stack.svg);
  let bottom = stack.bottom;
  for (const op of operatorsByTime(data.operators, name).slice(0, most)) {
    const bar = operatorBar(op, shareOfPhase(op, data) ?? 0, frame, bottom);
    parts.push(bar.svg);
    bottom = bar.bottom;
  }
  return { svg: element('g', {}, ...parts), bottom };
}

/** One bar of full length, cut by what the phase waits for. */
function stackOf(phase: PhaseResult, frame: Frame, top: number): Piece {
  const shares = causes.map((cause) => (phase.latencySeconds > 0 ? Math.max(0, phase.boundBy[cause]) / phase.latencySeconds : 0));
  const ends = cumsum(shares);
  const height = 24;
  const segments = causes.map((cause, index) => {
    const [from, to] = [frame.scale(Math.min(1, ends[index]! - shares[index]!)), frame.scale(Math.min(1, ends[index]!))];
    if (to - from <= 0) return '';
    const inside = percentText(shares[index]!);
    const text = textWidth(inside, 11) + 8 <= to - from ? textElement((from + to) / 2, top + 16, inside, { 'class': 'fig-small fig-inside', 'text-anchor': 'middle' }) : '';
    return element('g', {}, titleElement(`${cause}: ${siText(phase.boundBy[cause], 's')}, ${percentText(shares[index]!)}`),
      element('rect', { class: `fig-${cause}`, x: from, y: top, width: to - from, height }), text);
  });
  const label = frame.stacked ? '' : textElement(frame.scale(0) - 10, top + 16, 'whole phase', { 'text-anchor': 'end' });
  const notes = noteLines(causes.map((cause, index) => `${cause} ${percentText(shares[index]!)}`), frame.valueX - frame.scale(0))
    .map((note, index) => textElement(frame.scale(0), top + height + 15 + 15 * index, note, { class: 'fig-small fig-muted' }));
  return { svg: label + segments.join('') + notes.join(''), bottom: top + height + 11 + 15 * notes.length };
}

/** The parts with commas between them: on one line, or on two where that is too wide. */
function noteLines(parts: readonly string[], width: number): string[] {
  const whole = parts.join(', ');
  if (textWidth(whole, 11) <= width) return [whole];
  const half = Math.ceil(parts.length / 2);
  return [`${parts.slice(0, half).join(', ')},`, parts.slice(half).join(', ')];
}

function operatorBar(op: OperatorResult, share: number, frame: Frame, top: number): Piece {
  const value = `${siText(op.latencySeconds, 's')}, ${percentText(share)}`;
  const [start, end] = [frame.scale(0), frame.scale(1)];
  const bar = frame.stacked ? { y: top + 16, height: 9 } : { y: top + 2, height: 14 };
  const textY = frame.stacked ? top + 11 : bar.y + 11;
  const name = frame.stacked
    ? textElement(start, textY, fitText(op.name, 11, frame.width - 24 - textWidth(value, 11)), { class: 'fig-small' })
    : textElement(start - 10, textY, fitText(op.name, 11, start - 18), { 'class': 'fig-small', 'text-anchor': 'end' });
  const svg = element('g', {}, titleElement(`${op.name} (${op.phase}): ${value}, bound by ${op.bound}`), name,
    element('rect', { class: 'fig-track', x: start, width: end - start, ...bar }),
    element('rect', { class: `fig-${op.bound}`, x: start, width: Math.max(1, frame.scale(Math.min(1, share)) - start), ...bar }),
    textElement(frame.valueX, textY, value, { 'class': 'fig-small', 'text-anchor': 'end' }));
  return { svg, bottom: bar.y + bar.height + (frame.stacked ? 6 : 4) };
}

function legendOf(width: number): Piece {
  const entries: string[] = [];
  let [x, y] = [8, 8];
  for (const cause of causes) {
    const needed = 18 + textWidth(cause, 12) + 14;
    if (x + needed > width) [x, y] = [8, y + 20];
    entries.push(element('rect', { class: `fig-${cause}`, x, y, width: 12, height: 12 }), textElement(x + 18, y + 10.5, cause));
    x += needed;
  }
  return { svg: element('g', {}, ...entries), bottom: y + 12 };
}

function causeText(phase: PhaseResult): string {
  return `${siText(phase.latencySeconds, 's')}, of which ${causes.map((cause) => `${cause} ${siText(phase.boundBy[cause], 's')}`).join(', ')}`;
}
