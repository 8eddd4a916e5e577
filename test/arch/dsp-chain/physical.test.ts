import assert from 'node:assert/strict';
import { int8MacsPerDsp } from '../../../src/arch/dsp-chain/physical.js';

describe('INT8 packing', () => {
  it('gives 1, 2 and 3 MAC a DSP on the three generations', () => {
    assert.deepEqual([int8MacsPerDsp('DSP48E1'), int8MacsPerDsp('DSP48E2'), int8MacsPerDsp('DSP58')], [1, 2, 3]);
  });
});
