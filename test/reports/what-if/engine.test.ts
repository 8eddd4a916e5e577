import assert from 'node:assert/strict';
import { families } from '../../../src/arch/registry.js';
import { run } from '../../../src/experiment/run.js';
import { engineOf } from '../../../src/reports/what-if/page-data.js';
import { experimentOf } from '../../../src/reports/what-if/experiment-of.js';
import type { NumberKnob, Settings } from '../../../src/reports/what-if/knob.js';
import { sentence, type Answer } from '../../../src/reports/what-if/what-if.js';
import type { WhatIfData } from '../../../src/reports/what-if/page-data.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { experimentExamples } from '../../kit/fixtures.js';
import { randomSettings } from './random-settings.js';
import { bareBench, workerBench, type WorkerBench } from './worker-bench.js';

/** What `archsim run` says of the experiment that a page gives back. */
function commandLine({ base, knobs }: WhatIfData, settings: Settings): unknown {
  try {
    const experiment = experimentOf(base, knobs, settings);
    return { kind: 'result', result: run(experiment), experiment };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'problems', problems: error.problems.map(sentence) };
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function answerOf(bench: WorkerBench, settings: Settings, sequence = 1): Answer {
  const reply = bench.ask({ kind: 'run', sequence, settings });
  assert.equal(reply.sequence, sequence);
  assert.ok(reply.kind === 'run', JSON.stringify({ settings, reply }));
  return reply.answer;
}

describe('the simulator in a page', () => {
  const each = Math.ceil(200 / experimentExamples().length);
  const seen = { result: 0, infeasible: 0, problems: 0 };

  for (const file of experimentExamples()) {
    it(`gives every digit, reason and sentence that archsim run gives, for random settings of ${file}`, async () => {
      const bench = await workerBench(file);
      const rng = createRng(2026 + file.length);
      for (let i = 0; i < each; i++) {
        const settings = randomSettings(bench.knobs, rng);
        const answer = answerOf(bench, settings, i);
        assert.deepEqual(plain(answer), plain(commandLine(bench, settings)), JSON.stringify(settings));
        seen[answer.kind === 'result' && !answer.result.feasible ? 'infeasible' : answer.kind]++;
      }
    });

    it(`needs nothing but the language and TextEncoder for ${file}, and gives the experiment itself where nothing is set`, async () => {
      const bench = await bareBench(file);
      assert.deepEqual(plain(answerOf(bench, {})), plain({ kind: 'result', result: run(bench.base.experiment), experiment: bench.base.experiment }));
    });
  }

  it('met designs that run, designs that do not fit, and contradictions', () => {
    assert.ok(seen.result >= 50 && seen.infeasible >= 20 && seen.problems >= 1, JSON.stringify(seen));
  });

  it('gives a sweep the totals of whole results, and the limits of designs that do not fit', async () => {
    for (const file of ['flightllm.json', 'gpu.json', 'systolic.json']) {
      const bench = await workerBench(file);
      for (const path of ['workload.scenario.batch', 'workload.quantization', bench.knobs.find((knob) => knob.path.endsWith('.bandwidth'))!.path]) {
        const knob = bench.knobs.find((one) => one.path === path)!;
        const values = knob.kind === 'choice' ? knob.names : knob.kind === 'number' ? [knob.low, knob.value, knob.high] : [];
        const reply = bench.ask({ kind: 'sweep', sequence: 7, settings: {}, path, values });
        assert.ok(reply.kind === 'sweep');
        values.forEach((value, i) => {
          const answer = answerOf(bench, { [path]: value });
          assert.ok(answer.kind === 'result');
          const { feasible, reasons, totals: { firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds } } = answer.result;
          assert.deepEqual(plain(reply.answers[i]), plain(feasible ? { kind: 'totals', totals: { firstTokenSeconds, secondsPerOutputToken, tokensPerSecond, latencySeconds } } : { kind: 'exceeded', reasons }), `${file} ${path}`);
        });
      }
    }
  });

  it('answers settings that nobody may have with sentences', async () => {
    const bench = await workerBench('flightllm.json');
    const sentences = (settings: unknown): readonly string[] => {
      const answer = answerOf(bench, settings as Settings);
      assert.ok(answer.kind === 'problems');
      return answer.problems;
    };
    assert.deepEqual(sentences({ 'workload.scenario.batch': 1.5 }), ['Batch must be a whole number, not 1.5.']);
    assert.deepEqual(sentences({ 'workload.scenario.batch': 0 }), ['Batch is at least 1, not 0.']);
    assert.deepEqual(sentences({ 'workload.scenario.batch': 2e6 }), ['Batch is at most 1000000, not 2000000.']);
    assert.deepEqual(sentences({ 'architecture.parameters.clock': 0 }), ['Clock is more than 0 Hz, not 0 Hz.']);
    assert.deepEqual(sentences({ 'architecture.parameters.clock': Number.NaN }), ['Clock must be a number.']);
    assert.deepEqual(sentences({ 'workload.scenario.promptTokens': null }), ['Prompt tokens must be a number.']);
    assert.deepEqual(sentences({ 'workload.quantization': 'w4a9' }), ['Quantisation has no "w4a9": did you mean "w4a8"?']);
    assert.deepEqual(sentences({ 'architecture.parameters.sparse': 'yes' }), ['Sparse is yes or no.']);
    assert.deepEqual(sentences({ __proto__: null, constructor: 1, 'a.b': 2 }), ['There is no setting "constructor".', 'There is no setting "a.b".']);
  });

  for (const { name } of families) {
    it(`is a program of less than 300 kB for ${name} that makes no code and loads none`, async () => {
      const code = (await engineOf(name))!;
      assert.ok(Buffer.byteLength(code) < 300_000, String(Buffer.byteLength(code)));
      assert.doesNotMatch(code, /\beval\b|new Function|\bimport\s*\(|\brequire\s*\(|importScripts|XMLHttpRequest|\bfetch\s*\(/);
    });
  }

  it('simulates a model in 8 ms and sweeps a thousand points in 150 ms of processor time, five times that beside others', async () => {
    const bench = await workerBench('flightllm.json');
    const milliseconds = (body: () => unknown): number => {
      const from = process.cpuUsage();
      body();
      const { user, system } = process.cpuUsage(from);
      return (user + system) / 1000;
    };
    const single = Array.from({ length: 60 }, (_, i) => milliseconds(() => answerOf(bench, { 'workload.scenario.promptTokens': 64 + i }))).slice(20).sort((a, b) => a - b);
    const { path, low, high } = bench.knobs.find((one): one is NumberKnob => one.path.endsWith('.bandwidth'))!;
    const values = Array.from({ length: 1000 }, (_, i) => low + ((high - low) * i) / 999);
    const sweeps = Array.from({ length: 4 }, () => milliseconds(() => bench.ask({ kind: 'sweep', sequence: 1, settings: {}, path, values }))).sort((a, b) => a - b);
    const median = single[20]!;
    process.stdout.write(`      one variant: ${median.toFixed(2)} ms (median); 1,000 points: ${sweeps[0]!.toFixed(0)} ms (best of 4)\n`);
    assert.ok(median < 8 * 5, `${median} ms`);
    assert.ok(sweeps[0]! < 150 * 5, `${sweeps[0]} ms`);
  });
});
