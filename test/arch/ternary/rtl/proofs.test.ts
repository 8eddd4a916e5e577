import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { ternaryKeys } from '../../../../src/arch/ternary/keys.js';
import { packBase3, unpackBase3 } from '../../../../src/arch/ternary/packed-weights.js';
import { entryBits, indexBits, keyBits, minimalAdders, tableEntries } from '../../../../src/arch/ternary/table.js';
import { exhaust } from '../../../../src/rtl-export/runners/exhaust.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { ternaryCodes, tl1, tl2, type TernaryScheme } from '../../../../src/sim/numerics/arithmetic/ternary-tables.js';
import { coreModules, fastestYosys, simulatorOf, withFault, type Sources } from './modules.js';
import { assertedModule, comparedEntry, proven, tableParameters } from './proving.js';

describe('proofs about the ternary core', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  describe('tables', () => {
    // The other entries of three, and those of four, are in proofs.sweep.ts.
    for (const [group, entries] of [[2, [0, 1, 2, 3]], [3, [2, 4, 12]]] as const) {
      it(`of ${group} INT8 activations have the plain sums, and 8 + ceil(log2 ${group}) bits hold them, -128 among the activations: entries ${entries.join(', ')} of ${tableEntries(group)}`, async () => {
        for (const entry of entries) assert.deepEqual(await comparedEntry(yosys, tableParameters(group, 8), entry), proven, `entry ${entry}`);
      });
    }

    it('move with the pauses of the core, every entry a cycle behind its parts', async () => {
      assert.deepEqual(await assertedModule(yosys, 'table_moves', 5, { ...tableParameters(2, 3), ENTRY: 0, MOVES: 2 }), proven);
    });

    it('would wrap in one bit less', async () => {
      const { outcome } = await comparedEntry(yosys, { ...tableParameters(3, 8), ENTRY_BITS: entryBits(3, 8) - 1, BITS: 8 }, 0);
      assert.equal(outcome, 'refuted');
    });

    it('have as many adders as the least that there can be: 2, 10 and 36', async () => {
      for (const group of [2, 3, 4]) assert.equal(await addersOf(yosys, group), minimalAdders(group));
    });
  });

  describe('decoders', () => {
    const trit = (bits: number): number => (bits === 3 ? -1 : bits);
    const tritsOf = (word: number, count: number): number[] => Array.from({ length: count }, (_, i) => trit((word >> (2 * i)) & 3));

    it('of a byte of base 3 give the five weights of each of the 243 codes', async () => {
      const simulator = await simulatorOf(yosys, { top: 'trits_of_pack5', sources: coreModules });
      const met = new Set<number>();
      const { failures, vectors } = exhaust(simulator, ({ code }) => {
        if (code! >= 243) return {};
        const weights = unpackBase3(code!);
        met.add(packBase3(weights)[0]!);
        return { trits: wordOf([...weights]) };
      });
      assert.deepEqual(failures, []);
      assert.deepEqual([vectors, met.size], [256, 243]);
    });

    for (const [scheme, bits] of [[tl1, 4], [tl2, 5]] as const satisfies readonly (readonly [TernaryScheme, number])[]) {
      it(`of ${scheme.name.toUpperCase()} give the weights of each of its codes`, async () => {
        const weightsOf = new Map<number, number[]>();
        for (let v = 0; v < 3 ** scheme.group; v++) {
          const weights = Array.from({ length: scheme.group }, (_, i) => (Math.floor(v / 3 ** i) % 3) - 1);
          const { indices, signs } = ternaryCodes(matrix(1, scheme.group, Float64Array.from(weights)), scheme);
          weightsOf.set(indices[0]! + 16 * signs[0]!, weights);
        }
        const simulator = await simulatorOf(yosys, { top: `trits_of_${scheme.name}`, sources: coreModules });
        const { failures, vectors } = exhaust(simulator, ({ code }) => (weightsOf.has(code!) ? { trits: wordOf(weightsOf.get(code!)!) } : {}));
        assert.deepEqual(failures, []);
        assert.deepEqual([vectors, weightsOf.size], [2 ** bits, 3 ** scheme.group]);
      });
    }

    it('of keys give those of the model for all weights of groups of 1 to 3', async () => {
      for (const group of [1, 2, 3]) {
        const simulator = await simulatorOf(yosys, { top: 'key_of_trits', sources: coreModules, parameters: { MU: group } });
        let met = 0;
        const { failures, vectors } = exhaust(simulator, ({ trits }) => {
          const weights = tritsOf(trits!, group);
          if (weights.includes(2)) return {};
          met++;
          return { key: ternaryKeys(matrix(1, group, Float64Array.from(weights)), group).values[0]! };
        });
        assert.deepEqual(failures, []);
        assert.deepEqual([vectors, met], [4 ** group, 3 ** group]);
      }
    });

    it('have keys of an index and a sign, none of which is without a use beyond zero', () => {
      assert.deepEqual([1, 2, 3, 4, 5].map(keyBits), [2, 4, 5, 7, 8]);
      assert.deepEqual([1, 2, 3, 4, 5].map(indexBits), [1, 3, 4, 6, 7]);
    });
  });

  describe('sums and control', () => {
    it('add the reads of 1, 2 and 3 tables with either sign, zeros and the lowest entry among them, whatever the pauses', async () => {
      assert.deepEqual(await assertedModule(yosys, 'read_sums', 5, { COUNT: 1, BITS: 3, DEPTH: 0, SUM_BITS: 6 }), proven);
      assert.deepEqual(await assertedModule(yosys, 'read_sums', 6, { COUNT: 2, BITS: 2, DEPTH: 1, SUM_BITS: 6 }), proven);
      assert.deepEqual(await assertedModule(yosys, 'read_sums', 6, { COUNT: 3, BITS: 2, DEPTH: 2, SUM_BITS: 7 }), proven);
    });

    it('take weights with the last stage of their tables, lose nothing, and wait for nothing but weights and results', async () => {
      for (const [BUILD, REDUCE] of [[0, 0], [1, 0], [2, 1]] as const) assert.deepEqual(await assertedModule(yosys, 'control_order', 8, { BUILD, REDUCE }), proven, `${BUILD} and ${REDUCE} levels`);
    });
  });

  const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => ReturnType<typeof comparedEntry>])[] = [
    ['table_level.v', 'head + given', 'head - given', (sources) => comparedEntry(yosys, tableParameters(2, 8), 0, sources)],
    ['trit_table.v', '                    if (advance)\n                        kept', '                    if (1\'b1)\n                        kept', (sources) => assertedModule(yosys, 'table_moves', 6, { ...tableParameters(3, 3), ENTRY: 0, MOVES: 3 }, sources)],
    ['read_tree.v', 'carries[i]             <= carry_left', 'carries[i]             <= carry_in', (sources) => assertedModule(yosys, 'read_sums', 6, { COUNT: 2, BITS: 2, DEPTH: 1, SUM_BITS: 6 }, sources)],
    ['core_control.v', 'back && (wgt_valid || !due)', 'back', (sources) => assertedModule(yosys, 'control_order', 6, {}, sources)],
  ];
  for (const [file, from, to, prove] of faults) {
    it(`refute a fault: ${file} with "${to.trim().split('\n')[0]!}"`, async () => {
      const { outcome, counterexample } = await prove(withFault(file, from, to));
      assert.equal(outcome, 'refuted');
      assert.notEqual(counterexample, '');
    });
  }
});

/** Two bits for each weight, the first lowest. */
function wordOf(weights: readonly number[]): number {
  return weights.reduce((word, weight, i) => word + ((weight + 4) % 4) * 4 ** i, 0);
}

/** Adders and subtractors of all levels of a table as they are written, before anything is merged. */
async function addersOf(yosys: YosysRunner, group: number): Promise<number> {
  const { 'trit_table.v': table, 'table_level.v': level } = coreModules;
  const overrides = Object.entries(tableParameters(group, 8)).map(([name, value]) => `-chparam ${name} ${value}`).join(' ');
  const script = `read_verilog trit_table.v table_level.v; hierarchy -top trit_table ${overrides}; proc; flatten; opt_clean; select -write adders.txt t:$add t:$sub; select -assert-none t:$neg`;
  const { ok, log, files } = await yosys.run(script, { 'trit_table.v': table!, 'table_level.v': level! });
  assert.ok(ok, log);
  return files['adders.txt']!.trim().split('\n').length;
}
