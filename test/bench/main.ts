import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../kit/fixtures.js';
import { evaluations } from './evaluations.js';
import { events } from './events.js';
import { exploration } from './explore.js';
import { environments } from './gym.js';
import { fusedLayers } from './mapper.js';
import type { Goal, Measurement } from './harness.js';
import { netlistCycles } from './netlist.js';
import { numerics } from './numerics.js';
import { reportPages } from './report-pages.js';
import { serving } from './serving.js';

const smoke = process.argv.includes('--smoke');
const goals: readonly Goal[] = [...evaluations(smoke), ...events(smoke), ...fusedLayers(smoke), ...numerics(smoke), ...await netlistCycles(smoke), ...await exploration(smoke), ...await environments(smoke), ...await reportPages(smoke), ...serving(smoke)];
const store = join(repositoryRoot(), '.bench', 'last.json');
const before = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) as { measurements?: Measurement[] } : {};
for (const { measurement: m, floor } of goals) {
  const last = before.measurements?.find((old) => old.name === m.name);
  const change = last === undefined ? 'no stored run' : `${(((m.perSecond / last.perSecond) - 1) * 100).toFixed(1)} % against the last stored run`;
  process.stderr.write(`${m.name}: ${rate(m.perSecond)} ${m.unit}/s (median of ${m.repeats}, ${rate(m.slowest)} to ${rate(m.fastest)}); floor ${rate(floor)}: ${m.perSecond >= floor ? 'met' : 'MISSED'}; ${change}\n`);
}
const measurements = goals.map((goal) => goal.measurement);
process.stdout.write(`${JSON.stringify({ measurements, floors: Object.fromEntries(goals.map((goal) => [goal.measurement.name, goal.floor])) })}\n`);
mkdirSync(join(repositoryRoot(), '.bench'), { recursive: true });
writeFileSync(`${store}.part`, JSON.stringify({ measurements }));
renameSync(`${store}.part`, store);
// A smoke run shares its machine with others: it proves that the benchmarks work, not how fast the machine is.
if (!smoke && goals.some((goal) => goal.measurement.perSecond < goal.floor)) process.exitCode = 1;

function rate(perSecond: number): string {
  return perSecond >= 100 ? String(Math.round(perSecond)) : perSecond.toPrecision(3);
}
