import assert from 'node:assert/strict';
import { shiftAddRtl, shiftAddTileDesign } from '../../../src/arch/shift-add/rtl.js';
import type { ShiftAddParameters, ShiftAddPes } from '../../../src/arch/shift-add/spec.js';
import { tileWidths } from '../../../src/arch/shift-add/tile/parameters.js';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { parameters, pes, tables } from './parameters.js';
import { moreTiles, someTiles } from './rtl/corners.js';
import { tile } from './rtl/modules.js';

const few: ShiftAddPes = { ...pes, columns: 3, depth: 2 };

function valueOf(weights: string, name: string, array: ShiftAddParameters['array'] = few, changes: Partial<ShiftAddParameters> = {}): number | undefined {
  return shiftAddRtl.design({ parameters: parameters(array, changes), weights: dataType(weights)! }).parameters.find((each) => each.name === name)?.value;
}

describe('the Verilog design of the shift-add array', () => {
  it('is a design as the kit wants it, for arrays of any shape, encoding and width', () => {
    for (const p of [...someTiles, ...moreTiles]) {
      const design = shiftAddTileDesign(p);
      checkDesign(design);
      assert.ok(design.runs.length >= 5);
      assert.ok(Object.keys(design.sources).includes('archsim_skid.v'));
    }
  });

  it('meets every weight in its runs, and weights of every width that the tile takes', () => {
    const p = tile(1, 3, 2, { encoding: 'booth', weightBits: 6, termsPerCycle: 3 });
    const { runs } = shiftAddTileDesign(p);
    const { slice } = tileWidths(p);
    const met = new Set(runs[0]!.beats['wgt']!.flatMap((beat) => Array.from({ length: 6 }, (_, i) => Number(BigInt.asIntN(slice, beat >> BigInt(slice * i))))));
    assert.equal(met.size, 64);
    const widths = new Set(runs.map(({ label }) => Number(/weights of (\d) bits/.exec(label)![1])));
    assert.deepEqual([...widths].sort(), [2, 3, 4, 5, 6]);
  });

  it('takes shape and widths from the parameters and the weights of an experiment', () => {
    for (const [name, bits] of [['int2', 2], ['ternary', 2], ['int8', 8]] as const) assert.equal(valueOf(name, 'WGT_BITS'), bits);
    const names = ['TOKENS', 'COLUMNS', 'DEPTH', 'BOOTH', 'TERMS', 'GROUP', 'SCALERS', 'ACT_BITS', 'SCALE_BITS', 'ACC_BITS'];
    // Four scalers have no more than three columns to scale.
    assert.deepEqual(names.map((name) => valueOf('int4', name)), [2, 3, 2, 0, 4, 32, 3, 8, 8, 32]);
    assert.deepEqual(['BOOTH', 'TERMS'].map((name) => valueOf('int4', name, { ...few, encoding: 'booth' })), [1, 2]);
    assert.equal(valueOf('int2', 'TERMS'), 2);
  });

  it('is declined by name where there is no Verilog', () => {
    for (const name of ['fp16', 'nf4', 'int16', 'fp4', 'int1']) assert.throws(() => valueOf(name, 'TERMS'), /shift-add\/rtl-format/);
    assert.throws(() => valueOf('int4', 'TERMS', { ...few, group: 1 }), /shift-add\/rtl-group/);
    assert.throws(() => valueOf('int8', 'TERMS', { ...few, group: 65536 }), /shift-add\/rtl-sums/);
    assert.throws(() => valueOf('int8', 'TERMS', few, { accumulatorBits: 16 }), /shift-add\/rtl-accumulator.*accumulatorBits to 21/);
  });

  it('is that of look-up tables for an array of them, a part of which is simulated where there are many', () => {
    const names = ['TABLES', 'READS', 'FEATURES', 'TERMS', 'SHIFTERS', 'ADDERS', 'ACT_BITS', 'SHIFT_BITS', 'ACC_BITS'];
    const few = { ...tables, reads: 2, featuresHeld: 8, buildAdders: 16 };
    assert.deepEqual(names.map((name) => valueOf('int4', name, few)), [4, 2, 8, 3, 3, 16, 8, 3, 32]);
    const design = shiftAddRtl.design({ parameters: parameters(tables), weights: dataType('int4')! });
    checkDesign(design);
    assert.equal(design.parameters.find(({ name }) => name === 'READS')?.value, 8);
    assert.equal(design.whole?.parameters.find(({ name }) => name === 'READS')?.value, 16);
    assert.match(design.reduction, /^Simulated are 4 of 4 tables, 8 of 16 reads and 32 of 128 features/);
  });

  it('is declined by name for look-up tables that the Verilog does not have', () => {
    assert.throws(() => valueOf('fp16', 'TERMS', tables), /shift-add\/rtl-format/);
    assert.throws(() => valueOf('int4', 'TERMS', { ...tables, buildAdders: 24 }), /shift-add\/rtl-adders.*buildAdders to 16/);
    assert.throws(() => valueOf('int4', 'TERMS', { ...tables, tables: 512 }), /shift-add\/rtl-tables/);
    assert.throws(() => valueOf('int2', 'TERMS', tables, { accumulatorBits: 10, activationBits: 8 }), /shift-add\/rtl-accumulator.*accumulatorBits to 12/);
  });

  it('rejects tiles that there are none of', () => {
    const wrong = [
      tile(0, 1, 1), tile(1, 1.5, 1), tile(1, 1, 0), tile(1, 1, 1, { weightBits: 9 }), tile(1, 1, 1, { weightBits: 3 }), tile(1, 1, 1, { activationBits: 17 }), tile(1, 1, 1, { scalers: 2 }),
      tile(1, 1, 2, { group: 3 }), tile(1, 1, 2, { group: 1 }), tile(1, 1, 1, { accumulatorBits: 13 }), tile(1, 1, 1, { accumulatorBits: 49 }), tile(1, 1, 1, { scaleBits: 3 }),
      tile(1, 1, 1, { activationBits: 16, weightBits: 8, termsPerCycle: 8, group: 16, accumulatorBits: 40 }),
    ];
    for (const p of wrong) assert.throws(() => shiftAddTileDesign(p), RangeError);
    assert.equal(shiftAddTileDesign(tile(1, 1, 1, { accumulatorBits: 14 })).core, 'shift_add_tile');
  });
});
