import type { LayerGroup, OpGraph } from '../../sim/model/op-graph.js';
import { isLayer, layerCount } from './parallelism.js';

/**
 * The part of the layers that each stage has: as many as can be the same, the first ones one more where they do not divide, since the last has the logits. Equal parts where
 * the number of layers is an expectation.
 */
export function layerShares(layers: number, stages: number): readonly number[] {
  if (!Number.isInteger(layers) || layers < stages) return new Array<number>(stages).fill(1 / stages);
  return Array.from({ length: stages }, (_, stage) => (Math.floor(layers / stages) + (stage < layers % stages ? 1 : 0)) / layers);
}

/** Whether a group stands before the layers, is one of them, or stands behind them. */
export function sectionOf({ groups }: OpGraph, group: LayerGroup): 'before' | 'layers' | 'behind' {
  if (isLayer(group)) return 'layers';
  return groups.indexOf(group) < groups.findIndex(isLayer) ? 'before' : 'behind';
}

/**
 * What each stage has: its share of every kind of layer (layers of several kinds are mixed evenly), before them what the first has, behind them what the last has. A table that
 * logits are tied to is then held twice.
 */
export function stageGraphs(graph: OpGraph, stages: number): readonly OpGraph[] {
  if (stages === 1) return [graph];
  return layerShares(layerCount(graph), stages).map((share, stage): OpGraph => ({ ...graph, groups: graph.groups.flatMap((group): readonly LayerGroup[] => {
    switch (sectionOf(graph, group)) {
      case 'layers': return [{ ...group, repeat: group.repeat * share }];
      case 'before': return stage === 0 ? [group] : [];
      case 'behind': return stage === stages - 1 ? [{ ...group, ops: group.ops.map((op) => (op.kind === 'linear' && op.sidePathOf === undefined ? { ...op, ownsWeights: true } : op)) }] : [];
    }
  }) }));
}
