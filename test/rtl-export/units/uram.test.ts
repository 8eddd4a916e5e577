import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bufferModule, bufferResources } from '../../../src/rtl-export/kit/units/index.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { uramCounts } from './uram-counts.js';
import { uramOf } from './uram-of.js';

describe('UltraRAM of a memory', function () {
  this.timeout(60_000);

  it('is as many URAM288 as Yosys makes of it, for words of any width and depth', () => {
    const modelled = uramCounts.map(([width, depth]) => [width, depth, bufferResources({ kind: 'memory', width, depth, style: 'ultra' }).uram.value]);
    assert.deepEqual(modelled, uramCounts);
  });

  it('is never less than its bits need, nor more than a column of 72 bits for each block of 4096 words', () => {
    for (let width = 1; width <= 160; width += 3) {
      for (const depth of [1, 4096, 4097, 12288, 50000]) {
        const uram = bufferResources({ kind: 'memory', width, depth, style: 'ultra' }).uram.value!;
        assert.ok(uram * 72 * 4096 >= width * depth && uram <= Math.ceil(width / 72) * Math.ceil(depth / 4096), `${width} x ${depth}: ${uram}`);
      }
    }
  });

  it('has two blocks of 28 bits in one row where Yosys maps it', async () => {
    assert.equal(await uramOf(await wasmYosys(), bufferModule({ kind: 'memory', width: 100, depth: 5000, style: 'ultra' })), 3);
  });
});
