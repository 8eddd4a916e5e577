import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys, withFault } from './modules.js';
import { cleanTiles, faultyTile, plantedFaults } from './planted-faults.js';

describe('every planted fault in the codebook decoder', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [name, design] of Object.entries(cleanTiles)) {
    it(`is not there in the sources as they are: ${name}`, async () => {
      assert.deepEqual((await bench(yosys, design)).failures, []);
    });
  }

  for (const fault of plantedFaults) {
    it(`is found where ${fault.what} (${fault.tile})`, async () => {
      const { ok, failures } = await bench(yosys, faultyTile(fault), withFault(fault.file, fault.from, fault.to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }
});
