import { original, type Bookkeeping } from './bookkeeping.js';
import { bytesOf, countsOf, isProduct, type Counts } from './counts.js';
import { bytesPerSecond, capacityBytes, macRate, onchipBytesPerSecond } from './machines.js';
import { schemeOf, type Request, type Stage } from './request.js';
import { toolGraph } from './tool-graph.js';
import type { ToolOp } from './tool-op.js';

/** An op on a machine: the tool's counts and what its roofline makes of them. */
export interface OpCost extends Counts {
  readonly op: ToolOp;
  readonly computeSeconds: number;
  readonly memorySeconds: number;
  /** The larger of the two. */
  readonly seconds: number;
}

/** One stage of the tool: its ops in order, and whether the model fits into the machine's memory. */
export interface StageResult {
  readonly layers: number;
  readonly costs: readonly OpCost[];
  readonly seconds: number;
  /** Weights as the tool sums them up, and keys and values. */
  readonly weightBytes: number;
  readonly cacheBytes: number;
  readonly fits: boolean;
}

/** What the tool returns for a stage on one device. */
export function stageOf(request: Request, stage: Stage, ways: Bookkeeping = original): StageResult {
  const scheme = schemeOf(request);
  const costs = toolGraph(request, stage, ways).map((op) => costOf(request, op, countsOf(op, scheme), ways));
  const weightBytes = total(costs, (cost) => cost.residentBytes) + tableBytes(request, stage, ways);
  const cacheBytes = total(costs, (cost) => (cost.op.part === 'attention' ? cost.weightBytes : 0));
  return {
    layers: request.spec.layers, costs, seconds: total(costs, (cost) => cost.seconds), weightBytes, cacheBytes,
    fits: weightBytes + cacheBytes <= capacityBytes(request.machine, ways),
  };
}

/** A figure of the whole network. */
export function total(costs: readonly OpCost[], value: (cost: OpCost) => number): number {
  return costs.reduce((sum, cost) => sum + value(cost) * cost.op.repeat, 0);
}

export function isWeights({ op }: OpCost): boolean {
  return op.part !== 'attention';
}

/**
 * The roofline of one op: bytes of the memory and of the chip one after the other, beside the arithmetic; no efficiencies, launch times or
 * overlap with other ops. A product without MACs costs nothing, whatever it would load.
 */
function costOf({ machine, precision }: Request, op: ToolOp, counts: Counts, ways: Bookkeeping): OpCost {
  const computeSeconds = counts.macs / macRate(machine, precision, ways);
  const moved = (bytesOf(counts) - counts.chipBytes) / bytesPerSecond(machine, ways) + counts.chipBytes / onchipBytesPerSecond(ways);
  const memorySeconds = counts.macs === 0 && isProduct(op) ? 0 : moved;
  return { ...counts, op, computeSeconds, memorySeconds, seconds: Math.max(computeSeconds, memorySeconds) };
}

/**
 * Bytes to add to the weights that the ops load: none in the tool, whose decode has no embedding table and whose prefill has it beside the
 * classifier even where both are one tensor. Ours holds each tensor once, in both stages.
 */
function tableBytes({ spec, precision }: Request, stage: Stage, ways: Bookkeeping): number {
  if (ways.tables === 'tool') return 0;
  const table = (spec.vocabularySize * spec.hiddenSize * precision.type.bits) / 8;
  const counted = 1 + (stage === 'prefill' && ways.embedding === 'tool' ? 1 : 0);
  return ((spec.tiedEmbeddings ? 1 : 2) - counted) * table;
}
