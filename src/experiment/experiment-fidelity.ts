import { InputError } from '../sim/core/diagnostics.js';
import { fidelitiesOf, type Architecture, type Fidelity } from '../sim/model/architecture.js';
import { noSuchFidelity } from './diagnostics.js';
import type { ExperimentInput } from './schema/experiment.js';

/** The fidelity that is asked for, or the closed form where the machine has tiles. Throws `InputError` where the machine has not the one that is asked for. */
export function fidelityOf(input: Pick<ExperimentInput, 'fidelity'>, machine: Architecture): Fidelity {
  const known = fidelitiesOf(machine);
  const fidelity = input.fidelity ?? (machine.tiled === null ? 'roofline' : 'analytic');
  if (!known.includes(fidelity)) throw new InputError([noSuchFidelity('/fidelity', machine.family, fidelity, known)]);
  return fidelity;
}
