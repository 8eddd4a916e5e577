import type { ScenarioResult } from '../scenario-result.js';
import type { TargetsInput } from '../schema/scenario.js';

/** A target beside what a platform reaches. */
export interface TargetMet {
  readonly name: string;
  readonly target: number;
  readonly unit: string;
  /** Null where the scenario cannot say, or does not run. */
  readonly value: number | null;
  readonly isMet: boolean;
}

type TargetName = keyof TargetsInput;

/** Whether more or less is wanted, and the unit. */
const wanted: Readonly<Record<TargetName, { readonly is: 'most' | 'least'; readonly unit: string }>> = {
  firstTokenSeconds: { is: 'most', unit: 's' }, secondsPerOutputToken: { is: 'most', unit: 's' }, latencySeconds: { is: 'most', unit: 's' },
  tokensPerSecond: { is: 'least', unit: 'token/s' }, requestsPerSecond: { is: 'least', unit: '1/s' }, watts: { is: 'most', unit: 'W' }, dollars: { is: 'most', unit: '$' },
};

/** Every target with what a result reaches. `watts`: board power of all devices; null where it is not known. */
export function targetsMet(targets: TargetsInput, { totals }: ScenarioResult, watts: number | null): readonly TargetMet[] {
  return (Object.entries(targets) as [TargetName, number][]).map(([name, target]) => {
    const value = name === 'watts' ? watts : totals[name];
    const { is, unit } = wanted[name];
    return { name, target, unit, value, isMet: value !== null && (is === 'most' ? value <= target : value >= target) };
  });
}
