import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { proveAssertions, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { fastestYosys, tileModules, withFault, type Sources } from './modules.js';
import { propertyModules } from './property-modules.js';

type Parameters = Readonly<Record<string, number>>;

const proven: Proof = { outcome: 'proven' };

describe('proofs about the codebook decoder', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  const asserted = (top: string, cycles: number, parameters: Parameters = {}, sources: Sources = tileModules): Promise<Proof> => (
    proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles }));

  it('show that a sum is that of the products since its opening, with either sign, whatever the pauses', async () => {
    assert.deepEqual(await asserted('sum_value', 6), proven);
    assert.deepEqual(await asserted('sum_value', 5, { ACT_BITS: 4, WEIGHT_BITS: 2, SUM_BITS: 6 }), proven);
  });

  it('show that a weight is the sum of two elements, or one element, for all of 16 bits', async () => {
    for (const books of [0, 1]) assert.deepEqual(await asserted('weight_value', 4, { TWO_BOOKS: books, ENTRY_BITS: 16 }), proven);
  });

  it('show that no look-up goes before its codebooks are complete or without its activations, that none is lost, and that nobody waits without a reason', async () => {
    for (const books of [0, 1]) assert.deepEqual(await asserted('book_order', 9, { TWO_BOOKS: books }), proven);
  });

  const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
    ['product_sum.v', '{(SUM_BITS-BITS+1){product[BITS-1]}}', '{(SUM_BITS-BITS+1){1\'b0}}', (sources) => asserted('sum_value', 5, {}, sources)],
    ['weight_sum.v', '{main[ENTRY_BITS-1], main}', '{1\'b0, main}', (sources) => asserted('weight_value', 4, {}, sources)],
    ['book_control.v', 'loaded && idx_valid', 'idx_valid', (sources) => asserted('book_order', 6, {}, sources)],
  ];
  for (const [file, from, to, prove] of faults) {
    it(`refute a fault: ${file} with "${to}"`, async () => {
      const { outcome, counterexample } = await prove(withFault(file, from, to));
      assert.equal(outcome, 'refuted');
      assert.notEqual(counterexample, '');
    });
  }
});
