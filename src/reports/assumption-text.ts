import { formatSi } from '../sim/core/units.js';
import type { SimulationResult } from '../sim/model/result.js';
import { inputText, quantityText } from './quantity-text.js';

const prefixed = new Set(['Hz', 'B', 'B/s', 's', 'W', 'J', 'OP/s']);

/** The value of an assumption with its unit, as a reader would write it: `225 MHz`, `0.7`, `90 cycles`. */
export function assumedText({ value, unit }: SimulationResult['assumptions'][number]): string {
  if (typeof value === 'string') return `${value} ${unit}`.trim();
  if (!prefixed.has(unit)) return `${inputText(value)} ${unit}`.trim();
  return quantityText(value, (known) => {
    const [digits = '', prefix = ''] = formatSi(known, unit).split(' ');
    return `${Number(digits)} ${prefix}`;
  });
}
