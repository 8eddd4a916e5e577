import type { LinearOp } from '../../sim/model/op-graph.js';
import type { ExpertLayers } from '../../workloads/model-spec.js';
import type { Bookkeeping } from './bookkeeping.js';
import type { Devices, Request, Stage } from './request.js';
import { exchangeOp, inMemory, linear, opNamed, toolOp, type Setting, type ToolOp } from './tool-op.js';

/** The feed-forward block: up and gate as one product (ours: two), down; with experts a router before them, and tokens sent to their experts and back. */
export function feedForwardOps(setting: Setting, request: Request, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const { spec: { experts, hiddenSize }, devices } = request;
  const tokens = setting.pass.batch * setting.pass.queryTokens;
  const sum = exchangeOp(setting, 'FFN AR', 'feed-forward', { kind: 'all-reduce', elements: tokens * hiddenSize, devices: devices.tensor });
  if (experts === undefined) return [...block(setting, 1, ways), ...sum];
  const elements = (tokens * experts.active * hiddenSize) / (ways.dispatch === 'tool' ? 1 : devices.expert);
  const toExperts = (name: string): readonly ToolOp[] => exchangeOp(setting, name, 'feed-forward', { kind: 'all-to-all', elements, devices: devices.expert });
  return [
    ...routerOps(setting, request, experts, stage, ways), ...toExperts('Dispatch A2A'),
    ...(ways.experts === 'ours' ? block(setting, 1, ways, 'expert_') : toolExperts(setting, experts, devices, stage, ways)), ...toExperts('Collect A2A'), ...sum,
  ];
}

/**
 * The tool splits the router by its input (rounded down) over the devices of tensor parallelism, which add up what they have: in prefill the scores of the
 * experts, in decode as much as the hidden size. Ours is whole on every device.
 */
function routerOps(setting: Setting, { spec: { hiddenSize }, devices: { tensor } }: Request, { count }: ExpertLayers, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const router = (inFeatures: number): ToolOp => toolOp({ ...setting, places: inMemory }, 'Gate', 'feed-forward', linear('router', inFeatures, count));
  if (ways.gate === 'ours') return [router(hiddenSize)];
  const elements = setting.pass.batch * setting.pass.queryTokens * (stage === 'prefill' ? count : hiddenSize);
  return [router(Math.floor(hiddenSize / tensor)), ...exchangeOp(setting, 'Gate AR', 'feed-forward', { kind: 'all-reduce', elements, devices: tensor })];
}

/**
 * The tool's experts are one wide block. In prefill all of a device, over as many tokens of a sequence as each gets when they divide evenly, rounded
 * down; all read the same ones. In decode as many experts as one token takes, over every sequence: more sequences load no more experts; of several devices
 * each has an equal part of these, one at least. The others follow as products of no tokens, which take memory and no time. Ours are the experts of the
 * graph, each loaded that some token chose.
 */
function toolExperts(setting: Setting, { count, active }: ExpertLayers, { expert }: Devices, stage: Stage, ways: Bookkeeping): readonly ToolOp[] {
  const held = Math.floor(count / expert);
  if (stage === 'prefill') return block(tokensOf(setting, Math.floor((setting.pass.queryTokens * active) / count)), held, ways);
  const used = Math.max(1, Math.ceil(active / expert));
  return [...block(setting, used, ways), ...block({ ...tokensOf(setting, 0), places: inMemory }, Math.max(0, held - used), ways)];
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
