import { suggestion } from '../../sim/core/near-name.js';
import { quote } from '../../sim/core/quote.js';
import { formatSi, siUnit } from '../../sim/core/units.js';
import type { Knob, NumberKnob, Settings } from './knob.js';

/** What is wrong with settings, a sentence each; none where every one is a value that the experiment may have. */
export function settingProblems(knobs: readonly Knob[], settings: Settings): readonly string[] {
  return Object.entries(settings).flatMap(([path, value]) => {
    const knob = knobs.find((one) => one.path === path);
    return knob === undefined ? [`There is no setting ${quote(path)}.`] : problemOf(knob, value);
  });
}

/** The settings that differ from the experiment as it was, in the order of the knobs. */
export function changedSettings(knobs: readonly Knob[], settings: Settings): Settings {
  const changed: Record<string, Settings[string]> = {};
  for (const { path, value } of knobs) if (Object.hasOwn(settings, path) && settings[path] !== value) changed[path] = settings[path]!;
  return changed;
}

function problemOf(knob: Knob, value: Settings[string]): readonly string[] {
  switch (knob.kind) {
    case 'number': return typeof value === 'number' ? numberProblem(knob, value) : [`${knob.label} must be a number.`];
    case 'flag': return typeof value === 'boolean' ? [] : [`${knob.label} is yes or no.`];
    case 'choice': return typeof value === 'string' && knob.names.includes(value) ? [] : [`${knob.label} has no ${quote(String(value))}: ${ended(suggestion(String(value).slice(0, 64), knob.names))}`];
  }
}

function numberProblem({ label, isInteger, minimum, maximum, isOpen, dimension }: NumberKnob, value: number): readonly string[] {
  const shown = (size: number): string => (dimension === null ? String(size) : formatSi(size, siUnit[dimension]));
  if (!Number.isFinite(value)) return [`${label} must be a number.`];
  if (isInteger && !Number.isInteger(value)) return [`${label} must be a whole number, not ${value}.`];
  if (value > maximum) return [`${label} is at most ${shown(maximum)}, not ${shown(value)}.`];
  if (isOpen ? value <= minimum : value < minimum) return [`${label} is ${isOpen ? 'more than' : 'at least'} ${shown(minimum)}, not ${shown(value)}.`];
  return [];
}

/** A sentence with its full stop, where it does not end with a mark of its own. */
export function ended(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
