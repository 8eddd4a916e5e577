import type { PassCost } from './pass-cost.js';
import type { ScenarioFigure, ScenarioPart } from './scenario-answer.js';

/** A part of a run from the cost of all its executions. */
export function part(name: string, count: number, { seconds, joules, dramBytes }: Pick<PassCost, 'seconds' | 'joules' | 'dramBytes'>): ScenarioPart {
  return { name, count, seconds, joules, dramBytes };
}

/** A part that is no work of the machine, a wait for a link say. Its energy is not known. */
export function waitPart(name: string, count: number, seconds: number): ScenarioPart {
  return { name, count, seconds, joules: null, dramBytes: 0 };
}

export function figure(name: string, value: number | null, unit: string, meaning: string): ScenarioFigure {
  return { name, value, unit, meaning, isExpectation: false };
}

export function expectation(name: string, value: number | null, unit: string, meaning: string): ScenarioFigure {
  return { name, value, unit, meaning, isExpectation: true };
}
