import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys, tileModules, withFault } from './modules.js';
import { faultyTile, plantedFaults } from './planted-faults.js';

describe('a planted fault in the shift-add array', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  // One in each module; the others are in faults.sweep.ts.
  for (const fault of plantedFaults.slice(0, Object.keys(tileModules).length)) {
    it(`is found where ${fault.what} (${fault.tile})`, async () => {
      const { ok, failures } = await bench(yosys, faultyTile(fault), withFault(fault.file, fault.from, fault.to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }

  it('is planted in every module', () => {
    const faulty = new Set(plantedFaults.slice(0, Object.keys(tileModules).length).map(({ file }) => file));
    assert.deepEqual(Object.keys(tileModules).filter((file) => !faulty.has(file)), []);
  });
});
