import type { Redis } from 'ioredis';
import { InputError } from '../../sim/core/diagnostics.js';
import { digestOf } from '../../sim/core/digest.js';
import type { Json } from '../agents/agent.js';
import { failed } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { workersFail } from '../study/diagnostics.js';
import type { Executor, Job } from './executor.js';
import { queueInbox } from './queue-inbox.js';
import { cannotMark, keepStudySeconds, queueJobOf, queueName, queuePrefix, studyKey, type QueueAnswer, type QueueJob } from './queue-job.js';
import { connectRedis, publicUrl, queueModules, withinMs } from './redis-connection.js';

export interface RedisExecutorOptions {
  readonly url: string;
  readonly problem: Pick<SearchProblem, 'constraints'>;
  /** What workers make the problem from: plain JSON, for the function that they were started with. */
  readonly study: Json;
  /** Evaluations are sent in pieces that take about this long. */
  readonly pieceMs?: number;
  /** Hears why nothing goes on. */
  readonly note?: (text: string) => void;
}

/** Sending a piece takes some milliseconds, so that it should take much longer. */
const usualPieceMs = 100;
/** Pieces that find out, one after the other, how long an evaluation takes: how many at most, how much larger the next one is, and how large the last. */
const [mostProbes, probeGrowth, largestProbe] = [6, 8, 64];
const reviewMs = 1000;
const closeMs = 2000;
/** Time without any news after which a note is due. */
const silenceMs = 10_000;

/**
 * Evaluates on other machines: pieces of work go through a queue of BullMQ on Redis to whoever runs `serveRedis`. A piece is evaluated at least once, and counts once: its name
 * is the digest of its content. Throws `queue/...` where there is no queue.
 */
export async function redisExecutor({ url, problem, study, pieceMs = usualPieceMs, note = () => undefined }: RedisExecutorOptions): Promise<Executor> {
  const modules = await queueModules();
  const { bullmq } = modules;
  const end = new AbortController();
  const client = await connectRedis(modules, url, end.signal);
  const listening = await connectRedis(modules, url, end.signal);
  const shared = { prefix: queuePrefix, skipWaitingForReady: true };
  const queue = new bullmq.Queue<QueueJob, QueueAnswer>(queueName, { ...shared, connection: client });
  const digest = digestOf(study);
  await storeStudy(client, digest, study);
  const events = new bullmq.QueueEvents(queueName, { ...shared, connection: listening, lastEventId: await lastEvent(client) });
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  await events.waitUntilReady();
  const inbox = queueInbox(queue, client);
  let heardAt = performance.now();
  const heard = (): void => { heardAt = performance.now(); };
  events.on('active', heard);
  events.on('completed', ({ jobId, returnvalue }) => {
    heard();
    inbox.settle(jobId, { answer: returnvalue as unknown as QueueAnswer });
  });
  events.on('failed', ({ jobId, failedReason }) => {
    heard();
    inbox.settle(jobId, { failed: failedReason });
  });
  // A job that somebody asked for before: it may have ended already.
  events.on('duplicated', () => { void review(); });

  let isReviewing = false;
  const review = async (): Promise<void> => {
    if (isReviewing || inbox.open === 0 || client.status !== 'ready') return;
    isReviewing = true;
    try {
      await storeStudy(client, digest, study);
      await inbox.review();
    } catch {
      // A connection that was lost comes back, and so does the next review.
    } finally {
      isReviewing = false;
    }
  };
  const timer = setInterval(() => {
    void review();
    if (inbox.open === 0 || performance.now() - heardAt < silenceMs) return;
    heard();
    if (client.status !== 'ready') note(`${publicUrl(url)} does not answer: waiting for it`);
    else queue.getWorkersCount().then((count) => { if (count === 0) note(`nobody works for ${publicUrl(url)}: start archsim worker --queue ${publicUrl(url)}`); }, () => undefined);
  }, reviewMs);

  /** Milliseconds of one evaluation, as they were lately; null while nobody knows. */
  let pace: number | null = null;
  let [measured, isMeasured] = [0, false];

  const run = async (jobs: readonly Job[]): Promise<readonly Evaluation[]> => {
    const outcome = await inbox.ask(queueJobOf(digest, jobs));
    if (outcome === 'stopped') return [];
    if ('answer' in outcome) {
      measured = outcome.answer.milliseconds / jobs.length;
      isMeasured = !outcome.answer.isFirst;
      if (pace !== null && isMeasured) pace = 0.5 * (pace + measured);
      return outcome.answer.evaluations;
    }
    if (outcome.failed.startsWith(cannotMark)) throw new InputError([workersFail(outcome.failed.slice(cannotMark.length))]);
    if (jobs.length === 1) return [failed(`every worker that evaluated it was lost (${outcome.failed})`, problem.constraints.length)];
    // One of the designs takes workers down with it: which one, halves tell.
    const middle = Math.ceil(jobs.length / 2);
    const [first, second] = await Promise.all([run(jobs.slice(0, middle)), run(jobs.slice(middle))]);
    return first.length < middle ? first : [...first, ...second];
  };

  const inPieces = async function* (jobs: readonly Job[], signal: AbortSignal | undefined): AsyncGenerator<readonly Evaluation[]> {
    const stop = (): void => { inbox.stop(); };
    const isStopped = (): boolean => signal?.aborted === true;
    signal?.addEventListener('abort', stop, { once: true });
    try {
      let from = 0;
      for (let [probes, size] = [1, 1]; pace === null && from < jobs.length && !isStopped(); probes++) {
        const piece = jobs.slice(from, from + size);
        from += size;
        yield await run(piece);
        if (probes === mostProbes || (isMeasured && (measured * size >= pieceMs || size === largestProbe))) pace = measured;
        size = Math.min(largestProbe, probeGrowth * size, Math.max(1, Math.ceil(pieceMs / Math.max(measured, 1e-3))));
      }
      const size = Math.max(1, Math.ceil(pieceMs / Math.max(pace ?? measured, 1e-3)));
      const begun: Promise<readonly Evaluation[]>[] = [];
      if (!isStopped()) for (; from < jobs.length; from += size) begun.push(run(jobs.slice(from, from + size)));
      // Whoever reads the pieces in order hears of what is thrown.
      for (const piece of begun) piece.catch(() => undefined);
      for (const piece of begun) {
        const evaluations = await piece;
        if (evaluations.length > 0) yield evaluations;
        if (isStopped()) return;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };

  return {
    workers: Math.max(1, await queue.getWorkersCount()),
    evaluate: (jobs, signal) => {
      heard();
      const pieces = inPieces(jobs, signal);
      const first = pieces.next();
      first.catch(() => undefined);
      return {
        [Symbol.asyncIterator]: async function* () {
          for (let next = await first; next.done !== true; next = await pieces.next()) yield next.value;
        },
      };
    },
    close: async () => {
      clearInterval(timer);
      end.abort();
      await withinMs(closeMs, events.close(), queue.close());
      for (const own of [client, listening]) own.disconnect();
    },
  };
}

/** Stores a study where it is not, and puts off the day when it is forgotten. */
async function storeStudy(client: Redis, digest: string, study: Json): Promise<void> {
  const key = studyKey(digest);
  if (await client.expire(key, keepStudySeconds) === 0) await client.set(key, JSON.stringify(study), 'EX', keepStudySeconds);
}

/** The last event that the queue told before this: from there on none is missed. */
async function lastEvent(client: Redis): Promise<string> {
  const [last] = await client.xrevrange(`${queuePrefix}:${queueName}:events`, '+', '-', 'COUNT', 1);
  return last?.[0] ?? '0-0';
}
