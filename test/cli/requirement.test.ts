import assert from 'node:assert/strict';
import { InputError } from '../../src/sim/core/diagnostics.js';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { run } from '../../src/experiment/run.js';
import { parseRequirement } from '../../src/cli/requirement.js';
import { experiment } from './session.js';

const result: SimulationResult = run(experiment());

async function isMet(text: string, of = result): Promise<boolean> {
  return (await parseRequirement(text))(of).met;
}

async function codeOf(text: string): Promise<string> {
  try {
    (await parseRequirement(text))(result);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0]!.code;
    throw error;
  }
  return assert.fail(`${text} was accepted`);
}

describe('a requirement', () => {
  const seconds = result.totals.firstTokenSeconds!;

  it('compares a metric with a number', async () => {
    assert.deepEqual(await Promise.all([`ttft < ${seconds * 2}`, `ttft<=${seconds}`, `ttft > ${seconds}`, `ttft >= ${seconds}`, `totals.firstTokenSeconds == ${seconds}`, 'ttft != 1', 'workload.batch > -1', 'workload.batch < .5'].map((t) => isMet(t))),
      [true, true, false, true, true, true, true, false]);
  });

  it('computes with metrics', async () => {
    for (const text of ['ttft * 2 > ttft', '(ttft + tpot) / 2 <= max(ttft, tpot)', 'workload.batch ^ 2 == 1', '-ttft < 0', 'abs(-1) == 1', 'min(3, 2) == 2', 'operators.0.count > 0', 'operators[0].count > 0']) assert.ok(await isMet(text), text);
  });

  it('joins conditions', async () => {
    for (const text of ['feasible', 'memory.fits and ttft < 1', 'not (ttft > 1)', 'ttft > 1 or tpot < 1', '0 < ttft < 1', 'true']) assert.ok(await isMet(text), text);
    for (const text of ['not feasible', 'memory.fits and ttft > 1', '1 < ttft < 2', 'false']) assert.ok(!await isMet(text), text);
  });

  it('is the same whether a parser of formulas was needed or not', async () => {
    for (const [simple, formula] of [['ttft < 1', '(ttft) < 1'], ['ttft > 1', '(ttft) > 1'], ['workload.batch == 1', 'workload.batch == (1)']] as const) assert.equal(await isMet(simple), await isMet(formula));
  });

  it('is not met by a metric that is null, or below one that is null', async () => {
    const verdict = (await parseRequirement('resources.dsp.used < 5'))(result);
    assert.deepEqual(verdict, { met: false, text: 'resources.dsp.used < 5 is not met: resources.dsp.used is not modelled here' });
    assert.ok(!await isMet('not (totals.energyJoules > 5)'));
  });

  it('is not met by a design that does not fit, and says so', async () => {
    const tooLarge = run(experiment({ model: 'llama-2-70b', quantization: 'fp16' }));
    assert.equal((await parseRequirement('tpot < 1'))(tooLarge).text, 'tpot < 1 is not met: tpot is not known, as the design does not fit');
  });

  it('names the metric that it means', async () => {
    for (const [text, near] of [['totals.frstTokenSeconds < 1', 'totals.firstTokenSeconds'], ['ttf < 1', 'ttft'], ['phases.decode.tokenPerSecond > 1', 'phases.decode.tokensPerSecond']] as const) {
      await assert.rejects(async () => isMet(text), (error: InputError) => error.problems[0]!.code === 'require/unknown-metric' && error.problems[0]!.remedy === `did you mean "${near}"?`);
    }
  });

  it('points at the place of a mistake in the text as it was written', async () => {
    await assert.rejects(async () => isMet('totals.firstTokenSeconds < 1 <'), (error: InputError) => error.problems[0]!.message.includes('(char 31)'));
  });

  it('calls nothing and assigns nothing', async () => {
    const refused = ['import("fs")', 'f(x) = x', 'ttft = 1', '(x = 3) < 4', 'ttft < 1; tpot < 1', '[1, 2] > 1', 'true ? 1 : 2', '"a" == "a"', 'range(1, 1e9) > 3', 'constructor("a")', 'totals["x"] < 1', 'ttft!', 'a.b(3)'];
    for (const text of refused) assert.equal(await codeOf(text), 'require/formula', text);
    for (const text of ['constructor', 'toString < 3', '__proto__ < 1', 'totals.constructor.name < 3', 'totals < 3', 'architecture.family == 1', 'ttft < 20 ms', 'pi > 3', 'm0_ < 1']) assert.equal(await codeOf(text), 'require/unknown-metric', text);
    for (const text of ['ttft <', '', 'f()()', '< 1', 'ttft < 1 = true']) assert.match(await codeOf(text), /^require\/(?:syntax|not-a-condition|formula)$/, text);
    for (const text of ['1', 'ttft', 'ttft + 1']) assert.equal(await codeOf(text), 'require/not-a-condition', text);
    assert.equal(await codeOf('1 <'.repeat(400)), 'require/too-long');
  });
});
