import { formatSi } from '../sim/core/units.js';

/** What a reader sees where the model says nothing about a quantity. */
export const notModelledText = 'not modelled';

/** What a reader sees where a fact of the world is not known: a capacity, a limit. */
export const unknownText = 'unknown';

/** A quantity as text; a null becomes `missing`, and a number that is not finite is unknown: neither is ever shown as 0. */
export function quantityText(value: number | null, write: (known: number) => string, missing: string = notModelledText): string {
  if (value === null) return missing;
  return Number.isFinite(value) ? write(value) : unknownText;
}

/** A quantity with an SI prefix and its unit: `17.70 ms`, `3.458 GB`. */
export function siText(value: number | null, unit: string, missing?: string): string {
  return quantityText(value, (known) => formatSi(known, unit), missing);
}

/** A plain number with four significant digits, or all digits before the point, in groups of three: `56.50`, `12,346`. */
export function numberText(value: number | null, missing?: string): string {
  return quantityText(value, (known) => {
    const size = Math.abs(known);
    if (size !== 0 && (size >= 1e15 || size < 1e-4)) return known.toExponential(3);
    if (Number.isInteger(known) || size >= 1000) return grouped(Math.round(known));
    return known.toPrecision(4);
  }, missing);
}

/** A number as somebody wrote it down, without padding zeros: `0.7`, `3.5`, `225,000,000`. */
export function inputText(value: number | null, missing?: string): string {
  return numberText(value, missing).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

/** A share as a percentage with one decimal; what is there but rounds to nothing is `<0.1 %`. */
export function percentText(value: number | null, missing?: string): string {
  return quantityText(value, (known) => (known > 0 && known < 0.0005 ? '<0.1 %' : `${(known * 100).toFixed(1)} %`), missing);
}

/** How often one number holds another: `1.13 ×`. Unknown when the divisor is not positive. */
export function ratioText(value: number, divisor: number): string {
  if (!(divisor > 0)) return unknownText;
  return quantityText(value / divisor, (known) => `${known >= 100 ? grouped(Math.round(known)) : known.toFixed(2)} ×`);
}

/** A relative error with its sign, taken from the two values it compares: `+2.7 %`. */
export function relativeErrorText(relativeError: number | null, simulated: number | null, published: number): string {
  return quantityText(relativeError, (known) => {
    const size = percentText(Math.abs(known));
    if (known === 0 || simulated === null) return size;
    return `${simulated < published ? '−' : '+'}${size}`;
  });
}

/** True for a quantity that is known: what a quotient may be made of. */
export function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function grouped(integer: number): string {
  return String(integer).replace(/\B(?=(\d{3})+$)/g, ',');
}
