import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ScenarioResult } from '../../src/serving/scenario-result.js';
import type { SizeResult } from '../../src/serving/size/size-result.js';
import { archsim, inEmptyFolder } from './session.js';

const scenario = (name: string, more = ''): string => `{
  "kind": "scenario", "name": "${name}", // four answers
  "workload": { "model": "llama-3.1-8b", "quantization": "fp16",
    "scenario": { "kind": "calls", "calls": [{ "name": "answers", "promptTokens": 512, "outputTokens": 64, "samples": 4 }] } },
  "architecture": { "family": "gpu", "device": "h100-sxm" }${more},
}
`;

describe('archsim run of a scenario', () => {
  const write = inEmptyFolder();

  it('prints totals, memory, figures and where the time goes', async () => {
    write({ 'four.json': scenario('four') });
    const { code, out, err } = await archsim('run', 'four.json');
    assert.deepEqual([code, err], [0, '']);
    for (const part of ['four: calls', 'Totals', 'Memory of a device', 'Figures', 'Where the time goes', 'Notes']) assert.ok(out.includes(part), part);
  });

  it('prints one JSON document a scenario, the same each time', async () => {
    write({ 'a.json': scenario('a'), 'b.json': scenario('b') });
    const { code, out } = await archsim('run', 'a.json', 'b.json', '--json');
    const results = out.trimEnd().split('\n').map((line) => JSON.parse(line) as ScenarioResult);
    assert.deepEqual([code, ...results.map((result) => result.scenario.name)], [0, 'a', 'b']);
    assert.equal((await archsim('run', 'a.json', 'b.json', '--json')).out, out);
  });

  it('takes --set, --fidelity, --require and --out', async () => {
    write({ 'four.json': scenario('four') });
    const { code, err } = await archsim('run', 'four.json', '--json', '--set', 'workload.scenario.calls[0].samples=8', '--require', 'totals.latencySeconds < 0.001', '--out', 'results');
    assert.equal(code, 1);
    assert.match(err, /four: totals\.latencySeconds < 0\.001 is not met/);
    const written = JSON.parse(readFileSync('results/four.result.json', 'utf8')) as ScenarioResult;
    assert.equal(written.figures.find(({ name }) => name === 'generatedTokens')?.value, 8 * 64);
  });

  it('says with its place what is wrong with a file, and what to do', async () => {
    write({ 'bad.json': scenario('bad', ', "platfrom": {}').replace('"samples"', '"sample"').replace('llama-3.1-8b', 'llama-9') });
    const { code, out, err } = await archsim('run', 'bad.json');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /bad\.json:4:\d+ spec\/unknown-field: unknown field "sample"/);
    assert.match(err, /bad\.json:5:\d+ spec\/unknown-field: unknown field "platfrom".*did you mean "platform"/);
    write({ 'model.json': scenario('model').replace('llama-3.1-8b', 'llama-9') });
    assert.match((await archsim('run', 'model.json')).err, /model\.json:3:\d+ model\/unknown: /);
  });

  it('refuses pages, timelines and experiments beside scenarios', async () => {
    write({ 'four.json': scenario('four') });
    for (const words of [['run', 'four.json', '--report', 'x.html'], ['run', 'four.json', '--trace', 'x.json'], ['run', 'four.json', 'flightllm.json']]) {
      const { code, err } = await archsim(...words);
      assert.equal(code, 2);
      assert.match(err, /^scenario\/(no-page|apart): /);
    }
    assert.match((await archsim('sweep', 'four.json', '--over', 'a=1')).err, /scenario/);
  });
});

describe('archsim size', () => {
  const write = inEmptyFolder();
  const targets = ', "targets": { "firstTokenSeconds": 0.05, "latencySeconds": 0.5 }';

  it('prints the least platform and what binds', async () => {
    write({ 'four.json': scenario('four', targets) });
    const { code, out, err } = await archsim('size', 'four.json');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^bandwidth +[\d.]+ [GT]B\/s/m);
    assert.match(out, /1 % less misses/);
  });

  it('prints everything as one JSON document, and ends with 1 where nothing is enough', async () => {
    write({ 'four.json': scenario('four', targets) });
    const { code, out } = await archsim('size', 'four.json', '--json', '--set', 'workload.scenario.calls[0].toolSeconds=1');
    const answer = JSON.parse(out) as SizeResult;
    assert.deepEqual([code, answer.resources, answer.reasons.length > 0], [1, null, true]);
  });

  it('asks for targets, and for a scenario', async () => {
    write({ 'four.json': scenario('four') });
    assert.match((await archsim('size', 'four.json')).err, /size\/no-target/);
    assert.match((await archsim('size', 'flightllm.json')).err, /scenario\/wrong-kind/);
  });
});
