import { original, type Bookkeeping } from './bookkeeping.js';
import { bytesOf, countsOf, isProduct, type Counts } from './counts.js';
import { collectiveSeconds } from '../../serving/platform/collective.js';
import { layersOfStages } from './device-model.js';
import { bytesPerSecond, capacityBytes, linkOf, macRate, onchipBytesPerSecond, startSeconds, type Machine } from './machines.js';
import { microBatch, schemeOf, type Request, type Stage } from './request.js';
import { toolGraph } from './tool-graph.js';
import type { Exchange, Section, ToolOp } from './tool-op.js';
import type { Precision } from './precisions.js';

/** An op on a machine: the tool's counts and what its roofline makes of them. */
export interface OpCost extends Counts {
  readonly op: ToolOp;
  readonly computeSeconds: number;
  readonly memorySeconds: number;
  readonly exchangeSeconds: number;
  /** The largest of the three. */
  readonly seconds: number;
}

/** One stage of the tool: its ops in order, and whether the model fits into the machine's memory. */
export interface StageResult {
  /** Stages of the pipeline, the layers of each but the last, and those of the last. */
  readonly stages: { readonly count: number; readonly layers: number; readonly last: number };
  readonly costs: readonly OpCost[];
  /** Of one micro-batch through all stages. */
  readonly seconds: number;
  /** Weights as the tool sums them up, and keys and values: over all stages what one device of each has. */
  readonly weightBytes: number;
  readonly cacheBytes: number;
  readonly fits: boolean;
}

/** What the tool returns for a stage. */
export function stageOf(request: Request, stage: Stage, ways: Bookkeeping = original): StageResult {
  const scheme = schemeOf(request);
  const costs = toolGraph(request, stage, ways).map((op) => costOf(request, op, countsOf(op, scheme), ways));
  const weightBytes = total(costs, (cost) => cost.residentBytes) + tableBytes(request, stage, ways);
  const cacheBytes = total(costs, (cost) => (cost.op.part === 'attention' ? cost.weightBytes : 0));
  const [layers, last] = layersOfStages(request.spec.layers, request.devices.pipeline);
  return {
    stages: { count: request.devices.pipeline, layers, last }, costs, seconds: total(costs, (cost) => cost.seconds), weightBytes, cacheBytes,
    fits: stageBytes(request, costs, weightBytes, cacheBytes, ways) <= capacityBytes(request.machine, ways),
  };
}

/**
 * What a device must hold. The tool takes the mean over the stages of a pipeline, with the cache of one micro-batch. Ours has the fullest stage, which is the first
 * or the last: its layers, with the cache of all micro-batches, and embeddings or classifier beside them.
 */
function stageBytes(request: Request, costs: readonly OpCost[], weightBytes: number, cacheBytes: number, ways: Bookkeeping): number {
  const { batch, devices: { pipeline } } = request;
  if (pipeline === 1 || ways.stages === 'tool') return (weightBytes + cacheBytes) / pipeline;
  const bytesIn = (section: Section): number => total(costs.filter(({ op }) => op.section === section), (cost) => (isWeights(cost) ? cost.residentBytes : (cost.weightBytes * batch) / microBatch(request)));
  return Math.max(bytesIn('input') + bytesIn('stage') / (pipeline - 1), bytesIn('last') + bytesIn('output'));
}

/**
 * Requests (prefill) or tokens (decode) a second. The tool divides the whole batch by the time of one micro-batch. Ours sends the micro-batches one after the other:
 * each further one takes the time of the slowest stage, decode steps the time of all micro-batches in the slowest stage or of one in all stages, the larger one.
 */
export function throughputOf(request: Request, stage: Stage, { costs, seconds }: StageResult, ways: Bookkeeping = original): number {
  const { batch, devices: { pipeline } } = request;
  if (pipeline === 1 || ways.microBatches === 'tool') return batch / seconds;
  const secondsIn = (...sections: readonly Section[]): number => total(costs.filter(({ op }) => sections.includes(op.section)), (cost) => cost.seconds);
  const slowest = Math.max(secondsIn('stage', 'boundary') / (pipeline - 1) + secondsIn('input'), secondsIn('last', 'output'));
  const microBatches = Math.ceil(batch / microBatch(request));
  return batch / (stage === 'prefill' ? seconds + (microBatches - 1) * slowest : Math.max(seconds, microBatches * slowest));
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
  const exchangeSeconds = secondsOf(op.exchange, machine, precision, ways);
  const computeSeconds = counts.macs / macRate(machine, precision, ways);
  const moved = (bytesOf(counts) - counts.chipBytes) / bytesPerSecond(machine, ways) + counts.chipBytes / onchipBytesPerSecond(ways);
  const memorySeconds = counts.macs === 0 && isProduct(op) ? 0 : moved;
  return { ...counts, op, computeSeconds, memorySeconds, exchangeSeconds, seconds: Math.max(computeSeconds, memorySeconds, exchangeSeconds) };
}

/** Seconds of an exchange, of values of the one format of the request; the tool's waits before it begins, but for a message. */
function secondsOf(exchange: Exchange | undefined, machine: Machine, { type }: Precision, ways: Bookkeeping): number {
  if (exchange === undefined) return 0;
  const { kind, elements, devices } = exchange;
  return collectiveSeconds(kind, (elements * type.bits) / 8, devices, linkOf(machine, ways), kind === 'send' ? 0 : startSeconds(ways));
}

/**
 * Bytes to add to the weights that the ops load: none in the tool, whose decode has no embedding table and whose prefill has it beside the
 * classifier even where both are one tensor. Ours holds each tensor once, in both stages.
 */
function tableBytes({ spec, precision, devices: { tensor, expert } }: Request, stage: Stage, ways: Bookkeeping): number {
  if (ways.tables === 'tool') return 0;
  const table = (Math.floor(spec.vocabularySize / (tensor * expert)) * spec.hiddenSize * precision.type.bits) / 8;
  const counted = 1 + (stage === 'prefill' && ways.embedding === 'tool' ? 1 : 0);
  return ((spec.tiedEmbeddings ? 1 : 2) - counted) * table;
}
