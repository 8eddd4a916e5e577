import { InputError } from '../sim/core/diagnostics.js';
import { fidelityNames, type Fidelity } from '../sim/model/architecture.js';
import type { RunOptions } from '../experiment/run.js';
import { text, texts, type Arguments, type OptionTable } from './command.js';
import { noAssignment } from './diagnostics.js';
import { openFile } from './open-file.js';

const group = 'Simulation:';

/** The option that replaces values of an experiment. */
export const setOption: OptionTable = {
  set: { describe: 'replace a value: path=value, JSON if it parses, else text', type: 'string', array: true, nargs: 1, group },
};

/** The options that change what is simulated. */
export const simulationOptions: OptionTable = {
  fidelity: { describe: 'how exact the timing is (default: what the experiment says)', choices: fidelityNames, group },
  ...setOption,
};

/** What those options say. */
export function runOptions(args: Arguments): RunOptions {
  const fidelity = text(args['fidelity']) as Fidelity | undefined;
  return { open: openFile, set: texts(args['set']).map(assignment), ...(fidelity === undefined ? {} : { fidelity }) };
}

/** True where an option changes the experiment. */
export function changesExperiment({ set = [], fidelity }: RunOptions): boolean {
  return set.length > 0 || fidelity !== undefined;
}

function assignment(given: string): readonly [string, string] {
  const cut = given.indexOf('=');
  if (cut < 1) throw new InputError([noAssignment(given)]);
  return [given.slice(0, cut), given.slice(cut + 1)];
}
