import { reject } from '../../../sim/core/diagnostics.js';
import type { LayerGroup, Op } from '../../../sim/model/op-graph.js';
import type { Deployment } from '../../deployment.js';
import { redeployed } from '../../redeploy.js';
import { hiddenSize, isLayer } from '../layers.js';

/** The index of the first op of a layer's feed-forward module: behind the sum that ends its attention; -1 where there is none. */
export function feedForwardStart({ ops }: LayerGroup): number {
  const attended = ops.findLastIndex(({ kind }) => kind === 'values');
  const sum = ops.findIndex(({ kind }, i) => i > attended && kind === 'add');
  if (attended < 0 || sum < 0) return -1;
  return ops.slice(sum + 1).some(({ kind }) => kind === 'linear') ? sum + 1 : -1;
}

/** Refuses models whose layers are not attention and then a feed-forward module. */
export function needFeedForward({ graph }: Deployment): void {
  if (!graph.groups.some(isLayer) || graph.groups.filter(isLayer).some((group) => feedForwardStart(group) < 0)) {
    reject('scenario/no-modules', `layers of ${graph.name} are not attention with a feed-forward module behind it`, { pointer: '/workload/model', remedy: 'give a model with sequential layers' });
  }
}

/** The model without its feed-forward modules. */
export function withoutModules(deployment: Deployment): Deployment {
  const { graph } = deployment;
  return redeployed(deployment, { graph: { ...graph, groups: graph.groups.map((group) => (isLayer(group) ? { ...group, ops: group.ops.slice(0, feedForwardStart(group)) } : group)) } });
}

/** The feed-forward modules alone, `ratio` times as wide. */
export function modulesAlone(deployment: Deployment, ratio = 1): Deployment {
  const { graph } = deployment;
  const hidden = hiddenSize(graph);
  return redeployed(deployment, { graph: { ...graph, groups: graph.groups.filter(isLayer).map((group) => ({ ...group, ops: group.ops.slice(feedForwardStart(group)).map((op) => widened(op, hidden, ratio)) })) } });
}

/** An op with every width but that of the residual stream scaled, to whole features. */
function widened(op: Op, hidden: number, ratio: number): Op {
  if (ratio === 1) return op;
  const scaled = (width: number): number => (width === hidden ? width : Math.max(1, Math.round(width * ratio)));
  if (op.kind === 'linear') return { ...op, inFeatures: scaled(op.inFeatures), outFeatures: scaled(op.outFeatures) };
  return 'width' in op ? { ...op, width: scaled(op.width) } : op;
}
