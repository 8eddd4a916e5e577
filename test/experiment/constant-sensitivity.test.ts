import assert from 'node:assert/strict';
import { noShare, sensitivities } from '../../src/experiment/constant-sensitivity.js';

describe('the sensitivities of constants', () => {
  it('are root mean squares of what each constant moves', () => {
    const [first, second] = sensitivities([[2, 2, 2, 2], [2, -2, 0, 0]]);
    assert.deepEqual([first!.size, second!.size], [2, Math.SQRT2]);
    assert.ok(Math.abs(first!.ownShare - 1) < 1e-12 && Math.abs(second!.ownShare - 1) < 1e-12);
    assert.deepEqual(second!.twins, []);
  });

  it('say of a constant that undoes another that it has no share of its own', () => {
    const [, twin] = sensitivities([[0.3, 0.5, 0.1], [-0.6, -1, -0.2]]);
    assert.ok(twin!.ownShare < noShare);
    assert.deepEqual(twin!.twins, [0]);
  });

  it('find a constant that is made of two others', () => {
    const felt = sensitivities([[1, 0, 1], [0, 1, 0], [2, 3, 2]]);
    assert.ok(felt[2]!.ownShare < noShare);
    assert.deepEqual(felt[2]!.twins, [0, 1]);
    assert.ok(Math.abs(felt[1]!.ownShare - 1) < 1e-12);
  });

  it('call constants that are nearly alike what they are', () => {
    const [, near] = sensitivities([[1, 1], [1, 1.02]]);
    assert.ok(near!.ownShare > noShare && near!.ownShare < 0.05);
    assert.deepEqual(near!.twins, [0]);
  });
});
