import type { Evaluation } from '../problem/search-problem.js';
import { outcomeOf, type DesignTask } from './design-task.js';
import type { SpaceValue } from './spaces/space.js';

/** A design and what came of it, a line each: parameters, objectives with targets, reward, reasons. */
export function evaluationText(task: DesignTask, action: SpaceValue, evaluation: Evaluation): string {
  const { problem, targets, reward } = task;
  const design = Object.entries(task.valuesOf(action)).map(([name, value]) => `${name}=${typeof value === 'number' ? shown(value) : String(value)}`);
  const objectives = problem.objectives.map(({ name, unit, direction }, i) => {
    const value = evaluation.objectives?.[i];
    return `${name}: ${value === undefined ? 'unknown' : `${shown(value)}${unit === undefined ? '' : ` ${unit}`}`} (${direction}, target ${shown(targets[i]!.value)})`;
  });
  return [`${problem.name}: ${outcomeOf(evaluation)}, reward ${shown(reward(evaluation))}`, design.join(' '), ...objectives, ...evaluation.reasons].join('\n');
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
