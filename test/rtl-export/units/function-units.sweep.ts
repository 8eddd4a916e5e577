import assert from 'node:assert/strict';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { functionNames, searchFunctionUnit, unitError } from '../../../src/sim/numerics/function-units/index.js';
import { exhaustUnit, fastestYosys } from './unit-bench.js';

describe('the Verilog of searched function units', function () {
  this.timeout(300_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const name of functionNames) {
    it(`is bit for bit the functional model at every input of every unit of the front: ${name}, 9 bits to 11`, async () => {
      for (const { unit } of searchFunctionUnit({ function: name, inputBits: 9, outputBits: 11, maximumError: 1 }).front) assert.deepEqual(await exhaustUnit(yosys, unit), []);
    });

    it(`is bit for bit the functional model at all 65536 inputs of 16 bits, within an ulp of ${name}`, async () => {
      const { unit } = searchFunctionUnit({ function: name, inputBits: 16, outputBits: 16, maximumError: 1 });
      assert.deepEqual(await exhaustUnit(yosys, unit), []);
      assert.ok(unitError(unit).worst <= 1);
    });
  }

  it('is bit for bit the functional model with DSP blocks that cost nothing', async () => {
    for (const name of functionNames) {
      const { unit } = searchFunctionUnit({ function: name, inputBits: 12, outputBits: 14, maximumError: 0.8, lutsPerDsp: 0 });
      assert.deepEqual(await exhaustUnit(yosys, unit), []);
    }
  });
});
