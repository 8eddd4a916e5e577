import { serveRedis } from '../../../src/gym/executors/redis-worker.js';

/** A worker of the slow problem as a process: address, threads, seconds until an evaluation is given up, milliseconds of a hold. */
const [url, threads, timeout, hold] = process.argv.slice(2);
const controller = new AbortController();
process.once('SIGTERM', () => { controller.abort(); });
const outcome = await serveRedis({
  url: url!, threads: Number(threads), timeoutMs: 1000 * Number(timeout), memoryMib: 32, holdMs: Number(hold), signal: controller.signal,
  maker: { module: new URL('./slow-problem.js', import.meta.url).href, name: 'slowProblem' },
});
process.stdout.write(`${JSON.stringify(outcome)}\n`);
