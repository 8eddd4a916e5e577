import { original, type Bookkeeping } from './bookkeeping.js';
import { countsOf, workIn, type Setting } from './counts.js';
import { fusedCounts, unfusedOps } from './fused-attention.js';
import { passOf, schemeOf, type Request, type Stage } from './request.js';
import { bandwidthOf, costOf, peakOf, type OpCost } from './roofline.js';
import { toolGraph, type ToolGraph } from './tool-graph.js';

/** Op costs of one layer, in the tool's order. */
export type LayerCosts = ReadonlyMap<string, OpCost>;

/** One stage of the tool: the ops of one layer and lm_head, and what it takes in memory. */
export interface StageResult {
  readonly layers: number;
  readonly layer: LayerCosts;
  readonly head: OpCost;
  readonly memory: Footprint;
}

/** Bytes in memory as the tool sums them up. */
export interface Footprint {
  readonly weights: number;
  readonly cache: number;
  readonly activations: number;
}

/** What the tool's `analyze` returns for a stage, `tokens` being its seqlen. */
export function stageOf(request: Request, stage: Stage, tokens: number, ways: Bookkeeping = original): StageResult {
  const graph = toolGraph(request, ways);
  const at: Setting = { scheme: schemeOf(request), pass: passOf(request, stage, tokens), append: graph.append, ways };
  const bandwidth = bandwidthOf(request.machine);
  const layer = new Map<string, OpCost>();
  for (const toolOp of request.flash ? unfusedOps(graph.layerOps) : graph.layerOps) {
    layer.set(toolOp.name, costOf(countsOf(at, toolOp), peakOf(request, toolOp.op.kind, ways), bandwidth));
  }
  if (request.flash) layer.set('fused_attention', costOf(fusedCounts(at, graph.layerOps, request.machine), peakOf(request, 'scores', ways), bandwidth));
  const head = costOf(countsOf(at, graph.head), peakOf(request, 'linear', ways), bandwidth);
  return { layers: graph.layers, layer, head, memory: footprintOf(request, graph, at, tokens, layer) };
}

/**
 * The tool's footprint: weights of the layers without embeddings and lm_head; the cache of `tokens` tokens, in decode too, where one more is
 * written; and for activations the sum of everything that one layer stores, as if nothing were freed and no other op lived.
 */
function footprintOf(request: Request, graph: ToolGraph, at: Setting, tokens: number, layer: LayerCosts): Footprint {
  const { kvWriteBytes } = workIn({ ...at, pass: passOf(request, 'prefill', tokens) }, graph.append);
  return {
    weights: graph.layers * sumOver(layer, (op) => op.loadWeight),
    cache: graph.layers * kvWriteBytes,
    activations: sumOver(layer, (op) => op.storeAct),
  };
}

function sumOver(layer: LayerCosts, value: (op: OpCost) => number): number {
  let sum = 0;
  for (const op of layer.values()) sum += value(op);
  return sum;
}

/** A figure of the whole network: that of one layer times the layers, and lm_head. */
export function networkSum({ layers, layer, head }: StageResult, value: (op: OpCost) => number): number {
  return layers * sumOver(layer, value) + value(head);
}
