import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from './modules.js';
import { assertedModule, comparedEntry, proven } from './proving.js';

describe('longer proofs about the look-up array', function () {
  this.timeout(600_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const k of [2, 3, 4, 5]) {
    it(`show every entry of the table of ${k} INT8 activations`, async () => {
      for (let entry = 0; entry < 2 ** (k - 1); entry++) assert.deepEqual(await comparedEntry(yosys, k, 8, entry), proven, `entry ${entry}`);
    });
  }

  it('show every third entry of the table of 6 INT8 activations, and each of 4 bits', async () => {
    for (let entry = 0; entry < 32; entry++) assert.deepEqual(await comparedEntry(yosys, 6, entry % 3 === 0 ? 8 : 4, entry), proven, `entry ${entry}`);
  });

  it('show the order of the control for more cycles', async () => {
    assert.deepEqual(await assertedModule(yosys, 'control_order', 13), proven);
  });

  it('show the sums of a unit for more cycles and wider entries', async () => {
    assert.deepEqual(await assertedModule(yosys, 'unit_sums', 8, { K: 4, WIDTH: 6, SUM_BITS: 8 }), proven);
    assert.deepEqual(await assertedModule(yosys, 'unit_sums', 5, { K: 2, WIDTH: 9, SUM_BITS: 10 }), proven);
  });
});
