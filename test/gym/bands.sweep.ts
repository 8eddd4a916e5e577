/*
 * Every published band with eleven seeds, and how fast bundled problems are evaluated: `node build/test/gym/bands.sweep.js`. Takes about a minute of one core; the tests
 * have three seeds of two bands. Ends with 1 where a median is below its band.
 */
import { agentNamed } from '../../src/gym/agents/registry.js';
import { bundledProblem, bundledProblems } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import { search } from '../../src/gym/search.js';
import { createRng } from '../../src/sim/core/rng.js';
import { sampleDesign } from '../../src/sim/model/design-space.js';
import { knownBands } from './known-results.js';
import { populationVolume } from './population-volume.js';

const seconds = (): number => process.cpuUsage().user / 1e6;

for (const input of bundledProblems) {
  const problem = await problemFromInput(input);
  const rng = createRng(1);
  const designs = Array.from({ length: 1000 }, () => sampleDesign(problem.space, rng));
  const pass = (): void => { for (const design of designs) problem.evaluate(design); };
  for (let i = 0; i < 20; i++) pass();
  const start = seconds();
  for (let i = 0; i < 100; i++) pass();
  process.stdout.write(`${input.name}: ${Math.round(1e5 / (seconds() - start))} evaluations a second of one core\n`);
}

for (const { problem: name, agent, evaluations, optimum, min, q25, median, max } of knownBands) {
  const [problem, kind] = [await problemFromInput(bundledProblem(name)!), await agentNamed(agent)];
  const start = seconds();
  const volumes = Array.from({ length: 11 }, (_, i) => populationVolume(problem, search(problem, kind, { budget: evaluations, seed: i + 1 }))).sort((a, b) => a - b);
  const isIn = volumes[5]! >= q25 - 0.01 * optimum;
  if (!isIn) process.exitCode = 1;
  const band = (values: readonly number[]): string => values.map((value) => value.toFixed(5)).join(' ');
  process.stdout.write(`${agent} on ${name}: min, lower quartile, median, max ${band([volumes[0]!, volumes[2]!, volumes[5]!, volumes[10]!])}; pymoo ${band([min, q25, median, max])}; ${isIn ? 'in the band' : 'BELOW'}; ${((seconds() - start) / 11).toFixed(2)} s a run\n`);
}
