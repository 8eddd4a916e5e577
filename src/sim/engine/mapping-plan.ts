import type { Architecture, Infeasibility } from '../model/architecture.js';
import type { MappingChoice } from '../model/mapping.js';
import type { LayerGroup, Op } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { decodePass, prefillPass, type Scenario } from '../model/scenario.js';
import { givenGroup } from './mapping-group.js';
import { searchGroup } from './mapping-group-search.js';
import { isCross, layerOf, type Layer } from './mapping-layer.js';
import { productOf } from './mapping-product.js';
import { mappingSearch } from './mapping-search.js';
import { rulePlan, type ChosenTask, type MappingPlan } from './phase.js';
import type { Task } from './task.js';
import { passOf } from './task-pass.js';

/** The plan of a choice. It remembers what it has found for a layer, so a plan is made once for a simulation of one machine. */
export function planOf(choice: MappingChoice): MappingPlan {
  if (choice === 'rule') return rulePlan;
  if (choice === 'search') {
    const search = mappingSearch();
    return planByGroup((layer) => searchGroup(layer, search));
  }
  return planByGroup((layer) => {
    const { chosen, limits } = givenGroup(layer, choice);
    if (limits.length > 0) throw new RangeError(`a mapping does not fit (${limits[0]!.resource}): \`mappingLimits\` tells`);
    return chosen;
  });
}

/** A plan that decides for all products of a layer together, once for a pass. */
function planByGroup(decide: (layer: Layer) => ReadonlyMap<Op, ChosenTask>): MappingPlan {
  const known = new Map<LayerGroup, Map<string, ReadonlyMap<Op, ChosenTask>>>();
  return {
    choose: (at, task) => {
      if (productOf(at, task) === null) return rulePlan.choose(at, task);
      const passes = known.get(task.group) ?? new Map<string, ReadonlyMap<Op, ChosenTask>>();
      known.set(task.group, passes);
      const pass = JSON.stringify(at.pass);
      const chosen = passes.get(pass) ?? decide(layerOf(at, task.group, task.op));
      passes.set(pass, chosen);
      return chosen.get(task.op)!;
    },
  };
}

/** The buffers that given mappings exceed, each op and reason once; none for the rule and for what a search finds. */
export function mappingLimits(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, scenario: Scenario, choice: MappingChoice): readonly Infeasibility[] {
  const { tiled } = machine;
  if (choice === 'rule' || choice === 'search' || tiled === null) return [];
  const limits = new Map<string, Infeasibility>();
  for (const whole of [prefillPass(scenario), decodePass(scenario)]) {
    if (whole === undefined) continue;
    const known = new Set<string>();
    for (const task of tasks) {
      const pass = passOf(task, whole);
      const key = `${isCross(task.op)} ${task.group.name}`;
      if (pass === null || known.has(key)) continue;
      known.add(key);
      for (const limit of givenGroup(layerOf({ machine, tiled, scheme, pass }, task.group, task.op), choice).limits) limits.set(limit.resource, limit);
    }
  }
  return [...limits.values()];
}
