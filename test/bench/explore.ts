import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentNamed } from '../../src/gym/agents/registry.js';
import type { Executor } from '../../src/gym/executors/executor.js';
import { inlineExecutor } from '../../src/gym/executors/inline.js';
import { poolExecutor } from '../../src/gym/executors/pool.js';
import { runStudy, usualHyperparameters } from '../../src/gym/study/run-study.js';
import { headerOf } from '../../src/gym/study/trajectory.js';
import { fileStore } from '../../src/gym/study/trajectory-store.js';
import { bundledStudy } from '../gym/study/bundled-study.js';
import type { Goal, Measurement } from './harness.js';

/** Evaluations of random designs of the study flightllm-u280 at `analytic`, from the agent to the line in the file: in this thread, and with two workers (1.6 times that). */
export async function exploration(smoke: boolean): Promise<readonly Goal[]> {
  const { problem } = await bundledStudy('flightllm-u280.json');
  const workers = poolExecutor({ problem, workers: 2, source: { module: new URL('./bundled-problem.js', import.meta.url).href, name: 'bundledProblemOf', argument: 'flightllm-u280.json' } });
  return [
    { measurement: await rateOf('explore, random designs, analytic', inlineExecutor(problem), smoke ? 2_000 : 20_000, smoke), floor: 15_000 },
    { measurement: await rateOf('explore, the same with two workers', workers, smoke ? 2_000 : 100_000, smoke), floor: 24_000 },
  ];
}

async function rateOf(name: string, executor: Executor, budget: number, smoke: boolean): Promise<Measurement> {
  const study = await bundledStudy('flightllm-u280.json');
  const agent = await agentNamed('random');
  const hyperparameters = usualHyperparameters(agent, {});
  const folder = mkdtempSync(join(tmpdir(), 'archsim-bench-'));
  const rates: number[] = [];
  // The first one warms up.
  for (let seed = 0; seed <= (smoke ? 1 : 7); seed++) {
    const store = fileStore({ path: join(folder, `${seed}.jsonl`), header: headerOf(study, agent.id, hyperparameters, seed, budget), resume: false, note: () => undefined });
    const start = performance.now();
    await runStudy({ study, agent, hyperparameters, seed, budget, executor, store });
    store.close();
    if (seed > 0) rates.push((1000 * budget) / (performance.now() - start));
  }
  await executor.close();
  rmSync(folder, { recursive: true });
  rates.sort((a, b) => a - b);
  return { name, unit: 'evaluations', perSecond: rates[rates.length >> 1]!, slowest: rates[0]!, fastest: rates[rates.length - 1]!, repeats: rates.length };
}
