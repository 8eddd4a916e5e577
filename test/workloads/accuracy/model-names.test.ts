import assert from 'node:assert/strict';
import { publishedModelName } from '../../../src/workloads/accuracy/model-names.js';
import { publishedPerplexities } from '../../../src/workloads/accuracy/published.js';
import { modelNamed } from '../../../src/workloads/models.js';

describe('names of models with published perplexities', () => {
  it('are names of our catalogue, all but Yi-6B', () => {
    const missing = [...new Set(publishedPerplexities.map((p) => p.model))].filter((name) => modelNamed(name) === undefined);
    assert.deepEqual(missing, ['yi-6b']);
  });

  it('are found by the id on the Hugging Face hub too', () => {
    assert.equal(publishedModelName('meta-llama/Llama-2-7b-hf'), 'llama-2-7b');
    assert.equal(publishedModelName('facebook/opt-1.3b'), 'opt-1.3b');
    assert.equal(publishedModelName('01-ai/Yi-6B'), 'yi-6b');
  });

  it('are never those of a relative', () => {
    for (const name of ['llama-3.1-8b', 'phi-1.5', 'yi-34b', 'no such model']) assert.equal(publishedModelName(name), name);
  });
});
