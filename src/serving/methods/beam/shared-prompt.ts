import type { Op, OpGraph } from '../../../sim/model/op-graph.js';
import { visibleLimit } from '../../../sim/engine/mask.js';
import type { Task } from '../../../sim/engine/task.js';
import type { Pass } from '../../../sim/model/scenario.js';
import type { Deployment } from '../../deployment.js';
import { passCost, plus, times, type PassCost } from '../../pass-cost.js';
import { redeployed } from '../../redeploy.js';
import { decodeRun } from '../request.js';

/** True for attention that sees all of the context in a decode step, so that beams see one and the same prompt. */
function seesAll({ op }: Task): boolean {
  return isAttention(op) && 'mask' in op && visibleLimit(op.mask) === Infinity;
}

function isAttention({ kind }: Op): boolean {
  return kind === 'scores' || kind === 'softmax' || kind === 'values';
}

/** The graph whose queries see every key of the context: the beams of a prompt are no sequence of their own. */
function unmasked(graph: OpGraph): OpGraph {
  const open = (op: Op): Op => ('mask' in op && visibleLimit(op.mask) === Infinity ? { ...op, mask: { kind: 'full' } } : op);
  return { ...graph, groups: graph.groups.map((group) => ({ ...group, ops: group.ops.map(open) })) };
}

/**
 * Decode steps of `beams` beams for each of `batch` prompts, the keys and values of a prompt being read once for all its beams and not by each: everything but attention
 * as of batch x beams sequences; attention over the prompt as of `beams` queries on P keys; attention over own tokens as of batch x beams sequences on 1, 2, ..
 * keys. Layers with a window read all they see for each beam.
 */
export function sharedPromptCost(deployment: Deployment, batch: number, beams: number, promptTokens: number, steps: number): PassCost {
  const whole = decodeRun(batch * beams, promptTokens + 1, steps)!;
  const own = decodeRun(batch * beams, 1, steps)!;
  const once: Pass = { phase: 'prefill', batch, queryTokens: beams, firstContext: promptTokens, lastContext: promptTokens, logits: 'last' };
  const rest = passCost(deployment, whole, (task) => !seesAll(task));
  const overPrompt = times(passCost(redeployed(deployment, { graph: unmasked(deployment.graph) }), once, seesAll), steps);
  return plus(plus(rest, overPrompt), passCost(deployment, own, seesAll));
}
