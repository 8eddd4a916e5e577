import type { LinearOp } from '../../sim/model/op-graph.js';
import type { ExpertLayers } from '../../workloads/model-spec.js';
import type { Bookkeeping } from './bookkeeping.js';
import type { Request, Stage } from './request.js';
import { inMemory, linear, opNamed, toolOp, type Setting, type ToolOp } from './tool-op.js';

/** The feed-forward block: up and gate as one product (ours: two), down; with experts a router before them. */
export function feedForwardOps(setting: Setting, { spec: { experts, hiddenSize } }: Request, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  if (experts === undefined) return block(setting, 1, ways);
  const router = toolOp({ ...setting, places: inMemory }, 'Gate', 'feed-forward', linear('router', hiddenSize, experts.count));
  return [router, ...(ways.experts === 'ours' ? block(setting, 1, ways, 'expert_') : toolExperts(setting, experts, stage, ways))];
}

/**
 * The tool's experts are one wide block. In prefill all of them, over as many tokens of a sequence as each gets when they divide evenly, rounded
 * down; all read the same ones. In decode as many experts as one token takes, over every sequence: more sequences load no more experts. The
 * others follow as products of no tokens, which take memory and no time. Ours are the experts of the graph, each loaded that some token chose.
 */
function toolExperts(setting: Setting, { count, active }: ExpertLayers, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  if (stage === 'prefill') return block(tokensOf(setting, Math.floor((setting.pass.queryTokens * active) / count)), count, ways);
  return [...block(setting, active, ways), ...block({ ...tokensOf(setting, 0), places: inMemory }, count - active, ways)];
}

/** A feed-forward block `times` as wide. */
function block(setting: Setting, times: number, { joined }: Bookkeeping, prefix = ''): readonly ToolOp[] {
  const { ops } = setting.group;
  const wide = ['up_proj', 'gate_proj'].flatMap((name) => ops.filter((op) => op.name === prefix + name)).map((op) => widened(op, 1, times));
  const down = widened(opNamed(setting.group, `${prefix}down_proj`), times, 1);
  const into = joined === 'tool' ? [toolOp(setting, 'up+gate', 'feed-forward', ...wide)] : wide.map((op) => toolOp(setting, op.name, 'feed-forward', op));
  return [...into, toolOp(setting, 'down', 'feed-forward', down)];
}

function widened(op: ToolOp['ops'][number], inTimes: number, outTimes: number): LinearOp {
  if (op.kind !== 'linear') throw new Error(`op "${op.name}" of the decoder graph is not linear`);
  return { ...op, inFeatures: op.inFeatures * inTimes, outFeatures: op.outFeatures * outTimes };
}

function tokensOf(setting: Setting, queryTokens: number): Setting {
  return { ...setting, pass: { ...setting.pass, queryTokens } };
}
