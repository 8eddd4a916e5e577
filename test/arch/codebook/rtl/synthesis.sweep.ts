import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';
import { referenceTable } from '../../../kit/fixtures.js';
import type { SweepRow } from '../../../kit/synthesis-sweep.js';
import { topOf } from './modules.js';

const { rows } = referenceTable('synthesis/codebook.json') as { readonly rows: readonly SweepRow<TileParameters>[] };

describe('rows of the synthesis sweep of the codebook decoder', function () {
  this.timeout(300_000);

  // The smallest, two of the fit and one of the test.
  for (const { id, parameters, ...row } of [rows[0]!, rows[2]!, rows[12]!, rows[21]!]) {
    it(`are what Yosys makes of them again: ${id}`, async () => {
      const { lut, lutLogic, lutShift, ff, dsp } = await synthesise(await wasmYosys(), topOf(codebookTileDesign(parameters, [])), 'xcup');
      assert.deepEqual({ lut, lutLogic, lutShift, ff, dsp }, { lut: row.lut, lutLogic: row.lutLogic, lutShift: row.lutShift, ff: row.ff, dsp: row.dsp });
    });
  }
});
