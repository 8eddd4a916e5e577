import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { tableVerilog } from '../../../../../src/arch/shift-add/tile/table/design.js';
import { proveAssertions, type Proof } from '../../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../../src/rtl-export/runners/yosys.js';
import { fastestYosys, type Sources } from '../../../../kit/rtl-bench.js';
import { withFault } from './modules.js';
import { propertyModules } from './property-modules.js';

type Parameters = Readonly<Record<string, number>>;

const proven: Proof = { outcome: 'proven' };

describe('proofs about the look-up tables', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  const asserted = (top: string, cycles: number, parameters: Parameters = {}, sources: Sources = tableVerilog): Promise<Proof> => (
    proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles }));

  it('show that the sum of eight activations is complete with its last step', async () => {
    for (const adders of [1, 2, 4]) assert.deepEqual(await asserted('sum_value', 9, { ADDERS: adders }), proven, `${adders} adders`);
  });

  it('show that sets are built in their order, and that no bank is written while it is read', async () => {
    for (const adders of [256, 128]) assert.deepEqual(await asserted('bank_order', 28, { ADDERS: adders }), proven, `${adders} adders`);
  });

  it('show that every plane has its rounds, and every batch of a last set its output', async () => {
    for (const rounds of [1, 2, 3]) assert.deepEqual(await asserted('plane_order', 9, { ROUNDS: rounds }), proven, `${rounds} rounds`);
  });

  it('show that an entry is multiplied by its powers of two', async () => {
    for (const terms of [1, 2, 3]) assert.deepEqual(await asserted('shifted_value', 3, { TERMS: terms }), proven, `${terms} terms`);
  });

  it('show that each batch of features rests and goes on with its own sums', async () => {
    assert.deepEqual(await asserted('resting_sums', 9), proven);
  });

  const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
    ['activation_sum.v', 'joins ? parts[(2*i+1)*SUM_BITS +: SUM_BITS] : ', '', (sources) => asserted('sum_value', 9, { ADDERS: 2 }, sources)],
    ['table_control.v', '!full[bank]', '1\'b1', (sources) => asserted('bank_order', 28, {}, sources)],
    ['look_up_control.v', 'passes == LAST[BITS-1:0]', 'passes == {BITS{1\'b0}}', (sources) => asserted('plane_order', 6, { ROUNDS: 2 }, sources)],
    ['shifted_entry.v', 'used[t] ? ', '1\'b1 ? ', (sources) => asserted('shifted_value', 3, {}, sources)],
    ['feature_sums.v', 'ends_set ? {NUMBER_BITS{1\'b0}} : batch + ONE', '{NUMBER_BITS{1\'b0}}', (sources) => asserted('resting_sums', 9, {}, sources)],
  ];
  for (const [file, from, to, prove] of faults) {
    it(`refute a fault: ${file} with "${to}"`, async () => {
      const { outcome, counterexample } = await prove(withFault(file, from, to));
      assert.equal(outcome, 'refuted');
      assert.notEqual(counterexample, '');
    });
  }
});
