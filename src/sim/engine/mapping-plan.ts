import type { Architecture, Infeasibility } from '../model/architecture.js';
import type { MappingChoice } from '../model/mapping.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { decodePass, prefillPass, type Scenario } from '../model/scenario.js';
import { givenMapping } from './mapping-given.js';
import { productOf, withMode } from './mapping-product.js';
import { mappingSearch } from './mapping-search.js';
import { rulePlan, type MappingPlan } from './phase.js';
import type { Task } from './task.js';

/** The plan of a choice. A search remembers what it has found for equal products, so a plan is made once for a simulation. */
export function planOf(choice: MappingChoice): MappingPlan {
  if (choice === 'rule') return rulePlan;
  if (choice === 'search') {
    const search = mappingSearch();
    return {
      choose: (at, task) => {
        if (productOf(at, task) === null) return rulePlan.choose(at, task);
        const found = search(at, task);
        return { at: withMode(at, found.mode, found.array), mode: found.mode, found };
      },
    };
  }
  return {
    choose: (at, task) => {
      const found = givenMapping(at, task, choice);
      if (found === null) return rulePlan.choose(at, task);
      if ('code' in found) throw new RangeError(`the mapping of ${task.op.name} does not fit (${found.resource}): \`mappingLimits\` tells`);
      return { at: withMode(at, found.mode, found.array), mode: found.mode };
    },
  };
}

/** The buffers that given mappings exceed, each op and reason once; none for the rule and for what a search finds. */
export function mappingLimits(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, scenario: Scenario, choice: MappingChoice): readonly Infeasibility[] {
  const { tiled } = machine;
  if (choice === 'rule' || choice === 'search' || tiled === null) return [];
  const limits = new Map<string, Infeasibility>();
  for (const pass of [prefillPass(scenario), decodePass(scenario)]) {
    if (pass === undefined) continue;
    for (const task of tasks) {
      const found = givenMapping({ machine, tiled, scheme, pass }, task, choice);
      if (found !== null && 'code' in found) limits.set(`${task.op.name} ${found.resource}`, { ...found, resource: `${found.resource}, for ${task.op.name}` });
    }
  }
  return [...limits.values()];
}
