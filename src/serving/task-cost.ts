import { addCost, emptyCost } from '../sim/engine/cost.js';
import { energyJoules } from '../sim/engine/energy.js';
import { planOf } from '../sim/engine/mapping-plan.js';
import { costPhase } from '../sim/engine/phase.js';
import type { Task } from '../sim/engine/task.js';
import type { Architecture, Fidelity } from '../sim/model/architecture.js';
import type { MappingChoice } from '../sim/model/mapping.js';
import type { QuantizationScheme } from '../sim/model/quantization.js';
import type { Pass } from '../sim/model/scenario.js';

/** What a pass, or a run of decode passes, costs in all. */
export interface PassCost {
  readonly seconds: number;
  /** Null where the machine has no energies. */
  readonly joules: number | null;
  /** Dense multiply-accumulates. */
  readonly macs: number;
  readonly dramBytes: number;
  readonly weightBytes: number;
  readonly kvCacheBytes: number;
}

/** A machine as it is costed. */
export interface Costed {
  readonly machine: Architecture;
  readonly scheme: QuantizationScheme;
  readonly fidelity: Fidelity;
  readonly mapping: MappingChoice;
}

/** What tasks cost on one device in a pass: the same model code as `simulate`, to the last digit. */
export function costOfTasks({ machine, scheme, fidelity, mapping }: Costed, tasks: readonly Task[], pass: Pass): PassCost {
  const total = emptyCost();
  let joules: number | null = 0;
  costPhase(machine, tasks, scheme, pass, fidelity, (task, op, cost, repeat) => {
    addCost(total, cost, repeat);
    const each = energyJoules(machine, op, task.format, scheme, cost);
    joules = joules === null || each === null ? null : joules + each * repeat;
  }, planOf(mapping));
  return { seconds: total.latency, joules, macs: total.macs, dramBytes: total.dramBytes, weightBytes: total.weightBytes, kvCacheBytes: total.kvCacheBytes };
}
