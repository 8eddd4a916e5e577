import type { Architecture } from '../model/architecture.js';
import type { MappingChoice } from '../model/mapping.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { MappedOperator, MappingResult } from '../model/result.js';
import { decodePass, prefillPass, type Pass, type Scenario } from '../model/scenario.js';
import { floorSeconds } from './mapping-floor.js';
import { productOf, type MappableProduct } from './mapping-product.js';
import { phaseSeconds } from './mapping-search.js';
import { rulePlan, type ChosenTask, type MappingPlan } from './phase.js';
import type { CostContext, Task } from './task.js';
import { passOf } from './task-pass.js';

/** The mapping of every matrix product in both phases, next to what the rule takes. */
export function mappingResult(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, scenario: Scenario, choice: MappingChoice, plan: MappingPlan): MappingResult {
  const operators: MappedOperator[] = [];
  for (const whole of [prefillPass(scenario), decodePass(scenario)]) {
    if (whole === undefined || machine.tiled === null) continue;
    for (const task of tasks) {
      const pass = passOf(task, whole);
      if (pass === null) continue;
      const at: CostContext = { machine, tiled: machine.tiled, scheme, pass };
      const product = productOf(at, task);
      if (product !== null) operators.push(mappedOperator(at, task, product, pass, plan.choose(at, task)));
    }
  }
  return { chosenBy: choice === 'search' ? 'search' : 'experiment', operators };
}

function mappedOperator(at: CostContext, task: Task, product: MappableProduct, { phase }: Pass, chosen: ChosenTask): MappedOperator {
  const { tileRows, tileColumns, pieceReduction, slots, name: mode, order = 'rows-outer', split } = chosen.at.tiled.modes[chosen.mode]!;
  const { rows, columns, reduction } = split?.tile ?? { rows: tileRows, columns: tileColumns, reduction: pieceReduction };
  const { repeat, name: group } = task.group;
  const seconds = chosen.found?.seconds ?? phaseSeconds(chosen.at, task, chosen.mode);
  const rule = chosen.found?.ruleSeconds ?? phaseSeconds(at, task, rulePlan.choose(at, task).mode);
  const bound = chosen.found?.lowerBoundSeconds ?? floorSeconds(at, task, product);
  return {
    name: task.op.name, group, phase, mode, rows, columns, reduction, slots, order, split: split?.by ?? 'columns', keepOutput: chosen.kept?.output === true,
    latencySeconds: repeat * seconds, leastSeconds: repeat * (chosen.found?.leastSeconds ?? seconds), ruleSeconds: repeat * rule, lowerBoundSeconds: repeat * bound, gap: Math.max(0, seconds / bound - 1),
    candidates: chosen.found?.candidates ?? 1, optimal: chosen.found?.optimal ?? false,
  };
}
