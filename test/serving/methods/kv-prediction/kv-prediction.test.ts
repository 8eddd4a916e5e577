import assert from 'node:assert/strict';
import { passCost } from '../../../../src/serving/pass-cost.js';
import { decodeRun, promptPass } from '../../../../src/serving/methods/request.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const request = { promptTokens: 500, outputTokens: 20 };

describe('KV prediction', () => {
  const setting = settingOf({ model: 'opt-1.3b' });
  const found = answer({ kind: 'kv-prediction', ...request, auxiliary: { model: 'opt-125m' } }, setting);

  it('has the small model read the prompt and the large one make the first token from what is predicted', () => {
    const auxiliary = setting.deploy({ model: 'opt-125m' });
    const plain = plainRun({ model: 'opt-1.3b' }, request);
    assert.equal(found.parts[0]!.seconds, passCost(auxiliary, promptPass(1, 500), ({ group }) => group.tokens !== 'logits').seconds);
    assert.equal(found.parts[2]!.seconds, passCost(setting.deployment, decodeRun(1, 500, 1)!).seconds);
    assert.equal(found.totals.secondsPerOutputToken, plain.totals.secondsPerOutputToken);
    assert.ok(Math.abs(plain.totals.firstTokenSeconds! / found.totals.firstTokenSeconds! - figureOf(found, 'firstTokenSpeedup')) < 1e-9);
    assert.ok(figureOf(found, 'firstTokenSpeedup') > 1.5);
  });

  it('has a map for the keys and one for the values of each layer', () => {
    assert.equal(figureOf(found, 'mapParameters'), 24 * 2 * 768 * 2048);
    assert.equal(found.memory.others['maps of keys and values'], 24 * 2 * 768 * 2048 * 2);
    const auxiliary = plainRun({ model: 'opt-125m' }, { promptTokens: 500, outputTokens: 1 });
    const plain = plainRun({ model: 'opt-1.3b' }, { promptTokens: 500, outputTokens: 1 });
    assert.ok(figureOf(found, 'firstTokenMacsRatio') < plain.phases.prefill!.flops / auxiliary.phases.prefill!.flops);
  });

  it('needs models with keys and values', () => {
    assert.equal(problemOf(() => answer({ kind: 'kv-prediction', ...request, auxiliary: { model: 'mamba-130m' } }, setting)).code, 'scenario/no-cache');
  });
});
