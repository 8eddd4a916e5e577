import { InputError } from '../../sim/core/diagnostics.js';
import { isRecord } from '../../sim/core/is-record.js';
import type { RunOptions } from '../../experiment/run.js';
import { wrongArgument } from '../../mcp/diagnostics.js';
import type { Fields, ToolArguments } from '../../mcp/fields.js';
import { fidelityNames, type Fidelity } from '../../sim/model/architecture.js';
import type { ServedFiles } from './served-files.js';

/** Arguments of tools that simulate. */
export const experimentFields = {
  experiment: { types: ['object', 'string'], isRequired: true, description: 'an experiment: an object, the text of an experiment file, or the name of a bundled example such as flightllm.json' },
  set: { types: ['object'], description: 'values that replace those of the experiment, by path: {"workload.scenario.batch": 4, "workload.model": "llama-2-13b"}' },
  fidelity: { types: ['string'], choices: fidelityNames, description: 'how exact the timing is; left out: what the experiment says' },
} as const satisfies Fields;

/** What they say. */
export function runOptionsOf({ set, fidelity }: ToolArguments, { open }: ServedFiles): RunOptions {
  if (set != null && !isRecord(set)) throw new InputError([wrongArgument('set', 'an object', set)]);
  const pairs = Object.entries(set ?? {}).map(([path, value]): readonly [string, string] => [path, JSON.stringify(value)]);
  return { open, set: pairs, ...(fidelity == null ? {} : { fidelity: fidelity as Fidelity }) };
}
