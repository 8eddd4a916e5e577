import type { SimulationResult } from '../sim/model/result.js';
import { hasNoDecodeSteps } from './answer.js';
import { isKnown, numberText, siText, unknownText } from './quantity-text.js';

export interface KeyNumber {
  readonly name: string;
  readonly text: string;
  readonly isKnown: boolean;
}

/** The figures that most readers look for; a missing one says so. */
export function keyNumbersOf(result: SimulationResult): readonly KeyNumber[] {
  const { totals, memory, phases } = result;
  const perToken = hasNoDecodeSteps(result) && totals.secondsPerOutputToken === null ? 'no decode step' : siText(totals.secondsPerOutputToken, 's');
  return [
    { name: 'First token', text: siText(totals.firstTokenSeconds, 's'), isKnown: isKnown(totals.firstTokenSeconds) },
    { name: 'Time per output token', text: perToken, isKnown: isKnown(totals.secondsPerOutputToken) },
    { name: 'Token/s in decode', text: numberText(phases.decode?.tokensPerSecond ?? null), isKnown: phases.decode !== null },
    { name: 'Token/s over all', text: numberText(totals.tokensPerSecond), isKnown: isKnown(totals.tokensPerSecond) },
    { name: 'Total latency', text: siText(totals.latencySeconds, 's'), isKnown: isKnown(totals.latencySeconds) },
    { name: 'Energy', text: siText(totals.energyJoules, 'J'), isKnown: isKnown(totals.energyJoules) },
    { name: 'Average power', text: siText(totals.averagePowerWatts, 'W'), isKnown: isKnown(totals.averagePowerWatts) },
    { name: 'Weights', text: siText(memory.weightBytes, 'B'), isKnown: true },
    { name: 'Fits in memory', text: fitsText(memory.fits), isKnown: memory.fits !== null },
  ];
}

export function fitsText(fits: boolean | null): string {
  if (fits === null) return unknownText;
  return fits ? 'yes' : 'no';
}
