import assert from 'node:assert/strict';
import { createRng } from '../../../src/sim/core/rng.js';
import { parseDocument } from '../../../src/sim/core/document.js';
import { designFrom, enumerate, sampleDesign, spaceSize, valuesOf } from '../../../src/sim/model/design-space.js';
import { frontOf } from '../../../src/gym/measure/front.js';
import { hypervolume } from '../../../src/gym/measure/hypervolume.js';
import { bundledProblem, bundledProblems } from '../../../src/gym/problem/bundled/index.js';
import { dtlz1, dtlz2 } from '../../../src/gym/problem/bundled/dtlz.js';
import { costsOf, isLegal, referenceCosts } from '../../../src/gym/problem/evaluation.js';
import { problemFromInput } from '../../../src/gym/problem/formula-problem.js';
import { problemOfDocument } from '../../../src/gym/problem/problem-input.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { accdse, accdseFront, accdseRandomRegrets, accdseRandomShares, accdseSpots, knownBands, otherReferences } from '../known-results.js';

const problemNamed = (name: string): Promise<SearchProblem> => problemFromInput(bundledProblem(name)!);
const near = (actual: number, wanted: number, tolerance = 1e-12): void => { assert.ok(Math.abs(actual - wanted) <= tolerance * Math.max(1, Math.abs(wanted)), `${actual}, not ${wanted}`); };
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The definitions, written down once more. */
const plain: Readonly<Record<string, (x: readonly number[]) => readonly number[]>> = {
  zdt1: (x) => { const g = 1 + (9 / 29) * sum(x.slice(1)); return [x[0]!, g * (1 - Math.sqrt(x[0]! / g))]; },
  zdt2: (x) => { const g = 1 + (9 / 29) * sum(x.slice(1)); return [x[0]!, g * (1 - (x[0]! / g) ** 2)]; },
  zdt3: (x) => { const g = 1 + (9 / 29) * sum(x.slice(1)); const r = x[0]! / g; return [x[0]!, g * (1 - Math.sqrt(r) - r * Math.sin(10 * Math.PI * x[0]!))]; },
  zdt4: (x) => { const g = 91 + sum(x.slice(1).map((t) => t * t - 10 * Math.cos(4 * Math.PI * t))); return [x[0]!, g * (1 - Math.sqrt(x[0]! / g))]; },
  zdt6: (x) => { const f = 1 - Math.exp(-4 * x[0]!) * Math.sin(6 * Math.PI * x[0]!) ** 6; const g = 1 + 9 * (sum(x.slice(1)) / 9) ** 0.25; return [f, g * (1 - (f / g) ** 2)]; },
  dtlz1: ([a, b, ...rest]) => { const g = 100 * (5 + sum(rest.map((t) => (t - 0.5) ** 2 - Math.cos(20 * Math.PI * (t - 0.5))))); return [0.5 * (1 + g) * a! * b!, 0.5 * (1 + g) * a! * (1 - b!), 0.5 * (1 + g) * (1 - a!)]; },
  dtlz2: ([a, b, ...rest]) => { const r = 1 + sum(rest.map((t) => (t - 0.5) ** 2)); const [p, q] = [(a! * Math.PI) / 2, (b! * Math.PI) / 2]; return [r * Math.cos(p) * Math.cos(q), r * Math.cos(p) * Math.sin(q), r * Math.sin(p)]; },
  mw1: (x) => { const g = 1 + sum(x.slice(1).map((t, k) => 1 - Math.exp(-10 * (t ** 13 - 0.5 - (k + 1) / 30) ** 2))); return [x[0]!, g * (1 - (0.85 * x[0]!) / g)]; },
};

describe('bundled problems', () => {
  it('are problem files as users write them', async () => {
    for (const input of bundledProblems) {
      const problem = await problemOfDocument(parseDocument(JSON.stringify(input), `${input.name}.json`));
      assert.equal(problem.name, input.name);
    }
  });

  for (const [name, costs] of Object.entries(plain)) {
    it(`${name} is what its definition says, on random designs`, async () => {
      const problem = await problemNamed(name);
      const rng = createRng(5);
      for (let i = 0; i < 200; i++) {
        const design = sampleDesign(problem.space, rng);
        const { objectives, violations } = problem.evaluate(design);
        costs(design).forEach((cost, d) => { near(objectives![d]!, cost); });
        if (name !== 'mw1') continue;
        const [f1, f2] = costs(design) as [number, number];
        near(violations[0]!, Math.max(0, f1 + f2 - 1 - 0.5 * Math.sin(2 * Math.PI * Math.SQRT2 * (f2 - f1)) ** 8));
      }
    });
  }

  it('have fronts with the hypervolume that is known', async () => {
    const volumeAt = async (name: string, reference: readonly number[], tolerance: number, wanted: number): Promise<void> => {
      const problem = await problemNamed(name);
      const rest = new Array<number>(problem.space.parameters.length - 1).fill(name === 'dtlz2' ? 0.5 : 0);
      const designs = name === 'dtlz2'
        ? Array.from({ length: 140 * 140 }, (_, i) => [(i % 140) / 139, Math.floor(i / 140) / 139, ...rest.slice(1)])
        : Array.from({ length: 20_001 }, (_, i) => [i / 20_000, ...rest]);
      near(hypervolume(designs.map((design) => problem.evaluate(design).objectives!), reference), wanted, tolerance);
    };
    for (const { problem, agent, optimum } of knownBands) {
      if (agent !== 'nsga-ii' || problem === 'mw1') continue;
      const reference = bundledProblem(problem)!.referencePoint!;
      await volumeAt(problem, reference, problem === 'dtlz2' ? 0.02 : 2e-4, optimum);
    }
    for (const { problem, reference, hypervolume: wanted } of otherReferences) await volumeAt(problem, reference, problem === 'dtlz2' ? 0.02 : 2e-4, wanted);
  });

  it('have as many objectives as are asked for', async () => {
    for (const make of [dtlz1, dtlz2]) {
      const problem = await problemFromInput(make(5));
      assert.equal(problem.objectives.length, 5);
      const middle = problem.space.parameters.map((_, i) => (i < 4 ? 0.3 : 0.5));
      const { objectives } = problem.evaluate(middle);
      if (make === dtlz1) near(sum(objectives!), 0.5);
      else near(sum(objectives!.map((cost) => cost * cost)), 1);
    }
  });
});

describe('accdse-a', () => {
  it('gives the metrics of the spot checks', async () => {
    const problem = await problemNamed('accdse-a');
    for (const { design, metrics, feasible } of [...accdseSpots, ...accdseFront]) {
      const evaluation = problem.evaluate(designFrom(problem.space, design));
      for (const [name, value] of Object.entries(metrics)) near(evaluation.metrics[name]!, value);
      assert.equal(isLegal(evaluation), feasible);
      assert.equal(evaluation.reasons.length > 0, !feasible);
    }
  });

  it('has 72,824 legal designs of 126,000, the known front of 45 and the known optimum', async () => {
    const [problem, energy] = [await problemNamed('accdse-a'), await problemNamed('accdse-a-energy')];
    assert.equal(spaceSize(problem.space), accdse.size);
    const all = [...enumerate(problem.space)].map((design) => ({ design, evaluation: problem.evaluate(design) }));
    const legal = all.filter(({ evaluation }) => isLegal(evaluation));
    assert.equal(legal.length, accdse.legal);
    const reference = referenceCosts(problem)!;
    const costs = legal.map(({ evaluation }) => costsOf(problem, evaluation)!);
    near(hypervolume(costs, reference), accdse.hypervolume);

    const front = frontOf(problem, all);
    assert.equal(front.length, accdseFront.length);
    const key = (values: object): string => JSON.stringify(Object.entries(values).sort());
    assert.deepEqual(new Set(front.map(({ design }) => key(valuesOf(problem.space, design)))), new Set(accdseFront.map(({ design }) => key(design))));
    near(Math.min(...legal.map(({ design }) => energy.evaluate(design).objectives![0]!)), accdse.bestEnergy);

    const energies = all.map(({ evaluation }) => (isLegal(evaluation) ? evaluation.metrics['energy_mj']! : Infinity)).sort((a, b) => a - b);
    for (const { draws, mean } of accdseRandomRegrets.filter((row) => row.draws === 50 || row.draws === 200)) near(expectedRegret(energies, draws), mean, 1e-9);

    const rng = createRng(11);
    for (const { draws, mean, p10, p90 } of accdseRandomShares.filter((row) => row.draws <= 100)) {
      const shares = Array.from({ length: 200 }, () => hypervolume(Array.from({ length: draws }, () => rng.pick(all)).flatMap(({ evaluation }) => (isLegal(evaluation) ? [evaluation.objectives!] : [])), reference) / accdse.hypervolume).sort((a, b) => a - b);
      near(sum(shares) / 200, mean, 0.02);
      near(shares[20]!, p10, 0.04);
      near(shares[180]!, p90, 0.04);
    }
  });
});

/** The mean of best / optimum - 1 of n draws with replacement, those without a legal one left out: the k-th best is the best of them with probability ((N - k)^n - (N - k - 1)^n) / N^n. */
function expectedRegret(sorted: readonly number[], draws: number): number {
  const size = sorted.length;
  let [total, chance] = [0, 0];
  for (let k = 0; k < size && sorted[k]! < Infinity; k++) {
    const p = ((size - k) / size) ** draws - ((size - k - 1) / size) ** draws;
    total += p * (sorted[k]! / sorted[0]! - 1);
    chance += p;
  }
  return total / chance;
}
