import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn } from '../../../sim/physical/lut-model.js';
import type { VectorParts } from './vector-fabric.js';

/** Where the coefficients are from. */
export const lutSource = fittedOn('rows "fit" of reference/synthesis/units.json');

/** LUTs of each size of a vector unit beside its function units. */
export const vectorCoefficients: Readonly<Record<keyof VectorParts, number>> = { buffers: 1.3808, adders: 0.9079, shifters: 0.6986, base: 11.722 };

/** LUTs of the control of a double buffer, beside those of its addresses. */
export const doubleBufferBase = 4;

/** Sum over parts of size x coefficient. */
export function partLuts(parts: VectorParts): number {
  const { buffers, adders, shifters, base } = vectorCoefficients;
  return buffers * parts.buffers + adders * parts.adders + shifters * parts.shifters + base * parts.base;
}

export function lutEstimate(luts: number): Estimate {
  return estimate(Math.round(luts), 'LUT', 'fitted', `sum over parts of size x LUTs of each; ${lutSource}`);
}
