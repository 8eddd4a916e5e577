import assert from 'node:assert/strict';
import { bitSerialRtl, bitSerialTileDesign } from '../../../src/arch/bit-serial/rtl.js';
import { bitmodWeights, weightValues, type WeightFormat } from '../../../src/arch/bit-serial/tile/weight-format.js';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { dataType } from '../../../src/sim/model/datatype.js';

const int = (bits: number): WeightFormat => ({ kind: 'integer', bits });
const formats = [...[2, 3, 4, 5, 6, 7, 8].map(int), bitmodWeights(3), bitmodWeights(4)];

/** The field of a beat, as unsigned numbers. */
function fieldOf(beat: bigint, low: number, bits: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number(BigInt.asUintN(bits, beat >> BigInt(low + i * bits))));
}

describe('arch/bit-serial/rtl', () => {
  it('is a design as the kit wants it, in every format and for tiles of any shape', () => {
    for (const format of formats) {
      for (const [rows, columns] of [[1, 1], [3, 2]] as const) {
        const design = bitSerialTileDesign({ rows, columns, format });
        checkDesign(design);
        assert.ok(design.runs.length >= 3);
        assert.ok(Object.keys(design.sources).includes('archsim_skid.v'));
      }
    }
  });

  it('meets every weight pattern, with every special value, in its runs', () => {
    for (const format of formats) {
      const { runs, streams } = bitSerialTileDesign({ rows: 2, columns: 1, format });
      const met = new Set<string>();
      for (const beat of runs.flatMap(({ beats }) => beats['wgt'] ?? [])) {
        const selectors = fieldOf(beat, 8 * format.bits, 2, 2);
        fieldOf(beat, 0, format.bits, 8).forEach((pattern, i) => met.add(`${pattern} ${format.kind === 'float' ? selectors[Math.floor(i / 4)]! : ''}`));
      }
      assert.equal(met.size, 2 ** format.bits * (format.kind === 'float' ? 4 : 1), streams[1]?.name);
    }
  });

  it('meets zeros, subnormal numbers and the largest ones, and never an infinity or NaN', () => {
    const { runs } = bitSerialTileDesign({ rows: 1, columns: 2, format: bitmodWeights(4) });
    const met = new Set(runs.flatMap(({ beats }) => (beats['act'] ?? []).flatMap((beat) => fieldOf(beat, 0, 16, 8))));
    for (const pattern of [0, 0x8000, 0x0001, 0x7bff, 0xfbff]) assert.ok(met.has(pattern));
    assert.ok([...met].some((pattern) => (pattern & 0x7c00) === 0 && (pattern & 0x3ff) > 1));
    assert.ok([...met].every((pattern) => (pattern & 0x7c00) !== 0x7c00));
  });

  it('marks the ends of groups and reductions, and as many beats of activations as of weights', () => {
    const { runs } = bitSerialTileDesign({ rows: 2, columns: 2, format: int(8) });
    // Three tokens, one channel: two tiles of outputs; 23 elements in groups of 7: steps 2, 2, 2, 1.
    const ragged = runs[1]!;
    assert.match(ragged.label, /^m 3, n 1, k 23, groups of 7: /);
    const flags = (ragged.beats['wgt'] ?? []).map((beat) => fieldOf(beat, 2 * (32 + 2 + 8), 1, 2).join(''));
    assert.deepEqual(flags, [...['00', '10', '00', '10', '00', '10', '11'], ...['00', '10', '00', '10', '00', '10', '11']]);
    assert.equal(ragged.beats['act']?.length, flags.length);
    assert.equal(ragged.beats['out']?.length, 2 * 2);
  });

  it('serves the formats of the family by name and no others', () => {
    const parameters = { pes: { rows: 2, columns: 1 } };
    for (const [name, parameter] of [['int8', 8], ['int6', 6], ['int5', 5], ['int4', 4], ['bitmod4', 4], ['bitmod3', 3], ['fp4', 4], ['fp3', 3]] as const) {
      const { parameters: made } = bitSerialRtl.design({ parameters, weights: dataType(name)! });
      assert.equal(made.find((each) => each.name === 'WEIGHT_BITS')?.value, parameter);
      assert.equal(made.find((each) => each.name === 'IS_FLOAT')?.value, name.startsWith('int') ? 0 : 1);
    }
    for (const name of ['int16', 'int1', 'fp16', 'mxfp4', 'ternary', 'fp6']) assert.throws(() => bitSerialRtl.design({ parameters, weights: dataType(name)! }), /bit-serial\/rtl-format/);
  });

  it('has the special values of BitMoD in the order of its selectors, in halves', () => {
    const specials = (bits: 3 | 4): number[] => bitSerialTileDesign({ rows: 1, columns: 1, format: bitmodWeights(bits) }).parameters.filter(({ name }) => name.startsWith('SPECIAL')).map(({ value }) => value);
    assert.deepEqual(specials(4), [10, -10, 16, -16]);
    assert.deepEqual(specials(3), [6, -6, 12, -12]);
    assert.equal(weightValues(bitmodWeights(4), 3)[8], -8);
  });

  it('rejects tiles that there are none of', () => {
    for (const parameters of [{ rows: 0, columns: 1, format: int(8) }, { rows: 1, columns: 1.5, format: int(8) }, { rows: 1, columns: 1, format: int(9) }]) assert.throws(() => bitSerialTileDesign(parameters), RangeError);
    assert.throws(() => bitSerialTileDesign({ rows: 1, columns: 1, format: { kind: 'float', bits: 4, specials: [14, 0, 0, 0] } }), /not-two-terms/);
  });
});
