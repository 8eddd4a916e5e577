import assert from 'node:assert/strict';
import { distributions, weightsOf, type Distribution } from '../../../src/workloads/accuracy/distributions.js';
import { referenceTable } from '../../kit/fixtures.js';

interface Group { readonly id: number; readonly kind: Distribution; readonly seed: number; readonly n: number; readonly weights: readonly number[] }
const { groups } = referenceTable('datatypes.json') as { groups: readonly Group[] };

/** The generator in whole numbers of any size, and pairs of normals in a list: slow, and as its definition reads. */
function definition(kind: Distribution, length: number, seed: number): number[] {
  let state = BigInt(seed);
  const u = (): number => {
    state = (1664525n * state + 1013904223n) % 2n ** 32n;
    return (Number(state) + 0.5) / 2 ** 32;
  };
  const normals: number[] = [];
  const z = (): number => {
    if (normals.length === 0) {
      const [u1, u2] = [u(), u()];
      const r = Math.sqrt(-2 * Math.log(u1));
      normals.push(r * Math.cos(2 * Math.PI * u2), r * Math.sin(2 * Math.PI * u2));
    }
    return normals.shift()!;
  };
  const outliers: Partial<Record<Distribution, Record<number, number>>> = {
    gauss_outlier: { 17: 0.16 }, two_outliers: { 40: -0.15, 41: 0.11 }, extreme_outliers: { 17: 0.6, 62: -0.45, 63: 0.3, 100: 0.25 },
  };
  return Array.from({ length }, (_, i) => {
    let w: number;
    if (kind === 'uniform') w = (2 * u() - 1) * 0.05;
    else {
      const x = z();
      if (kind === 'skewed') w = 0.02 * (x + 0.35 * x ** 2);
      else w = kind === 'heavy' ? 0.012 * x * Math.abs(x) : 0.02 * x;
    }
    return outliers[kind]?.[i % 128] ?? Math.floor(w * 1e7 + 0.5) / 1e7;
  });
}

describe('weights of stated distributions', () => {
  it('begin with the groups of reference/datatypes.json', () => {
    assert.ok(groups.length >= 7);
    for (const { kind, seed, n, weights } of groups) assert.deepEqual([...weightsOf(kind, 3 * n, seed).subarray(0, n)], weights, `${kind} ${seed}`);
  });

  it('follow the definition of the generator for every kind, over several blocks and up to the largest seed', () => {
    for (const kind of distributions) {
      for (const seed of [0, 1, 12345, 2 ** 32 - 1]) assert.deepEqual([...weightsOf(kind, 300, seed)], definition(kind, 300, seed), `${kind} ${seed}`);
    }
  });

  it('have the mean and the standard deviation that is stated', () => {
    const weights = weightsOf('gauss', 8192, 1);
    const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
    const deviation = Math.sqrt(weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length);
    assert.ok(Math.abs(mean) < 0.001, String(mean));
    assert.ok(Math.abs(deviation / 0.02 - 1) < 0.02, String(deviation));
  });
});
