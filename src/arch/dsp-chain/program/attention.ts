import type { AttentionOp } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { matrixAttention } from './attention-matrix.js';
import { vectorAttention } from './attention-vector.js';
import { barrier, lastUnit, sideOf, type Core } from './core.js';

/** Q K^T or P V of all heads in the mode of the task, with the softmax that follows. */
export function attentionSteps(core: Core, task: ProgramTask, op: AttentionOp): Step[] {
  const side = sideOf(core, task);
  const steps = side.inBlockRows ? matrixAttention(core, task, op, side) : vectorAttention(core, task, op, side);
  return [...steps, barrier(core, lastUnit(side, task.epilogues.length > 0, side.output !== null))];
}
