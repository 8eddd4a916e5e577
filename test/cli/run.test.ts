import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { experimentExamples } from '../kit/fixtures.js';
import { archsim, experiment, experimentText, inEmptyFolder } from './session.js';

function resultsOf(out: string): SimulationResult[] {
  return out.trimEnd().split('\n').map((line) => JSON.parse(line) as SimulationResult);
}

describe('archsim run', () => {
  const write = inEmptyFolder();

  it('prints a table of the answer', async () => {
    write({ 'x.json': experimentText() });
    const { code, out, err } = await archsim('run', 'x.json');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^opt-125m on a100-40gb \(gpu\)/);
    assert.match(out, /^Phases/m);
  });

  it('prints exactly one JSON document an experiment with --json', async () => {
    write({ 'x.json': experimentText(), 'y.json': experimentText({ scenario: { promptTokens: 8, outputTokens: 2 } }) });
    const { code, out, err } = await archsim('run', 'x.json', 'y.json', 'x.json', '--json');
    assert.deepEqual([code, err], [0, '']);
    const results = resultsOf(out);
    assert.deepEqual(results.map((r) => r.workload.promptTokens), [16, 8, 16]);
    assert.deepEqual(results[0], results[2]);
    assert.ok(out.endsWith('}\n'));
  });

  it('runs every bundled example by its name, with and without the ending', async () => {
    for (const file of experimentExamples()) {
      const { code, out, err } = await archsim('run', file.replace('.json', ''), '--json');
      assert.equal(code, 0, `${file}: ${err}`);
      assert.equal(out, (await archsim('run', file, '--json')).out);
    }
  });

  it('prefers a file of the current folder to a bundled example of that name, and an example to a folder', async () => {
    mkdirSync('flightllm');
    assert.equal((await archsim('run', 'flightllm', '--json')).code, 0);
    write({ 'flightllm.json': experimentText() });
    assert.equal(resultsOf((await archsim('run', 'flightllm.json', '--json')).out)[0]!.experiment.name, 'small');
  });

  it('takes paths relative to the file that names them, and those of --set relative to the current folder', async () => {
    const config = (layers: number): string => JSON.stringify({ model_type: 'llama', hidden_size: 64, num_attention_heads: 4, num_hidden_layers: layers, intermediate_size: 128, vocab_size: 100 });
    write({ 'a b/x.json': experimentText({ model: 'models/config.json' }), 'a b/models/config.json': config(2), 'config.json': config(3) });
    const ran = async (...words: readonly string[]): Promise<number> => resultsOf((await archsim('run', join('a b', 'x.json'), '--json', ...words)).out)[0]!.operators.find((op) => op.name === 'q_proj')!.count;
    assert.equal(await ran(), 2);
    assert.equal(await ran('--set', 'workload.model=./config.json'), 3);
    assert.equal(await ran('--set', `workload.model=${resolve('config.json')}`), 3);
  });

  it('replaces values with --set, in order, and the fidelity with --fidelity', async () => {
    const { out } = await archsim('run', 'flightllm', '--json', '--set', 'workload.model=llama-2-13b', '--set=workload.scenario.batch=2', '--set', 'workload.scenario.batch=3', '--fidelity', 'roofline');
    const [result] = resultsOf(out);
    assert.deepEqual([result!.workload.model, result!.workload.batch, result!.fidelity], ['llama-2-13b', 3, 'roofline']);
  });

  it('takes one document a line from a .jsonl file, or one document over many lines', async () => {
    const line = JSON.stringify(experiment());
    write({ 'x.jsonl': `${line}\n\n${line}\r\n`, 'y.jsonl': experimentText() });
    assert.equal(resultsOf((await archsim('run', 'x.jsonl', '--json')).out).length, 2);
    assert.equal(resultsOf((await archsim('run', 'y.jsonl', '--json')).out).length, 1);
  });
});

describe('a design that does not fit', () => {
  const unknownTotals = { firstTokenSeconds: null, secondsPerOutputToken: null, tokensPerSecond: null, latencySeconds: null, energyJoules: null, averagePowerWatts: null, tokensPerJoule: null, tokensPerSecondPerDollar: null };
  const rows: readonly (readonly [set: string, code: string, line: RegExp])[] = [
    ['architecture.parameters.cores=99', 'resource-exceeded', /DSP: 228,096 needed, 9,020 available/],
    ['workload.model=llama-2-70b', 'memory-exceeded', /hbm capacity: 3\d\.\d+ GB needed, 8\.590 GB available/],
    ['workload.quantization=fp16', 'unsupported-format', /activations in fp16.*: \d+ needed, \d+ available/],
    ['workload.scenario.batch=1000000', 'memory-exceeded', /hbm capacity: .* needed, 8\.590 GB available/],
  ];

  for (const [set, reason, line] of rows) {
    it(`ends with 1, says by how much, and invents no number: ${set}`, async () => {
      const { code, out, err } = await archsim('run', 'flightllm', '--json', '--set', set);
      const [result] = resultsOf(out);
      assert.equal(code, 1);
      assert.equal(result!.feasible, false);
      assert.ok(result!.reasons.some((r) => r.code === reason && r.used > r.available));
      assert.deepEqual(result!.totals, unknownTotals);
      assert.deepEqual(result!.phases, { prefill: null, decode: null });
      assert.match(err, line);
      const table = await archsim('run', 'flightllm', '--set', set);
      assert.equal(table.code, 1);
      assert.match(table.out, line);
    });
  }

  it('is told of by number when there are many', async () => {
    const { code, err } = await archsim('run', ...Array<string>(23).fill('flightllm'), '--json', '--set', 'architecture.parameters.cores=99');
    assert.equal(code, 1);
    assert.equal(err.trimEnd().split('\n').length, 21);
    assert.match(err, /and 3 more/);
  });
});

describe('archsim run --out', () => {
  const write = inEmptyFolder();

  it('writes a file for each result and leaves nothing else behind', async () => {
    write({ 'x.json': experimentText({ more: { name: 'Small' } }), 'y.json': experimentText(), 'z.json': experimentText({ more: { name: '../..//evil name\u0007' } }) });
    const { code, out, err } = await archsim('run', 'x.json', 'y.json', 'z.json', '--json', '--out', 'new/results');
    assert.equal(code, 0);
    assert.deepEqual(readdirSync('new/results').sort(), ['Small.result.json', 'evil-name-.result.json', 'small-2.result.json']);
    assert.deepEqual(JSON.parse(readFileSync('new/results/small-2.result.json', 'utf8')), resultsOf(out)[1]);
    assert.equal(err.match(/^wrote /gm)?.length, 3);
  });

  it('refuses a place that cannot be a folder', async () => {
    write({ 'x.json': experimentText(), 'taken': '' });
    const { code, out, err } = await archsim('run', 'x.json', '--out', 'taken');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^file\/unwritable: "taken.small\.result\.json" cannot be written: a part of its path is a file/);
  });

  it('refuses to replace a folder by a file', async () => {
    write({ 'x.json': experimentText(), 'out/small.result.json/inside': '' });
    const { code, err } = await archsim('run', 'x.json', '--out', 'out');
    assert.equal(code, 2);
    assert.match(err, /^file\/unwritable/);
    assert.deepEqual(readdirSync('out'), ['small.result.json']);
  });
});

describe('archsim run --report', () => {
  const write = inEmptyFolder();

  it('writes one page for all results and keeps standard output for them', async () => {
    write({ 'x.json': experimentText() });
    const { code, out, err } = await archsim('run', 'x.json', 'flightllm', '--json', '--report', 'pages/page.html');
    assert.deepEqual([code, err], [0, 'wrote pages/page.html\n']);
    assert.equal(resultsOf(out).length, 2);
    assert.match(readFileSync('pages/page.html', 'utf8'), /^<!doctype html>[\s\S]*opt-125m[\s\S]*llama-2-7b/i);
    assert.deepEqual(readdirSync('pages'), ['page.html']);
  });
});

describe('archsim run --fidelity event', () => {
  const write = inEmptyFolder();

  it('shows why the array stands still, and writes a trace for Perfetto', async () => {
    const { code, out, err } = await archsim('run', 'systolic.json', '--fidelity', 'event', '--trace', 'traces/t.json');
    assert.deepEqual([code, err], [0, 'wrote traces/t.json: open it at ui.perfetto.dev\n']);
    assert.match(out, /array waits for data +[\d.]+ % +[\d.]+ %/);
    const { traceEvents } = JSON.parse(readFileSync('traces/t.json', 'utf8')) as { traceEvents: { name: string }[] };
    assert.ok(traceEvents.some(({ name }) => name === 'multiply'));
  });

  it('says so where there is nothing to trace, and refuses events of a device that is known by its peaks', async () => {
    write({ 'x.json': experimentText() });
    const { code, err } = await archsim('run', 'x.json', '--json', '--trace', 't.json');
    assert.equal(code, 0);
    assert.match(err, /^x\.json: has no timeline: it does not fit, or its device is known by its peaks alone/);
    const refused = await archsim('run', 'x.json', '--fidelity', 'event');
    assert.equal(refused.code, 2);
    assert.match(refused.err, /family "gpu" has no fidelity "event".*use roofline/s);
  });
});

describe('archsim run --require', () => {
  const write = inEmptyFolder();

  it('ends with 0 where everything holds and with 1 where something does not', async () => {
    write({ 'x.json': experimentText() });
    const met = await archsim('run', 'x.json', '--json', '--require', 'totals.firstTokenSeconds<1', '--require', 'memory.fits');
    assert.deepEqual([met.code, met.err], [0, '']);
    const missed = await archsim('run', 'x.json', '--json', '--require', 'totals.firstTokenSeconds<1', '--require', 'ttft < 1e-9');
    assert.equal(missed.code, 1);
    assert.match(missed.err, /^small: ttft < 1e-9 is not met: ttft = \d/);
    assert.equal(resultsOf(missed.out).length, 1);
  });

  it('is not met by what is not modelled', async () => {
    write({ 'x.json': experimentText() });
    const { code, err } = await archsim('run', 'x.json', '--json', '--require', 'totals.energyJoules < 5');
    assert.equal(code, 1);
    assert.match(err, /is not met: totals\.energyJoules is not modelled here/);
  });

  it('prints nothing where the requirement itself is wrong', async () => {
    write({ 'x.json': experimentText() });
    for (const [requirement, code] of [['totals.frstTokenSeconds<1', 'require/unknown-metric'], ['ttft <', 'require/syntax'], ['ttft', 'require/not-a-condition']] as const) {
      const outcome = await archsim('run', 'x.json', '--json', '--out', 'out', '--require', requirement);
      assert.deepEqual([outcome.code, outcome.out, existsSync('out')], [2, '', false]);
      assert.ok(outcome.err.startsWith(`${code}: `), outcome.err);
    }
  });
});

describe('archsim init', () => {
  inEmptyFolder();

  it('writes an experiment with comments that runs', async () => {
    const { code, out, err } = await archsim('init');
    assert.deepEqual([code, out, err], [0, '', 'wrote experiment.json; now: archsim run experiment.json\n']);
    const text = readFileSync('experiment.json', 'utf8');
    assert.match(text, /^\s*\/\/ A model in a scenario/m);
    assert.match(text, /^\s*\/\/ .*config\.json/m);
    assert.match(text, /^\s*\/\/ .*"extends": "u280"/m);
    assert.doesNotMatch(text, /\$schema|"published": \[/);
    const ran = await archsim('run', 'experiment.json', '--json');
    assert.equal(ran.code, 0, ran.err);
    assert.equal(resultsOf(ran.out)[0]!.experiment.name, 'my-experiment');
    assert.deepEqual(resultsOf(ran.out)[0]!.published, []);
  });

  it('never overwrites', async () => {
    writeFileSync('mine.json', 'mine');
    const { code, err } = await archsim('init', 'mine.json');
    assert.equal(code, 2);
    assert.match(err, /^file\/exists: "mine\.json" exists already/);
    assert.equal(readFileSync('mine.json', 'utf8'), 'mine');
    mkdirSync('folder');
    assert.equal((await archsim('init', 'folder')).code, 2);
  });

  it('makes the folders on the way, and quotes a path with blanks', async () => {
    const { code, err } = await archsim('init', 'a b/c.json');
    assert.equal(code, 0);
    assert.match(err, /now: archsim run "a b\/c\.json"/);
    assert.ok(existsSync('a b/c.json'));
    assert.match((await archsim('init', 'a b/c.json/d.json')).err, /^file\/unwritable/);
  });
});
