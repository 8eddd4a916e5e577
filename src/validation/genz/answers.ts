import { bytesOf } from './counts.js';
import { isWeights, total, type OpCost, type StageResult } from './stage.js';
import type { Part } from './tool-op.js';

const MiB = 2 ** 20;
const opTypes: Readonly<Record<string, string>> = { scores: 'Logit', values: 'Attend' };

/**
 * The network in the tool's columns: operations in 1e6; bytes moved, weights, weights of idle products, keys and values, and the bytes of the
 * largest op in MiB; milliseconds, of attention, of all other products, of collectives.
 */
export function summaryColumns({ costs, weightBytes, cacheBytes, seconds }: StageResult): readonly number[] {
  const attention = total(costs, (cost) => (isWeights(cost) ? 0 : cost.seconds));
  const idle = total(costs, (cost) => (isWeights(cost) && cost.macs === 0 ? cost.weightBytes : 0));
  const largest = costs.reduce((most, cost) => Math.max(most, bytesOf(cost)), 0);
  return [total(costs, operations) / 1e6, total(costs, bytesOf) / MiB, weightBytes / MiB, idle / MiB, cacheBytes / MiB, largest / MiB,
    seconds * 1e3, attention * 1e3, (seconds - attention) * 1e3, 0];
}

/** Milliseconds in the tool's columns: embedding, attention block, feed-forward block, collectives, scores and values, projections, feed-forward products; none of the rest. */
export function breakdownColumns({ costs }: StageResult): readonly number[] {
  const of = (...parts: readonly Part[]): number => 1e3 * total(costs, (cost) => (parts.includes(cost.op.part) ? cost.seconds : 0));
  return [of('embedding'), of('attention', 'projections'), of('feed-forward'), 0, of('attention'), of('projections'), of('feed-forward'), 0, 0, 0, 0];
}

type Column = number | string | null;

/** Every op in the tool's columns, those of a layer between two that say how often they are repeated. */
export function opColumns({ costs, layers }: StageResult): readonly (readonly Column[])[] {
  const mark = (name: string, type: string): readonly Column[] => [name, type, null, null, null, layers, null, null, null, null, null, null, null];
  const isLayer = ({ op }: OpCost): boolean => op.part !== 'embedding';
  const first = costs.findIndex(isLayer);
  const end = costs.findLastIndex(isLayer) + 1;
  const columns = costs.map(columnsOf);
  return [...columns.slice(0, first), mark('Repeat', 'Repeat'), ...columns.slice(first, end), mark('End Repeat', 'EndRepeat'), ...columns.slice(end)];
}

/** Name, type, bound, operations a byte, milliseconds, operations in 1e6, MiB of input, weights, output and all, milliseconds of arithmetic, memory, collectives. */
function columnsOf(cost: OpCost): readonly Column[] {
  const bytes = bytesOf(cost);
  return [
    cost.op.name, opTypes[cost.op.ops[0]!.kind] ?? 'GEMM', boundOf(cost), bytes === 0 ? 0 : operations(cost) / bytes, cost.seconds * 1e3, operations(cost) / 1e6,
    cost.inputBytes / MiB, cost.weightBytes / MiB, cost.outputBytes / MiB, bytes / MiB, cost.computeSeconds * 1e3, cost.memorySeconds * 1e3, 0,
  ];
}

/** The tool calls idle ops collectives. */
function boundOf({ computeSeconds, memorySeconds }: OpCost): string {
  if (computeSeconds === 0 || memorySeconds === 0) return 'Collective';
  return computeSeconds / memorySeconds > 1 ? 'Compute' : 'Memory';
}

function operations({ macs }: OpCost): number {
  return 2 * macs;
}
