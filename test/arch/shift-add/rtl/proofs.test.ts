import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { proveAssertions, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { fastestYosys, tileModules, withFault, type Sources } from './modules.js';
import { propertyModules } from './property-modules.js';

type Parameters = Readonly<Record<string, number>>;

const proven: Proof = { outcome: 'proven' };

describe('proofs about the shift-add array', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  const asserted = (top: string, cycles: number, parameters: Parameters = {}, sources: Sources = tileModules): Promise<Proof> => (
    proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles }));

  it('show that the terms of bits add up to the product with an unsigned weight, whatever the pauses', async () => {
    for (const [terms, levels] of [[1, 0], [2, 1], [3, 2], [4, 2]] as const) assert.deepEqual(await asserted('product_value', 4, { TERMS: terms, LEVELS: levels }), proven, `${terms} terms`);
  });

  it('show that Booth digits add up to the product with a signed weight, the lowest activation and weight among them', async () => {
    for (const [terms, levels] of [[1, 0], [2, 1], [3, 2]] as const) assert.deepEqual(await asserted('product_value', 4, { BOOTH: 1, TERMS: terms, LEVELS: levels }), proven, `${terms} digits`);
  });

  it('show that a digit overlaps with the bit below its slice, for INT8 activations', async () => {
    assert.deepEqual(await asserted('overlapped_digit', 3, { WIDTH: 8 }), proven);
  });

  it('show that trees of any number of values are their sums', async () => {
    for (const [count, levels] of [[2, 1], [3, 2], [5, 3]] as const) assert.deepEqual(await asserted('tree_value', 5, { COUNT: count, LEVELS: levels }), proven, `${count} values`);
  });

  it('show that a scaler takes the zero point off, and then multiplies', async () => {
    assert.deepEqual(await asserted('scaler_value', 4), proven);
  });

  it('show that activations go with the first pass of a step alone, that no pass and no group is lost, and that nobody waits without a reason', async () => {
    assert.deepEqual(await asserted('pass_order', 8), proven);
  });

  it('show that every group has its batches, and that those of the last one leave', async () => {
    for (const batches of [1, 2, 3]) assert.deepEqual(await asserted('batch_order', 9, { BATCHES: batches }), proven, `${batches} batches`);
  });

  const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
    ['shifted_terms.v', 'digit == 3\'b100 || digit == 3\'b011', 'digit == 3\'b100', (sources) => asserted('product_value', 4, { BOOTH: 1, TERMS: 2, LEVELS: 1 }, sources)],
    ['pipelined_sum.v', 'STEP << (level - 1)', 'STEP', (sources) => asserted('product_value', 5, { TERMS: 4, LEVELS: 2 }, sources)],
    ['group_scaler.v', 'wide << i', 'wide', (sources) => asserted('scaler_value', 4, {}, sources)],
    ['pass_control.v', 'advance && issue && at_step_start;', 'advance && issue;', (sources) => asserted('pass_order', 6, {}, sources)],
    ['scale_control.v', '(final_batch && scl_take)', 'final_batch', (sources) => asserted('batch_order', 8, {}, sources)],
  ];
  for (const [file, from, to, prove] of faults) {
    it(`refute a fault: ${file} with "${to}"`, async () => {
      const { outcome, counterexample } = await prove(withFault(file, from, to));
      assert.equal(outcome, 'refuted');
      assert.notEqual(counterexample, '');
    });
  }
});
