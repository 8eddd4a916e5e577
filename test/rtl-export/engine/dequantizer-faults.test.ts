import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from '../units/unit-bench.js';
import { checkDequantizer, dequantizerFaults } from './dequantizer-faults.js';

describe('the checks of a dequantiser', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const on of ['signs', 'groups', 'table', 'zeroPoint'] as const) it(`pass on its own Verilog: ${on}`, async () => { await checkDequantizer(yosys, on); });

  for (const planted of dequantizerFaults.filter((_, i) => i % 8 === 4)) {
    it(`find a fault: ${planted.what}`, async () => { await assert.rejects(checkDequantizer(yosys, planted.on, planted), (error: Error) => !/has the line of/.test(error.message)); });
  }
});
