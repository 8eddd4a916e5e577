import type { SimulationResult } from '../../sim/model/result.js';
import { numberText, ratioText, siText } from '../quantity-text.js';

/** A key number of a result and of its variant. */
export interface Difference {
  readonly name: string;
  readonly was: string;
  readonly is: string;
  /** The variant as a multiple of the result; empty where either is not known. */
  readonly ratio: string;
  /** What the change is to a user; null where there is none, or neither is better. */
  readonly verdict: 'better' | 'worse' | null;
}

interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly better: 'less' | 'more' | null;
  readonly read: (result: SimulationResult) => number | null;
}

const quantities: readonly Quantity[] = [
  { name: 'First token', unit: 's', better: 'less', read: ({ totals }) => totals.firstTokenSeconds },
  { name: 'Time per output token', unit: 's', better: 'less', read: ({ totals }) => totals.secondsPerOutputToken },
  { name: 'Token/s in decode', unit: '', better: 'more', read: ({ phases }) => phases.decode?.tokensPerSecond ?? null },
  { name: 'Token/s over all', unit: '', better: 'more', read: ({ totals }) => totals.tokensPerSecond },
  { name: 'Total latency', unit: 's', better: 'less', read: ({ totals }) => totals.latencySeconds },
  { name: 'Energy', unit: 'J', better: 'less', read: ({ totals }) => totals.energyJoules },
  { name: 'Average power', unit: 'W', better: 'less', read: ({ totals }) => totals.averagePowerWatts },
  { name: 'Weights', unit: 'B', better: 'less', read: ({ memory }) => memory.weightBytes },
  { name: 'Held in memory', unit: 'B', better: 'less', read: ({ memory }) => memory.heldBytes },
  { name: 'DSP blocks', unit: '', better: null, read: ({ resources }) => resources?.dsp.used ?? null },
];

/** The key numbers of a result and of a variant of it; those that neither has are left out. */
export function differences(was: SimulationResult, is: SimulationResult): readonly Difference[] {
  return quantities.flatMap(({ name, unit, better, read }) => {
    const [before, now] = [read(was), read(is)];
    if (before === null && now === null) return [];
    const text = (value: number | null): string => (unit === '' ? numberText(value, 'none') : siText(value, unit, 'none'));
    const isChange = before !== null && now !== null && before !== now && Number.isFinite(before) && Number.isFinite(now);
    return [{
      name, was: text(before), is: text(now),
      ratio: before === null || now === null ? '' : ratioText(now, before),
      verdict: isChange && better !== null ? ((now < before) === (better === 'less') ? 'better' : 'worse') : null,
    }];
  });
}
