import assert from 'node:assert/strict';
import { verilog } from '../../../src/rtl-export/kit/engine/rtl/verilog.js';
import { synthesise } from '../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { aloneSource, dequantizerPoints } from './dequantizer-points.js';

describe('a dequantiser after synthesis', function () {
  this.timeout(600_000);
  for (const [i, point] of dequantizerPoints.entries()) {
    if (i % 7 !== 3) continue;
    it(`takes what its row says: ${point.dequantizer.codeBits} bits, ${point.dequantizer.kind}, ${point.shape.lanes} lanes`, async () => {
      const { lut, ff, dsp, bram36, bram18 } = await synthesise(await wasmYosys(), { sources: { ...verilog, 'dequantizer_alone.v': aloneSource(point) }, top: 'dequantizer_alone' }, 'xcup');
      assert.deepEqual({ lut, ff, dsp, bram36, bram18 }, { lut: point.lut, ff: point.ff, dsp: 0, bram36: 0, bram18: 0 });
    });
  }
});
