import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { dspChainFunctional } from '../../../../src/arch/dsp-chain/functional.js';
import type { DspChainParameters } from '../../../../src/arch/dsp-chain/spec.js';
import { beatsOf, type TileBeat, type TileProblem } from '../../../../src/arch/dsp-chain/tile/beats.js';
import { tileResults } from '../../../../src/arch/dsp-chain/tile/functional.js';
import { longestGroup, sumBits, tileFault, type TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import { parseDocument } from '../../../../src/sim/core/document.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { exampleText } from '../../../kit/fixtures.js';
import { corner } from './corners.js';
import { anyProblem, anyTile } from './problems.js';

/** Results of a problem at [token][feature], taken from the tile's beats in the order in which they come. */
function results(p: TileParameters, problem: TileProblem): readonly (readonly number[])[] {
  const [m, n] = [problem.activations.rows, problem.weights.rows];
  const beats = tileResults(p, beatsOf(p, problem));
  const blocks = Math.ceil(n / p.columns);
  assert.equal(beats.length, Math.ceil(m / 2) * blocks);
  return Array.from({ length: m }, (_row, token) => Array.from({ length: n }, (_column, feature) =>
    beats[Math.floor(token / 2) * blocks + Math.floor(feature / p.columns)]![(feature % p.columns) * 2 + (token % 2)]!));
}

/** The same from whole numbers of any size: round(sum over groups of scale * sum of products / 2^shift), ties to even, saturated. */
function plainResults(p: TileParameters, { activations: a, weights: w, scales, groupLength }: TileProblem): readonly (readonly number[])[] {
  const groups = Math.ceil(a.columns / groupLength);
  return Array.from({ length: a.rows }, (_row, token) => Array.from({ length: w.rows }, (_column, feature) => {
    let total = 0n;
    for (let k = 0; k < a.columns; k++) {
      total += BigInt(scales[feature * groups + Math.floor(k / groupLength)]!) * BigInt(a.values[token * a.columns + k]! * w.values[feature * w.columns + k]!);
    }
    const unit = 1n << BigInt(p.shift);
    const rest = BigInt.asUintN(p.shift, total);
    const floor = (total - rest) / unit;
    const rounded = 2n * rest > unit || (2n * rest === unit && floor % 2n !== 0n) ? floor + 1n : floor;
    return Number(rounded > 127n ? 127n : rounded < -128n ? -128n : rounded);
  }));
}

describe('what the dsp-chain tile computes', () => {
  it('is the scaled, rounded and saturated integer product, for any tile, shape, sparsity and group', () => {
    fc.assert(fc.property(anyTile, fc.integer(), (p, seed) => {
      assert.equal(tileFault(p), null);
      const problem = anyProblem(p, seed);
      assert.deepEqual(results(p, problem), plainResults(p, problem));
    }), { numRuns: 300 });
  });

  it('is the product of the family where scales are 1 and nothing is shifted', () => {
    const { architecture } = parseDocument(exampleText('flightllm.json'), 'flightllm.json').value as { architecture: { parameters: DspChainParameters } };
    const rng = createRng(11);
    const draw = (rows: number, most: number) => matrix(rows, 20, Int8Array.from({ length: rows * 20 }, () => rng.integer(-most, most)));
    const [activations, weights] = [draw(3, 3), draw(5, 2)];
    const tile = corner({ shift: 0 });
    const product = dspChainFunctional(architecture.parameters, 2).product(activations, weights);
    assert.deepEqual(results(tile, { activations, weights, scales: new Uint16Array(5).fill(1), groupLength: 20 }).flat(), [...product.values]);
  });

  it('holds the sum of a scale group of 4095 full-range products, and wraps with one more', () => {
    const tile = corner({ depth: 1, columns: 1, n: 1, m: 1, chain: 1, shift: 19 });
    assert.equal(longestGroup(tile), 4095);
    assert.equal(longestGroup({ ...tile, weightMin: -127 }), 4128);
    const all = (k: number): TileProblem => ({ activations: matrix(1, k, new Int8Array(k).fill(-128)), weights: matrix(1, k, new Int8Array(k).fill(-128)), scales: Uint16Array.of(1), groupLength: k });
    assert.deepEqual(results(tile, all(4095)), [[127]]);
    assert.deepEqual(results(tile, all(4096)), [[-128]]);
  });

  it('has no sum of a beat that leaves the bits that are meant for it', () => {
    for (const chain of [1, 2, 7, 8, 9, 15, 16, 17, 33]) {
      for (const weightMin of [-128, -127] as const) {
        for (const depth of [1, 3, 16, 33]) {
          const tile = corner({ depth, columns: 1, chain, n: 1, m: 1, weightMin, shift: 0 });
          const narrow = { ...tile, groupBits: sumBits(tile), shift: sumBits(tile) - 7 };
          for (const [a, w] of [[-128, weightMin], [-128, 127], [127, weightMin]] as const) {
            const problem = { activations: matrix(2, depth, new Int8Array(2 * depth).fill(a)), weights: matrix(1, depth, new Int8Array(depth).fill(w)), scales: Uint16Array.of(1), groupLength: depth };
            assert.deepEqual(results(narrow, problem), plainResults(narrow, problem));
          }
        }
      }
    }
  });

  it('has no result of weights below those that the tile is made for', () => {
    const beat: TileBeat = { activations: new Int8Array(2), weights: Int8Array.of(-128), indices: new Uint16Array(1), scales: Uint16Array.of(1), endsGroup: true, endsReduction: true };
    const tile = corner({ depth: 1, columns: 1, n: 1, m: 1, weightMin: -127 });
    assert.throws(() => tileResults(tile, [beat]), /weights of this tile are -127 or more, not -128/);
  });
});
