import { parseDocument } from '../../sim/core/document.js';
import type { Fidelity } from '../../sim/model/architecture.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { runDocument } from '../../experiment/run.js';

/** Texts of the bundled experiments, by file name. */
export type Examples = (file: string) => string;

/** The scenario of a row: one prefill, or the decode steps from one context to another. */
export interface Steps {
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** Runs a bundled experiment with another scenario. */
export function runWith(examples: Examples, file: string, steps: Steps, fidelity: Fidelity, set: readonly (readonly [string, string])[] = []): SimulationResult {
  return runDocument(parseDocument(examples(file), file), {
    fidelity,
    set: [['workload.scenario.promptTokens', String(steps.promptTokens)], ['workload.scenario.outputTokens', String(steps.outputTokens)], ['published', '[]'], ...set],
  });
}

/** One decode step that sees `context` tokens, itself included. */
export function stepAt(context: number): Steps {
  return { promptTokens: context - 1, outputTokens: 2 };
}
