import assert from 'node:assert/strict';
import { metricAliases } from '../../src/experiment/metric.js';
import { archsim, inEmptyFolder, experimentText } from './session.js';

describe('archsim explain', () => {
  const write = inEmptyFolder();

  it('prints a tree of the time per output token unless another metric is named', async () => {
    const usual = await archsim('explain', 'flightllm');
    assert.deepEqual([usual.code, usual.err], [0, '']);
    assert.equal(usual.out, (await archsim('explain', 'flightllm', 'tpot')).out);
    assert.notEqual(usual.out, (await archsim('explain', 'flightllm', 'ttft')).out);
  });

  it('goes as deep as it is asked to', async () => {
    const linesAt = async (depth: string): Promise<number> => (await archsim('explain', 'flightllm', 'ttft', '--depth', depth)).out.split('\n').length;
    assert.ok(await linesAt('1') < await linesAt('2') && await linesAt('2') < await linesAt('4'));
  });

  it('prints the whole tree as one line of JSON', async () => {
    const { out } = await archsim('explain', 'flightllm', 'throughput', '--json');
    const { tree, assumptions } = JSON.parse(out) as { readonly tree: { readonly inputs: readonly unknown[] }; readonly assumptions: readonly unknown[] };
    assert.ok(tree.inputs.length > 0 && assumptions.length > 0);
    assert.equal(out.trimEnd().split('\n').length, 1);
  });

  it('knows every short name', async () => {
    write({ 'x.json': experimentText() });
    for (const alias of Object.keys(metricAliases)) assert.equal((await archsim('explain', 'x.json', alias)).code, 0, alias);
  });

  it('ends with 1 and the reason for a design that does not fit', async () => {
    const { code, out, err } = await archsim('explain', 'flightllm', '--set', 'architecture.parameters.cores=99');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /does not fit: .*DSP: 228,096 needed, 9,020 available/);
  });

  it('tells what is not modelled from what does not exist', async () => {
    write({ 'x.json': experimentText({ scenario: { promptTokens: 16, outputTokens: 1 } }) });
    const rows: readonly (readonly [words: readonly string[], line: RegExp])[] = [
      [['flightllm', 'totals.energyJoules'], /^explain\/not-modelled: "totals\.energyJoules" is not modelled here: no energy model/],
      [['x.json'], /^explain\/not-modelled: .*the prefill yields the only output token/],
      [['flightllm', 'totals.latencySecond'], /^explain\/unknown-metric: .*did you mean "totals\.latencySeconds"\?/],
      [['flightllm', '__proto__'], /^explain\/unknown-metric/],
    ];
    for (const [words, line] of rows) {
      const { code, out, err } = await archsim('explain', ...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, line);
    }
  });

  it('explains one experiment at a time', async () => {
    const line = JSON.stringify(JSON.parse(experimentText()));
    write({ 'x.jsonl': `${line}\n${line}\n` });
    const { code, err } = await archsim('explain', 'x.jsonl');
    assert.equal(code, 2);
    assert.match(err, /^x\.jsonl file\/several: one experiment is wanted, and this has 2/);
  });
});
