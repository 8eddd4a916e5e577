import assert from 'node:assert/strict';
import { binaryTensorCoreRatios } from '../../src/validation/binary-tensor-core.js';
import { judgeSystem } from '../../src/validation/judge.js';
import { referenceTable } from '../kit/fixtures.js';

describe('published ratios of one-bit tensor cores', () => {
  const judged = judgeSystem(binaryTensorCoreRatios, referenceTable, 'analytic');

  it('agree in three figures and differ in four, and a perplexity and a ratio over nothing are not modelled', () => {
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled], [3, 4, 2]);
    assert.deepEqual(judged.rows.filter((r) => r.verdict === 'differs').map((r) => r.id), ['P283', 'P286', 'P290', 'P292']);
    assert.ok(judged.rows.every((r) => r.reason.length > 30));
  });

  it('are all inside our range over formats, to one percent', () => {
    let checked = 0;
    for (const row of judged.rows.filter((r) => r.simulated !== null)) {
      assert.match(row.reason, /^a range check, here W\dA\d/);
      const [, least, most] = /from ([\d.]+) for \S+ to ([\d.]+) for/.exec(row.reason)!;
      assert.ok(row.reference >= Number(least) * 0.99 && row.reference <= Number(most) * 1.01, `${row.id} ${row.reason}`);
      checked++;
    }
    assert.equal(checked, 7);
  });

  it('answer other baselines and devices', () => {
    const ask = (row: object) => binaryTensorCoreRatios.simulate('published', { system: 'ABQ-LLM', metric: 'memory compression', config: { vs: 'SmoothQuant INT8' }, ...row }, 'analytic');
    const memory = ask({});
    assert.ok(memory.kind === 'simulated' && Number(memory.answers['value']) > 2 && Number(memory.answers['value']) < 4);
    assert.equal(ask({ system: 'APT-LLM', metric: 'max LLM inference speedup', config: { device: 'RTX 4090 / H800', vs: 'FP16' } }).kind, 'simulated');
    assert.equal(ask({ config: {} }).kind, 'not-modelled');
    assert.equal(ask({ config: 7 }).kind, 'not-modelled');
    assert.equal(ask({ metric: 'colour' }).kind, 'not-modelled');
  });
});
