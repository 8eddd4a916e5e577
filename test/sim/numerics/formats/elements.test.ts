import assert from 'node:assert/strict';
import { elementFormat, gridOf, type ElementFormat } from '../../../../src/sim/numerics/formats/element.js';
import { bipolarInteger, flint, floatElement, fullInteger, largestExponent, normalFloat4, powerOfTwo, smallFloat, symmetricInteger, ternary, unsignedInteger } from '../../../../src/sim/numerics/formats/elements.js';
import { referenceTable } from '../../../kit/fixtures.js';

const table = referenceTable('datatypes.json') as { grids: Record<string, { values: number[] }> };

describe('value grids', () => {
  it('are those of the published formats', () => {
    const grids: Readonly<Record<string, readonly [ElementFormat, unit?: number]>> = {
      int3: [symmetricInteger(3)], int4: [symmetricInteger(4)], int5: [symmetricInteger(5)], int6: [symmetricInteger(6)],
      fp3: [smallFloat(3)], fp3_er_pos: [smallFloat(3, 3)], fp3_er_neg: [smallFloat(3, -3)], fp3_ea_pos: [smallFloat(3, 6)], fp3_ea_neg: [smallFloat(3, -6)],
      fp4_e2m1: [smallFloat(4)], fp4_er_pos: [smallFloat(4, 5)], fp4_er_neg: [smallFloat(4, -5)], fp4_ea_pos: [smallFloat(4, 8)], fp4_ea_neg: [smallFloat(4, -8)],
      flint4: [flint(4)], flint5: [flint(5)], pot4: [powerOfTwo(4)], nf4: [normalFloat4()], ant_int4: [fullInteger(4)],
      fp5_e2m2: [floatElement(2, 2, ''), 4], fp5_e3m1: [floatElement(3, 1, ''), 8], fp6_e2m3: [floatElement(2, 3, ''), 8], fp6_e3m2: [floatElement(3, 2, ''), 16],
    };
    for (const [name, [format, unit = 1]] of Object.entries(grids)) assert.deepEqual([...gridOf(format).values].map((v) => v * unit), table.grids[name]!.values, name);
    assert.deepEqual(Object.keys(table.grids).filter((name) => !name.startsWith('olive4')).sort(), Object.keys(grids).sort());
  });

  it('of integers reach the ends of every width', () => {
    for (let bits = 2; bits <= 8; bits++) {
      const ends = (f: ElementFormat): number[] => { const { values } = gridOf(f); return [values[0]!, values[values.length - 1]!, values.length]; };
      const most = 2 ** (bits - 1) - 1;
      assert.deepEqual(ends(symmetricInteger(bits)), [-most, most, 2 ** bits - 1]);
      assert.deepEqual(ends(fullInteger(bits)), [-most - 1, most, 2 ** bits]);
      assert.deepEqual(ends(unsignedInteger(bits)), [0, 2 ** bits - 1, 2 ** bits]);
      assert.deepEqual(ends(bipolarInteger(bits)), [1 - 2 ** bits, 2 ** bits - 1, 2 ** bits]);
    }
    assert.deepEqual([...gridOf(ternary()).values], [-1, 0, 1]);
    assert.deepEqual([...gridOf(bipolarInteger(1)).values], [-1, 1]);
  });

  it('name one pattern for each value, the least where two mean the same', () => {
    for (const format of [symmetricInteger(4), smallFloat(4), smallFloat(3, 6), flint(4), floatElement(4, 3, 'e4m3', 'nan')]) {
      const grid = gridOf(format);
      grid.values.forEach((value, i) => { assert.equal(format.values[grid.patterns[i]!]! + 0, value); });
    }
    const float = gridOf(floatElement(2, 1, 'e2m1'));
    assert.equal(float.patterns[float.values.indexOf(0)], 0);
  });

  it('know the exponent of their largest value', () => {
    assert.deepEqual([largestExponent(2, 1, 'none'), largestExponent(2, 3, 'none'), largestExponent(3, 2, 'none'), largestExponent(4, 3, 'nan'), largestExponent(5, 2, 'ieee')], [2, 2, 4, 8, 15]);
  });

  it('are refused where patterns are missing', () => {
    assert.throws(() => elementFormat('x', 2, [0, 1, 2]), /has 3 patterns/);
  });
});
