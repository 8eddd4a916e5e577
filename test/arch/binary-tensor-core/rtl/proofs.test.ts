import assert from 'node:assert/strict';
import { exhaust } from '../../../../src/rtl-export/runners/exhaust.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { proveAssertions, proveEquivalent, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { popcount32 } from '../../../../src/sim/numerics/arithmetic/bit-planes.js';
import { fastestYosys, tileModules, withFault, type Sources } from './bench.js';
import { propertyModules } from './property-modules.js';

type Parameters = Readonly<Record<string, number>>;

const proven: Proof = { outcome: 'proven' };

describe('proofs about the unit of binary matrix products', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  function asserted(top: string, cycles: number, parameters: Parameters = {}, sources: Sources = tileModules): Promise<Proof> {
    return proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles });
  }

  /** A segment of 18 pairs against the loop over them. */
  function segment(bipolar: number, sources: Sources = tileModules): Promise<Proof> {
    const parameters = { BIPOLAR: bipolar };
    return proveEquivalent(yosys, { top: 'segment_count', parameters, sources }, { top: 'segment_reference', parameters, sources: { 'segment_reference.v': propertyModules['segment_reference.v'] } });
  }

  it('six bits are counted for all of their values', async () => {
    const count = netlistSimulator(await netlistOf(yosys, { top: 'count_six', sources: tileModules }), 'count_six');
    const { failures, vectors } = exhaust(count, ({ bits }) => ({ count: popcount32(bits!) }));
    assert.deepEqual(failures, []);
    assert.equal(vectors, 64);
  });

  for (const [bipolar, what] of [[0, 'shared ones'], [1, 'differences']] as const) {
    it(`the ${what} of any two rows of 18 elements are counted`, async () => {
      assert.deepEqual(await segment(bipolar), proven);
    });

    it(`rows of 1, 3 and 5 elements have their product of ${what}, whatever their length and sign, whenever the unit waits, in any 5 cycles`, async () => {
      for (const [DEPTH, LENGTH_BITS] of [[1, 1], [3, 2], [5, 3]] as const) {
        assert.deepEqual(await asserted('dot_values', 5, { DEPTH, BIPOLAR: bipolar, LENGTH_BITS }), proven);
      }
    });

    it(`planes in rows add up with the weights of their places, modulo the width of a sum (${what})`, async () => {
      for (const [PLANES, SUM_BITS] of [[2, 5], [3, 6], [4, 7]] as const) {
        assert.deepEqual(await asserted('row_totals', 2, { PLANES, BIPOLAR: bipolar, SUM_BITS }), proven);
      }
    });
  }

  it('sums are those of all values since the last one that opened, with the weights of their planes, in any 6 cycles', async () => {
    assert.deepEqual(await asserted('sum_values', 6, { VALUE_BITS: 3, SUM_BITS: 5 }), proven);
  });

  describe('a planted fault', () => {
    const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
      ['segment_count.v', '{1\'b0, twos, 1\'b0}', '{1\'b0, twos[1:0], 2\'b00}', (sources) => segment(1, sources)],
      ['count_six.v', '(lower[1] && carry)', '1\'b0', (sources) => segment(0, sources)],
      ['plane_dot.v', '{count[LENGTH_BITS-1:0], 1\'b0}', 'count', (sources) => asserted('dot_values', 5, { DEPTH: 3, BIPOLAR: 1, LENGTH_BITS: 2 }, sources)],
      ['plane_sum.v', 'doubles ? {sum[SUM_BITS-2:0], 1\'b0} : sum', 'doubles ? {sum[SUM_BITS-1], sum[SUM_BITS-3:0], 1\'b0} : sum', (sources) => asserted('sum_values', 6, { VALUE_BITS: 3, SUM_BITS: 5 }, sources)],
      ['row_planes.v', 'BIPOLAR == 1 ? highest', '1\'b1 ? highest', (sources) => asserted('row_totals', 2, { PLANES: 3, BIPOLAR: 0, SUM_BITS: 6 }, sources)],
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
