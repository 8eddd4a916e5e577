import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { agentNamed } from '../../../src/gym/agents/registry.js';
import type { Executor, Job } from '../../../src/gym/executors/executor.js';
import { inlineExecutor } from '../../../src/gym/executors/inline.js';
import { redisExecutor, type RedisExecutorOptions } from '../../../src/gym/executors/redis.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import { runStudy } from '../../../src/gym/study/run-study.js';
import type { Study } from '../../../src/gym/study/study.js';
import { headerOf, readTrajectory, type Trajectory } from '../../../src/gym/study/trajectory.js';
import { memoryStore } from '../../../src/gym/study/trajectory-store.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { hasRedis, redisServer, type RedisServer } from './redis-server.js';
import { slowProblem, type SlowPlant } from './slow-problem.js';

const jobs = (from: number, count: number): Job[] => Array.from({ length: count }, (_, i) => ({ design: [from + i], fidelity: 0 }));

describe('a queue on Redis', function () {
  this.timeout(60_000);
  let server: RedisServer;
  let workers: ChildProcess[] = [];
  let executors: Executor[] = [];

  before(async function () {
    if (!hasRedis) return this.skip();
    server = await redisServer();
  });
  after(() => server?.end());
  afterEach(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await Promise.all(executors.map((executor) => executor.close()));
    [workers, executors] = [[], []];
  });

  function worker(threads: number, { timeoutSeconds = 60, holdMs = 5000, url = server.url } = {}): ChildProcess {
    const process_ = spawn(process.execPath, [fileURLToPath(new URL('./queue-worker.js', import.meta.url)), url, String(threads), String(timeoutSeconds), String(holdMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
    workers.push(process_);
    return process_;
  }

  async function queue(plant: SlowPlant, options: Partial<RedisExecutorOptions> = {}): Promise<Executor> {
    const executor = await redisExecutor({ url: server.url, problem: slowProblem({}), study: { ...plant }, ...options });
    executors.push(executor);
    return executor;
  }

  /** The trajectory of random designs; `onProgress` hears how many are done. */
  async function searched(executor: Executor, budget: number, onProgress: (evaluations: number) => void = () => undefined): Promise<Trajectory> {
    const agent = await agentNamed('random');
    const study: Study = { name: 'slow', description: '', problem: slowProblem({}), experiments: null, digest: '0'.repeat(64), search: { agent: 'random', hyperparameters: {}, budget: null, seed: 1 } };
    const store = memoryStore(headerOf(study, 'random', {}, 1, budget));
    const outcome = await runStudy({ study, agent, hyperparameters: { batch: 4096 }, seed: 1, budget, executor, store, onProgress: ({ evaluations }) => { onProgress(evaluations); } });
    assert.deepEqual([outcome.end, outcome.evaluated], ['budget', budget]);
    return readTrajectory(store.text(), 'memory')!;
  }

  it('loses nothing and counts nothing twice when one of two workers is killed in a study of 1,000 jobs', async () => {
    const executor = await queue({ milliseconds: 12 }, { pieceMs: 1 });
    const [doomed] = [worker(3), worker(3)];
    let killedAt = 0;
    const found = await searched(executor, 1000, (evaluations) => {
      if (killedAt > 0 || evaluations < 300) return;
      killedAt = evaluations;
      doomed.kill('SIGKILL');
    });
    assert.ok(killedAt >= 300 && killedAt < 1000, `${killedAt}`);
    assert.deepEqual(found, await searched(inlineExecutor(slowProblem({})), 1000));
  });

  for (const keeps of [true, false]) {
    it(`completes a study though Redis is killed and started again ${keeps ? 'with its append-only file' : 'with nothing left of the queue'}`, async () => {
      const own = await redisServer({ keeps });
      try {
        const executor = await queue({ milliseconds: 12 }, { pieceMs: 1, url: own.url });
        worker(4, { url: own.url });
        let restarted: Promise<void> | undefined;
        const found = await searched(executor, 400, (evaluations) => {
          if (evaluations >= 150) restarted ??= own.kill().then(() => new Promise((resolve) => { setTimeout(resolve, 500); })).then(() => own.start());
        });
        assert.ok(restarted !== undefined);
        await restarted;
        assert.deepEqual(found, await searched(inlineExecutor(slowProblem({})), 400));
        await executor.close();
      } finally {
        await own.end();
      }
    });
  }

  async function all(executor: Executor, wanted: readonly Job[], signal?: AbortSignal): Promise<Evaluation[]> {
    const found: Evaluation[] = [];
    for await (const piece of executor.evaluate(wanted, signal)) found.push(...piece);
    return found;
  }

  it('reports designs that throw, hang, exhaust their memory or end their thread, and goes on with the others', async () => {
    worker(2, { timeoutSeconds: 1 });
    const plant = { throws: 20, hangs: 40, exhausts: 60, ends: 80 };
    const found = await all(await queue(plant), jobs(1, 120));
    const failures = new Map([[20, /the evaluator threw: planted error/], [40, /no evaluation within 1 s/], [60, /more than 32 MiB of memory/], [80, /the evaluator ended its thread/]]);
    const others = await all(inlineExecutor(slowProblem({})), jobs(1, 120));
    assert.equal(found.length, 120);
    found.forEach((evaluation, i) => {
      const failure = failures.get(i + 1);
      if (failure === undefined) assert.deepEqual(evaluation, others[i]);
      else assert.match(evaluation.failure!, failure);
    });
  });

  it('finds the design that takes whole workers down, while somebody starts them again', async () => {
    let deaths = 0;
    const again = (): void => {
      worker(1, { holdMs: 500 }).once('exit', (_, signal) => {
        if (signal !== 'SIGKILL' || deaths >= 20) return;
        deaths++;
        again();
      });
    };
    again();
    const found = await all(await queue({ kills: 2 }), jobs(2, 1));
    assert.match(found[0]!.failure!, /every worker that evaluated it was lost/);
    assert.ok(deaths >= 3 && deaths < 20, `${deaths}`);
    deaths = 20;
  });

  it('says so where no worker can make the problem', async () => {
    worker(1);
    const executor = await queue({ cannot: true });
    await assert.rejects(all(executor, jobs(1, 10)), (error) => error instanceof InputError && error.problems[0]!.code === 'study/workers-fail' && /no such problem/.test(error.message));
  });

  it('does not evaluate again what somebody asked for before', async () => {
    const own = worker(1);
    let told = '';
    own.stdout!.setEncoding('utf8').on('data', (text: string) => { told += text; });
    const first = await all(await queue({ milliseconds: 5 }), jobs(1, 1));
    assert.deepEqual(await all(await queue({ milliseconds: 5 }), jobs(1, 1)), first);
    await new Promise((resolve) => {
      own.once('close', resolve);
      own.kill('SIGTERM');
    });
    assert.deepEqual(JSON.parse(told), { pieces: 1, evaluations: 1 });
  });

  it('lets a worker end though Redis is gone', async () => {
    const own = await redisServer();
    const idle = worker(1, { url: own.url });
    const executor = await queue({}, { url: own.url });
    assert.equal((await all(executor, jobs(1, 1))).length, 1);
    await executor.close();
    await own.end();
    const ended = new Promise((resolve) => idle.once('close', resolve));
    idle.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  it('ends soon after it is stopped, with whole pieces from the beginning', async () => {
    worker(1);
    const controller = new AbortController();
    const executor = await queue({ milliseconds: 20 }, { pieceMs: 20 });
    const found: Evaluation[] = [];
    let start = 0;
    for await (const piece of executor.evaluate(jobs(1, 500), controller.signal)) {
      found.push(...piece);
      if (found.length < 5 || start > 0) continue;
      start = performance.now();
      controller.abort();
    }
    assert.ok(performance.now() - start < 2000);
    assert.ok(found.length >= 5 && found.length < 500, `${found.length}`);
  });

  it('says so when nobody answers, without the password', async () => {
    await assert.rejects(redisExecutor({ url: 'redis://me:secret@127.0.0.1:1', problem: slowProblem({}), study: {} }), (error) => error instanceof InputError && error.problems[0]!.code === 'queue/unreachable' && !/secret/.test(error.message));
    for (const url of ['127.0.0.1:6379', 'http://127.0.0.1', 'redis//me:secret@host']) {
      await assert.rejects(redisExecutor({ url, problem: slowProblem({}), study: {} }), (error) => error instanceof InputError && error.problems[0]!.code === 'queue/bad-url' && !/secret/.test(error.message));
    }
  });
});
