import assert from 'node:assert/strict';
import { cacheText } from '../../../src/sim/engine/cache-text.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';

const textOf = (name: string): string => cacheText(decoderGraph(modelNamed(name) ?? assert.fail(name)));

describe('what a cache holds', () => {
  it('is keys and values, latent vectors or states, as the model has it', () => {
    assert.match(textOf('llama-2-7b'), /^keys and values: 2 x KV heads x head size x tokens; x bytes/);
    assert.match(textOf('deepseek-v2-lite'), /^latent vectors, .*latent rank \+ rotated key part\) x tokens; x bytes/);
    assert.match(textOf('mamba-2.8b'), /^recurrent states: .*whatever the tokens; x bytes/);
    assert.equal(cacheText({ name: 'none', groups: [] }), 'no layer keeps anything');
  });
});
