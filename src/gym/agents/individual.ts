import type { Design } from '../../sim/model/design-space.js';
import { scoreOf, type Score } from '../problem/evaluation.js';
import type { SearchTask, Trial } from './agent.js';

/** A design that was evaluated, as agents remember it. */
export interface Individual extends Score {
  readonly design: Design;
}

export function individualOf(task: SearchTask, { design, evaluation }: Trial): Individual {
  return { design, ...scoreOf(task, evaluation) };
}
