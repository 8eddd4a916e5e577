import { crossoverLinesFigure } from '../../figures/crossover-lines.js';
import { panelWords } from '../../page/what-if-section.js';
import type { Knob, NumberKnob, Settings } from '../../what-if/knob.js';
import { sweepLines, sweepMetrics, sweepSettings, sweepValues, type SweepMetric } from '../../what-if/sweep-lines.js';
import type { QuickAnswer } from '../../what-if/what-if.js';
import { showDrawing } from '../show-figure.js';
import type { Simulator } from './simulator.js';

/** Points of a line. */
const mostPoints = 60;

/** A figure of a total over one setting, and how it follows the others. */
export interface SweepView {
  readonly element: HTMLElement;
  /** Draws it with these settings, once somebody has opened it. */
  readonly follow: (settings: Settings) => void;
}

/** A part to open: a line over the slider of a setting, with the settings as they are and as they were. Its frame is given to `tell`, for its marks. */
export function sweepView(page: Document, knobs: readonly Knob[], simulator: Simulator, tell: (frame: HTMLElement) => void): SweepView {
  const numbers = knobs.filter((knob): knob is NumberKnob => knob.kind === 'number' && knob.high > knob.low);
  const fidelity = knobs.find(({ path }) => path === 'fidelity')?.value;
  const element = page.createElement('details');
  const summary = page.createElement('summary');
  summary.textContent = panelWords.sweep;
  const over = selectOf(page, numbers.map(({ path, label }) => [path, label]));
  const of = selectOf(page, sweepMetrics.map(({ path, label }) => [path, label]));
  const frame = page.createElement('div');
  frame.className = 'sweep';
  const line = page.createElement('div');
  line.className = 'tools';
  line.append(...labelled(page, 'Draw', of, 'what-if-drawn'), ...labelled(page, 'over', over, 'what-if-over'));
  element.append(summary, line, frame);
  let settings: Settings = {};
  let original: { readonly path: string; readonly answers: readonly QuickAnswer[] } | undefined;

  const show = (knob: NumberKnob, values: readonly number[], now: readonly QuickAnswer[]): void => {
    const lines = [['with these settings', now] as const, ...(original?.path === knob.path && isOther(settings, knob) ? [['as it was', original.answers] as const] : [])];
    const data = sweepLines(knob, values, of.value as SweepMetric, lines);
    showDrawing(frame, crossoverLinesFigure(data, { width: Math.max(280, Math.min(880, frame.clientWidth)), embedStyle: false }));
    tell(frame);
  };
  const draw = (): void => {
    const knob = numbers.find(({ path }) => path === over.value);
    if (!element.open || knob === undefined) return;
    const values = sweepValues(knob, mostPoints);
    const ask = (): void => { simulator.sweep(sweepSettings(settings, fidelity), knob.path, values, (now) => { show(knob, values, now); }); };
    if (original?.path === knob.path || !isOther(settings, knob)) ask();
    else {
      simulator.sweep(sweepSettings({}, fidelity), knob.path, values, (answers) => {
        original = { path: knob.path, answers };
        ask();
      });
    }
  };
  for (const part of [over, of]) part.addEventListener('change', draw);
  element.addEventListener('toggle', draw);
  return {
    element,
    follow: (given) => {
      settings = given;
      draw();
    },
  };
}

/** Whether settings beside that of the knob are changed: else both lines are the same. */
function isOther(settings: Settings, { path }: NumberKnob): boolean {
  return Object.keys(settings).some((changed) => changed !== path);
}

function selectOf(page: Document, options: readonly (readonly [value: string, text: string])[]): HTMLSelectElement {
  const select = page.createElement('select');
  select.append(...options.map(([value, text]) => new Option(text, value)));
  return select;
}

function labelled(page: Document, text: string, field: HTMLElement, id: string): readonly HTMLElement[] {
  const label = page.createElement('label');
  label.textContent = text;
  label.htmlFor = id;
  field.id = id;
  return [label, field];
}
