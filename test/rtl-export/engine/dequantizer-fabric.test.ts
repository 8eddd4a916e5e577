import assert from 'node:assert/strict';
import { dequantizerFabric } from '../../../src/rtl-export/kit/engine/dequantizer-fabric.js';
import { dequantizerPoints } from './dequantizer-points.js';

describe('LUTs and registers of a dequantiser', () => {
  it('are those of synthesis: registers exactly, LUTs within 4 % on average and 15 % at worst where nothing was fitted', () => {
    const errors = dequantizerPoints.filter(({ use }) => use === 'test').map(({ dequantizer, shape, lut }) => Math.abs(dequantizerFabric(dequantizer, shape).lut / lut - 1));
    for (const { dequantizer, shape, ff } of dequantizerPoints) assert.equal(dequantizerFabric(dequantizer, shape).ff, ff, JSON.stringify({ ...dequantizer, ...shape }));
    assert.ok(errors.length >= 12 && Math.max(...errors) <= 0.15, `worst ${Math.max(...errors)}`);
    assert.ok(errors.reduce((sum, error) => sum + error, 0) / errors.length <= 0.04, `mean ${errors.reduce((sum, error) => sum + error, 0) / errors.length}`);
  });
});
