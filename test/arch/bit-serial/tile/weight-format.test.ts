import assert from 'node:assert/strict';
import { bitmodWeights, termCount, termTables, weightFormatOf, weightValues, type WeightFormat } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import { dataTypes } from '../../../../src/sim/model/datatype.js';
import { valueOfTerms } from '../../../../src/sim/numerics/arithmetic/term.js';
import { codecNamed } from '../../../../src/sim/numerics/catalogue.js';

describe('arch/bit-serial/tile/weight-format', () => {
  it('has the values of BitMoD in the order in which its quantiser numbers them', () => {
    for (const bits of [3, 4] as const) {
      const elements = codecNamed(`bitmod${bits}`)!.elements();
      assert.equal(elements.length, 4);
      elements.forEach(({ values }, selector) => { assert.deepEqual(weightValues(bitmodWeights(bits), selector), values); });
    }
  });

  it('has as many terms as a step has cycles, and they add up to the value', () => {
    const formats: WeightFormat[] = [bitmodWeights(3), bitmodWeights(4), ...[2, 3, 4, 5, 6, 7, 8].map((bits) => ({ kind: 'integer', bits }) as const)];
    for (const format of formats) {
      termTables(format).forEach((table, selector) => {
        assert.deepEqual(table.map(valueOfTerms), Array.from(weightValues(format, selector), (value) => value + 0));
        for (const terms of table) assert.equal(terms.length, termCount(format));
      });
    }
  });

  it('takes integers of 2 to 8 bits and the small floats, and leaves -0 of plain ones at 0', () => {
    const taken = dataTypes.filter((type) => weightFormatOf(type) !== null).map(({ name }) => name);
    assert.deepEqual(taken.sort(), ['bitmod3', 'bitmod4', 'fp3', 'fp4', 'int2', 'int3', 'int4', 'int5', 'int6', 'int7', 'int8']);
    const plain = weightFormatOf({ name: 'fp4', kind: 'float', bits: 4 })!;
    for (const selector of [0, 1, 2, 3]) assert.deepEqual([...weightValues(plain, selector)], [0, 0.5, 1, 1.5, 2, 3, 4, 6, 0, -0.5, -1, -1.5, -2, -3, -4, -6]);
  });
});
