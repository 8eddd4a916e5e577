import assert from 'node:assert/strict';
import type { WorldModel } from '../../../src/gym/surrogate/improvement.js';
import { mixedWorlds } from '../../../src/gym/surrogate/mixed-worlds.js';
import { selectedDesigns } from '../../../src/gym/surrogate/selected-designs.js';

describe('worlds of several models', () => {
  it('lie side by side, design by design, world by world, objective by objective', () => {
    const model = (worlds: number, sign: number): WorldModel => ({
      objectives: 2, worlds, chances: () => null,
      sample: (designs) => Float64Array.from(designs.flatMap(([x = 0]) => Array.from({ length: worlds }, (_, world) => [sign * (100 * x + 10 * world), sign * (100 * x + 10 * world + 1)]).flat())),
    });
    const mixed = mixedWorlds([model(2, 1), model(1, -1)]);
    assert.deepEqual([mixed.objectives, mixed.worlds], [2, 3]);
    assert.deepEqual([...mixed.sample([[1], [2]])], [100, 101, 110, 111, -100, -101, 200, 201, 210, 211, -200, -201]);
  });
});

describe('the designs that a process learns from', () => {
  it('are all of a few, else the best half by fronts and the last, in the order in which they came', () => {
    const seen = Array.from({ length: 30 }, (_, i) => ({ design: [i], costs: [Math.abs(i - 3), 1], violation: 0 }));
    assert.equal(selectedDesigns(seen, 30), seen);
    assert.deepEqual(selectedDesigns(seen, 6).map(({ design }) => design[0]), [2, 3, 4, 27, 28, 29]);
  });
});
