import assert from 'node:assert/strict';
import { exceededLimits, planningWarnings, resourceResult } from '../../../src/sim/engine/limits.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { estimate } from '../../../src/sim/core/estimate.js';
import type { Architecture, ResourceUse } from '../../../src/sim/model/architecture.js';
import type { DataType } from '../../../src/sim/model/datatype.js';
import { inputOfExample } from '../../kit/fixtures.js';

const { machine, ...input } = inputOfExample('systolic.json', { 'architecture.device': 'u280' });
const available = 1_303_680 - 107_629;
const { memory } = simulate({ ...input, machine: inputOfExample('systolic.json').machine });

/** The machine with so many LUTs, and perhaps fewer in truth. */
function withLuts(used: number, least?: number): Architecture {
  const one = estimate(1, '', 'derived', 'a test');
  const use: ResourceUse = { used: { lut: estimate(used, 'LUT', 'synthesised', 'a test'), ff: one, dsp: one, bram36: one, uram: one }, ...(least === undefined ? {} : { least: { lut: least } }) };
  return { ...machine, resources: () => use };
}

describe('sim/engine/limits', () => {
  const judged = (used: number, least?: number): readonly [refused: boolean, warned: string] => {
    const resources = resourceResult(withLuts(used, least));
    return [exceededLimits(memory, withLuts(used, least), resources).some(({ resource }) => resource === 'lut'), planningWarnings(resources).join('; ')];
  };

  it('refuse a count beyond the device, and an uncertain one only where the fewest are beyond it', () => {
    assert.deepEqual(judged(available + 1), [true, '']);
    assert.deepEqual(judged(available), [false, 'lut: 100.0 % used is above the planning limit of 70 %']);
    assert.deepEqual(judged(2 * available, available + 1)[0], true);
    assert.deepEqual(judged(2 * available, available / 2), [false, 'lut: 200.0 % used is more than there is, and it may be as little as 50.0 %: whether the design fits is not known']);
    assert.deepEqual(judged(available / 2, available / 4), [false, '']);
  });

  it('show the fewest beside an uncertain figure, and not beside a count', () => {
    assert.deepEqual(resourceResult(withLuts(9, 7))!.lut, { used: 9, least: 7, available, quality: 'synthesised', source: 'a test' });
    assert.ok(!('least' in resourceResult(withLuts(9))!.lut));
  });

  it('ask for what is built for the weights of the scheme', () => {
    const asked: (DataType | undefined)[] = [];
    simulate({ ...input, machine: { ...machine, resources: (weights) => { asked.push(weights); return null; } } });
    assert.deepEqual(asked.map((weights) => weights?.name), ['int8']);
  });
});
