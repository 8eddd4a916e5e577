import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withOneChange } from '../../../src/gym/agents/one-change.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { isInSpace, sampleDesign, toUnit, valueCount, type DesignSpace } from '../../../src/sim/model/design-space.js';

const space: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'ordinal', name: 'two', values: [1, 2] }, { type: 'ordinal', name: 'only', values: [7] },
    { type: 'integer', name: 'depth', low: 1, high: 1000, scale: 'log' }, { type: 'real', name: 'volts', low: 0.5, high: 1.5, scale: 'linear' },
  ],
};

describe('one change', () => {
  it('changes one parameter that has other values, each as often as any other', () => {
    const changes = space.parameters.map(() => 0);
    fc.assert(fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, near) => {
      const rng = createRng(seed);
      const design = sampleDesign(space, rng);
      const changed = withOneChange(space, design, near, rng);
      assert.ok(isInSpace(space, changed));
      const where = changed.flatMap((code, i) => (code === design[i] ? [] : [i]));
      assert.equal(where.length, 1);
      changes[where[0]!]!++;
    }), { numRuns: 2000 });
    assert.equal(changes[2], 0);
    for (const i of [0, 1, 3, 4]) assert.ok(Math.abs(changes[i]! - 500) < 100, `${changes[i]!} of 500`);
  });

  it('is short where it is said to be near, and reaches everywhere where not', () => {
    const lengths = (near: number): number[] => {
      const rng = createRng(3);
      const [design, volts] = [[0, 0, 0, 30, 1], space.parameters[4]!];
      return Array.from({ length: 4000 }, () => withOneChange(space, design, near, rng)[4]!).filter((code) => code !== 1).map((code) => Math.abs(toUnit(volts, code) - 0.5));
    };
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(mean(lengths(1)) < 0.05);
    assert.ok(Math.abs(mean(lengths(0)) - 0.25) < 0.02);
  });

  it('leaves the design of a space of one as it is', () => {
    const single: DesignSpace = { parameters: space.parameters.filter((parameter) => valueCount(parameter) === 1) };
    assert.deepEqual(withOneChange(single, [0], 0.5, createRng(1)), [0]);
  });
});
