import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { ternaryKeys } from '../../../../src/arch/ternary/keys.js';
import { tableEntries } from '../../../../src/arch/ternary/table.js';
import { exhaust } from '../../../../src/rtl-export/runners/exhaust.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { coreModules, fastestYosys, simulatorOf } from './modules.js';
import { assertedModule, comparedEntry, proven, tableParameters } from './proving.js';

describe('longer proofs about the ternary core', function () {
  this.timeout(600_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const group of [3, 4]) {
    it(`show every entry of the table of ${group} INT8 activations`, async () => {
      for (let entry = 0; entry < tableEntries(group); entry++) assert.deepEqual(await comparedEntry(yosys, tableParameters(group, 8), entry), proven, `entry ${entry}`);
    });
  }

  it('show every entry of the registered table of 3 activations', async () => {
    for (let ENTRY = 0; ENTRY < tableEntries(3); ENTRY++) assert.deepEqual(await assertedModule(yosys, 'table_moves', 6, { ...tableParameters(3, 4), ENTRY, MOVES: 3 }), proven, `entry ${ENTRY}`);
  });

  for (const group of [4, 5]) {
    it(`show the keys of all groups of ${group} weights`, async () => {
      const simulator = await simulatorOf(yosys, { top: 'key_of_trits', sources: coreModules, parameters: { MU: group } });
      const { failures, vectors } = exhaust(simulator, ({ trits }) => {
        const weights = Array.from({ length: group }, (_, i) => [0, 1, 2, -1][(trits! >> (2 * i)) & 3]!);
        return weights.includes(2) ? {} : { key: ternaryKeys(matrix(1, group, Float64Array.from(weights)), group).values[0]! };
      });
      assert.deepEqual(failures, []);
      assert.equal(vectors, 4 ** group);
    });
  }

  it('show the sums of the reads of 4 and 5 tables', async () => {
    assert.deepEqual(await assertedModule(yosys, 'read_sums', 6, { COUNT: 4, BITS: 2, DEPTH: 2, SUM_BITS: 7 }), proven);
    assert.deepEqual(await assertedModule(yosys, 'read_sums', 7, { COUNT: 5, BITS: 2, DEPTH: 3, SUM_BITS: 8 }), proven);
  });

  it('show the order of the control for more cycles and stages', async () => {
    assert.deepEqual(await assertedModule(yosys, 'control_order', 12, { BUILD: 3, REDUCE: 2 }), proven);
  });
});
