import type { NumberKnob } from './knob.js';

/** Places of a slider. */
export const sliderPlaces = 1000;

/** From so many times the least value on, equal steps of a slider are equal ratios. */
const wideRange = 8;

/** Digits that a slider gives: what it is set to can be read and said. */
const sliderDigits = 3;

/** The value at a place from 0 to `sliderPlaces`: both ends and the present value exactly, whole numbers where the knob takes only those. */
export function valueAtPlace(knob: NumberKnob, place: number): number {
  const { low, high, value, isInteger, isOpen, minimum } = knob;
  if (place === placeOfValue(knob, value)) return value;
  if (place >= sliderPlaces) return high;
  const share = place / sliderPlaces;
  const exact = isLogarithmic(knob) ? low * (high / low) ** share : low + (high - low) * share;
  const rounded = isInteger ? Math.round(exact) : Number(exact.toPrecision(sliderDigits));
  const legal = Math.min(high, Math.max(low, rounded));
  return isOpen && legal <= minimum ? Math.max(Number((high / sliderPlaces).toPrecision(sliderDigits)), Number.MIN_VALUE) : legal;
}

/** The place of a value, whole; values beyond the slider are at its ends. */
export function placeOfValue(knob: NumberKnob, value: number): number {
  const { low, high } = knob;
  if (high <= low) return 0;
  const share = isLogarithmic(knob) ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(sliderPlaces * Math.min(1, Math.max(0, share)));
}

function isLogarithmic({ low, high }: NumberKnob): boolean {
  return low > 0 && high / low >= wideRange;
}

/** Where a slider goes that was moved from one place to another: on to the next place with another value, so that no key press is without effect. */
export function movedPlace(knob: NumberKnob, from: number, to: number): number {
  const before = valueAtPlace(knob, from);
  const step = Math.sign(to - from);
  let place = to;
  while (step !== 0 && place > 0 && place < sliderPlaces && valueAtPlace(knob, place) === before) place += step;
  return place;
}
