import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gridOf } from '../../../../src/sim/numerics/formats/element.js';
import { bipolarInteger, flint, floatElement, fullInteger, normalFloat4, powerOfTwo, smallFloat, symmetricInteger, ternary } from '../../../../src/sim/numerics/formats/elements.js';
import { before, nearestIndex, rounder, type Ties } from '../../../../src/sim/numerics/formats/rounding.js';

const formats = [
  symmetricInteger(2), symmetricInteger(8), fullInteger(1), fullInteger(4), bipolarInteger(1), bipolarInteger(5), ternary(), smallFloat(3, -6), smallFloat(4, 5), normalFloat4(),
  flint(5), powerOfTwo(4), floatElement(4, 3, 'e4m3', 'nan'), floatElement(5, 2, 'e5m2', 'ieee'), floatElement(0, 4, 'e0m4'), floatElement(8, 0, 'e8m0'),
];
const rules: readonly Ties[] = ['lower', 'higher', 'away', 'even'];

describe('rounding to a grid', () => {
  it('gives what looking at every value gives, for every format and rule, at middles, next to them, beyond the ends and anywhere', () => {
    for (const format of formats) {
      const grid = gridOf(format);
      const middles = [...grid.values.slice(1)].map((value, i) => (value + grid.values[i]!) / 2);
      const probes = [...grid.values, ...middles.flatMap((m) => [m, before(m), -before(-m)]), 0, -0, 1e300, -1e300, Infinity, -Infinity, 5e-324];
      for (const ties of rules) {
        const round = rounder(grid, ties);
        for (const x of probes) assert.equal(round(x), nearestIndex(grid, x, ties), `${format.name} ${ties} ${x}`);
        fc.assert(fc.property(fc.double({ noNaN: true, min: -2 * grid.largest, max: 2 * grid.largest }), (x) => { assert.equal(round(x), nearestIndex(grid, x, ties)); }), { numRuns: 60 });
      }
    }
  });

  it('never takes a value when another is nearer', () => {
    const grid = gridOf(smallFloat(4, 8));
    fc.assert(fc.property(fc.double({ noNaN: true, min: -12, max: 12 }), (x) => {
      const taken = Math.abs(x - grid.values[nearestIndex(grid, x, 'lower')]!);
      for (const value of grid.values) assert.ok(taken <= Math.abs(x - value));
    }));
  });

  it('settles a tie as its rule says', () => {
    const grid = gridOf(symmetricInteger(4));
    const at = (x: number, ties: Ties): number => grid.values[nearestIndex(grid, x, ties)]!;
    assert.deepEqual(rules.map((ties) => at(2.5, ties)), [2, 3, 3, 2]);
    assert.deepEqual(rules.map((ties) => at(-1.5, ties)), [-2, -1, -2, -2]);
    assert.deepEqual(rules.map((ties) => at(-0.5, ties)), [-1, 0, -1, 0]);
  });

  it('steps to the double below', () => {
    assert.equal(before(1), 1 - 2 ** -53);
    assert.equal(before(0), -5e-324);
    assert.equal(before(5e-324), 0);
    assert.equal(before(-1), -(1 + 2 ** -52));
    assert.equal(before(2), 2 - 2 ** -52);
  });
});
