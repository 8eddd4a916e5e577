import { exceededLimits, resourceResult, unsupportedOps } from '../sim/engine/limits.js';
import { mappingLimits } from '../sim/engine/mapping-plan.js';
import type { Scenario } from '../sim/model/scenario.js';
import type { Deployment } from './deployment.js';
import { platformMemory } from './platform/platform-memory.js';

/** Why a deployment cannot run, in words: what `simulate` looks at, but for the memory, which is a question of the whole scenario. Empty where it can. */
export function deploymentLimits(deployment: Deployment, scenario: Scenario): readonly string[] {
  const { machine, graph, scheme, tasks, mapping } = deployment;
  const memory = { ...platformMemory(deployment, scenario), fits: null };
  const limits = [...machine.infeasibilities(), ...unsupportedOps(machine, graph, scheme), ...exceededLimits(memory, machine, resourceResult(machine, scheme.weights.type)), ...mappingLimits(machine, tasks, scheme, scenario, mapping)];
  return limits.map(({ resource, used, available }) => `${resource}: ${used} used, ${available} available`);
}
