import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { memoryFootprintFigure, memoryFootprintTable, type MemoryFootprintData } from '../../../src/reports/figures/memory-footprint.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertGoldenFigure, itIsRobust, oddNumbers } from './robust.js';

const memory: MemoryFootprintData['memory'] = {
  weightBytes: 4e9, linearWeightBytes: 3e9, embeddingBytes: 0.9e9, kvCacheBytes: 2e9, activationPeakBytes: 1e9, heldBytes: 6e9, capacityBytes: 8e9, fits: true,
};

function all(bytes: number): MemoryFootprintData {
  return { memory: { weightBytes: bytes, linearWeightBytes: bytes, embeddingBytes: bytes, kvCacheBytes: bytes, activationPeakBytes: bytes, heldBytes: bytes, capacityBytes: bytes, fits: null } };
}

describe('a figure of a memory footprint', () => {
  itIsRobust('a memory footprint', memoryFootprintFigure, memoryFootprintTable, {
    llama: llamaResult(), hostile: hostileResult(), unknown: unknownResult(), infeasible: infeasibleResult(), fits: { memory },
    ...Object.fromEntries(oddNumbers.map((number) => [`${number} everywhere`, all(number)])),
    ...Object.fromEntries(oddNumbers.map((number) => [`capacity ${number}`, { memory: { ...memory, capacityBytes: number } }])),
  });

  it('is its golden file', () => { assertGoldenFigure('memory-footprint', memoryFootprintFigure({ memory }, { embedStyle: false })); });

  it('cuts the bar of all data into parts by their bytes', () => {
    const svg = memoryFootprintFigure({ memory }, { width: 880 });
    const width = (name: string): number => Number(new RegExp(`width="([\\d.]+)"[^>]*><title>${name}:`).exec(svg)![1]);
    assert.ok(Math.abs(width('KV cache') / width('weights of linear layers') - 2 / 3) < 0.001);
    assert.ok(Math.abs(width('other parameters') / width('activations, peak') - 0.1) < 0.01);
    assert.ok(svg.includes('1.000 GB are on the chip or in another memory.'));
  });

  it('says first whether it fits, and by how much not', () => {
    assert.ok(memoryFootprintFigure({ memory }).includes('>Fits: 6.000 GB of 8.000 GB, 75.0 %.<'));
    const svg = memoryFootprintFigure(infeasibleResult(), { width: 880 });
    assert.ok(svg.includes('Does not fit: the main memory has to hold 3.015 GB and has 2.147 GB: 867.4 MB too little.'));
    assert.ok(svg.includes('<title>867.4 MB more than there is</title>'));
    assert.ok(memoryFootprintFigure({ memory: { ...memory, capacityBytes: null, fits: null } }).includes('The capacity of the main memory is not known.'));
  });

  it('has the bytes in its table', () => {
    assert.deepEqual(memoryFootprintTable({ memory }).rows.map(([, bytes]) => bytes), [3e9, 0.9e9, 0.1e9, 2e9, 1e9, 6e9, 8e9]);
  });
});
