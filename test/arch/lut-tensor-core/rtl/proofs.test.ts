import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { exhaust } from '../../../../src/rtl-export/runners/exhaust.js';
import type { Proof } from '../../../../src/rtl-export/runners/prove.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { halfTables } from '../../../../src/sim/numerics/arithmetic/lut-mpgemm.js';
import { exactEntryBits, sharedTableAdds } from '../../../../src/sim/numerics/arithmetic/lut-cost.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { publishedEntryBits, tileEntryBits } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { fastestYosys, simulatorOf, tileModules, withFault, type Sources } from './modules.js';
import { comparedEntry, comparedModules, tableParameters, assertedModule, proven, type Parameters } from './proving.js';

describe('proofs about the look-up array', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  const compared = (top: string, reference: string, parameters: Parameters, sources?: Sources): Promise<Proof> => comparedModules(yosys, top, reference, parameters, sources);
  const asserted = (top: string, cycles: number, parameters?: Parameters, sources?: Sources): Promise<Proof> => assertedModule(yosys, top, cycles, parameters, sources);

  describe('tables', () => {
    for (const k of [2, 3]) {
      it(`of ${k} INT8 activations are their signed sums, and 8 + ceil(log2 ${k}) bits hold them, -128 among the activations`, async () => {
        assert.deepEqual(await compared('wide_table', 'naive_table', tableParameters(k, 8)), proven);
      });
    }

    // The other entries of four, and those of five and six, are in proofs.sweep.ts.
    it('of 4 INT8 activations have their signed sum where the high part is added and where it is subtracted, in 10 bits', async () => {
      for (const entry of [1, 6]) assert.deepEqual(await comparedEntry(yosys, 4, 8, entry), proven, `entry ${entry}`);
    });

    it('are halfTables with the other sign for all activations of 4 bits in groups of 4, and of 3 in groups of 5', async () => {
      for (const [k, bits] of [[4, 4], [5, 3]] as const) {
        const parameters = tableParameters(k, bits);
        const width = parameters['ENTRY_BITS']!;
        const simulator = await simulatorOf(yosys, { top: 'half_table_ports', parameters, sources: { ...tileModules, 'half_table_ports.v': splitEntries(k) } });
        const { failures, vectors } = exhaust(simulator, ({ activations }) => {
          const a = Float64Array.from({ length: k }, (_, e) => ((((activations! >>> (e * bits)) & (2 ** bits - 1)) + 2 ** (bits - 1)) % 2 ** bits) - 2 ** (bits - 1));
          const { values } = halfTables(matrix(1, k, a), { group: k, sign: 'first' });
          return Object.fromEntries(Array.from(values, (value, i) => [`entry${i}`, -value + 0]));
        });
        assert.deepEqual(failures, []);
        assert.equal(vectors, 2 ** (k * bits));
        assert.ok(width <= 32);
      }
    });

    it('take a bit less than those of the paper where a group is a power of two: 10 for four INT8 numbers, not 11', () => {
      for (const [k, bits] of [[2, 9], [3, 10], [4, 10], [5, 11], [6, 11]] as const) assert.equal(tileEntryBits({ k, activationBits: 8 }), bits);
      assert.equal(publishedEntryBits({ k: 4, activationBits: 8 }), 11);
      assert.equal(exactEntryBits(4, 128), 11);
    });

    it('would wrap in one bit less', async () => {
      const { outcome } = await compared('wide_table', 'naive_table', { ...tableParameters(4, 8), ENTRY_BITS: 9 });
      assert.equal(outcome, 'refuted');
    });

    it('have no more adders than sharing needs: 12 for four activations, 44 for six', async () => {
      for (const k of [4, 6]) {
        const { cells } = await cellsOf(yosys, { K: k, BITS: 8, ENTRY_BITS: tileEntryBits({ k, activationBits: 8 }) });
        assert.equal(cells, sharedTableAdds(k));
      }
    });

    it('have entries that are all odd or all even, so that products are whole', async () => {
      for (const k of [3, 4]) assert.deepEqual(await compared('parity_of_table', 'no_parity', tableParameters(k, 8)), proven);
    });
  });

  describe('units and control', () => {
    it('add what was looked up since the last opening, with either sign, zeros and the lowest entry among them, whatever the pauses', async () => {
      assert.deepEqual(await asserted('unit_sums', 6), proven);
    });

    it('take activations with the first plane of a group alone, lose no plane and no reduction, and wait for nothing but the drain', async () => {
      assert.deepEqual(await asserted('control_order', 8), proven);
    });
  });

  const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
    ['part_table.v', 'first - second', 'first + second', (sources) => compared('wide_table', 'naive_table', tableParameters(4, 8), sources)],
    ['half_table.v', 'HIGH_ENTRIES-1 - i / (2*LOW_ENTRIES)', 'i / (2*LOW_ENTRIES)', (sources) => compared('wide_table', 'naive_table', tableParameters(4, 8), sources)],
    ['lookup_unit.v', 'looked_up, negated} -', 'looked_up, 1\'b1} -', (sources) => asserted('unit_sums', 4, {}, sources)],
    ['plane_control.v', 'advance && issue && at_group_start;', 'advance && issue;', (sources) => asserted('control_order', 6, {}, sources)],
  ];
  for (const [file, from, to, prove] of faults) {
    it(`refute a fault: ${file} with "${to}"`, async () => {
      const { outcome, counterexample } = await prove(withFault(file, from, to));
      assert.equal(outcome, 'refuted');
      assert.notEqual(counterexample, '');
    });
  }
});

/** Adders and subtractors of a table as it is written, before anything is merged. */
async function cellsOf(yosys: YosysRunner, parameters: Parameters): Promise<{ readonly cells: number }> {
  const overrides = Object.entries(parameters).map(([name, value]) => `-chparam ${name} ${value}`).join(' ');
  const script = `read_verilog half_table.v part_table.v; hierarchy -top half_table ${overrides}; proc; flatten; opt_clean; select -write adders.txt t:$add t:$sub; select -assert-none t:$neg`;
  const { ok, log, files } = await yosys.run(script, { 'half_table.v': tileModules['half_table.v']!, 'part_table.v': tileModules['part_table.v']! });
  assert.ok(ok, log);
  return { cells: files['adders.txt']!.trim().split('\n').length };
}

/** The entries of a table as outputs of their own, since wide ports are not tried out. */
function splitEntries(k: number): string {
  const entries = Array.from({ length: 2 ** (k - 1) }, (_, i) => i);
  return `
module half_table_ports #(parameter K = 4, parameter BITS = 8, parameter ENTRY_BITS = 10) (input [K*BITS-1:0] activations, ${entries.map((i) => `output [ENTRY_BITS-1:0] entry${i}`).join(', ')});
    half_table #(.K(K), .BITS(BITS), .ENTRY_BITS(ENTRY_BITS)) table_of_sums (.activations(activations), .entries({${entries.map((i) => `entry${i}`).reverse().join(', ')}}));
endmodule
`;
}
