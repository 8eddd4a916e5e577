import { formatSi } from '../../sim/core/units.js';
import type { Scenario } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';
import { deploymentLimits } from '../deployment-limits.js';
import type { ScenarioMemory } from '../scenario-answer.js';

/** Why deployments cannot run side by side, each reason once: what `simulate` looks at, with the memory of the scenario. Empty where they can. */
export function reasonsAgainst(deployments: readonly Deployment[], scenario: Scenario, memory: ScenarioMemory): readonly string[] {
  const reasons = deployments.flatMap((deployment) => deploymentLimits(deployment, scenario));
  if (memory.fits === false && memory.capacityBytes !== null) {
    const { weightBytes, kvCacheBytes, activationBytes, others, capacityBytes } = memory;
    const parts = [['weights', weightBytes], ['keys and values', kvCacheBytes], ['activations', activationBytes], ...Object.entries(others)] as const;
    reasons.push(`the memory holds ${formatSi(capacityBytes, 'B')}, which is less than ${parts.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => `${formatSi(bytes, 'B')} of ${name}`).join(' and ')}`);
  }
  return [...new Set(reasons)];
}
