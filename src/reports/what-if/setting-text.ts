import { InputError } from '../../sim/core/diagnostics.js';
import { formatSi, parseQuantity, siUnit } from '../../sim/core/units.js';
import type { NumberKnob } from './knob.js';
import { quantityWritten } from './quantity-written.js';
import { settingProblems } from './settings.js';

/** A number as the field of a knob shows it, with its unit where it has one; `settingFrom` makes the same number of it. */
export function settingText({ dimension }: NumberKnob, value: number): string {
  return String(dimension === null ? value : quantityWritten(value, dimension));
}

/** A number as a label shows it, rounded: `460.0 GB/s`. */
export function settingLabel({ dimension }: NumberKnob, value: number): string {
  return dimension === null ? String(Number(value.toPrecision(6))) : formatSi(value, siUnit[dimension]);
}

/** What somebody wrote into the field of a knob, as a value; or what is wrong with it, in a sentence. */
export function settingFrom(knob: NumberKnob, text: string): { readonly value: number } | { readonly problem: string } {
  const value = numberFrom(knob, text.trim());
  if (value === undefined) return { problem: knob.dimension === null ? `${knob.label} must be a number.` : `${knob.label} must be a number of ${siUnit[knob.dimension]}, such as "${settingText(knob, knob.value)}".` };
  const [problem] = settingProblems([knob], { [knob.path]: value });
  return problem === undefined ? { value } : { problem };
}

function numberFrom({ dimension }: NumberKnob, text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (dimension === null) return undefined;
  try {
    return parseQuantity(text, dimension);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}
