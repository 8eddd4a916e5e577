import assert from 'node:assert/strict';
import { startKernel } from '../../../src/gym/surrogate/gaussian-process.js';
import { fitTargetModel, kernelOf, startTargetModel, type TargetModel } from '../../../src/gym/surrogate/target-models.js';
import { commonSign } from '../../../src/gym/surrogate/targets.js';
import { createRng } from '../../../src/sim/core/rng.js';

const [size, width] = [60, 3];
const rng = createRng(4);
const rows = Float64Array.from({ length: size * width }, () => rng.next());

function learned(value: (x: number, y: number, z: number) => number): TargetModel {
  const values = Array.from({ length: size }, (_, i) => value(rows[i * width]!, rows[i * width + 1]!, rows[i * width + 2]!));
  return fitTargetModel(rows, values, commonSign(values), startTargetModel(startKernel(width)));
}

describe('how a process learns a quantity', () => {
  it('is as a logarithm where it is a product, of any size and either sign', () => {
    for (const factor of [1e-9, 1, -1, -1e12]) assert.equal(learned((x, y, z) => (factor * 8 ** x * 30 ** y) / (1 + 5 * z)).isLog, true, `${factor}`);
  });

  it('is as it is where it comes close to 0 at places, and where it is a sum, of any size and either sign', () => {
    for (const factor of [1e-9, 1, -1, -1e12]) {
      assert.equal(learned((x, y) => factor * (0.002 + Math.abs(Math.cos(3 * x + y)))).isLog, false, `${factor}`);
      assert.equal(learned((x, y, z) => factor * (0.05 + x + y * y + z)).isLog, false, `${factor}`);
    }
  });

  it('keeps a kernel for each form, and only refits that of logarithms where there are any', () => {
    const model = learned((x) => x - 0.5);
    assert.notDeepEqual(kernelOf(model, 0), startKernel(width));
    for (const sign of [1, -1] as const) assert.deepEqual(kernelOf(model, sign), startKernel(width));
  });
});
