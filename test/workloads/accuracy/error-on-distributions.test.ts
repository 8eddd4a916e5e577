import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { codecNamed } from '../../../src/sim/numerics/catalogue.js';
import type { Codec } from '../../../src/sim/numerics/codec.js';
import { weightsOf } from '../../../src/workloads/accuracy/distributions.js';
import { errorOnDistribution } from '../../../src/workloads/accuracy/error-on-distributions.js';
import { referenceTable } from '../../kit/fixtures.js';

interface Group { readonly kind: 'gauss'; readonly seed: number; readonly n: number; readonly weights: readonly number[]; readonly results: Record<string, { readonly mse: number } | undefined> }
const integers = (bits: number): Codec => codecNamed(`int${bits}-sym`)!;
const { groups } = referenceTable('datatypes.json') as { groups: readonly Group[] };

describe('quantisation error on stated distributions', () => {
  it('is the sum of squared errors over the sum of squared weights, group by group', () => {
    const weights = weightsOf('heavy', 64 * 128, 7);
    let error = 0;
    let power = 0;
    for (let g = 0; g < weights.length; g += 32) {
      const group = [...weights.subarray(g, g + 32)];
      const step = Math.max(...group.map(Math.abs)) / 7;
      for (const w of group) {
        error += (w - step * Math.round(w / step)) ** 2;
        power += w ** 2;
      }
    }
    const { nmse, sqnrDb } = errorOnDistribution(integers(4), { groupSize: 32, distribution: 'heavy', seed: 7 });
    assert.ok(Math.abs(nmse / (error / power) - 1) < 1e-12);
    assert.ok(Math.abs(sqnrDb! + 10 * Math.log10(error / power)) < 1e-9);
  });

  it('is the error of reference/datatypes.json on its groups', () => {
    for (const { kind, seed, n, weights, results } of groups) {
      for (const name of ['int4_asym', 'int3_asym', 'fp4_e2m1', 'flint4', 'bitmod4', 'bitmod3', 'nf4']) {
        const power = weights.reduce((sum, w) => sum + w ** 2, 0) / n;
        const ours = errorOnDistribution(codecNamed(name)!, { groupSize: n, distribution: kind, seed, blocks: 1 }).nmse;
        assert.ok(Math.abs(ours * power / results[name]!.mse - 1) < 1e-9, `${name} on ${kind}`);
      }
    }
  });

  it('falls by about 6 dB for every bit', () => {
    const [four, five, eight] = [4, 5, 8].map((bits) => errorOnDistribution(integers(bits)).sqnrDb!);
    assert.ok(Math.abs(five! - four! - 6.02) < 0.7);
    assert.ok(Math.abs((eight! - five!) / 3 - 6.02) < 0.3);
  });

  it('grows with the group on Gaussian weights, and far more on weights with outliers', () => {
    const codec = integers(4);
    const [small, usual, whole] = [32, 128, 0].map((groupSize) => errorOnDistribution(codec, { groupSize }).nmse);
    assert.ok(small! < usual! && usual! < whole!);
    assert.ok(errorOnDistribution(codec, { distribution: 'gauss_outlier' }).nmse > 2 * usual!);
  });

  it('fills the last group, and takes the block of a format that fixes it', () => {
    const codec = integers(4);
    assert.equal(errorOnDistribution(codec, { groupSize: 100 }).weights, 8200);
    assert.equal(errorOnDistribution(codecNamed('mxfp4')!, { groupSize: 128 }).groupSize, 32);
  });

  it('refuses groups that no drawn tensor has', () => {
    for (const groupSize of [-1, 1.5, 8193, NaN, Infinity]) assert.throws(() => errorOnDistribution(integers(4), { groupSize }), InputError);
  });

  it('has no ratio in dB where nothing is lost', () => {
    const exact: Codec = {
      ...integers(8),
      encode: (weights, groupSize) => ({ length: weights.length, groupSize, patterns: new Uint8Array(), fields: { weights: Float64Array.from(weights) } }),
      decode: (encoded) => encoded.fields['weights']!,
    };
    assert.deepEqual([errorOnDistribution(exact).nmse, errorOnDistribution(exact).sqnrDb], [0, null]);
  });
});
