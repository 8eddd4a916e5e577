import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { groupLengths, type TileProblem } from '../../../../src/arch/bit-serial/tile/problem.js';
import { tileBeats, tileStreams } from '../../../../src/arch/bit-serial/tile/stream.js';
import { bitmodWeights } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import type { RtlStream } from '../../../../src/rtl-export/kit/design.js';
import { createRng } from '../../../../src/sim/core/rng.js';

const format = bitmodWeights(4);

/** The numbers of a beat, by field. */
function fieldsOf(stream: RtlStream, beat: bigint): Record<string, number[]> {
  let rest = beat;
  const fields = Object.fromEntries(stream.fields.map(({ name, bits, count }) => [name, Array.from({ length: count }, () => {
    const number = Number(BigInt.asUintN(bits, rest));
    rest >>= BigInt(bits);
    return number;
  })]));
  assert.equal(rest, 0n);
  return fields;
}

function randomProblem(seed: number, [tokens, channels, reduction, group]: readonly [number, number, number, number]): TileProblem {
  const rng = createRng(seed);
  const shape = { tokens, channels, reduction, group };
  const groups = groupLengths(shape).length;
  const of = (count: number, most: number): number[] => Array.from({ length: count }, () => rng.integer(1, most));
  return { shape, activations: Uint16Array.from(of(tokens * reduction, 0x7bff)), weights: Uint8Array.from(of(channels * reduction, 15)), selectors: Uint8Array.from(of(channels * groups, 3)), scales: Uint8Array.from(of(channels * groups, 255)) };
}

describe('arch/bit-serial/tile/stream', () => {
  it('brings every number once to its place, in order of the reduction, and zeros everywhere else', () => {
    const size = fc.integer({ min: 1, max: 7 });
    fc.assert(fc.property(size, size, fc.tuple(size, size, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 })), fc.integer(), (rows, columns, sizes, seed) => {
      const problem = randomProblem(seed, sizes);
      const { shape: { tokens, channels, reduction }, activations, weights, selectors, scales } = problem;
      const lengths = groupLengths(problem.shape);
      const streams = tileStreams({ rows, columns, format });
      const outputs = Float32Array.from({ length: tokens * channels }, (_, i) => i + 1);
      const beats = tileBeats({ rows, columns, format }, problem, outputs);
      let beat = 0;
      let row = 0;
      for (let t = 0; t < tokens; t += columns) {
        for (let n = 0; n < channels; n += rows) {
          let first = 0;
          lengths.forEach((length, g) => {
            for (let at = 0; at < length; at += 4, beat++) {
              const act = fieldsOf(streams.act, beats.act[beat]!);
              const wgt = fieldsOf(streams.wgt, beats.wgt[beat]!);
              for (let lane = 0; lane < 4; lane++) {
                const k = first + at + lane;
                for (let c = 0; c < columns; c++) assert.equal(act['activation']?.[4 * c + lane], t + c < tokens && at + lane < length ? activations[(t + c) * reduction + k] : 0);
                for (let r = 0; r < rows; r++) assert.equal(wgt['weight']?.[4 * r + lane], n + r < channels && at + lane < length ? weights[(n + r) * reduction + k] : 0);
              }
              for (let r = 0; r < rows; r++) {
                const group = (n + r) * lengths.length + g;
                assert.equal(wgt['selector']?.[r], n + r < channels ? selectors[group] : 0);
                assert.equal(wgt['scale']?.[r], n + r < channels ? scales[group] : 0);
              }
              const endsGroup = at + 4 >= length;
              assert.deepEqual(wgt['ends_group'], [endsGroup ? 1 : 0]);
              assert.deepEqual(wgt['ends_reduction'], [endsGroup && g === lengths.length - 1 ? 1 : 0]);
            }
            first += length;
          });
          for (let r = 0; r < rows; r++, row++) {
            const results = fieldsOf(streams.out, beats.out[row]!)['result']!;
            const numbers = Array.from(new Float32Array(Uint32Array.from(results).buffer));
            assert.deepEqual(numbers, Array.from({ length: columns }, (_, c) => (t + c < tokens && n + r < channels ? outputs[(t + c) * channels + n + r]! : 0)));
          }
        }
      }
      assert.deepEqual([beats.act.length, beats.wgt.length, beats.out.length], [beat, beat, row]);
    }), { numRuns: 60 });
  });

  it('rejects infinities and NaN, which the tile would take for numbers', () => {
    for (const pattern of [0x7c00, 0xfc00, 0x7e00]) {
      const problem = { ...randomProblem(1, [1, 1, 1, 1]), activations: Uint16Array.of(pattern) };
      assert.throws(() => tileBeats({ rows: 1, columns: 1, format }, problem, new Float32Array(1)), /infinities and NaN/);
    }
  });
});
