import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { bench, coreModules, fastestYosys, withFault } from './modules.js';
import { cleanCores, faultyCore, plantedFaults } from './planted-faults.js';

describe('a planted fault in the ternary core', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  const first = plantedFaults.slice(0, Object.keys(coreModules).length);

  for (const [name, design] of Object.entries(cleanCores)) {
    it(`is not there in the sources as they are: ${name}`, async () => {
      assert.deepEqual((await bench(yosys, design)).failures, []);
    });
  }

  // One in each module; the others are in faults.sweep.ts.
  for (const fault of first) {
    it(`is found where ${fault.what} (${fault.core})`, async () => {
      const { ok, failures } = await bench(yosys, faultyCore(fault), withFault(fault.file, fault.from, fault.to));
      assert.equal(ok, false);
      assert.notDeepEqual(failures, []);
    });
  }

  it('is planted in every module', () => {
    const faulty = new Set(first.map(({ file }) => file));
    assert.deepEqual(Object.keys(coreModules).filter((file) => !faulty.has(file)), []);
  });
});
