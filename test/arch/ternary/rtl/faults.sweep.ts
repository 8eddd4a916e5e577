import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys, withFault } from './modules.js';
import { faultyCore, plantedFaults } from './planted-faults.js';

describe('every planted fault in the ternary core', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const fault of plantedFaults) {
    it(`is found where ${fault.what} (${fault.core})`, async () => {
      const { ok, failures } = await bench(yosys, faultyCore(fault), withFault(fault.file, fault.from, fault.to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }
});
