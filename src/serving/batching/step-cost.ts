import { visibleLimit } from '../../sim/engine/mask.js';
import type { Task } from '../../sim/engine/task.js';
import { growsWithContext } from '../../sim/engine/work.js';
import type { Pass } from '../../sim/model/scenario.js';
import type { Deployment } from '../deployment.js';
import { freePass, passCost, times, type PassCost } from '../pass-cost.js';
import { addPass, contextTable, type ContextTable, type StepSum } from './context-table.js';

/**
 * What the steps of a server cost. A step has sequences that decode, each one token over its own context, and chunks of prompts:
 *
 *   t = tokens(T) + logits(E) + 1/D sum_i context(D, c_i) + 1/J sum_j chunk(J, q_j, C_j)
 *
 * T = D + sum q_j tokens, E sequences that give a token, D sequences that decode over c_i tokens, J chunks of q_j new tokens whose last one sees C_j. `tokens` has the tasks
 * that see each token alone: they run once on all tokens of the step and read their weights once (Yu et al., OSDI 2022, section 3.2, selective batching). `context` has attention, of which
 * each sequence takes its D-th part of a batch of D such sequences, and `chunk` the same tasks of chunks. At the roofline that part is the cost of the sequence by itself.
 */
export interface StepCosts {
  /** Of the tasks that see each token alone, `rows` tokens, of a step with or without prompts; those of the logits left out. */
  tokens(rows: number, phase: Pass['phase']): PassCost;
  /** Of the tasks behind the last token of a sequence, of `sequences`. */
  logits(sequences: number): PassCost;
  /** Of the tasks that see a context, a sequence's part of one step of a batch of so many, as a function of its context. */
  context(batch: number): ContextTable;
  /** Of the same tasks, a chunk's part of a step with so many of them: `queries` new tokens over `context` tokens. */
  chunk(chunks: number, queries: number, context: number): PassCost;
  /** Of attention alone, `queries` tokens of several sequences that all see the same first `context` tokens, whose keys and values are read once. */
  shared(queries: number, context: number): PassCost;
  /** Whole prompts of one length as a batch: as `simulate` has its prefill, to the last digit. */
  wholePrefill(batch: number, promptTokens: number): PassCost;
  /** All decode steps of equal sequences: as `simulate` has its decode, to the last digit. */
  wholeDecode(batch: number, first: number, last: number): PassCost;
}

/** The costs of a deployment's steps over contexts up to `mostContext`. What was worked out is remembered. */
export function stepCosts(deployment: Deployment, mostContext: number): StepCosts {
  const seesContext = contextTasks(deployment);
  const isLogits = ({ group }: Task): boolean => group.tokens !== 'all';
  const cost = (pass: Pass, only?: (task: Task) => boolean): PassCost => passCost(deployment, pass, only);
  const form = { most: mostContext, breaks: deployment.fidelity === 'roofline' ? limitsOf(deployment) : null };
  const tables: (ContextTable | undefined)[] = [];
  const decodes: (((first: number, last: number) => PassCost) | undefined)[] = [];
  const chunks: (((queries: number, context: number) => PassCost) | undefined)[] = [];
  const prefills = remembered((batch, tokens) => cost(promptPass(batch, tokens, tokens)));
  const shares = remembered((queries, context) => cost(promptPass(1, queries, queries === 1 ? context : context + ((queries - 1) >> 1)), ({ op }) => growsWithContext(op)));
  // One token of each of so many sequences: on one device the same as so many tokens of one, on several they are spread evenly.
  const tokens = remembered((rows, decodes) => cost({ ...decodePassOf(rows, 1, 1), phase: decodes === 1 ? 'decode' : 'prefill' }, (task) => !isLogits(task) && !seesContext(task)));
  const logits = remembered((sequences) => cost(decodePassOf(sequences, 1, 1), isLogits));
  const attention = (batch: number, context: number): PassCost => cost(decodePassOf(batch, context, context), seesContext);
  let isProportional: boolean | null = null;
  const batchThatTells = (batch: number): number => {
    isProportional ??= form.breaks !== null && growsWithBatch(attention, mostContext);
    return isProportional ? 1 : batch;
  };
  return {
    tokens: (rows, phase) => tokens(rows, phase === 'decode' ? 1 : 0),
    logits: (sequences) => (sequences === 0 ? freePass : logits(sequences, 0)),
    context: (sequences) => {
      const batch = batchThatTells(sequences);
      return tables[batch] ??= contextTable((context) => times(attention(batch, context), 1 / batch), form);
    },
    chunk: (count, queries, context) => {
      const batch = batchThatTells(count);
      return (chunks[batch] ??= remembered((tokensOf, seen) => times(cost(promptPass(batch, tokensOf, seen), seesContext), 1 / batch)))(queries, context);
    },
    shared: shares,
    wholePrefill: prefills,
    wholeDecode: (batch, first, last) => (decodes[batch] ??= remembered((from, to) => cost(decodePassOf(batch, from, to))))(first, last),
  };
}

/** Tasks whose cost is no function of the number of tokens alone: attention, recurrent states, and appending where it copies what is there. */
function contextTasks({ machine, fidelity }: Deployment): (task: Task) => boolean {
  const copies = fidelity !== 'roofline' && machine.tiled?.concatenatesCache === true;
  return ({ op }) => growsWithContext(op) || (op.kind === 'cache-append' && (op.recurrent === true || copies));
}

/** Batches that tell whether the attention of sequences costs as much as that of each of them. */
const probes = [2, 3, 7, 64] as const;

/** True where the cost of a batch is its size times that of one sequence, as it is at the roofline on one device: then one table serves all batches. */
function growsWithBatch(attention: (batch: number, context: number) => PassCost, context: number): boolean {
  const { seconds, joules, dramBytes } = attention(1, context);
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-14 * Math.abs(b);
  return probes.every((batch) => {
    const all = attention(batch, context);
    return isNear(all.seconds, batch * seconds) && isNear(all.dramBytes, batch * dramBytes) && (joules === null || all.joules === null || isNear(all.joules, batch * joules));
  });
}

/** Contexts from which some layer sees no more of them. */
export function limitsOf({ graph }: Pick<Deployment, 'graph'>): readonly number[] {
  const limits = new Set<number>();
  for (const { ops } of graph.groups) for (const op of ops) if ('mask' in op) limits.add(visibleLimit(op.mask));
  return [...limits].filter((limit) => limit !== Infinity).sort((a, b) => a - b);
}

function promptPass(batch: number, queryTokens: number, context: number): Pass {
  return { phase: 'prefill', batch, queryTokens, firstContext: context, lastContext: context, logits: 'last' };
}

function decodePassOf(batch: number, firstContext: number, lastContext: number): Pass {
  return { phase: 'decode', batch, queryTokens: 1, firstContext, lastContext, logits: 'last' };
}

function remembered(of: (a: number, b: number) => PassCost): (a: number, b: number) => PassCost {
  const known = new Map<number, PassCost>();
  return (a, b) => {
    const key = a * 2 ** 24 + b;
    let found = known.get(key);
    if (found === undefined) {
      found = of(a, b);
      known.set(key, found);
    }
    return found;
  };
}

/** Some sequences with a common beginning that is read once a step for all of them. */
export interface SharedRead {
  readonly tokens: number;
  readonly sequences: number;
}

/** Sequences that decode together: contexts that their attention reads one by one in the first step, themselves included. */
export interface DecodeSet {
  readonly sequences: number;
  /** Of each group of equal sequences: its context and how many it has. */
  readonly contexts: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  /** How many groups of the two lists count. */
  readonly groups: number;
  readonly shared: readonly SharedRead[];
  /** The least and the longest of the contexts, and the sum over all sequences. */
  readonly least: number;
  readonly most: number;
  readonly total: number;
}

/** The set of these sequences. The lists are not copied. */
export function decodeSet(contexts: ArrayLike<number>, weights: ArrayLike<number>, groups: number, shared: readonly SharedRead[]): DecodeSet {
  let [sequences, least, most, total] = [0, Infinity, 0, 0];
  for (let i = 0; i < groups; i++) {
    const context = contexts[i]!;
    if (context < least) least = context;
    if (context > most) most = context;
    total += context * weights[i]!;
    sequences += weights[i]!;
  }
  return { sequences, contexts, weights, groups, shared, least, most, total };
}

/** Adds `steps` decode steps of sequences whose contexts grow by one token each, and nothing else in them. */
export function addDecodeSteps(costs: StepCosts, set: DecodeSet, steps: number, sum: StepSum): void {
  addPass(sum, costs.tokens(set.sequences, 'decode'), steps);
  addPass(sum, costs.logits(set.sequences), steps);
  addDecodeContexts(costs, set, steps, sum);
}

/** The part of it that is attention. */
export function addDecodeContexts(costs: StepCosts, { sequences, contexts, weights, groups, shared, least, most, total }: DecodeSet, steps: number, sum: StepSum): void {
  const table = costs.context(sequences);
  if (!table.addRuns(least, most, total, sequences, steps, 1, sum)) {
    for (let i = 0; i < groups; i++) table.addRun(contexts[i]!, contexts[i]! + steps - 1, weights[i]!, sum);
  }
  for (const { tokens, sequences: readers } of shared) addPass(sum, costs.shared(readers, tokens), steps);
}

/** New tokens of one prompt. */
export interface Chunk {
  readonly queries: number;
  /** Tokens that the last of them sees, itself included. */
  readonly context: number;
}

/** Adds one step with chunks of prompts, of which `ended` are the last of theirs, and a token of each decoding sequence. */
export function addMixedStep(costs: StepCosts, set: DecodeSet | null, chunks: readonly Chunk[], ended: number, sum: StepSum): void {
  const first = chunks[0]!;
  if (set === null && ended === chunks.length && first.queries === first.context && chunks.every((chunk) => chunk.queries === first.queries && chunk.context === first.context)) {
    addPass(sum, costs.wholePrefill(chunks.length, first.queries), 1);
    return;
  }
  let rows = set?.sequences ?? 0;
  for (const { queries } of chunks) rows += queries;
  addPass(sum, costs.tokens(rows, 'prefill'), 1);
  addPass(sum, costs.logits(ended + (set?.sequences ?? 0)), 1);
  if (set !== null) addDecodeContexts(costs, set, 1, sum);
  for (const { queries, context } of chunks) addPass(sum, costs.chunk(chunks.length, queries, context), 1);
}
