import assert from 'node:assert/strict';
import { systolicTileDesign } from '../../../src/arch/systolic/rtl.js';
import { engineCoreOf } from '../../../src/arch/engine-cores.js';
import { beatBits } from '../../../src/rtl-export/kit/design.js';
import { chosenDequantizer, tableOf } from '../../../src/rtl-export/kit/engine/chosen-dequantizer.js';
import { dequantized, dequantizerFault } from '../../../src/rtl-export/kit/engine/dequantizer.js';
import { codesOrWide, packedProduct, tableSettings, weightInterval, wideProduct } from '../../../src/rtl-export/kit/engine/packed-product.js';
import { engineProduct } from '../../../src/rtl-export/kit/engine/product.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { normalFloat4, smallFloat } from '../../../src/sim/numerics/formats/elements.js';
import { dequantizerOf } from './coded-product.js';
import { furtherCores, smallCores, systolicCore } from './cores.js';
import { plain, smallEngine } from './small-engine.js';

describe('the model of a dequantiser', () => {
  it('takes zero points off, multiplies, and saturates, in this order', () => {
    const offset = dequantizerOf(4, { kind: 'offset', scaled: true });
    assert.equal(dequantized(offset, 8, 15, { zeroPoint: 7, multiplier: 15 }), 120);
    assert.equal(dequantized(offset, 8, 15, { zeroPoint: 7, multiplier: 16 }), 127);
    assert.equal(dequantized(offset, 8, 0, { zeroPoint: 8, multiplier: 16 }), -128);
    assert.equal(dequantized(offset, 8, 0, { zeroPoint: 15, multiplier: 255 }), -128);
    assert.ok(Object.is(dequantized(offset, 8, 0, { zeroPoint: 1, multiplier: 0 }), 0));
    assert.deepEqual([0, 7, 8, 15].map((code) => dequantized(dequantizerOf(4), 8, code, {})), [0, 7, -8, -1]);
    assert.equal(dequantized(dequantizerOf(8, { kind: 'offset' }), 8, 0, { zeroPoint: 200 }), -128);
    assert.deepEqual([0, 1].map((code) => dequantized(dequantizerOf(1, { kind: 'table' }), 8, code, { table: [-1, 1] })), [-1, 1]);
  });

  it('names what is not there', () => {
    assert.equal(dequantizerFault(dequantizerOf(8), 8), null);
    assert.match(dequantizerFault(dequantizerOf(9), 8)!, /1 to 8 bits, not 9/);
    assert.match(dequantizerFault(dequantizerOf(6, { kind: 'table' }), 8)!, /1 to 5 bits, not 6/);
    assert.match(dequantizerFault(dequantizerOf(4, { grouped: true }), 8)!, /without zero points and multipliers/);
    assert.match(dequantizerFault(dequantizerOf(1), 1)!, /weights of 1 bits/);
    for (const core of [smallCores()[3]!, furtherCores()[0]!]) assert.throws(() => smallEngine(core, { ...plain, dequantizer: dequantizerOf(2) }), /no dequantiser stands before/);
    const engine = smallEngine(systolicCore(2, 3));
    const product = engineProduct(engine, systolicCore(2, 3).runs(matrix(1, 1, Float64Array.of(1)), matrix(1, 1, Float64Array.of(1))), 1, 1, 'a product');
    assert.throws(() => packedProduct(engine, product, { numbersOf: () => ({}) }), /no dequantiser/);
    assert.throws(() => tableSettings(new Array<number>(33).fill(0)), RangeError);
  });

  it('packs a code in the place of each weight, the first lowest and what the core has beside them above, and a wide beat in several', () => {
    const core = systolicCore(2, 3);
    const dequantizer = dequantizerOf(3, { kind: 'offset', scaled: true, grouped: true, wide: true });
    const engine = smallEngine(core, { ...plain, dequantizer });
    const codes = [[1, 7, 0, 5], [2, 2, 6, 3], [4, 0, 1, 7]];
    const [zeroPoints, multipliers] = [[[1, 3], [0, 7], [4, 2]], [[2, 9], [1, 10], [3, 25]]];
    const weights = matrix(3, 4, Float64Array.from(codes.flatMap((row, f) => row.map((code, k) => (
      (code - zeroPoints[f]![Math.floor(k / 3)]!) * multipliers[f]![Math.floor(k / 3)]!)))));
    const product = engineProduct(engine, core.runs(matrix(2, 4, new Float64Array(8).fill(1)), weights), 2, 3, 'a product');
    const packed = packedProduct(engine, product, { groupBeats: 3, numbersOf: (feature, group) => ({ zeroPoint: zeroPoints[feature]![group]!, multiplier: multipliers[feature]![group]! }) });
    assert.equal(packed.wgt.length, 4);
    packed.wgt.forEach((beat, k) => {
      assert.deepEqual([0, 1, 2].map((f) => Number((beat >> BigInt(3 * f)) & 7n)), codes.map((row) => row[k]!), `beat ${k}`);
      assert.equal(beat >> 9n, product.wgt[k]! >> 24n, 'rows, columns and the end of the fold');
    });
    assert.equal(beatBits(engine.streams.wgt), 48, '9 bits of codes, 33 beside them, 6 of padding');
    // Zero points of 3 bits, then multipliers of 8, for each of two groups.
    assert.deepEqual(packed.further.map((beat) => [0, 3, 6, 9, 17, 25].map((low, i) => Number((beat >> BigInt(low)) & (i < 3 ? 7n : 255n)))), [[1, 0, 4, 2, 1, 3], [3, 7, 2, 9, 10, 25]]);
    assert.equal(packed.settings!.GROUP_BEATS, 3);
    const wide = wideProduct(engine, product);
    assert.deepEqual([wide.wgt.length, wide.further.length, wide.isWide], [12, 0, true]);
    for (let f = 0; f < 3; f++) {
      const bits = [0, 1, 2].reduce((sum, j) => sum + Number((wide.wgt[3 + j]! >> BigInt(3 * f)) & 7n) * 8 ** j, 0);
      assert.equal(bits, ((weights.values[4 * f + 1]! % 256) + 256) % 256, 'the second element of each feature');
    }
    const others = { ...weights, values: weights.values.map((w, i) => (i === 0 ? w + 1 : w)) };
    const changed = engineProduct(engine, core.runs(matrix(2, 4, new Float64Array(8).fill(1)), others), 2, 3, 'another');
    assert.throws(() => packedProduct(engine, changed, { groupBeats: 3, numbersOf: (feature, group) => ({ zeroPoint: zeroPoints[feature]![group]!, multiplier: multipliers[feature]![group]! }) }), /no code is 1, of feature 0/);
  });

  it('gives weights as codes where all have one, and wide where not', () => {
    const core = systolicCore(2, 2);
    const engine = smallEngine(core, { ...plain, dequantizer: dequantizerOf(4, { kind: 'offset', grouped: true, wide: true }) });
    const isWide = (values: readonly number[]): boolean => {
      const weights = matrix(2, 2, Float64Array.from(values));
      return codesOrWide(engine, engineProduct(engine, core.runs(matrix(1, 2, Float64Array.of(1, 1)), weights), 1, 2, 'a product'), weights).isWide === true;
    };
    assert.deepEqual([isWide([-15, 0, 15, 3]), isWide([-8, 7, 0, 0]), isWide([-8, 8, 0, 0]), isWide([0, 0, 0, 16])], [false, false, true, true]);
  });

  it('makes a beat narrower by what codes are narrower, and no bus faster than one beat a cycle', () => {
    const core = engineCoreOf(systolicTileDesign({ dataflow: 'output-stationary', rows: 4, columns: 128, activationBits: 8, weightBits: 8, sumBits: 32 }));
    const named = { ...core, what: '' };
    const [eight, four] = [smallEngine(named), smallEngine(named, { ...plain, dequantizer: dequantizerOf(4) })];
    assert.deepEqual([weightInterval(eight, 128), weightInterval(four, 128), weightInterval(four, 4096)], [1064 / 128, 552 / 128, 1]);
  });

  it('is chosen by the format of weights, and only where the core takes wider ones', () => {
    const [array, chain] = smallCores();
    const chosen = (type: string, groupSize = 0, zeroPointBits = 0, core = array!): string | null => {
      const found = chosenDequantizer({ type: dataType(type)!, groupSize, zeroPointBits }, core);
      if (found === null) return null;
      const { codeBits, kind, scaled, grouped, wide } = found.dequantizer;
      return `${codeBits} ${kind}${scaled ? ' scaled' : ''}${grouped ? ' grouped' : ''}${wide ? ' wide' : ''}${found.table === undefined ? '' : ` ${found.table.length}`}`;
    };
    assert.equal(chosen('int4'), '4 sign wide');
    assert.equal(chosen('int4', 128), '4 sign scaled grouped wide');
    assert.equal(chosen('int3', 128, 3), '3 offset scaled grouped wide');
    // The chain scales groups by itself.
    assert.equal(chosen('int4', 128, 4, chain), '4 offset grouped wide');
    assert.equal(chosen('int4', 128, 0, chain), '4 sign wide');
    assert.equal(chosen('nf4', 64, 0, chain), '4 table wide 16');
    assert.equal(chosen('fp3', 32), '3 table scaled grouped wide 8');
    for (const type of ['int8', 'int16', 'ternary', 'fp8', 'fp16', 'bitmod4', 'olive4']) assert.equal(chosen(type, 128), null, type);
    assert.equal(chosen('int2', 0, 0, smallCores()[3]), null, 'a core of ternary weights');
    assert.equal(chosen('int4', 0, 0, furtherCores()[0]), null, 'a core with a further stream');
  });

  it('has tables on a grid of whole numbers: floats exactly, NF4 within half a unit', () => {
    assert.deepEqual(tableOf(smallFloat(4), 8), [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12]);
    assert.deepEqual(tableOf(smallFloat(3), 8), [0, 1, 2, 4, 0, -1, -2, -4]);
    const nf4 = normalFloat4().values;
    tableOf(normalFloat4(), 8).forEach((entry, code) => { assert.ok(Number.isInteger(entry) && Math.abs(entry - 127 * nf4[code]!) <= 0.5, `${entry} of ${nf4[code]}`); });
  });
});
