import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RtlDesign } from '../../src/rtl-export/kit/design.js';
import { synthesise } from '../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../src/rtl-export/runners/yosys.js';
import { topOf } from './rtl-bench.js';
import type { FamilySweep } from './synthesis-sweep.js';

/** Tests that Yosys still makes of some rows of a sweep what the table says. */
export function describeRowsAgain<Parameters>({ all }: FamilySweep<Parameters>, rows: readonly number[], designOf: (p: Parameters) => RtlDesign): void {
  describe(`rows of the synthesis sweep: ${all[0]!.family}`, function () {
    this.timeout(300_000);

    for (const { id, parameters, ...row } of rows.map((i) => all[i]!)) {
      it(`are what Yosys makes of them again: ${id}`, async () => {
        const counts = await synthesise(await wasmYosys(), topOf(designOf(parameters)), 'xcup');
        const { lut, lutLogic, lutShift, ff, dsp, lutMemory = 0, bram36 = 0, bram18 = 0, uram = 0 } = row;
        const expected = { lut, lutLogic, lutShift, ff, dsp, lutMemory, bram36, bram18, uram };
        assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, counts[name as keyof typeof expected]])), expected);
      });
    }
  });
}
