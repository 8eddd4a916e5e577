import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { placesOf, type Choice } from '../../../../src/serving/methods/branches/chain.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };
const request = { promptTokens: 60, outputTokens: 12 };
const transitions = [[0.7, 0.3], [0.4, 0.6]];

describe('branches one after the other', () => {
  it('have the chances that trying every run gives', () => {
    const places = placesOf({ kind: 'markov', transitions, first: 1 }, 2, 6);
    const [chances, switches] = [places.map(() => [0, 0]), places.map(() => [0, 0])];
    for (let run = 0; run < 2 ** 5; run++) {
      const way = [1, ...Array.from({ length: 5 }, (_, t) => (run >> t) & 1)];
      const likely = way.slice(1).reduce((product, branch, t) => product * transitions[way[t]!]![branch]!, 1);
      way.forEach((branch, t) => {
        chances[t]![branch]! += likely;
        if (t > 0 && way[t - 1] !== branch) switches[t]![branch]! += likely;
      });
    }
    places.forEach((place, t) => {
      place.chances.forEach((chance, i) => { close(chance, chances[t]![i]!); });
      place.switches.forEach((chance, i) => { close(chance, switches[t]![i]!); });
    });
  });

  it('drawn anew switch as often as a drawn run does', () => {
    const shares = [0.5, 0.3, 0.2];
    const [rng, draws] = [createRng(1), 40_000];
    const into = [0, 0, 0];
    let before = 0;
    for (let i = 0; i < draws; i++) {
      const draw = rng.next();
      const branch = draw < 0.5 ? 0 : draw < 0.8 ? 1 : 2;
      if (i > 0 && branch !== before) into[branch]!++;
      before = branch;
    }
    placesOf({ kind: 'shares', shares }, 3, 1)[0]!.switches.forEach((chance, i) => { assert.ok(Math.abs(into[i]! / draws - chance) < 5 * Math.sqrt(0.25 / draws)); });
  });

  it('have chances that add up to one', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (trace, units) => {
      for (const choice of [{ kind: 'trace', trace }, { kind: 'shares', shares: [0.25, 0.25, 0.5] }, { kind: 'markov', transitions: [[0, 1, 0], [0, 0, 1], [1, 0, 0]] }] as Choice[]) {
        for (const { chances, switches } of placesOf(choice, 3, units)) {
          close(chances.reduce((sum, one) => sum + one, 0), 1);
          assert.ok(switches.every((one, i) => one >= 0 && one <= chances[i]! + 1e-12));
        }
      }
    }));
  });
});

describe('conditional branches', () => {
  const setting = settingOf({ model: 'opt-125m' });
  const branches = [{ name: 'four bits', quantization: 'w4a16-g128' }, { name: 'whole' }];
  const four = plainRun({ model: 'opt-125m', quantization: 'w4a16-g128' }, request);
  const whole = plainRun({ model: 'opt-125m' }, request);
  const loads = [four, whole].map(({ memory }) => memory.weightBytes / 3e9);

  it('of requests take the mean of the branches and of the switches between them', () => {
    const found = answer({ kind: 'branches', ...request, branches, choice: { kind: 'shares', shares: [0.8, 0.2] }, switchLink: { bandwidth: '3 GB/s' } }, setting);
    close(found.totals.latencySeconds!, 0.8 * four.totals.latencySeconds! + 0.2 * whole.totals.latencySeconds! + 0.16 * (loads[0]! + loads[1]!));
    close(figureOf(found, 'worstCaseSeconds'), whole.totals.latencySeconds! + loads[1]!);
    close(figureOf(found, 'switchesPerRequest'), 0.32);
    assert.equal(found.totals.energyJoules, null);
  });

  it('of a trace take its mean', () => {
    const found = answer({ kind: 'branches', ...request, branches, choice: { kind: 'trace', trace: [0, 0, 1, 0] }, switchLink: { bandwidth: '3 GB/s' } }, setting);
    close(found.totals.latencySeconds!, (3 * four.totals.latencySeconds! + whole.totals.latencySeconds! + loads[0]! + loads[1]!) / 4);
  });

  it('of tokens take the step of the branch at its context', () => {
    const step = (bench: object, t: number): number => plainRun({ model: 'opt-125m', ...bench }, { promptTokens: 60 + t - 1, outputTokens: 2 }).phases.decode!.latencySeconds;
    const trace = [1, 0, 0, 1];
    let expected = whole.totals.firstTokenSeconds!;
    for (let t = 1; t < 12; t++) expected += step(trace[t % 4] === 1 ? {} : { quantization: 'w4a16-g128' }, t);
    const found = answer({ kind: 'branches', ...request, branches, choice: { kind: 'trace', trace }, unit: 'token' }, setting);
    close(found.totals.latencySeconds!, expected);
    close(figureOf(found, 'worstCaseSeconds'), whole.totals.latencySeconds!);
    assert.ok(found.memory.others['weights of other branches']! > 0);
  });

  it('pay for what predicts them', () => {
    const of = (predictor?: object): number => answer({ kind: 'branches', ...request, branches, choice: { kind: 'shares', shares: [0.8, 0.2] }, ...(predictor === undefined ? {} : { predictor }) }, setting).totals.latencySeconds!;
    close(of({ model: 'gpt2' }) - of(), plainRun({ model: 'gpt2' }, request).totals.firstTokenSeconds!, 1e-6);
    assert.ok(of({ outputs: 2 }) > of());
  });

  it('need chances that add up to one, of branches that there are', () => {
    assert.equal(problemOf(() => answer({ kind: 'branches', ...request, branches, choice: { kind: 'shares', shares: [0.8, 0.3] } }, setting)).code, 'scenario/shares');
    assert.equal(problemOf(() => answer({ kind: 'branches', ...request, branches, choice: { kind: 'trace', trace: [0, 2] } }, setting)).pointer, '/workload/scenario/choice/trace/1');
    assert.equal(problemOf(() => answer({ kind: 'branches', ...request, branches: [{ name: 'other', model: 'gpt2' }], choice: { kind: 'shares', shares: [1] }, unit: 'token' }, setting)).code, 'scenario/one-model');
  });
});
