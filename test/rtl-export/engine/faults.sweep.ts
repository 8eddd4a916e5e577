import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from '../units/unit-bench.js';
import { checkEngine, checkedEngine } from './checks.js';
import { plantedFaults } from './planted-faults.js';

describe('faults in the Verilog of an engine', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });
  const checked = checkedEngine();
  for (const planted of plantedFaults) {
    it(`are found: ${planted.what}`, async () => { await assert.rejects(checkEngine(yosys, checked, planted), (error: Error) => !/has the line of/.test(error.message)); });
  }
});
