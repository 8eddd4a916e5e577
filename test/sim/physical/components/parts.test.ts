import assert from 'node:assert/strict';
import { library } from '../../../../src/sim/physical/components/library.js';
import { part, partsAreaUm2, partsEnergyPj, partsGaps } from '../../../../src/sim/physical/components/parts.js';

describe('parts of a design', () => {
  const aladdin = library('aladdin-40');
  const parts = [part('adders', 4, aladdin.adder(32)), part('weights', 10, aladdin.register(1), 0.5), part('idle', 1, aladdin.comparator(32), 0)];

  it('add up by count, and energies by activity too', () => {
    assert.ok(Math.abs((partsAreaUm2(parts) ?? NaN) - (4 * 278 + 10 * 5.98 + 71)) < 1e-9);
    assert.ok(Math.abs((partsEnergyPj(parts) ?? NaN) - (4 * 0.21 + 5 * 0.009)) < 1e-12);
    assert.deepEqual([partsAreaUm2([]), partsEnergyPj([])], [0, 0]);
  });

  it('are null with reasons where one part is not known, unless it never acts', () => {
    const register = library('horowitz-45').register(8);
    assert.equal(partsAreaUm2([...parts, part('sums', 1, register)]), null);
    assert.equal(partsEnergyPj([...parts, part('sums', 1, register)]), null);
    assert.equal(partsEnergyPj([...parts, part('sums', 1, register, 0)]), partsEnergyPj(parts));
    assert.equal(partsGaps([part('sums', 1, register), part('more sums', 2, register)], 'energy').length, 1);
    assert.deepEqual(partsGaps([part('sums', 1, register, 0)], 'energy'), []);
    assert.equal(partsGaps([part('sums', 1, register, 0)], 'area').length, 1);
  });
});
