import assert from 'node:assert/strict';
import type { Executor, Job } from '../../../src/gym/executors/executor.js';
import { inlineExecutor } from '../../../src/gym/executors/inline.js';
import { poolExecutor, type PoolOptions } from '../../../src/gym/executors/pool.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { plantedProblem, type Plant } from './planted-problem.js';

const jobs = (from: number, count: number): Job[] => Array.from({ length: count }, (_, i) => ({ design: [from + i], fidelity: 0 }));

function pool(plant: Plant, workers: number, options: Partial<PoolOptions> = {}): Executor {
  return poolExecutor({ problem: plantedProblem({}), workers, source: { module: new URL('./planted-problem.js', import.meta.url).href, name: 'plantedProblem', argument: { ...plant } }, ...options });
}

async function all(executor: Executor, wanted: readonly Job[], signal?: AbortSignal): Promise<Evaluation[]> {
  const found: Evaluation[] = [];
  try {
    for await (const piece of executor.evaluate(wanted, signal)) found.push(...piece);
  } finally {
    await executor.close();
  }
  return found;
}

describe('an executor', () => {
  it('gives the same evaluations in the same order with any number of threads, and without', async () => {
    const wanted = jobs(1, 500);
    const inline = await all(inlineExecutor(plantedProblem({ isNaN: 7 })), wanted);
    assert.deepEqual(inline[0], { objectives: [1], violations: [0], reasons: [], metrics: { n: 1, half: 0.5 } });
    assert.equal(inline[6]!.failure, 'objective square is NaN');
    for (const workers of [1, 3]) assert.deepEqual(await all(pool({ isNaN: 7 }, workers), wanted), inline);
  });

  const faults: readonly (readonly [name: string, plant: Plant, failure: RegExp])[] = [
    ['throws', { throws: 40 }, /the evaluator threw: planted error/],
    ['hangs', { hangs: 40 }, /no evaluation within 0.4 s/],
    ['exhausts its memory', { exhausts: 40 }, /more than 32 MiB of memory/],
    ['ends its thread', { ends: 40 }, /the evaluator ended its thread/],
  ];
  for (const [name, plant, failure] of faults) {
    it(`reports a design that ${name}, and goes on with the others`, async () => {
      const found = await all(pool(plant, 2, { timeoutMs: 400, memoryMib: 32 }), jobs(1, 90));
      assert.equal(found.length, 90);
      assert.match(found[39]!.failure!, failure);
      const others = await all(inlineExecutor(plantedProblem({})), jobs(1, 90));
      found.forEach((evaluation, i) => { if (i !== 39) assert.deepEqual(evaluation, others[i]); });
    });
  }

  it('says so where no thread can make the problem', async () => {
    await assert.rejects(all(pool({ cannot: true }, 2), jobs(1, 10)), (error) => error instanceof InputError && error.problems[0]!.code === 'study/workers-fail' && /no such problem/.test(error.message));
  });

  it('ends soon after it is stopped, with whole pieces from the beginning', async () => {
    const controller = new AbortController();
    setTimeout(() => { controller.abort(); }, 300);
    const start = performance.now();
    const found = await all(pool({ hangs: 95 }, 2, { timeoutMs: 60_000 }), jobs(1, 200), controller.signal);
    assert.ok(performance.now() - start < 5000);
    assert.ok(found.length < 95, `${found.length}`);
  });
});
