import type { Architecture } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import { passCount, type Pass } from '../model/scenario.js';
import { addCost, emptyCost, type Cost } from './cost.js';
import { costPhase, rulePlan, type Kept, type MappingPlan } from './phase.js';
import type { CostContext, Task } from './task.js';
import { passOf } from './task-pass.js';
import { emptyWork, productsOf, workOf } from './work.js';

/**
 * The largest over resources of total work / peak: no schedule of the phase is faster. At the roofline each resource is busy for its work at
 * the nominal peak (executed MACs, vector elements, compulsory bytes), so the bound is the busiest of them. Bytes that a plan keeps on the chip are not compulsory.
 */
export function lowerBoundSeconds(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, plan: MappingPlan = rulePlan): number {
  const total = emptyCost();
  const { tiled } = machine;
  let keptBytes = 0;
  costPhase(machine, tasks, scheme, pass, 'roofline', (task, op, cost, repeat) => {
    addCost(total, cost, repeat);
    if (tiled === null || plan === rulePlan || machine.keepsActivations) return;
    const at: CostContext = { machine, tiled, scheme, pass: passOf(task, pass)! };
    const { kept } = plan.choose(at, task);
    if (kept !== undefined) keptBytes += repeat * keptBytesOf(at, task, op, kept, cost);
  });
  return Math.max(total.busyArray0, total.busyVector, total.busyLoad - keptBytes / machine.peakBytesPerSecond);
}

const work = emptyWork();

/** Compulsory bytes of an op in all passes, `cost`, that stay on the chip. What a decode step adds to scores is what the context does not explain. */
function keptBytesOf({ machine, scheme, pass }: CostContext, task: Task, op: Op, { input, operands, output }: Kept, cost: Cost): number {
  if (op !== task.op) return operands && op.kind === 'multiply' ? cost.activationBytes : 0;
  workOf(op, task.group, task.format, scheme, pass, pass.lastContext, work);
  const times = passCount(pass) * productsOf(op, task.group, pass);
  const heads = times * (op.kind === 'scores' ? work.inputBytes : work.outputBytes);
  const scores = machine.fusesAttention ? 0 : cost.activationBytes - heads;
  if (op.kind === 'scores') return (input ? heads : 0) + (output ? scores : 0);
  if (op.kind === 'values') return (input ? scores : 0) + (output ? heads : 0);
  return times * ((input ? work.inputBytes : 0) + (output ? work.outputBytes : 0));
}
