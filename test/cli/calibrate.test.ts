import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { CalibrationResult } from '../../src/sim/model/calibration.js';
import { exampleText } from '../../src/cli/package-files.js';
import { archsim, inEmptyFolder } from './session.js';

const board = `{
  "kind": "measurements",
  "name": "u280-board", // a third party's
  "constants": [{ "path": "architecture.parameters.memory.efficiency", "low": 0.2, "high": 1 }],
  "rows": [
    { "id": "kv-128", "use": "fit", "metric": "phases.decode.latencySeconds", "value": "17.506 ms", "set": { "workload.scenario.promptTokens": 127, "workload.scenario.outputTokens": 2 } },
    { "id": "kv-512", "use": "test", "metric": "phases.decode.cycles", "value": 4272339, "set": { "workload.scenario.promptTokens": 511, "workload.scenario.outputTokens": 2 } },
  ],
}
`;

describe('archsim calibrate', () => {
  const write = inEmptyFolder();
  const words = ['calibrate', 'flightllm.json', '--data', 'board.json'];

  it('prints the fitted constant and both parts', async () => {
    write({ 'board.json': board });
    const { code, out, err } = await archsim(...words, '--set', 'architecture.parameters.memory.efficiency=0.3');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /memory\.efficiency +0\.3 +0\.5885 /);
    assert.match(out, /^fit +1 +95\.74 %[^]*^test +1 +90\.72 % +2\.57 %/m);
  });

  it('prints one JSON document with everything', async () => {
    write({ 'board.json': board });
    const { code, out } = await archsim(...words, '--json');
    const result = JSON.parse(out) as CalibrationResult;
    assert.deepEqual([code, out.trimEnd().split('\n').length], [0, 1]);
    assert.deepEqual([result.experiment, result.measurements, result.file, result.rows.length], ['flightllm-u280-llama2-7b', 'u280-board', 'board.json', 2]);
    assert.equal(result.constants[0]!.fitted.toFixed(4), '0.5885');
  });

  it('ends with 1 where the test part is worse than before, and says so', async () => {
    write({ 'board.json': board.replace('4272339', '3000000') });
    const { code, out } = await archsim(...words, '--set', 'architecture.parameters.memory.efficiency=0.8');
    assert.equal(code, 1);
    assert.match(out, /The test part is worse than before/);
  });

  it('writes the experiment with the fitted constants, which runs as the table says', async () => {
    const model = '{ "model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008, "num_hidden_layers": 32, "num_attention_heads": 32, "vocab_size": 32000 }';
    write({ 'board.json': board, 'own/mine.json': exampleText('flightllm.json').replace('"llama-2-7b"', '"./model.json"').replace('0.5885', '0.4'), 'own/model.json': model });
    const { code, out, err } = await archsim('calibrate', 'own/mine.json', '--data', 'board.json', '-o', 'new/fitted.json', '--json');
    assert.deepEqual([code, err], [0, 'wrote new/fitted.json\n']);
    const { constants, rows } = JSON.parse(out) as CalibrationResult;
    const text = readFileSync('new/fitted.json', 'utf8');
    assert.match(text, /"model": "\.\.\/own\/model\.json"/);
    assert.match(text, /\/\/ Always-on-chip decode: activations stay in the buffers\./);
    assert.ok(!text.includes('$schema') && text.includes(`"efficiency": ${constants[0]!.fitted},`));
    assert.match(text, /"\/parameters\/memory\/efficiency": \{ "quality": "fitted", "source": "archsim calibrate with \\"u280-board\\" \(board\.json\): fitted on kv-128, tested on kv-512" \}/);
    const again = await archsim('run', 'new/fitted.json', '--json', '--set', 'workload.scenario.promptTokens=127', '--set', 'workload.scenario.outputTokens=2');
    const result = JSON.parse(again.out) as { readonly warnings: readonly string[]; readonly phases: { readonly decode: { readonly latencySeconds: number } } };
    assert.deepEqual([again.code, result.phases.decode.latencySeconds], [0, rows[0]!.after]);
    assert.equal(result.warnings.filter((warning) => warning.includes('sources')).length, 0);
  });

  it('knows the bundled measurements by their name, and runs with them as with a file', async () => {
    const { code, out } = await archsim('calibrate', 'flightllm', '--data', 'measurements-flightllm-u280', '--json', '-o', 'fitted.json');
    const { constants, test } = JSON.parse(out) as CalibrationResult;
    assert.deepEqual([code, constants[0]!.fitted.toFixed(4), test!.rows], [0, '0.5885', 1]);
    assert.match(readFileSync('fitted.json', 'utf8'), /\(measurements-flightllm-u280\.json\): fitted on kv-128/);
  });

  it('never overwrites a file', async () => {
    write({ 'board.json': board, 'taken.json': '{}' });
    const { code, out, err } = await archsim(...words, '-o', 'taken.json');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^file\/exists: "taken\.json" exists already; choose another name/);
    assert.equal(readFileSync('taken.json', 'utf8'), '{}');
  });

  it('writes nothing where the input is wrong', async () => {
    write({ 'board.json': board.replace('latencySeconds', 'latencySecond').replace('"17.506 ms"', '0.017506') });
    const { code, out, err } = await archsim(...words, '-o', 'fitted.json');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^board\.json:6:\d+ experiment\/unknown-metric: .*did you mean "phases\.decode\.latencySeconds"\?/);
    assert.ok(!existsSync('fitted.json'));
  });

  const wrong: readonly (readonly [what: string, text: string | undefined, lines: readonly RegExp[]])[] = [
    ['no file', undefined, [/^file\/not-found: there is no file "board\.json"/]],
    ['broken JSON', '{ "kind": ', [/^board\.json:1:\d+ json\/syntax/]],
    ['an experiment', exampleText('flightllm.json'), [/^board\.json:3:11 spec\/wrong-kind: this is an experiment, not a table of measurements; give a table of measurements/]],
    ['another kind', '{ "kind": "measurement", "name": "x", "constants": [{ "path": "clock", "low": 1, "high": 2 }], "rows": [{ "id": "a", "metric": "ttft", "value": 1 }] }', [/^board\.json:1:11 spec\/not-one-of: \/kind must be "measurements"/]],
    ['no rows', board.replace(/\{ "id".*\},\n/g, ''), [/^board\.json:5:11 spec\/wrong-length: \/rows must have .*1/]],
    ['unknown fields and a wrong use', board.replace('"use": "fit"', '"use": "train"').replace('"low"', '"lo"'), [/^board\.json:4:17 spec\/missing-field: missing field "low"/, /^board\.json:4:\d+ spec\/unknown-field: unknown field "lo".*did you mean "low"\?/, /^board\.json:6:\d+ spec\/not-one-of: .*one of "fit", "test", got "train"/]],
    ['bounds out of order', board.replace('0.2', '2'), [/^board\.json:4:\d+ calibrate\/bounds: low must be below high, got 2 and 1/]],
    ['a number in quotes', board.replace('0.2', '"0.2"'), [/^board\.json:4:\d+ calibrate\/not-a-number: \/constants\/0\/low must be a number or a text with a unit, got "0\.2"/]],
    ['an unknown constant', board.replace('memory.efficiency', 'memry.efficiency'), [/^board\.json:4:\d+ calibrate\/constant-refused: .*unknown field "memry".*did you mean "memory"\?/]],
    ['a metric that is not modelled', board.replace('phases.decode.latencySeconds', 'totals.tokensPerSecondPerDollar').replace('"17.506 ms"', '0.9'), [/^board\.json:6:\d+ calibrate\/not-modelled: row "kv-128": .* has no value here: the device has no price/]],
    ['fewer rows than constants', board.replace('"fit"', '"test"'), [/^board\.json:4:16 calibrate\/too-few-rows: 1 constant needs at least as many rows to be fitted on, got 0/]],
    ['a name with control characters', board.replace('kv-128', 'kv\\u001b[31m').replace('"17.506 ms"', '"fast"').replace('latencySeconds', 'tokensPerSecond'), [/^board\.json:6:\d+ calibrate\/no-unit/]],
    ['a number that is too large', board.replace('4272339', '1e999'), [/^board\.json:7:\d+ json\/number-overflow/]],
  ];
  for (const [what, text, lines] of wrong) {
    it(`ends with 2 and a line for each problem: ${what}`, async () => {
      if (text !== undefined) write({ 'board.json': text });
      const { code, out, err } = await archsim(...words);
      assert.deepEqual([code, out], [2, ''], err);
      const told = err.trimEnd().split('\n');
      assert.equal(told.length, lines.length, err);
      told.forEach((line, i) => { assert.match(line, lines[i]!); });
      assert.doesNotMatch(err, /undefined|\bNaN\b|\[object|^\s+at |\u001b/m);
    });
  }

  it('asks for measurements, and tells what to do with a table of them that stands for an experiment', async () => {
    write({ 'board.json': board });
    assert.match((await archsim('calibrate', 'flightllm.json')).err, /^calibrate\/no-data: .*--data measurements-flightllm-u280\.json/);
    const { code, err } = await archsim('run', 'board.json');
    assert.equal(code, 2);
    assert.match(err, /^board\.json:2:11 spec\/wrong-kind: this is a table of measurements, not an experiment; give it to archsim calibrate with --data/);
  });
});
