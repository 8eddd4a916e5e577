import type { ParameterSource } from '../sim/model/family.js';
import type { ExperimentInput } from './schema/experiment.js';

/** Sources by the dotted path of the parameter: `/parameters/memory/efficiency` is `memory.efficiency`. */
export function sourcesByParameter(sources: NonNullable<ExperimentInput['architecture']['sources']>): Readonly<Record<string, ParameterSource>> {
  return Object.fromEntries(Object.entries(sources).map(([pointer, source]) => [pointer.replace(/^\/parameters\//, '').replaceAll('/', '.'), source]));
}
