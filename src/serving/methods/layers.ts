import { reject } from '../../sim/core/diagnostics.js';
import type { LayerGroup, LinearOp, OpGraph } from '../../sim/model/op-graph.js';
import type { Deployment } from '../deployment.js';
import { isLayer, layerCount } from '../platform/parallelism.js';
import { redeployed } from '../redeploy.js';

export { hiddenSize, isLayer, layerCount } from '../platform/parallelism.js';

/** The index among `graph.groups` of the group of every layer; layers are counted in the order of the groups. */
export function groupOfLayer(graph: OpGraph): readonly number[] {
  return graph.groups.flatMap((group, i) => (isLayer(group) ? Array.from({ length: group.repeat }, () => i) : []));
}

/** What each group is run: `repeatOf(group, index)` times, which need not be whole where it is an expectation. The same deployment where nothing changes. */
export function withRepeats(deployment: Deployment, repeatOf: (group: LayerGroup, index: number) => number): Deployment {
  const { graph } = deployment;
  const groups = graph.groups.map((group, i) => {
    const repeat = repeatOf(group, i);
    return repeat === group.repeat ? group : { ...group, repeat };
  });
  if (groups.every((group, i) => group === graph.groups[i])) return deployment;
  return redeployed(deployment, { graph: { ...graph, groups: groups.filter(({ repeat }) => repeat > 0) } });
}

/** The deployment with the layers weighed: `weights[l]` executions of layer l, an expectation where it is not whole. */
export function withLayerWeights(deployment: Deployment, weights: readonly number[]): Deployment {
  const sums = deployment.graph.groups.map((group) => (isLayer(group) ? 0 : group.repeat));
  groupOfLayer(deployment.graph).forEach((group, layer) => { sums[group]! += weights[layer]!; });
  return withRepeats(deployment, (_group, i) => sums[i]!);
}

/** The deployment with some of its groups and no others. */
export function withGroups(deployment: Deployment, keep: (group: LayerGroup, index: number) => boolean): Deployment {
  return withRepeats(deployment, (group, i) => (keep(group, i) ? group.repeat : 0));
}

/** Refuses layers that the model has not. */
export function needLayer(graph: OpGraph, layer: number, pointer: string): void {
  const count = layerCount(graph);
  if (layer >= count) reject('scenario/no-such-layer', `layer ${layer} is none of the ${count} of ${graph.name}, which are counted from 0`, { pointer, remedy: `give 0 to ${count - 1}` });
}

/** Tokens that the output layer tells apart; null where there is none. */
export function vocabulary(graph: OpGraph): number | null {
  const heads = graph.groups.flatMap(({ tokens, ops }) => (tokens === 'logits' ? ops : []));
  const head = heads.findLast(({ kind }) => kind === 'linear');
  return head?.kind === 'linear' ? head.outFeatures : null;
}

/** A product of the residual stream that a method adds: a classifier, a map. Its format is that of the scheme. */
export function addedProduct(name: string, inFeatures: number, outFeatures: number, output: LinearOp['output'] = 'activation'): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias: false, output, ownsWeights: true, epilogue: false };
}

/** A deployment of one such product alone, on every token of a pass. */
export function productAlone(deployment: Deployment, op: LinearOp): Deployment {
  return redeployed(deployment, { graph: { name: `${deployment.graph.name} ${op.name}`, groups: [{ name: op.name, repeat: 1, tokens: 'all', ops: [op] }] } });
}
