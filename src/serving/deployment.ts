import type { SimulationInput } from '../sim/engine/simulate.js';
import { tasksOf, type Task } from '../sim/engine/task.js';
import type { Architecture, Fidelity } from '../sim/model/architecture.js';
import type { MappingChoice } from '../sim/model/mapping.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import type { QuantizationScheme } from '../sim/model/quantization.js';
import type { Platform } from './platform/platform.js';

/** A model ready to be run: what a pass of it costs follows from this and the shape of the pass. */
export interface Deployment {
  readonly name: string;
  readonly graph: OpGraph;
  readonly tasks: readonly Task[];
  readonly scheme: QuantizationScheme;
  readonly machine: Architecture;
  readonly fidelity: Fidelity;
  readonly mapping: MappingChoice;
  /** Present where it runs on several devices (`platformDeployment`): graph and tasks then have the part of one device in every layer, and `passCost` counts all devices. */
  readonly platform?: Platform;
}

/** The deployment of an experiment: its model in its scheme on its one machine. */
export function deploymentOf({ name, graph, scheme, machine, fidelity, mapping = 'rule' }: SimulationInput): Deployment {
  return { name, graph, tasks: tasksOf(graph, scheme), scheme, machine, fidelity, mapping };
}
