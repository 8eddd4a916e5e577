import assert from 'node:assert/strict';
import { chipParts } from '../../../src/arch/shift-add/physical.js';
import { buildShiftAdd } from '../../../src/arch/shift-add/machine.js';
import { chip, parameters, pes, tables } from './parameters.js';

const count = (array: typeof pes | typeof tables, name: string): number => chipParts(parameters(array)).find((part) => part.name === name)!.count;

describe('the parts of arrays without multipliers', () => {
  it('are three adders for the four terms of a product, and as many scalers as the array has', () => {
    assert.equal(count(pes, 'adders of shifted terms'), 2 * 16 * 16 * 3);
    assert.equal(count(pes, 'scale multipliers'), 2 * 4);
    assert.equal(count({ ...pes, termsPerCycle: 1 }, 'adders of shifted terms'), 0);
  });

  it('are 256 entries a table, twice, and a shifter for each term of each read', () => {
    assert.equal(count(tables, 'table entries'), 2 * 4 * 256);
    assert.equal(count(tables, 'shifters'), 4 * 16 * 3);
  });

  it('have an estimate with a source or a reason, and belong to a chip only', () => {
    for (const array of [pes, tables]) {
      for (const { component, activity } of chipParts(parameters(array))) {
        assert.ok(activity >= 0 && activity <= 1);
        for (const figure of [component.area, component.energy]) assert.ok((figure.value === null ? figure.reason : figure.source).length > 10);
      }
    }
    assert.equal('area' in buildShiftAdd(parameters(), chip, {}), true);
    assert.equal('area' in buildShiftAdd(parameters(), { ...chip, kind: 'cpu' }, {}), false);
  });
});
