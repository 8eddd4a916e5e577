import { bytesOf } from './counts.js';
import { isWeights, total, type OpCost, type StageResult } from './stage.js';
import type { Collective } from '../../serving/platform/collective.js';
import type { Part, Section } from './tool-op.js';

const MiB = 2 ** 20;
const opTypes: Readonly<Record<string, string>> = { scores: 'Logit', values: 'Attend' };

/**
 * The network in the tool's columns: operations in 1e6; bytes moved, weights, weights of idle products, keys and values, and the bytes of the
 * largest op in MiB; milliseconds, of attention, of all other products, of collectives.
 */
export function summaryColumns({ costs, weightBytes, cacheBytes, seconds }: StageResult): readonly number[] {
  const attention = total(costs, (cost) => (isWeights(cost) ? 0 : cost.seconds));
  const exchanges = total(costs, ({ exchangeSeconds }) => exchangeSeconds);
  const products = total(costs, (cost) => (isWeights(cost) && !isExchange(cost) ? cost.seconds : 0));
  const idle = total(costs, (cost) => (isWeights(cost) && cost.macs === 0 ? cost.weightBytes : 0));
  const largest = costs.reduce((most, cost) => Math.max(most, bytesOf(cost)), 0);
  return [total(costs, operations) / 1e6, total(costs, bytesOf) / MiB, weightBytes / MiB, idle / MiB, cacheBytes / MiB, largest / MiB,
    seconds * 1e3, attention * 1e3, products * 1e3, exchanges * 1e3];
}

function isExchange({ op }: OpCost): boolean {
  return op.exchange !== undefined;
}

/**
 * Milliseconds in the tool's columns: embedding, attention block, feed-forward block, each with its exchanges; all exchanges; scores and values, projections, feed-forward
 * products; exchanges of sums and of logits, of tokens for experts, between stages; recurrences, which it has none of.
 */
export function breakdownColumns({ costs }: StageResult): readonly number[] {
  const sum = (counts: (cost: OpCost) => boolean): number => 1e3 * total(costs, (cost) => (counts(cost) ? cost.seconds : 0));
  const block = (...parts: readonly Part[]): number => sum(({ op }) => parts.includes(op.part));
  const products = (part: Part): number => sum((cost) => cost.op.part === part && !isExchange(cost));
  const exchanges = (...kinds: readonly Collective[]): number => sum(({ op: { exchange } }) => exchange !== undefined && kinds.includes(exchange.kind));
  return [
    block('embedding'), block('attention', 'projections'), block('feed-forward'), sum(isExchange), products('attention'), products('projections'), products('feed-forward'),
    exchanges('all-reduce', 'all-gather', 'reduce-scatter'), exchanges('all-to-all'), exchanges('send'), 0,
  ];
}

type Column = number | string | null;

/** Every op in the tool's columns; those of a layer, and those of a stage, between two that say how often they are repeated. */
export function opColumns({ costs, stages: { count, layers, last } }: StageResult): readonly (readonly Column[])[] {
  const repeated = (times: number, columns: readonly (readonly Column[])[]): readonly (readonly Column[])[] => [mark('Repeat', 'Repeat', times), ...columns, mark('End Repeat', 'EndRepeat', times)];
  const columns = (section: Section): readonly (readonly Column[])[] => costs.filter(({ op }) => op.section === section).map(columnsOf);
  const before = count === 1 ? [] : repeated(count - 1, [...repeated(layers, columns('stage')), ...columns('boundary')]);
  return [...columns('input'), ...before, ...repeated(last, columns('last')), ...columns('output')];
}

function mark(name: string, type: string, times: number): readonly Column[] {
  return [name, type, null, null, null, times, null, null, null, null, null, null, null];
}

/** Name, type, bound, operations a byte, milliseconds, operations in 1e6, MiB of input, weights, output and all, milliseconds of arithmetic, memory, exchanges. */
function columnsOf(cost: OpCost): readonly Column[] {
  const bytes = bytesOf(cost);
  return [
    cost.op.name, typeOf(cost), boundOf(cost), bytes === 0 ? 0 : operations(cost) / bytes, cost.seconds * 1e3, operations(cost) / 1e6,
    cost.inputBytes / MiB, cost.weightBytes / MiB, cost.outputBytes / MiB, bytes / MiB, cost.computeSeconds * 1e3, cost.memorySeconds * 1e3, cost.exchangeSeconds * 1e3,
  ];
}

function typeOf({ op: { ops, exchange } }: OpCost): string {
  return exchange !== undefined ? 'Sync' : opTypes[ops[0]!.kind] ?? 'GEMM';
}

/** The tool calls idle ops collectives as well. */
function boundOf({ computeSeconds, memorySeconds }: OpCost): string {
  if (computeSeconds === 0 || memorySeconds === 0) return 'Collective';
  return computeSeconds / memorySeconds > 1 ? 'Compute' : 'Memory';
}

function operations({ macs }: OpCost): number {
  return 2 * macs;
}
