import { exceededLimits, resourceResult, unsupportedOps } from '../../sim/engine/limits.js';
import { mappingLimits } from '../../sim/engine/mapping-plan.js';
import { formatSi } from '../../sim/core/units.js';
import type { Infeasibility } from '../../sim/model/architecture.js';
import type { Scenario } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';
import type { ScenarioMemory } from '../scenario-answer.js';
import { useOf } from './resident.js';

/** Why deployments cannot run side by side, each reason once: what `simulate` looks at, with the memory of the scenario. Empty where they can. */
export function reasonsAgainst(deployments: readonly Deployment[], scenario: Scenario, memory: ScenarioMemory): readonly string[] {
  const reasons = deployments.flatMap((deployment) => limitsOf(deployment, scenario).map(({ resource, used, available }) => `${resource}: ${used} used, ${available} available`));
  if (memory.fits === false && memory.capacityBytes !== null) {
    const { weightBytes, kvCacheBytes, activationBytes, others, capacityBytes } = memory;
    const parts = [['weights', weightBytes], ['keys and values', kvCacheBytes], ['activations', activationBytes], ...Object.entries(others)] as const;
    reasons.push(`the memory holds ${formatSi(capacityBytes, 'B')}, which is less than ${parts.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => `${formatSi(bytes, 'B')} of ${name}`).join(' and ')}`);
  }
  return [...new Set(reasons)];
}

function limitsOf(deployment: Deployment, scenario: Scenario): readonly Infeasibility[] {
  const { machine, graph, scheme, tasks, mapping } = deployment;
  // Whether the memory is enough is a question of the whole scenario.
  const memory = { ...useOf(deployment, scenario), fits: null };
  return [...machine.infeasibilities(), ...unsupportedOps(machine, graph, scheme), ...exceededLimits(memory, machine, resourceResult(machine, scheme.weights.type)), ...mappingLimits(machine, tasks, scheme, scenario, mapping)];
}
