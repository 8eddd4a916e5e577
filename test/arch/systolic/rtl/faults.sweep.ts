import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { bench, fastestYosys, withFault } from './bench.js';
import { faults, tiles } from './planted-faults.js';

describe('any planted fault in the systolic tile', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [what, file, from, to, name] of faults) {
    it(`is found where ${what}`, async () => {
      const { ok, failures } = await bench(yosys, tiles[name], withFault(file, from, to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }
});
