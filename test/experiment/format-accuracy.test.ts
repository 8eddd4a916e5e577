import assert from 'node:assert/strict';
import { modelNames } from '../../src/workloads/models.js';
import { formatAccuracy } from '../../src/experiment/format-accuracy.js';

describe('what formats cost a model', () => {
  it('is bits, an error, and a perplexity that begins at the published one and rises with the error', () => {
    const found = formatAccuracy('llama-2-7b', ['int4-asym', 'int8-sym']);
    assert.ok(typeof found !== 'string');
    const [narrow, wide] = found.formats;
    assert.ok(narrow!.bits < wide!.bits && narrow!.nmse > wide!.nmse);
    assert.equal(found.perplexity(0).value, found.baseline);
    assert.ok(found.perplexity(narrow!.nmse).value! > found.perplexity(wide!.nmse).value!);
    assert.equal(found.perplexity(1).value, null);
  });

  it('is a reason where the model or a format is not known', () => {
    assert.match(formatAccuracy('llama-9', []) as string, /catalogue/);
    assert.ok(modelNames().slice(0, 40).map((name) => formatAccuracy(name, [])).some((found) => typeof found === 'string' && found.includes('no perplexity')));
    assert.match(formatAccuracy('llama-2-7b', ['int99']) as string, /int99/);
  });
});
