import assert from 'node:assert/strict';
import { bufferModule, bufferResources, type BufferRequest } from '../../../src/rtl-export/kit/units/index.js';
import { memoryBlocks } from '../../../src/rtl-export/runners/memory-blocks.js';
import { synthesise } from '../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { codeDigest, familySweep } from '../../kit/synthesis-sweep.js';
import { parametersOf } from './vector-designs.js';

const { all, verilog } = familySweep<BufferRequest>('block-ram');

/** Shapes that the rows do not have: of the vendor's families, and of one address. */
const others: readonly (readonly [width: number, depth: number])[] = [[48, 1400], [7, 3000], [57, 2100], [90, 1182], [130, 600]];

describe('block RAM that Yosys makes of memories', function () {
  this.timeout(600_000);

  it('is that of the rows, for the Verilog as it is', async () => {
    assert.equal(verilog, codeDigest(Object.assign({}, ...all.map(({ parameters }) => bufferModule(parameters).sources)) as Record<string, string>));
    const yosys = await wasmYosys();
    for (const { id, parameters, bram36 = 0, bram18 = 0 } of all.filter((_row, i) => i % 9 === 3)) {
      const module = bufferModule(parameters);
      assert.deepEqual(await memoryBlocks(yosys, { sources: module.sources, top: module.core, parameters: parametersOf(module) }, 'xcup'), { bram36, bram18, uram: 0 }, id);
    }
  });

  it('is the same behind the whole synthesis', async () => {
    const module = bufferModule({ kind: 'ping-pong', width: 48, depth: 700, style: 'block' });
    const { bram36, bram18 } = await synthesise(await wasmYosys(), { sources: module.sources, top: module.core, parameters: parametersOf(module) }, 'xcup');
    assert.deepEqual([bram36, bram18], [0, 5]);
  });

  it('is the same in the 7 series, and as modelled for shapes that no row has', async () => {
    const yosys = await wasmYosys();
    for (const [width, depth] of others) {
      const request: BufferRequest = { kind: 'memory', width, depth, style: 'block' };
      const module = bufferModule(request);
      for (const family of ['xcup', 'xc7'] as const) {
        const { bram36, bram18 } = await memoryBlocks(yosys, { sources: module.sources, top: module.core, parameters: parametersOf(module) }, family);
        assert.equal(bram36 + bram18 / 2, bufferResources(request).bram36.value, `${width} x ${depth}, ${family}`);
      }
    }
  });
});
