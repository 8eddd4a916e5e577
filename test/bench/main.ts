import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../src/sim/core/rng.js';
import { fastTotals } from '../../src/sim/engine/totals.js';
import type { Fidelity } from '../../src/sim/model/architecture.js';
import { buildDspChain } from '../../src/arch/dsp-chain/machine.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { repositoryRoot } from '../kit/fixtures.js';
import { designPool } from './design-pool.js';
import { measure, type Measurement } from './harness.js';
import { randomDesign, type RandomDesign } from './random-designs.js';

/** Evaluations a second and core that must be reached, with every evaluation a different random design. */
const floors: Readonly<Record<Fidelity, number>> = { roofline: 150_000, analytic: 25_000 };
const pool = designPool();

/** One evaluation: parsed spec in, totals out; the machine and the graph are built anew. */
function evaluate(d: RandomDesign, fidelity: Fidelity): number {
  return fastTotals(buildDspChain(d.parameters, d.device, {}), decoderGraph(d.model), d.scheme, d.scenario, fidelity).latencySeconds;
}

function suite(fidelity: Fidelity, designs: number, repeats: number): Measurement {
  let seed = 1;
  return measure(fidelity, repeats, () => {
    const rng = createRng(seed++);
    const drawn = Array.from({ length: designs }, () => randomDesign(rng, pool));
    return { count: designs, body: () => drawn.reduce((sum, d) => sum + evaluate(d, fidelity), 0) };
  });
}

const smoke = process.argv.includes('--smoke');
const store = join(repositoryRoot(), '.bench', 'last.json');
const before = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) as { measurements?: Measurement[] } : {};
const measurements = (['roofline', 'analytic'] as const).map((fidelity) => suite(fidelity, fidelity === 'roofline' ? 1_000 : 500, smoke ? 5 : 101));
for (const m of measurements) {
  const last = before.measurements?.find((old) => old.name === m.name);
  const change = last === undefined ? 'no stored run' : `${(((m.perSecond / last.perSecond) - 1) * 100).toFixed(1)} % against the last stored run`;
  const floor = floors[m.name as Fidelity];
  process.stderr.write(`${m.name}: ${Math.round(m.perSecond)} evaluations/s and core (median of ${m.repeats}, ${Math.round(m.slowest)} to ${Math.round(m.fastest)}); floor ${floor}: ${m.perSecond >= floor ? 'met' : 'MISSED'}; ${change}\n`);
}
process.stdout.write(`${JSON.stringify({ measurements, floors })}\n`);
mkdirSync(join(repositoryRoot(), '.bench'), { recursive: true });
writeFileSync(`${store}.part`, JSON.stringify({ measurements }));
renameSync(`${store}.part`, store);
// A smoke run shares its machine with others: it proves that the benchmarks work, not how fast the machine is.
if (!smoke && measurements.some((m) => m.perSecond < floors[m.name as Fidelity])) process.exitCode = 1;
