import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from '../units/unit-bench.js';
import { checkEngine, checkedEngine } from './checks.js';
import { plantedFaults } from './planted-faults.js';

describe('the checks of an engine', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });
  const checked = checkedEngine();

  it('pass on its own Verilog: every operation, every vector unit, jobs that are refused', async () => { await checkEngine(yosys, checked); });

  for (const planted of plantedFaults.filter((_, i) => i % 9 === 3)) {
    it(`find a fault: ${planted.what}`, async () => { await assert.rejects(checkEngine(yosys, checked, planted), (error: Error) => !/has the line of/.test(error.message)); });
  }
});
