import assert from 'node:assert/strict';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { proveAssertions, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { fastestYosys, tileModules, withFault, type Sources } from './bench.js';
import { propertyModules } from './property-modules.js';

type Parameters = Readonly<Record<string, number>>;

const proven: Proof = { outcome: 'proven' };

describe('proofs about the systolic tile', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  function asserted(top: string, cycles: number, parameters: Parameters = {}, sources: Sources = tileModules): Promise<Proof> {
    return proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles });
  }

  it('all 65536 products of INT8 are right in both elements, with every sign', async () => {
    for (const top of ['output_pe', 'weight_pe']) {
      const pe = netlistSimulator(await netlistOf(yosys, { top, sources: tileModules }), top);
      const set = (values: Readonly<Record<string, number>>): void => { for (const [port, value] of Object.entries(values)) pe.setInt(port, value); };
      // Zero comes from above or below, so that each product stands alone.
      set(top === 'output_pe' ? { aresetn: 1, advance: 1, drain: 1, sum_below: 0 } : { advance: 1, load: 1, clear: 0, sum_above: 0 });
      for (let weight = -128; weight < 128; weight++) {
        set(top === 'output_pe' ? { wgt: weight & 255 } : { wgt_below: weight & 255 });
        pe.edge();
        for (let activation = -128; activation < 128; activation++) {
          set({ act: activation & 255 });
          pe.edge();
          pe.edge();
          if ((pe.getInt('sum') | 0) !== activation * weight) assert.fail(`${top}: ${activation} * ${weight} is ${pe.getInt('sum') | 0}`);
        }
      }
    }
  });

  for (const [activationBits, weightBits, sumBits] of [[2, 2, 4], [3, 2, 7], [4, 4, 8]] as const) {
    it(`an element of ${activationBits} x ${weightBits} bits has the wrapped sum of its products in ${sumBits} bits, whenever it waits, in any 6 cycles`, async () => {
      const widths = { ACT_BITS: activationBits, WGT_BITS: weightBits, SUM_BITS: sumBits };
      assert.deepEqual(await asserted('output_pe_sums', 6, widths), proven);
      assert.deepEqual(await asserted('weight_pe_sums', 6, widths), proven);
    });
  }

  it('a line of any length gives what came that many cycles of movement before, and zeros until then', async () => {
    assert.deepEqual(await asserted('skew_delays', 9, { CYCLES: 1 }), proven);
    assert.deepEqual(await asserted('skew_delays', 9, { CYCLES: 4 }), proven);
    assert.deepEqual(await asserted('tapped_delays', 9, { CYCLES: 4, DELAY_BITS: 2 }), proven);
    assert.deepEqual(await asserted('tapped_delays', 9, { CYCLES: 3, DELAY_BITS: 2 }), proven);
  });

  for (const weightStationary of [0, 1]) {
    it(`${weightStationary === 1 ? 'a weight' : 'an output'}-stationary fold takes T + 2 r + c - 2 cycles of movement and gives as many results as it must, for all r, c and gaps, in any 10 cycles`, async () => {
      assert.deepEqual(await asserted(weightStationary === 1 ? 'weight_cadence' : 'output_cadence', 10), proven);
    });
  }

  describe('a planted fault', () => {
    const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
      ['output_pe.v', '{{(WGT_BITS+1){act[ACT_BITS-1]}}', '{{(WGT_BITS+1){1\'b0}}', (sources) => asserted('output_pe_sums', 6, { ACT_BITS: 3, WGT_BITS: 2, SUM_BITS: 7 }, sources)],
      ['weight_pe.v', 'else if (advance)', 'else', (sources) => asserted('weight_pe_sums', 6, { ACT_BITS: 2, WGT_BITS: 2, SUM_BITS: 4 }, sources)],
      ['tapped_line.v', 'line[delay]', 'line[0]', (sources) => asserted('tapped_delays', 9, { CYCLES: 4, DELAY_BITS: 2 }, sources)],
      ['output_stationary.v', 'columns_wide - TWO', 'columns_wide - ONE', (sources) => asserted('output_cadence', 10, {}, sources)],
      ['weight_stationary.v', 'left <= span - TWO', 'left <= span - ONE', (sources) => asserted('weight_cadence', 10, {}, sources)],
    ];
    for (const [file, from, to, prove] of faults) {
      it(`is refuted by the proof where ${file} has "${to}"`, async () => {
        const { outcome, counterexample } = await prove(withFault(file, from, to));
        assert.equal(outcome, 'refuted');
        assert.notEqual(counterexample, '');
      });
    }
  });
});
