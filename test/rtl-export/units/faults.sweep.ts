import assert from 'node:assert/strict';
import { unitParts } from '../../../src/rtl-export/kit/units/index.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { checks, fewFaults, moreFaults, withFault } from './planted-faults.js';
import { fastestYosys } from './unit-bench.js';

describe('further planted faults in units and buffers', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [name, check] of Object.entries(checks)) {
    it(`are not there in the sources as they are: ${name}`, async () => { assert.deepEqual(await check(yosys, (sources) => sources), []); });
  }

  for (const fault of moreFaults) {
    const [what, file, , , name] = fault;
    it(`are found where ${what} (${file}, ${name})`, async () => { assert.notDeepEqual(await checks[name](yosys, withFault(fault)), []); });
  }

  it('are planted in every module', () => {
    const faulty = new Set([...fewFaults, ...moreFaults].map(([, file]) => file));
    assert.deepEqual(Object.keys(unitParts).filter((file) => !faulty.has(file)), []);
  });
});
