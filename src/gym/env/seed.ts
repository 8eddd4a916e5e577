import { InputError } from '../../sim/core/diagnostics.js';
import { wrongSeed } from './diagnostics.js';

/** A seed that is one. Throws `InputError` (`env/seed`). */
export function checkedSeed(seed: unknown): number {
  if (!Number.isInteger(seed) || (seed as number) < 0 || (seed as number) >= 2 ** 32) throw new InputError([wrongSeed(seed)]);
  return seed as number;
}
