import type { LayerGroup, Op, OpGraph } from '../../sim/model/op-graph.js';
import type { Collective } from './collective.js';
import { isRouted, type Parallelism } from './parallelism.js';
import type { Platform } from './platform.js';
import { headsOf, sideOf, splitByExpert, splitByTensor, type HeadCounts } from './split-op.js';

/** What devices exchange behind an op: so many values of each of its rows. */
export interface OpExchange {
  readonly kind: Collective;
  readonly among: 'tensor' | 'expert';
  readonly valuesPerRow: number;
}

/** The graph of one device, the fullest of those that share layers and experts; all layers, of which a stage of a pipeline has a part. */
export function shardedGraph(graph: OpGraph, parallelism: Parallelism): OpGraph {
  const whole = graph.groups.map(headsOf).find((heads) => heads !== null) ?? null;
  return { ...graph, groups: graph.groups.map((group): LayerGroup => {
    // Keys and values of cross attention are made in a group of their own.
    const heads = headsOf(group) ?? (group.ops.some(({ name }) => name.startsWith('cross_')) ? whole : null);
    const hasLatents = group.ops.some(({ name }) => name === 'kv_a_proj');
    return { ...group, ops: group.ops.map((op) => splitByExpert(splitByTensor(op, heads, parallelism, hasLatents), parallelism)) };
  }) };
}

/**
 * What is exchanged behind an op of such a graph.
 *
 *   o_proj, down_proj, expert_sum, embed_tokens   all-reduce of the hidden size; with `sequence` reduce-scatter, and all-gather in front of what follows
 *   lm_head                                       all-gather of the vocabulary
 *   router, expert_sum                            all-to-all of K times the hidden size: tokens to their experts, and back
 */
export function exchangesBehind(op: Op, group: LayerGroup, platform: Platform): readonly OpExchange[] {
  const { parallelism: { tensor, expert, sequence }, hiddenSize, experts } = platform;
  const found: OpExchange[] = [];
  if (expert > 1 && experts !== null && (op.name === 'router' || op.name === 'expert_sum')) found.push({ kind: 'all-to-all', among: 'expert', valuesPerRow: experts.active * hiddenSize });
  if (tensor === 1) return found;
  if (op.name === 'lm_head' && op.kind === 'linear') found.push({ kind: 'all-gather', among: 'tensor', valuesPerRow: op.outFeatures * tensor });
  const summed = summedValues(op, group, hiddenSize);
  if (summed > 0) for (const kind of sequence ? ['reduce-scatter', 'all-gather'] as const : ['all-reduce'] as const) found.push({ kind, among: 'tensor', valuesPerRow: summed });
  return found;
}

/** Values of a row that devices have summands of; 0 where each has them whole. Outputs of experts and of the block that all tokens go through are added up together. */
function summedValues(op: Op, group: LayerGroup, hiddenSize: number): number {
  if (op.name === 'embed_tokens') return op.kind === 'embedding' ? op.width : 0;
  if (op.name === 'expert_sum') return hiddenSize;
  if (op.kind !== 'linear' || op.sidePathOf !== undefined || op.experts !== undefined || op.name === 'shared_down_proj' && group.ops.some(isRouted)) return 0;
  const heads: HeadCounts | null = headsOf(group);
  return sideOf(op, heads) === 'inputs' ? op.outFeatures : 0;
}
