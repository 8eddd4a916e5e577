import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { YosysRunner } from '../../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys } from '../../../../kit/rtl-bench.js';
import { withFault } from './modules.js';
import { cleanDesigns, faultyDesign, plantedFaults } from './planted-faults.js';

describe('every planted fault in the look-up tables', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [name, design] of Object.entries(cleanDesigns)) {
    it(`is not there in the sources as they are: ${name}`, async () => {
      assert.deepEqual((await bench(yosys, design)).failures, []);
    });
  }

  for (const fault of plantedFaults) {
    it(`is found where ${fault.what} (${fault.tables})`, async () => {
      const { ok, failures } = await bench(yosys, faultyDesign(fault), withFault(fault.file, fault.from, fault.to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }
});
