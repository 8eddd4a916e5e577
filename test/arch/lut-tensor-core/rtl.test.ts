import assert from 'node:assert/strict';
import { lutArrayTileDesign, lutTensorCoreRtl } from '../../../src/arch/lut-tensor-core/rtl.js';
import type { TileParameters } from '../../../src/arch/lut-tensor-core/tile/parameters.js';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { dataType } from '../../../src/sim/model/datatype.js';

const tile = (m: number, n: number, k: number, others: Partial<TileParameters> = {}): TileParameters => ({ m, n, k, activationBits: 8, planes: 4, sumBits: 32, sign: 'first', ...others });

const parameters = { array: { m: 2, n: 64, k: 4 }, activationBits: 8, tables: { bits: 11, precompute: 'fused' } };

function valueOf(weights: string, name: string, others: object = {}): number | undefined {
  return lutTensorCoreRtl.design({ parameters: { ...parameters, array: { m: 1, n: 3, k: 4 }, ...others }, weights: dataType(weights)! }).parameters.find((each) => each.name === name)?.value;
}

/** Codes of a beat of weights, for `n` features of `k` bits. */
function codesOf(beat: bigint, n: number, k: number): number[] {
  return Array.from({ length: n }, (_, i) => Number(BigInt.asUintN(k, beat >> BigInt(i * k))));
}

describe('the Verilog design of the look-up array', () => {
  it('is a design as the kit wants it, for arrays of any shape, widths and place of the sign', () => {
    for (const p of [tile(1, 1, 2), tile(3, 2, 3, { planes: 8 }), tile(2, 5, 6, { activationBits: 5, planes: 1, sumBits: 9, sign: 'last' }), tile(2, 64, 4, { planes: 2 })]) {
      const design = lutArrayTileDesign(p);
      checkDesign(design);
      assert.ok(design.runs.length >= 5);
      assert.ok(Object.keys(design.sources).includes('archsim_skid.v'));
    }
  });

  it('meets every code in its runs, in the first and the last plane', () => {
    for (const p of [tile(1, 1, 2), tile(2, 3, 4), tile(1, 5, 6, { planes: 3 })]) {
      const wgt = lutArrayTileDesign(p).runs[0]!.beats['wgt']!;
      for (const plane of [0, p.planes - 1]) {
        const met = new Set(wgt.filter((_, i) => i % p.planes === plane).flatMap((beat) => codesOf(beat, p.n, p.k)));
        assert.equal(met.size, 2 ** p.k, `plane ${plane} of groups of ${p.k}`);
      }
    }
  });

  it('meets the lowest and the highest activation, and tables of zeros', () => {
    const { runs } = lutArrayTileDesign(tile(2, 3, 4));
    const beats = runs.flatMap((run) => run.beats['act']!);
    const met = new Set(beats.flatMap((beat) => Array.from({ length: 8 }, (_, i) => Number(BigInt.asIntN(8, beat >> BigInt(8 * i))))));
    for (const activation of [-128, -127, 0, 127]) assert.ok(met.has(activation));
    assert.ok(beats.includes(0n));
  });

  it('has weights of every number of planes that the tile takes, and a beat of activations for each group', () => {
    const p = tile(2, 3, 4, { planes: 8 });
    const { runs } = lutArrayTileDesign(p);
    const planes = new Set(runs.map(({ label }) => Number(/weights of (\d) bits/.exec(label)![1])));
    assert.deepEqual([...planes].sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { label, beats } of runs) {
      const [, m, n, k, bits] = /^m (\d+), n (\d+), k (\d+), weights of (\d) bits/.exec(label)!.map(Number) as [number, number, number, number, number];
      const groups = Math.ceil(m / 2) * Math.ceil(n / 3) * Math.ceil(k / 4);
      assert.deepEqual([beats['act']!.length, beats['wgt']!.length, beats['out']!.length], [groups, groups * bits, Math.ceil(m / 2) * Math.ceil(n / 3) * 3]);
    }
  });

  it('marks the last plane of groups and of reductions', () => {
    const { runs } = lutArrayTileDesign(tile(2, 3, 4));
    const ragged = runs.find(({ label }) => label.includes('sizes that fill no tile'))!;
    // Three rows are two tiles, 11 elements three groups of four planes.
    const flags = ragged.beats['wgt']!.map((beat) => (beat >> 12n).toString(2).padStart(2, '0'));
    const reduction = [...['00', '00', '00', '01'], ...['00', '00', '00', '01'], ...['00', '00', '00', '11']];
    assert.deepEqual(flags, [...reduction, ...reduction]);
  });

  it('takes shape and planes from the parameters and the weights of an experiment', () => {
    for (const [name, planes] of [['int1', 1], ['int2', 2], ['ternary', 2], ['int8', 8]] as const) assert.equal(valueOf(name, 'PLANES'), planes);
    assert.deepEqual(['M', 'N', 'K', 'ACT_BITS', 'SUM_BITS', 'SIGN_LAST'].map((name) => valueOf('int4', name)), [1, 3, 4, 8, 32, 0]);
  });

  it('is declined by name where the array has no planes, activations are not of 8 bits, or tables are not exact', () => {
    for (const name of ['fp16', 'nf4', 'int16', 'fp4']) assert.throws(() => valueOf(name, 'M'), /lut-tensor-core\/rtl-format/);
    assert.throws(() => valueOf('int2', 'M', { activationBits: 16 }), /lut-tensor-core\/rtl-activations/);
    assert.throws(() => valueOf('int2', 'M', { tables: { bits: 8, precompute: 'fused' } }), /lut-tensor-core\/rtl-entries.*tables\.bits to 11/);
    assert.equal(valueOf('int2', 'M', { tables: { bits: 11, precompute: 'separate' } }), 1);
  });

  it('rejects tiles that there are none of', () => {
    for (const p of [tile(0, 1, 4), tile(1, 1.5, 4), tile(1, 1, 1), tile(1, 1, 7), tile(1, 1, 4, { planes: 9 }), tile(1, 1, 4, { activationBits: 17 }), tile(1, 1, 4, { sumBits: 12 }), tile(1, 1, 4, { sumBits: 49 })]) {
      assert.throws(() => lutArrayTileDesign(p), RangeError);
    }
    assert.equal(lutArrayTileDesign(tile(1, 1, 4, { sumBits: 13 })).core, 'lut_array_tile');
  });
});
