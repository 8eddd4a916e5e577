import assert from 'node:assert/strict';
import { codecNamed } from '../../../src/sim/numerics/catalogue.js';
import type { Codec } from '../../../src/sim/numerics/codec.js';
import { publishedBaseline, publishedPerplexities } from '../../../src/workloads/accuracy/published.js';
import { errorOnDistribution } from '../../../src/workloads/accuracy/error-on-distributions.js';
import { trainingPairs } from '../../../src/workloads/accuracy/training-pairs.js';

const int4 = codecNamed('int4-asym')!;
const block = codecNamed('mxfp4-bitmod')!;
/** One codec under any name that is asked for. */
const underAnyName = (name: string): Codec => ({ ...int4, name });

describe('the pairs that the regression takes', () => {
  const pairs = trainingPairs((name) => [int4, block].find((codec) => codec.name === name), 'wikitext2');

  it('are in formats with a codec, each pair once, with the value of the main table', () => {
    assert.equal(pairs.length, 12);
    assert.equal(new Set(pairs.map((p) => `${p.model} ${p.format}`)).size, 12);
    for (const p of pairs) {
      assert.equal(p.perplexity, publishedPerplexities.find((q) => q.table === 'VI' && q.model === p.model && q.format === p.format && q.dataset === 'wikitext2')!.perplexity);
      assert.equal(p.baseline, publishedBaseline(p.model, 'wikitext2')!.perplexity);
    }
  });

  it('have the error of groups of 128, or of the block of a format that fixes it', () => {
    const of = (format: string): number => pairs.find((p) => p.format === format)!.nmse;
    assert.equal(of('int4-asym'), errorOnDistribution(int4, { groupSize: 128 }).nmse);
    assert.equal(of('mxfp4-bitmod'), errorOnDistribution(block, { groupSize: 32 }).nmse);
  });

  it('leave out calibrated methods, quantised activations and channels, and another codec under a borrowed name', () => {
    const everything = trainingPairs(underAnyName, 'wikitext2');
    assert.ok(everything.every((p) => p.perplexity !== 12.92 && p.perplexity !== 25.78));
    assert.ok(!everything.some((p) => p.model === 'llama-2-70b' || p.model === 'gpt2-xl'));
    assert.deepEqual(trainingPairs(() => int4, 'wikitext2').map((p) => p.format), Array.from({ length: 6 }, () => 'int4-asym'));
    assert.deepEqual(trainingPairs(() => undefined, 'wikitext2'), []);
    assert.deepEqual(trainingPairs(underAnyName, 'wikitext103'), []);
  });
});
