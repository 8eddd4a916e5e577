import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bufferModule } from '../../../src/rtl-export/kit/units/index.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { uramCounts } from './uram-counts.js';
import { uramOf } from './uram-of.js';

describe('UltraRAM that Yosys makes of memories', function () {
  this.timeout(300_000);

  it('is that of the table', async () => {
    const yosys = await wasmYosys();
    for (const [width, depth, uram] of uramCounts) assert.equal(await uramOf(yosys, bufferModule({ kind: 'memory', width, depth, style: 'ultra' })), uram, `${width} x ${depth}`);
  });
});
