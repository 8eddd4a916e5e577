import { isDrawable } from './drawable.js';

/** A row of a table that a model was judged on; what `archsim validate --json` prints fits. */
export interface ParityRow {
  readonly id: string;
  readonly metric: string;
  readonly reference: number;
  readonly simulated: number | null;
  readonly tolerance: number;
  readonly verdict: 'agrees' | 'differs' | 'fitted' | 'input' | 'not-modelled';
}

/** The rows of one published system or peer tool. */
export interface ParitySystem {
  readonly system: string;
  readonly rows: readonly ParityRow[];
}

/** Error of what was simulated, relative to the size of the reference and with its sign; the difference where the reference is 0; null where there is none. */
export function signedError({ reference, simulated }: Pick<ParityRow, 'reference' | 'simulated'>): number | null {
  if (!isDrawable(reference) || !isDrawable(simulated)) return null;
  if (reference === simulated) return 0;
  const error = (simulated - reference) / (reference === 0 ? 1 : Math.abs(reference));
  return isDrawable(error) ? error : null;
}

/** An error in percent with its sign and two digits that say something: `−12 %`, `+0.31 %`, `+4.9e-10 %`. */
export function errorText(error: number): string {
  const size = Math.abs(error) * 100;
  if (size === 0) return '0 %';
  if (!Number.isFinite(size)) return 'unknown';
  const digits = size >= 1e5 || size < 0.001 ? size.toExponential(1) : size >= 100 ? String(Math.round(size)) : String(Number(size.toPrecision(2)));
  return `${error < 0 ? '−' : '+'}${digits} %`;
}
