import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CoreParameters } from '../../../../src/arch/ternary/core/parameters.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';
import { referenceTable } from '../../../kit/fixtures.js';
import type { SweepRow } from '../../../kit/synthesis-sweep.js';
import { topOf } from './modules.js';

const { rows } = referenceTable('synthesis/ternary.json') as { readonly rows: readonly SweepRow<CoreParameters>[] };

describe('rows of the synthesis sweep of the ternary core', function () {
  this.timeout(300_000);

  // The smallest, one of the fit and two of the test.
  for (const { id, parameters, ...row } of [rows[0]!, rows[6]!, rows[14]!, rows[20]!]) {
    it(`are what Yosys makes of them again: ${id}`, async () => {
      const { lut, lutLogic, lutShift, ff, dsp } = await synthesise(await wasmYosys(), topOf(ternaryTileDesign(parameters, [])), 'xcup');
      assert.deepEqual({ lut, lutLogic, lutShift, ff, dsp }, { lut: row.lut, lutLogic: row.lutLogic, lutShift: row.lutShift, ff: row.ff, dsp: row.dsp });
    });
  }
});
