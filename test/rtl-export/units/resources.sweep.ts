import assert from 'node:assert/strict';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { synthesise } from '../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { moduleOf, rows } from './sweep-rows.js';
import { parametersOf } from './vector-designs.js';

describe('the sweep of units and buffers', function () {
  this.timeout(300_000);

  for (const id of ['units-02', 'units-18', 'units-25', 'units-30', 'units-37']) {
    it(`has what Yosys makes of the Verilog as it is: ${id}`, async () => {
      const row = rows.find((one) => one.id === id)!;
      const module = moduleOf(row.parameters);
      const { lut, ff, dsp, bram36, bram18 } = await synthesise(await wasmYosys(), { sources: withSharedSources(module.sources), top: module.core, parameters: parametersOf(module) }, 'xcup');
      assert.deepEqual({ lut, ff, dsp, bram36, bram18 }, { lut: row.lut, ff: row.ff, dsp: row.dsp, bram36: row.bram36 ?? 0, bram18: row.bram18 ?? 0 });
    });
  }
});
