import type { Knob, NumberKnob } from './knob.js';

type Range = Pick<NumberKnob, 'isInteger' | 'dimension' | 'minimum' | 'maximum' | 'isOpen'>;

/** How far a slider runs to each side of the value. */
const reach = 8;

/** A knob for a number whose slider runs from an eighth of the value to eight times, as far as that is legal. */
export function numberKnob(place: Omit<Knob, 'kind' | 'value'>, value: number, range: Range, slider: Partial<Pick<NumberKnob, 'low' | 'high'>> = {}): NumberKnob {
  const { isInteger, minimum, maximum } = range;
  const whole = (size: number, round: (size: number) => number): number => (isInteger ? round(size) : size);
  const low = Math.max(minimum, slider.low ?? (value > 0 ? whole(value / reach, Math.ceil) : minimum));
  const high = Math.min(maximum, slider.high ?? (value > 0 ? whole(Math.max(value * reach, isInteger ? reach : 0), Math.floor) : whole(reach, Math.floor)));
  return { ...place, kind: 'number', value, ...range, low: Math.min(low, value), high: Math.max(high, value) };
}
