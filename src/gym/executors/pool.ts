import { Piscina } from 'piscina';
import { InputError } from '../../sim/core/diagnostics.js';
import { failed } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { workersFail } from '../study/diagnostics.js';
import { evaluationsOf } from './evaluation-columns.js';
import type { Executor, Job } from './executor.js';
import type { ProblemSource, WorkerAnswer, WorkerTask } from './worker-task.js';

export interface PoolOptions {
  /** The same problem as that of the threads: its shape is needed here. */
  readonly problem: Pick<SearchProblem, 'space' | 'objectives' | 'constraints'>;
  readonly source: ProblemSource;
  readonly workers: number;
  /** An evaluation that takes longer is given up. */
  readonly timeoutMs?: number;
  /** Memory that each thread may use, in MiB. */
  readonly memoryMib?: number;
}

/** Evaluations are sent in pieces that take at least this long, so that sending them costs little. */
const pieceMs = 100;
const usualTimeoutMs = 60_000;
const usualMemoryMib = 1024;

/** Evaluates in threads. Whatever their number and their speed, evaluations come in the order of the jobs. */
export function poolExecutor({ problem, source, workers, timeoutMs = usualTimeoutMs, memoryMib = usualMemoryMib }: PoolOptions): Executor {
  const pool = new Piscina<WorkerTask, WorkerAnswer>({
    filename: new URL('./worker.js', import.meta.url).href, minThreads: workers, maxThreads: workers, workerData: source,
    resourceLimits: { maxOldGenerationSizeMb: memoryMib }, recordTiming: false,
  });
  const shape = { width: problem.space.parameters.length, objectives: problem.objectives.length, constraints: problem.constraints.length };
  /** Milliseconds of one evaluation, as they were lately. */
  let pace = 1;

  const run = async (jobs: readonly Job[], signal: AbortSignal | undefined): Promise<readonly Evaluation[]> => {
    if (jobs.length === 0 || isStopped(signal)) return [];
    const task: WorkerTask = { designs: designsOf(jobs, shape.width), fidelities: Uint8Array.from(jobs, ({ fidelity }) => fidelity), place: new Int32Array(new SharedArrayBuffer(4)) };
    Atomics.store(task.place, 0, notBegun);
    const watch = watchdog(task.place, timeoutMs, signal);
    try {
      const answer = await pool.run(task, { signal: watch.signal });
      if ('cannot' in answer) throw new InputError([workersFail(answer.cannot)]);
      pace = 0.5 * pace + (0.5 * answer.milliseconds) / jobs.length;
      return evaluationsOf(answer.columns, shape.objectives, shape.constraints);
    } catch (error) {
      if (isStopped(signal)) return [];
      if (error instanceof InputError) throw error;
      const at = Atomics.load(task.place, 0);
      if (at === notBegun) throw new InputError([workersFail(error instanceof Error ? error.message : String(error))]);
      const failure = watch.hasFired() ? `no evaluation within ${timeoutMs / 1000} s` : failureText(error, memoryMib);
      // What the thread had done is lost with it, and done again.
      const before = await run(jobs.slice(0, at), signal);
      if (before.length < at) return before;
      return [...before, failed(failure, shape.constraints), ...await run(jobs.slice(at + 1), signal)];
    } finally {
      watch.stop();
    }
  };
  return {
    workers,
    evaluate: (jobs, signal) => {
      const size = Math.max(1, Math.min(Math.ceil(pieceMs / pace), Math.ceil(jobs.length / workers)));
      const pieces: (() => Promise<readonly Evaluation[]>)[] = [];
      for (let from = 0; from < jobs.length; from += size) {
        const piece = jobs.slice(from, from + size);
        pieces.push(() => run(piece, signal));
      }
      return inOrder(pieces, workers + 1, signal);
    },
    close: () => pool.destroy(),
  };
}

const notBegun = -1;

function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function designsOf(jobs: readonly Job[], width: number): Float64Array {
  const designs = new Float64Array(jobs.length * width);
  jobs.forEach(({ design }, i) => { designs.set(design, i * width); });
  return designs;
}

/** Ends a task whose thread has not gone on to another design for too long. Waiting in line and loading the problem do not count. */
function watchdog(place: Int32Array, timeoutMs: number, outer: AbortSignal | undefined): { readonly signal: AbortSignal; hasFired(): boolean; stop(): void } {
  const controller = new AbortController();
  let [seen, since, fired] = [notBegun, performance.now(), false];
  const timer = setInterval(() => {
    const now = Atomics.load(place, 0);
    if (now !== seen || now === notBegun) {
      [seen, since] = [now, performance.now()];
    } else if (performance.now() - since >= timeoutMs) {
      fired = true;
      controller.abort();
    }
  }, Math.max(5, timeoutMs / 10));
  const stopped = (): void => { controller.abort(); };
  outer?.addEventListener('abort', stopped, { once: true });
  return {
    signal: controller.signal, hasFired: () => fired,
    stop: () => {
      clearInterval(timer);
      outer?.removeEventListener('abort', stopped);
    },
  };
}

function failureText(error: unknown, memoryMib: number): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `the evaluator needs more than ${memoryMib} MiB of memory`;
  return `the evaluator ended its thread: ${error instanceof Error ? error.message : String(error)}`;
}

/** Begins the first pieces at once, and each further one when one is done, and gives them in order. Ends before the first piece that is not whole. */
function inOrder(pieces: readonly (() => Promise<readonly Evaluation[]>)[], atOnce: number, signal: AbortSignal | undefined): AsyncIterable<readonly Evaluation[]> {
  const begun: Promise<readonly Evaluation[]>[] = [];
  const begin = (): void => {
    const next = pieces[begun.length];
    if (next === undefined) return;
    const piece = next();
    // Whoever reads the pieces in order hears of what is thrown.
    piece.then(begin, () => undefined);
    begun.push(piece);
  };
  for (let i = 0; i < atOnce; i++) begin();
  return {
    [Symbol.asyncIterator]: async function* () {
      for (let i = 0; i < pieces.length; i++) {
        const piece = await begun[i]!;
        if (piece.length > 0) yield piece;
        if (isStopped(signal)) return;
      }
    },
  };
}
