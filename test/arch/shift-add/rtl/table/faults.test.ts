import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { tableVerilog } from '../../../../../src/arch/shift-add/tile/table/design.js';
import type { YosysRunner } from '../../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys } from '../../../../kit/rtl-bench.js';
import { withFault } from './modules.js';
import { faultyDesign, plantedFaults } from './planted-faults.js';

describe('a planted fault in the look-up tables', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  // One in each module; the others are in faults.sweep.ts.
  const ofModules = plantedFaults.slice(0, Object.keys(tableVerilog).length);
  for (const fault of ofModules) {
    it(`is found where ${fault.what} (${fault.tables})`, async () => {
      const { ok, failures } = await bench(yosys, faultyDesign(fault), withFault(fault.file, fault.from, fault.to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }

  it('is planted in every module', () => {
    assert.deepEqual([...new Set(ofModules.map(({ file }) => file))].sort(), Object.keys(tableVerilog).sort());
  });
});
