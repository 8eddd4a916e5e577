import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { inlineExecutor } from '../../src/gym/executors/inline.js';
import { runStudy, usualHyperparameters } from '../../src/gym/study/run-study.js';
import { headerOf } from '../../src/gym/study/trajectory.js';
import { fileStore } from '../../src/gym/study/trajectory-store.js';
import { bundledStudy } from '../gym/study/bundled-study.js';
import type { Goal } from './harness.js';

/** Evaluations of random designs of the study flightllm-u280 at `analytic`, from the agent to the line in the file. */
export async function exploration(smoke: boolean): Promise<readonly Goal[]> {
  const study = await bundledStudy('flightllm-u280.json');
  const agent = await agentNamed('random');
  const hyperparameters = usualHyperparameters(agent, {});
  const budget = smoke ? 2_000 : 20_000;
  const folder = mkdtempSync(join(tmpdir(), 'archsim-bench-'));
  const rates: number[] = [];
  // The first one warms up.
  for (let seed = 0; seed <= (smoke ? 1 : 7); seed++) {
    const store = fileStore({ path: join(folder, `${seed}.jsonl`), header: headerOf(study, agent.id, hyperparameters, seed, budget), resume: false, note: () => undefined });
    const start = performance.now();
    await runStudy({ study, agent, hyperparameters, seed, budget, executor: inlineExecutor(study.problem), store });
    store.close();
    if (seed > 0) rates.push((1000 * budget) / (performance.now() - start));
  }
  rmSync(folder, { recursive: true });
  rates.sort((a, b) => a - b);
  const measurement = { name: 'explore, random designs, analytic', unit: 'evaluations', perSecond: rates[rates.length >> 1]!, slowest: rates[0]!, fastest: rates[rates.length - 1]!, repeats: rates.length };
  return [{ measurement, floor: 15_000 }];
}
