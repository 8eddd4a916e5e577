import type { Document } from '../sim/core/document.js';
import { timelineOf, type Slice } from '../sim/engine/event/timeline.js';
import { simulate } from '../sim/engine/simulate.js';
import { simulationInput, type RunOptions } from './run.js';

/**
 * What happens when in an experiment: every instruction of one prefill pass and one decode step, repetitions as one slice each. Empty for a design that does
 * not fit, and for devices that are known by their peaks alone. Throws `InputError` like `run`.
 */
export function timelineOfDocument(document: Document, options: RunOptions = {}): readonly Slice[] {
  const { input } = simulationInput(document, options);
  return simulate({ ...input, fidelity: 'roofline' }).feasible ? timelineOf(input) : [];
}
