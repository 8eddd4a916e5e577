import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { Json } from '../agents/agent.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import type { Executor } from './executor.js';
import { poolExecutor } from './pool.js';
import { cannotMark, mostStalls, queueName, queuePrefix, studyKey, type QueueAnswer, type QueueJob } from './queue-job.js';
import { connectRedis, queueModules, withinMs } from './redis-connection.js';
import type { ProblemSource } from './worker-task.js';

export interface RedisWorkerOptions {
  readonly url: string;
  /** What makes a problem of the study in the queue. A queue names data, and never code. */
  readonly maker: Omit<ProblemSource, 'argument'>;
  /** Pieces that are evaluated at a time, each in a thread. */
  readonly threads: number;
  /** An evaluation that takes longer is given up. */
  readonly timeoutMs?: number;
  /** Memory that each thread may use, in MiB. */
  readonly memoryMib?: number;
  /** Ends the work after the pieces that are begun. */
  readonly signal: AbortSignal;
  /** Ends it after so long without any; never when left out. */
  readonly idleMs?: number;
  /** A worker that does not renew its hold on a piece within this time is taken for dead. */
  readonly holdMs?: number;
}

export interface RedisWorkerOutcome {
  readonly pieces: number;
  readonly evaluations: number;
}

/** Long beside a pause of this thread, short beside the patience of who waits: what a dead worker had comes back in two to seven seconds. */
const usualHoldMs = 5000;
/** Time for the pieces that are begun when the work ends; whatever takes longer comes back to another worker. */
const farewellMs = 10_000;
const closeMs = 2000;

/** Evaluates what a queue holds, until it is stopped or idle. Threads keep hangs and exhausted memory from this one, which tells the queue that it lives. Throws `queue/...` where there is no queue. */
export async function serveRedis({ url, maker, threads, timeoutMs, memoryMib, signal, idleMs, holdMs = usualHoldMs }: RedisWorkerOptions): Promise<RedisWorkerOutcome> {
  const modules = await queueModules();
  const end = new AbortController();
  const client = await connectRedis(modules, url, end.signal);
  const connection = await connectRedis(modules, url, end.signal);
  const limits = { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(memoryMib === undefined ? {} : { memoryMib }) };
  const slots = evaluationSlots(threads, end.signal, (study) => slotFor(client, maker, study, limits));
  let [pieces, evaluations, active, idleSince] = [0, 0, 0, performance.now()];
  const worker = new modules.bullmq.Worker<QueueJob, QueueAnswer>(queueName, async ({ data }) => {
    active++;
    try {
      const answer = await slots.evaluate(data);
      pieces++;
      evaluations += data.designs.length;
      return answer;
    } catch (error) {
      throw error instanceof CannotError ? new modules.bullmq.UnrecoverableError(`${cannotMark}${hostname()} (process ${process.pid}): ${error.message}`) : error;
    } finally {
      active--;
      idleSince = performance.now();
    }
  }, { connection, prefix: queuePrefix, concurrency: threads, lockDuration: holdMs, stalledInterval: 0.4 * holdMs, maxStalledCount: mostStalls, drainDelay: 1, runRetryDelay: 1000 });
  // A connection that is lost comes back; a job whose hold was lost is somebody else's.
  worker.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (signal.aborted || (idleMs !== undefined && active === 0 && performance.now() - idleSince >= idleMs)) {
        clearInterval(timer);
        resolve();
      }
    }, 100);
  });
  // Without Redis nobody takes the results, and an orderly end would wait for it.
  const isLost = client.status !== 'ready';
  const closed = worker.close(isLost);
  await withinMs(isLost ? 0 : farewellMs, closed);
  end.abort();
  await withinMs(closeMs, closed);
  await withinMs(closeMs, slots.close());
  for (const own of [client, connection]) own.disconnect();
  return { pieces, evaluations };
}

/** A problem that this worker cannot make, now or later. */
class CannotError extends Error {}

interface Slot {
  readonly study: string;
  readonly executor: Executor;
}

/** As many executors of one thread as there are pieces at a time. Each keeps the study that it had last. */
function evaluationSlots(count: number, end: AbortSignal, slotFor: (study: string) => Promise<Slot>): { evaluate(job: QueueJob): Promise<QueueAnswer>; close(): Promise<void> } {
  const free: (Slot | null)[] = new Array<null>(count).fill(null);
  return {
    evaluate: async ({ study, designs, fidelities }) => {
      const place = Math.max(0, free.findIndex((slot) => slot?.study === study));
      let slot = free.splice(place, 1)[0] ?? null;
      try {
        const isFirst = slot?.study !== study;
        if (slot?.study !== study) {
          await slot?.executor.close();
          slot = null;
          slot = await slotFor(study);
        }
        const start = performance.now();
        const evaluations: Evaluation[] = [];
        try {
          for await (const piece of slot.executor.evaluate(designs.map((design, i) => ({ design, fidelity: fidelities[i]! })), end)) evaluations.push(...piece);
        } catch (error) {
          throw new CannotError(messageOf(error));
        }
        if (evaluations.length < designs.length) throw new Error('the worker ends');
        return { evaluations, milliseconds: performance.now() - start, isFirst };
      } finally {
        free.push(slot);
      }
    },
    close: async () => { for (const slot of free) await slot?.executor.close(); },
  };
}

async function slotFor(client: Redis, { module, name }: RedisWorkerOptions['maker'], study: string, limits: { readonly timeoutMs?: number; readonly memoryMib?: number }): Promise<Slot> {
  const text = await client.get(studyKey(study));
  if (text === null) throw new Error('the study is not there yet');
  const argument = JSON.parse(text) as Json;
  try {
    const exports = await import(module) as Readonly<Record<string, (argument: unknown) => SearchProblem | Promise<SearchProblem>>>;
    const problem = await exports[name]!(argument);
    return { study, executor: poolExecutor({ problem, source: { module, name, argument }, workers: 1, ...limits }) };
  } catch (error) {
    throw new CannotError(messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
