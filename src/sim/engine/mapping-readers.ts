import type { LinearOp, Op } from '../model/op-graph.js';
import type { Task } from './task.js';

/** An output with the product that alone reads it: as its left operand, or as the second operand of the work that follows on its output. Indices of tasks. */
export interface Reading {
  readonly from: number;
  readonly to: number;
  readonly as: 'input' | 'operands';
}

/**
 * The outputs of products that one later product of the layer reads and nothing else does, as far as the shapes of a graph tell:
 *
 *   scores                                   values, the next task
 *   values                                   a linear layer of heads x head size inputs, the next task
 *   queries                                  the scores, behind keys and values on their way to the cache
 *   a linear layer that changes the width    a linear layer of so many inputs, the next task
 *   a linear layer                           the product by which the next linear layer of the same width ends (a gate)
 *
 * A layer from a width to the same width is none of them: the next one may read what it has read. Nor are outputs that norms read, and those with a residual sum behind
 * them, which the next sum reads too.
 */
export function readingsOf(tasks: readonly Task[]): readonly Reading[] {
  return tasks.flatMap((task, from): readonly Reading[] => {
    const next = tasks[from + 1];
    switch (task.op.kind) {
      case 'scores': return next?.op.kind === 'values' && next.op.heads === task.op.heads ? [{ from, to: from + 1, as: 'input' }] : [];
      case 'values': return next?.op.kind === 'linear' && next.op.experts === undefined && next.op.inFeatures === task.op.heads * task.op.headDim ? [{ from, to: from + 1, as: 'input' }] : [];
      case 'linear': return task.op.output === 'cache' || isResidual(task) ? [] : readerOfLinear(tasks, task.op, from);
      case 'norm': case 'softmax': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': case 'embedding': return [];
    }
  });
}

function isResidual({ epilogues }: Task): boolean {
  return epilogues.some(({ kind }) => kind === 'add');
}

function readerOfLinear(tasks: readonly Task[], op: LinearOp, from: number): readonly Reading[] {
  const { op: next, epilogues = [] } = tasks[from + 1] ?? {};
  if (next?.kind === 'linear' && sameExperts(op, next)) {
    if (next.inFeatures === op.outFeatures && op.inFeatures !== op.outFeatures) return [{ from, to: from + 1, as: 'input' }];
    if (next.outFeatures === op.outFeatures && next.inFeatures === op.inFeatures && endsInProduct(epilogues, op.outFeatures)) return [{ from, to: from + 1, as: 'operands' }];
  }
  const scores = tasks.findIndex(({ op: later }, i) => i > from && !(later.kind === 'cache-append' || (later.kind === 'linear' && later.output === 'cache')));
  const found = tasks[scores]?.op;
  return found?.kind === 'scores' && op.experts === undefined && found.heads * found.headDim === op.outFeatures ? [{ from, to: scores, as: 'input' }] : [];
}

/** True where the one second operand of the work behind a product is the factor of a product. */
function endsInProduct(epilogues: readonly Op[], width: number): boolean {
  const tables = epilogues.filter(({ kind }) => kind === 'multiply' || kind === 'add' || kind === 'rope');
  const [only] = tables;
  return tables.length === 1 && only?.kind === 'multiply' && only.width === width;
}

function sameExperts({ experts: a }: LinearOp, { experts: b }: LinearOp): boolean {
  return a?.count === b?.count && a?.active === b?.active;
}
