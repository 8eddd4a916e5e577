import { energyGap } from '../../sim/engine/energy.js';
import { unknownTotals, type ScenarioAnswer, type ScenarioFigure, type ScenarioMemory, type ScenarioPart } from '../scenario-answer.js';
import type { Setting } from '../scenario-kind.js';

export { expectation, figure, part, waitPart } from '../answer-parts.js';

/** What a method found out about requests that run together. */
export interface MethodRun {
  /** Requests that are answered together, and output tokens of each. */
  readonly requests: number;
  readonly outputTokens: number;
  /** Of those requests, how many follow one another (turns of a conversation); 1 where all run at once. */
  readonly inSequence?: number;
  /** Until the first token, and from there to the last one; summed over requests that follow one another. */
  readonly firstSeconds: number;
  readonly restSeconds: number;
  readonly parts: readonly ScenarioPart[];
  readonly figures: readonly ScenarioFigure[];
  readonly notes?: readonly string[];
  /** Why the energy is not known, where that is not the machine's lack of energies. */
  readonly energyUnknown?: string;
}

/** The answer of a run that `reasons` do not forbid; nothing is timed where they do. */
export function answerOf({ deployment: { machine, scheme }, dollarsPerHour }: Setting, reasons: readonly string[], memory: ScenarioMemory, run: () => MethodRun): ScenarioAnswer {
  const about = memory.capacityBytes === null ? ['the capacity of the memory is not known, so whether the scenario fits is not checked'] : [];
  if (reasons.length > 0) return { totals: unknownTotals, memory, parts: [], figures: [], reasons, notes: about };
  const { requests, outputTokens, inSequence = 1, firstSeconds, restSeconds, parts, figures, notes = [], energyUnknown } = run();
  const seconds = firstSeconds + restSeconds;
  const joules = parts.reduce<number | null>((sum, part) => (sum === null || part.joules === null ? null : sum + part.joules), 0);
  const gaps = [...about, ...notes];
  if (joules === null) gaps.push(`the energy is not known: ${energyUnknown ?? energyGap(machine, scheme) ?? 'of a part of the run it is not'}`);
  if (dollarsPerHour === null) gaps.push('no price of the platform is given, so a request has none');
  if (outputTokens <= 1) gaps.push('one output token comes with the prompt: there is no time between two');
  return {
    totals: {
      firstTokenSeconds: firstSeconds / inSequence,
      secondsPerOutputToken: outputTokens <= 1 ? null : restSeconds / inSequence / (outputTokens - 1),
      tokensPerSecond: (requests * outputTokens) / seconds,
      requestsPerSecond: requests / seconds,
      latencySeconds: seconds / inSequence,
      energyJoules: joules === null ? null : joules / requests,
      dollars: dollarsPerHour === null ? null : ((dollarsPerHour / 3600) * seconds) / requests,
    },
    memory, parts, figures, reasons: [], notes: [...new Set(gaps)],
  };
}
