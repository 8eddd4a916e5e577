import type { Task } from '../../../src/sim/engine/task.js';
import { growsWithContext } from '../../../src/sim/engine/work.js';
import type { Pass } from '../../../src/sim/model/scenario.js';
import type { Deployment } from '../../../src/serving/deployment.js';
import { passCost } from '../../../src/serving/pass-cost.js';

/** A request of the plain server. */
export interface PlainRequest { readonly at: number; readonly prompt: number; readonly output: number }

export interface PlainPolicy {
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  readonly chunkedPrefill: boolean;
  readonly priority: 'prefill' | 'decode';
  /** Blocks of keys and values, and tokens of one. */
  readonly blocks: number;
  readonly blockTokens: number;
  /** Tokens that all prompts begin with, where there are blocks without end: only the first request reads them. */
  readonly prefixTokens?: number;
  /** Answers to each prompt; as many sequences decode. Blocks are without end then too. */
  readonly samples?: number;
}

export interface PlainTimes { readonly first: number; readonly end: number; readonly preemptions: number }

interface Job extends PlainRequest { readonly id: number; done: number; read: number; target: number; state: 'coming' | 'waiting' | 'reading' | 'decoding' | 'ended'; order: number; first: number; end: number; preemptions: number }

/** The seconds of one step, every sequence costed by itself: tokens together, attention one by one. `others`: sequences that decode, tokens of prompts, and prompts that end, whose attention is not counted. */
export function plainStepSeconds(deployment: Deployment, contexts: readonly number[], chunks: readonly { readonly queries: number; readonly context: number; readonly ends: boolean }[], others = 0, otherTokens = 0, otherEnds = 0): number {
  const sees = ({ op }: Task): boolean => growsWithContext(op);
  const isLogits = ({ group }: Task): boolean => group.tokens === 'logits';
  const pass = (queryTokens: number, context: number, batch = 1): Pass => ({ phase: 'prefill', batch, queryTokens, firstContext: context, lastContext: context, logits: 'last' });
  const rows = others + otherTokens + contexts.length + chunks.reduce((sum, { queries }) => sum + queries, 0);
  const answers = others + otherEnds + contexts.length + chunks.filter(({ ends }) => ends).length;
  let seconds = passCost(deployment, pass(rows, rows), (task) => !sees(task) && !isLogits(task)).seconds;
  if (answers > 0) seconds += passCost(deployment, pass(1, 1, answers), isLogits).seconds;
  for (const context of contexts) seconds += passCost(deployment, pass(1, context), sees).seconds;
  for (const { queries, context } of chunks) seconds += passCost(deployment, pass(queries, context), sees).seconds;
  return seconds;
}

/** The same where tiles make costs jump: a sequence takes its part of the attention of a batch of equal ones. */
export function plainBatchSeconds(deployment: Deployment, contexts: readonly number[], chunks: readonly { readonly queries: number; readonly context: number; readonly ends: boolean }[]): number {
  const sees = ({ op }: Task): boolean => growsWithContext(op);
  const batch = contexts.length;
  const rows = batch + chunks.reduce((sum, { queries }) => sum + queries, 0);
  let seconds = plainStepSeconds(deployment, [], [], batch, rows - batch, chunks.filter(({ ends }) => ends).length);
  for (const { queries, context } of chunks) seconds += passCost(deployment, { phase: 'prefill', batch: chunks.length, queryTokens: queries, firstContext: context, lastContext: context, logits: 'last' }, sees).seconds / chunks.length;
  for (const context of contexts) seconds += passCost(deployment, { phase: 'decode', batch, queryTokens: 1, firstContext: context, lastContext: context, logits: 'last' }, sees).seconds / batch;
  return seconds;
}

/**
 * Serves requests step by step, as plainly as it can be written: who is where is looked up in one list at every step. `seconds` says how long a step takes: contexts of the sequences
 * that decode, and the parts of prompts.
 */
export function plainServer(requests: readonly PlainRequest[], { samples = 1, prefixTokens = 0, ...policy }: PlainPolicy, seconds: (contexts: readonly number[], chunks: readonly { readonly queries: number; readonly context: number; readonly ends: boolean }[]) => number): readonly PlainTimes[] {
  const jobs = requests.map((request, id): Job => ({ ...request, id, done: 0, read: 0, target: request.prompt, state: 'coming', order: 0, first: 0, end: 0, preemptions: 0 }));
  const blocksOf = (tokens: number): number => Math.ceil(tokens / policy.blockTokens);
  const held = (job: Job): number => (job.state === 'reading' ? blocksOf(job.target) : job.state === 'decoding' ? blocksOf(job.read) : 0);
  const used = (): number => jobs.reduce((sum, job) => sum + held(job), 0);
  const all = (state: Job['state']): Job[] => jobs.filter((job) => job.state === state).sort((a, b) => a.order - b.order);
  const wanted = (): number => all('decoding').reduce((sum, job) => sum + blocksOf(job.read + 1) - blocksOf(job.read), 0);
  let clock = 0;
  let admitted = 0;
  /** Requests with the common beginning that were admitted. */
  let owners = 0;
  let gathers = true;
  for (let steps = 0; steps < 1_000_000; steps++) {
    for (const job of jobs) if (job.state === 'coming' && job.at <= clock) job.state = 'waiting';
    // Who was preempted was admitted before everybody who still waits for the first time.
    const waiting = jobs.filter((job) => job.state === 'waiting').sort((a, b) => a.id - b.id);
    if (waiting.length + all('reading').length + all('decoding').length === 0) {
      const coming = jobs.filter((job) => job.state === 'coming').map(({ at }) => at);
      if (coming.length === 0) break;
      clock = Math.min(...coming);
      continue;
    }
    const chunks: { job: Job; queries: number }[] = [];
    const mixes = policy.chunkedPrefill && policy.priority === 'decode';
    const preemptUntilFit = (): void => {
      while (used() + wanted() > policy.blocks) {
        const last = [...all('decoding'), ...all('reading')].sort((a, b) => b.order - a.order)[0]!;
        last.state = 'waiting';
        last.target = last.prompt + last.done;
        last.read = 0;
        last.preemptions++;
      }
    };
    const readPrompts = (room: number): void => {
      let left = room;
      for (const job of all('reading')) {
        const queries = Math.min(left, job.target - job.read);
        if (queries > 0) chunks.push({ job, queries });
        left -= queries;
      }
      for (const job of jobs.filter((each) => each.state === 'waiting').sort((a, b) => a.id - b.id)) {
        if ((all('reading').length + all('decoding').length + 1) * samples > policy.maxSequences) break;
        const there = owners === 0 || job.prompt <= prefixTokens ? 0 : prefixTokens;
        if (policy.chunkedPrefill ? left <= 0 : job.target - there > left && left < policy.maxBatchedTokens) break;
        if (used() + wanted() + blocksOf(job.target) > policy.blocks) break;
        job.state = 'reading';
        if (there > 0 || job.prompt > prefixTokens) owners++;
        job.order = admitted++;
        job.read = there;
        const queries = policy.chunkedPrefill ? Math.min(left, job.target - there) : job.target - there;
        chunks.push({ job, queries });
        left -= queries;
      }
    };
    if (mixes) {
      preemptUntilFit();
      readPrompts(policy.maxBatchedTokens - all('decoding').length * samples);
    } else {
      if (all('decoding').length === 0) gathers = true;
      if (policy.priority === 'prefill' || gathers) readPrompts(policy.maxBatchedTokens);
      if (chunks.length === 0) {
        gathers = false;
        preemptUntilFit();
      }
    }
    const decoding = mixes || chunks.length === 0 ? all('decoding') : [];
    clock += seconds(decoding.flatMap(({ read }) => new Array<number>(samples).fill(read + 1)), chunks.map(({ job, queries }) => ({ queries, context: job.read + queries, ends: job.read + queries === job.target })));
    const token = (job: Job): void => {
      job.done++;
      if (job.done === 1) job.first = clock;
      if (job.done === job.output) {
        job.state = 'ended';
        job.end = clock;
      }
    };
    for (const job of decoding) {
      job.read++;
      token(job);
    }
    for (const { job, queries } of chunks) {
      job.read += queries;
      if (job.read < job.target) continue;
      job.state = 'decoding';
      token(job);
    }
  }
  return jobs.map(({ first, end, preemptions }) => ({ first, end, preemptions }));
}
