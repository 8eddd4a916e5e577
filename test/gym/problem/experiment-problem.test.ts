import assert from 'node:assert/strict';
import fc from 'fast-check';
import { metricValue } from '../../../src/experiment/metric.js';
import { run } from '../../../src/experiment/run.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign, spaceSize, valuesOf } from '../../../src/sim/model/design-space.js';
import { experimentProblemOfDocument } from '../../../src/gym/problem/experiment-problem-input.js';
import { fastMetricPaths, ownMetricPaths } from '../../../src/gym/problem/experiment-problem-metrics.js';
import type { ExperimentProblem } from '../../../src/gym/problem/experiment-problem.js';
import { isLegal } from '../../../src/gym/problem/evaluation.js';
import { readDocument } from '../../../src/experiment/read-document.js';
import { problemOf, problemsOf } from '../../kit/problems.js';
import { repositoryRoot } from '../../kit/fixtures.js';
import { open, smallDocument } from '../study/small-study.js';

function problemOfStudy(changes: Readonly<Record<string, unknown>> = {}): ExperimentProblem {
  return experimentProblemOfDocument(smallDocument(changes), { open });
}

function bundled(file: string, accept: readonly 'assumed'[] = []): ExperimentProblem {
  return experimentProblemOfDocument(readDocument(open(`${repositoryRoot()}/examples/${file}`)), { open, accept });
}

/** Fast metrics that a result has. */
const inResults = fastMetricPaths.filter((path) => !ownMetricPaths.includes(path));

describe('a search problem made from an experiment', () => {
  const all = { metrics: inResults.filter((path) => !/[eE]nergy|Watts|Joule|Dollar|area|resources\.ff/.test(path)) };

  it('evaluates designs with every digit that a run of their experiment gives', () => {
    const problem = problemOfStudy(all);
    fc.assert(fc.property(fc.nat(1e6), (seed) => {
      const design = sampleDesign(problem.space, createRng(seed));
      const evaluation = problem.evaluate(design);
      const result = run(problem.experimentOf(design), { open });
      assert.equal(evaluation.failure, undefined);
      assert.equal(evaluation.objectives !== null, result.feasible);
      for (const path of all.metrics) assert.equal(evaluation.metrics[path], metricValue(result, path), path);
      assert.deepEqual(evaluation.objectives ?? [null], [metricValue(result, 'phases.decode.tokensPerSecond')]);
    }), { numRuns: 40 });
  });

  it('does so for energies and areas, and for formats of single layers', () => {
    for (const file of ['edge-1w.json', 'layer-formats.json']) {
      const problem = bundled(file);
      const paths = problem.recorded.map(([, path]) => path).filter((path) => !ownMetricPaths.includes(path));
      for (let seed = 1; seed <= 12; seed++) {
        const design = sampleDesign(problem.space, createRng(seed));
        const evaluation = problem.evaluate(design);
        const result = run(problem.experimentOf(design), { open });
        for (const [name, path] of problem.recorded) if (paths.includes(path)) assert.equal(evaluation.metrics[name], metricValue(result, path), `${file} ${path}`);
      }
    }
  });

  it('gives the same whatever was evaluated before', () => {
    const [first, second] = [problemOfStudy(), problemOfStudy()];
    const designs = Array.from({ length: 30 }, (_, i) => sampleDesign(first.space, createRng(i)));
    const forwards = designs.map((design) => first.evaluate(design));
    const backwards = [...designs].reverse().map((design) => second.evaluate(design)).reverse();
    assert.deepEqual(forwards, backwards);
  });

  it('tells every limit that a design exceeds, with both figures', () => {
    const problem = problemOfStudy();
    const design = [4, 3, 16, 225, 0];
    const { objectives, violations, reasons } = problem.evaluate(design);
    const result = problem.resultOf(design);
    assert.equal(objectives, null);
    assert.equal(reasons.length, result.reasons.length);
    const limit = (name: string): number => violations[problem.constraints.findIndex((one) => one.name === name)]!;
    const dsp = result.resources!.dsp;
    assert.equal(limit('dsp'), dsp.used! / dsp.available! - 1);
    assert.match(reasons.join(), /dsp: \d+ needed, 9020 available/);
    // 8 cores of 16 channels.
    assert.ok(limit('design') > 0);
  });

  it('takes limits on metrics beside those of the device, in both directions', () => {
    const problem = problemOfStudy({ constraints: [{ metric: 'throughput', atLeast: 30, name: 'fast enough' }, { metric: 'totals.firstTokenSeconds', atMost: 0.2 }] });
    assert.deepEqual(problem.constraints.slice(0, 2), [{ name: 'fast enough', limit: 'at least 30' }, { name: 'totals.firstTokenSeconds', limit: 'at most 0.2' }]);
    const slow = problem.evaluate([0, 0, 1, 100, 1]);
    assert.ok(slow.violations[0]! > 0 && slow.violations[1]! > 0);
    assert.equal(slow.violations[0], (30 - slow.objectives![0]!) / 30);
    assert.match(slow.reasons[0]!, /^fast enough is .* at least 30 is legal$/);
  });

  it('evaluates at each fidelity that it has, the last one unless asked otherwise', () => {
    const problem = problemOfStudy({ fidelities: ['roofline', 'analytic'] });
    const design = [2, 2, 8, 225, 0];
    for (const [i, fidelity] of (['roofline', 'analytic'] as const).entries()) {
      const result = run(problem.experimentOf(design), { open, fidelity });
      assert.deepEqual(problem.evaluate(design, i).objectives, [result.phases.decode!.tokensPerSecond]);
    }
    assert.deepEqual(problem.evaluate(design), problem.evaluate(design, 1));
  });

  it('gives a design whose parameters contradict one another a reason, and no objectives', () => {
    const problem = problemOfStudy({
      parameters: [
        { name: 'area', path: 'architecture.parameters.technology.library.area', values: ['aladdin-40', 'nangate-45'] },
        { name: 'energy', path: 'architecture.parameters.technology.library.energy', values: ['aladdin-40', 'horowitz-45'] },
      ],
      experiment: `${repositoryRoot()}/examples/systolic.json`, set: { 'architecture.parameters.technology.library': { area: 'aladdin-40', energy: 'aladdin-40' } },
    });
    const mixed = problem.evaluate([0, 1]);
    assert.equal(mixed.objectives, null);
    assert.match(mixed.reasons[0]!, /do not mix/);
    assert.ok(isLegal(problem.evaluate([0, 0])));
    assert.ok(mixed.violations.some((violation) => violation > 0));
  });

  it('sets choices together, names parameters by the end of their paths, and leaves the experiment as it is', () => {
    const problem = problemOfStudy({
      parameters: [
        { path: 'architecture.parameters.vector.columns', values: [16, 64] },
        { path: 'architecture.parameters.matrix.columns', values: [1, 2] },
        { name: 'decode', choices: { chip: { 'architecture.parameters.memory.vector.input': 'on-chip' }, hbm: { 'architecture.parameters.memory.vector.input': { channels: 1, access: 'own-channel' } } } },
      ],
    });
    assert.deepEqual(valuesOf(problem.space, [1, 0, 1]), { 'vector.columns': 64, 'matrix.columns': 1, decode: 'hbm' });
    const { architecture } = problem.experimentOf([1, 0, 1]) as { architecture: { parameters: { vector: object; matrix: object; memory: { vector: { input: unknown } } } } };
    assert.deepEqual([architecture.parameters.vector, architecture.parameters.matrix, architecture.parameters.memory.vector.input], [{ rows: 1, depth: 16, columns: 64 }, { rows: 128, depth: 16, columns: 1 }, { channels: 1, access: 'own-channel' }]);
    assert.notDeepEqual(problem.experimentOf([0, 0, 0]), problem.experimentOf([1, 0, 1]));
    assert.equal(spaceSize(problem.space), 8);
  });

  it('takes the power of the board for energies that are not modelled only where that is accepted', () => {
    const energy = { objectives: [{ metric: 'totals.energyJoules', direction: 'minimise' }] };
    const refused = problemOf(() => problemOfStudy(energy));
    assert.equal(refused.code, 'study/not-modelled');
    assert.match(refused.remedy!, /--accept assumed/);
    const problem = experimentProblemOfDocument(smallDocument(energy), { open, accept: ['assumed'] });
    assert.match(problem.assumptions.join(), /225 W \(assumed\)/);
    const design = [2, 2, 8, 225, 0];
    assert.equal(problem.evaluate(design).objectives![0]!.toPrecision(12), (225 * problem.resultOf(design).totals.latencySeconds!).toPrecision(12));
  });
});

describe('a study that is wrong', () => {
  const cores = { path: 'architecture.parameters.cores', values: [1, 2] };
  const rate = { metric: 'throughput', direction: 'maximise' };
  const cases: readonly (readonly [what: string, changes: Readonly<Record<string, unknown>>, code: string, message: RegExp])[] = [
    ['a path that leads nowhere', { parameters: [{ path: 'architecture.parameters.coers', values: [1] }] }, 'study/path-refused', /coers/],
    ['a path that is not searched', { parameters: [{ path: 'fidelity', values: ['roofline'] }] }, 'study/wrong-path', /fidelity/],
    ['a value that cannot stand there', { parameters: [{ ...cores, values: [1, 0] }] }, 'study/value-refused', /"cores" cannot be 0/],
    ['a model that nobody knows', { parameters: [{ path: 'workload.model', values: ['llama-2-7b', 'lama-2-7b'] }] }, 'study/value-refused', /lama-2-7b/],
    ['two parameters of one path', { parameters: [cores, { ...cores, name: 'again' }] }, 'study/path-twice', /"architecture.parameters.cores"/],
    ['a parameter inside another', { parameters: [{ path: 'architecture.parameters.vector.depth', values: [8, 16] }, { name: 'array', choices: { small: { 'architecture.parameters.vector': { rows: 1, depth: 8, columns: 16 } } } }] }, 'study/path-twice', /vector/],
    ['an empty space', { parameters: [] }, 'spec/wrong-length', /parameters/],
    ['an empty range', { parameters: [{ path: 'architecture.parameters.cores', low: 4, high: 1 }] }, 'space/empty-range', /cores/],
    ['a parameter without values', { parameters: [{ path: 'architecture.parameters.cores' }] }, 'study/needs-range', /cores/],
    ['limits that contradict one another', { constraints: [{ metric: 'tpot', atLeast: 2, atMost: 1 }] }, 'study/contradicting-limits', /at least 2 and at most 1/],
    ['a limit without a number', { constraints: [{ metric: 'tpot' }] }, 'study/needs-limit', /tpot/],
    ['a metric that no result has', { objectives: [{ ...rate, metric: 'phases.decode.tokensPerSeconds' }] }, 'experiment/unknown-metric', /tokensPerSeconds/],
    ['a metric that is a word', { objectives: [{ ...rate, metric: 'phases.decode.bindingResource' }] }, 'study/not-a-number', /hbm load/],
    ['a metric that is not modelled', { objectives: [{ ...rate, metric: 'totals.tokensPerSecondPerDollar' }] }, 'study/not-modelled', /price/],
    ['a fidelity that comes too late', { fidelities: ['analytic', 'roofline'] }, 'study/fidelity-order', /cheapest/],
    ['a reference point of another length', { referencePoint: [1, 2] }, 'problem/reference-point', /2 values for 1/],
    ['two objectives of one name', { objectives: [rate, rate] }, 'study/name-twice', /throughput/],
    ['an unknown field', { objective: 1 }, 'spec/unknown-field', /objective/],
    ['a problem in its place', { kind: 'problem' }, 'problem/wrong-kind', /search problem/],
  ];
  for (const [what, changes, code, message] of cases) {
    it(`is refused at once: ${what}`, () => {
      const [found] = problemsOf(() => problemOfStudy(changes));
      assert.equal(found?.code, code);
      assert.match(found.message, message);
      assert.ok(found.line! >= 1, 'it has a place');
    });
  }
});
