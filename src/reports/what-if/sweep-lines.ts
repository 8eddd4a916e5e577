import { siUnit } from '../../sim/core/units.js';
import type { SweepResult } from '../../sim/model/sweep.js';
import type { NumberKnob, Settings } from './knob.js';
import { sliderPlaces, valueAtPlace } from './slider-scale.js';
import type { QuickAnswer } from './what-if.js';

/** Totals that a line can be drawn of, by their paths in a result. */
export const sweepMetrics = [
  { path: 'totals.latencySeconds', label: 'Total latency' },
  { path: 'totals.firstTokenSeconds', label: 'First token' },
  { path: 'totals.secondsPerOutputToken', label: 'Time per output token' },
  { path: 'totals.tokensPerSecond', label: 'Token/s over all' },
] as const;

export type SweepMetric = (typeof sweepMetrics)[number]['path'];

/** Values of a knob from end to end of its slider, each once, at most `count`, in ascending order; the present value is one of them. */
export function sweepValues(knob: NumberKnob, count: number): readonly number[] {
  const values = new Set([knob.value]);
  for (let i = 0; i < count - 1; i++) values.add(valueAtPlace(knob, Math.round((i * sliderPlaces) / Math.max(1, count - 2))));
  return [...values].sort((a, b) => a - b);
}

/** A sweep over values of a knob as lines: one for each named list of answers. What does not fit or has a problem has no point. */
export function sweepLines(knob: NumberKnob, values: readonly number[], metric: SweepMetric, lines: readonly (readonly [name: string, answers: readonly QuickAnswer[]])[]): SweepResult {
  const { factor, unit } = scaleOf(knob);
  const shown = values.map((value) => Number((value / factor).toPrecision(12)));
  // In the order of a sweep: every experiment at the first point, then at the next.
  const rows = shown.flatMap((value, i) => lines.map(([experiment, answers]) => ({
    experiment, point: [value], feasible: answers[i]?.kind === 'totals', values: [totalOf(answers[i], metric)],
  })));
  return { name: knob.label, axes: [{ path: knob.path, name: unit === '' ? knob.label : `${knob.label}, ${unit}`, values: shown }], metrics: [metric], rows };
}

/** Settings for a sweep: event by event a line would take minutes, so that it is drawn of the closed form. */
export function sweepSettings(settings: Settings, fidelity: Settings[string] | undefined): Settings {
  return (settings['fidelity'] ?? fidelity) === 'event' ? { ...settings, fidelity: 'analytic' } : settings;
}

function totalOf(answer: QuickAnswer | undefined, metric: SweepMetric): number | null {
  if (answer?.kind !== 'totals') return null;
  const { firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds } = answer.totals;
  switch (metric) {
    case 'totals.latencySeconds': return latencySeconds;
    case 'totals.firstTokenSeconds': return firstTokenSeconds;
    case 'totals.secondsPerOutputToken': return secondsPerOutputToken;
    case 'totals.tokensPerSecond': return tokensPerSecond;
  }
}

const prefixes = [['T', 1e12], ['G', 1e9], ['M', 1e6], ['k', 1e3], ['', 1], ['m', 1e-3], ['µ', 1e-6]] as const;

/** The unit of an axis: the one in which the present value is a number from 1 to 1000. */
function scaleOf({ dimension, value }: NumberKnob): { readonly factor: number; readonly unit: string } {
  if (dimension === null) return { factor: 1, unit: '' };
  const [prefix, factor] = prefixes.find(([, size]) => value >= size) ?? ['', 1];
  return { factor, unit: `${prefix}${siUnit[dimension]}` };
}
