import type { NotModelled } from '../sim/core/estimate.js';
import type { FunctionalModel } from '../sim/model/functional.js';
import { prepare, type RunOptions } from './run.js';

/** What the array of an experiment's machine computes, bit for bit, or the reason why that is not modelled. Throws `InputError` like `run`. */
export function functional(experiment: unknown, options: RunOptions = {}): FunctionalModel | NotModelled {
  return prepare(experiment, options).machine.functional();
}
