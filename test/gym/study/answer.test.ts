import assert from 'node:assert/strict';
import { agentNamed } from '../../../src/gym/agents/registry.js';
import { inlineExecutor } from '../../../src/gym/executors/inline.js';
import { answerOf, type StudyAnswer } from '../../../src/gym/study/answer.js';
import { answerText } from '../../../src/gym/study/answer-text.js';
import { randomBaseline } from '../../../src/gym/study/random-baseline.js';
import { relativeLoss } from '../../../src/gym/study/relative-loss.js';
import { runStudy } from '../../../src/gym/study/run-study.js';
import type { Study } from '../../../src/gym/study/study.js';
import { noStore } from '../../../src/gym/study/trajectory-store.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { enumerate } from '../../../src/sim/model/design-space.js';
import { smallStudy } from './small-study.js';

async function answered(study: Study, agentId: string, budget: number, baseline = 0): Promise<StudyAnswer> {
  const executor = inlineExecutor(study.problem);
  const outcome = await runStudy({ study, agent: await agentNamed(agentId), hyperparameters: {}, seed: 1, budget, executor, store: noStore });
  return answerOf(study, outcome, { agent: agentId, seed: 1, budget, seconds: 1, executor, baseline });
}

const discrete = {
  parameters: [
    { path: 'architecture.parameters.cores', values: [1, 2, 3, 4, 8] },
    { name: 'columns', path: 'architecture.parameters.vector.columns', values: [16, 32, 64, 128] },
    { name: 'channels', path: ['architecture.parameters.memory.vector.weights.channels', 'architecture.parameters.memory.vector.kvCache.channels'], low: 1, high: 16 },
  ],
};

describe('the answer to a study', () => {
  let study: Study;
  let answer: StudyAnswer;
  before(async () => {
    study = await smallStudy(discrete);
    answer = await answered(study, 'exhaustive', 1000);
  });

  it('is the best of all legal designs, and says that there was nothing more to try', () => {
    const legal = [...enumerate(study.problem.space)].map((design) => study.problem.evaluate(design).objectives?.[0] ?? 0);
    assert.equal(answer.end, 'nothing-left');
    assert.equal(answer.evaluations, 320);
    assert.equal(answer.best!.metrics['rate'], Math.max(...legal));
    assert.equal(answer.legal, legal.filter((value) => value > 0).length);
  });

  it('has every other value of every parameter around the best, with its loss or why it is not legal', () => {
    const { parameters, variants, better } = answer.sensitivity!;
    assert.equal(variants, 4 + 3 + 15);
    assert.equal(better, 0);
    for (const { parameter, variants: own, nearBest } of parameters) {
      for (const { value, losses, reasons } of own) {
        const codes = study.problem.space.parameters.map((one) => {
          const chosen = one.name === parameter ? value : answer.best!.parameters[one.name]!;
          return 'values' in one ? one.values.indexOf(chosen) : Number(chosen);
        });
        const { objectives } = study.problem.evaluate(codes);
        assert.deepEqual(losses, objectives === null ? null : [(answer.best!.metrics['rate']! - objectives[0]!) / answer.best!.metrics['rate']!]);
        assert.equal(losses === null, reasons.length > 0);
      }
      assert.equal(nearBest, 1 + own.filter(({ losses }) => losses !== null && losses[0]! <= 0.01).length);
    }
  });

  it('says what binds the best, and never a time below the bound', () => {
    const { phases, full } = answer.binding!;
    assert.deepEqual(phases.map(({ phase }) => phase), ['prefill', 'decode']);
    for (const { seconds, lowerBoundSeconds, share } of phases) assert.ok(seconds >= lowerBoundSeconds && share > 0.25 && share <= 1);
    for (const { used, available } of full) assert.ok(used <= available && used > 0.9 * available);
  });

  it('explains every improvement by what bound before, what changed and what it gained', () => {
    const [first, ...rest] = answer.improvements;
    assert.match(first!.text, /^the first legal design: .* decode was bound by/);
    assert.ok(rest.length > 0);
    rest.forEach(({ from, to, gain, changed, text }, i) => {
      // Of many steps those after the first are left out.
      if (i > 0) assert.equal(from, answer.improvements[i]!.to);
      assert.equal(gain, (to - from!) / from!);
      assert.ok(changed.length > 0 && changed.every((change) => text.includes(`${change.parameter} ${change.from} to ${change.to}`)));
      assert.match(text, /before, decode was bound by .* % of the time/);
    });
    assert.equal(rest.at(-1)!.to, answer.best!.metrics['rate']);
  });

  it('has the knee as the best where there are several objectives, and the best of each', async () => {
    const several = await smallStudy({ ...discrete, objectives: [{ metric: 'throughput', direction: 'maximise', name: 'rate' }, { metric: 'resources.dsp.used', direction: 'minimise', name: 'dsp' }], referencePoint: [0, 9020] });
    const found = await answered(several, 'exhaustive', 1000);
    assert.ok(found.front.length >= 2);
    assert.deepEqual(found.best, found.knee);
    assert.equal(found.bestOf['rate']!.metrics['rate'], answer.best!.metrics['rate']);
    assert.equal(found.bestOf['dsp']!.metrics['dsp'], Math.min(...found.front.map(({ metrics }) => metrics['dsp']!)));
    assert.ok(found.hypervolume! > 0);
    assert.match(answerText(found), /Knee of the front .*\n.*\n\nFront of \d+ designs, hypervolume/);
  });

  it('reads the same in words', () => {
    const text = answerText(answer);
    assert.match(text, /^small: 320 evaluations by exhaustive \(seed 1\) in 1 s, and there was nothing more to try\n/);
    assert.match(text, /of 22 designs that differ in one parameter \d+ are legal, none is better/);
    assert.doesNotMatch(text, /undefined|NaN|null/);
  });

  it('tells what random search gets: the median of the best of so many draws', async () => {
    const line: SearchProblem = {
      name: 'line', space: { parameters: [{ type: 'real', name: 'x', low: 0, high: 1, scale: 'linear' }] }, objectives: [{ name: 'x', direction: 'maximise' }], constraints: [{ name: 'c', limit: '' }],
      evaluate: ([x = 0]) => ({ objectives: x < 0.5 ? null : [x], violations: [x < 0.5 ? 1 : 0], reasons: [], metrics: { x } }),
    };
    const executor = inlineExecutor(line);
    for (const budget of [1, 10, 100]) {
      const { best } = await randomBaseline(line, { budget, designs: 20_000, seed: 3, executor, signal: undefined });
      // The best of N uniform numbers is at most x with probability x^N.
      const exact = 2 ** (-1 / budget);
      if (budget > 1) assert.ok(Math.abs(best[0]! - exact) < 0.01, `${budget}: ${best[0]} against ${exact}`);
    }
    // One in ten is legal: two draws find none in four of five cases.
    const rare: SearchProblem = { ...line, evaluate: ([x = 0]) => ({ objectives: x < 0.9 ? null : [x], violations: [x < 0.9 ? 1 : 0], reasons: [], metrics: {} }) };
    assert.deepEqual((await randomBaseline(rare, { budget: 2, designs: 1000, seed: 3, executor: inlineExecutor(rare), signal: undefined })).best, [null]);
  });

  it('counts losses as shares of the best, in the direction of the objective', () => {
    assert.equal(relativeLoss({ name: '', direction: 'minimise' }, 2, 3), 0.5);
    assert.equal(relativeLoss({ name: '', direction: 'maximise' }, 2, 3), -0.5);
    assert.equal(relativeLoss({ name: '', direction: 'maximise' }, -2, -3), 0.5);
    assert.equal(relativeLoss({ name: '', direction: 'minimise' }, 0, 3), 3);
  });
});
