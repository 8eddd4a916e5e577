import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from '../units/unit-bench.js';
import { checkDequantizer, dequantizerFaults } from './dequantizer-faults.js';

describe('faults in the Verilog of a dequantiser', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });
  for (const planted of dequantizerFaults) {
    it(`are found: ${planted.what}`, async () => { await assert.rejects(checkDequantizer(yosys, planted.on, planted), (error: Error) => !/has the line of/.test(error.message)); });
  }
});
