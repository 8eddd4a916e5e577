import { availableParallelism } from 'node:os';
import { InputError } from '../sim/core/diagnostics.js';
import { text, type Command } from './command.js';
import { countOf } from './count-option.js';
import { workerNeedsQueue } from './parts-diagnostics.js';
import { exitCodes } from './exit.js';

/** `archsim worker` */
export const workerCommand: Command = {
  positionals: {},
  options: {
    queue: { describe: 'the Redis that archsim explore --queue names', type: 'string', group: 'Work:' },
    workers: { describe: 'threads that evaluate (default: one a core)', type: 'string', group: 'Work:' },
    timeout: { describe: 'seconds after which an evaluation is given up (default 60)', type: 'string', group: 'Work:' },
    memory: { describe: 'MiB that each thread may use (default 1024)', type: 'string', group: 'Work:' },
    idle: { describe: 'end after so many seconds without work (default: never)', type: 'string', group: 'Work:' },
  },
  examples: [
    ['worker --queue redis://127.0.0.1:6379 2> worker.log', 'evaluate for whoever explores with the same --queue, until Ctrl-C'],
    ['worker --queue redis://search-host:6379 --workers 16 --idle 600 2> worker.log', 'sixteen at a time, and an end when there is nothing to do'],
  ],
  run: async (args, terminal) => {
    const url = text(args['queue']);
    if (url === undefined) throw new InputError([workerNeedsQueue()]);
    const threads = countOf(args, 'workers', 1) ?? availableParallelism();
    const [timeout, memoryMib, idle] = [countOf(args, 'timeout', 1), countOf(args, 'memory', 16), countOf(args, 'idle', 1)];
    const { publicUrl } = await import('../gym/executors/redis-connection.js');
    const { serveRedis } = await import('../gym/executors/redis-worker.js');
    const controller = new AbortController();
    const stop = (): void => {
      terminal.note('stopping after the pieces that are begun …');
      controller.abort();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    terminal.note(`working for ${publicUrl(url)} with ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
    try {
      const { pieces, evaluations } = await serveRedis({
        url, threads, signal: controller.signal, maker: { module: new URL('./queued-study.js', import.meta.url).href, name: 'queuedProblem' },
        ...(timeout === undefined ? {} : { timeoutMs: 1000 * timeout }), ...(memoryMib === undefined ? {} : { memoryMib }), ...(idle === undefined ? {} : { idleMs: 1000 * idle }),
      });
      terminal.note(`evaluated ${evaluations} designs in ${pieces} pieces`);
    } finally {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop);
    }
    return exitCodes.done;
  },
};
