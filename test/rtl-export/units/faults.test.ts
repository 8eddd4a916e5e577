import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { checks, fewFaults, withFault } from './planted-faults.js';
import { fastestYosys } from './unit-bench.js';

describe('a planted fault in units and buffers', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const fault of fewFaults) {
    const [what, file, , , name] = fault;
    it(`is found where ${what} (${file}, ${name})`, async () => { assert.notDeepEqual(await checks[name](yosys, withFault(fault)), []); });
  }
});
