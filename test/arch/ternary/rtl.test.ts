import assert from 'node:assert/strict';
import type { CoreParameters, StoredFormat } from '../../../src/arch/ternary/core/parameters.js';
import { gemvTiles, tileCycles, tileRunCycles } from '../../../src/arch/ternary/cycles.js';
import { ternaryRtl, ternaryTileDesign } from '../../../src/arch/ternary/rtl.js';
import type { TernaryParameters } from '../../../src/arch/ternary/spec.js';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { parameters } from './parameters.js';

const core = (group: number, tables: number, reads: number, format: StoredFormat = 'keys', others: Partial<CoreParameters> = {}): CoreParameters => (
  { group, tables, reads, format, activationBits: 8, sumBits: 32, ...others });

function parametersOf(lookup: TernaryParameters['lookup'], cores: Partial<TernaryParameters['cores']> = {}, weights = 'ternary'): Record<string, number> {
  const design = ternaryRtl.design({ parameters: parameters({ lookup }, cores), weights: dataType(weights)! });
  return Object.fromEntries(design.parameters.map(({ name, value }) => [name, value]));
}

describe('the Verilog design of the ternary core', () => {
  it('is a design as the kit wants it, for every group and format', () => {
    for (const p of [core(1, 1, 1), core(2, 3, 2, 'tl1'), core(3, 2, 3, 'tl2', { activationBits: 5 }), core(4, 2, 1, 'pack5'), core(5, 1, 4)]) {
      const design = ternaryTileDesign(p);
      checkDesign(design);
      assert.ok(design.runs.length >= 5);
      assert.ok(Object.keys(design.sources).includes('archsim_skid.v'));
    }
  });

  it('meets every key of every table in its runs', () => {
    for (const [group, combinations] of [[1, 3], [2, 9], [3, 27], [4, 81]] as const) {
      const bits = BigInt([0, 2, 4, 5, 7][group]!);
      const tables = 2;
      const { wgt } = ternaryTileDesign(core(group, tables, 1)).runs[0]!.beats;
      for (let t = 0n; t < BigInt(tables); t++) assert.equal(new Set(wgt!.map((beat) => BigInt.asUintN(Number(bits), beat >> (t * bits)))).size, combinations, `table ${t} of ${group}`);
    }
  });

  it('meets the lowest and the highest activation, the lowest alone under -1, and zeros', () => {
    const { runs } = ternaryTileDesign(core(2, 2, 2));
    const beats = runs.flatMap((run) => run.beats['act']!);
    const lowest = 0x80808080n;
    assert.ok(beats.includes(lowest) && beats.includes(0n));
    const met = new Set(beats.flatMap((beat) => Array.from({ length: 4 }, (_, i) => Number(BigInt.asIntN(8, beat >> BigInt(8 * i))))));
    for (const activation of [-128, 127, 0]) assert.ok(met.has(activation));
    // A pair of -128 read negated is 256, which has no place in the 9 bits of its entry.
    assert.ok(runs.some(({ beats: { out } }) => out!.some((beat) => BigInt.asIntN(32, beat) >= 512n)));
  });

  it('marks the last tile of reductions', () => {
    const { runs } = ternaryTileDesign(core(3, 2, 2));
    const ragged = runs.find(({ label }) => label.includes('sizes that fill no tile'))!;
    // 13 inputs are three tiles, three outputs two blocks, two tokens.
    assert.equal(ragged.beats['wgt']!.map((beat) => (beat >> 20n).toString()).join(''), '001001001001');
  });

  it('takes the cycles of the machine\'s tiles, its fill and two buffers', () => {
    const p = parameters({ lookup: { table: 'symmetric', group: 3 } }, { features: 1 });
    for (const [m, n, k] of [[1, 8, 12], [3, 20, 30], [2, 1, 1]] as const) {
      assert.equal(tileRunCycles({ group: 3, tables: 4, reads: 8 }, m, n, k) - tileCycles(p, m, n, k, 1), 1 + 2 + 1 + 2 + 1 + 2);
      assert.equal(tileCycles(p, m, n, k, 1), m * gemvTiles({ group: 3, tables: 4, reads: 8 }, k, n));
    }
  });

  it('takes shape, widths and the format of stored weights from the parameters of an experiment', () => {
    const cores = { tables: 2, reads: 3, activationBits: 8, accumulatorBits: 24 };
    assert.deepEqual(parametersOf({ table: 'symmetric', group: 1 }, cores), { MU: 1, TABLES: 2, READS: 3, ACT_BITS: 8, SUM_BITS: 24, FORMAT: 3 });
    assert.deepEqual(parametersOf({ table: 'tl1' }, cores), { MU: 2, TABLES: 2, READS: 3, ACT_BITS: 8, SUM_BITS: 24, FORMAT: 1 });
    assert.deepEqual(parametersOf({ table: 'tl2' }, cores), { MU: 3, TABLES: 2, READS: 3, ACT_BITS: 8, SUM_BITS: 24, FORMAT: 2 });
  });

  it('is declined by name where weights are not ternary, groups have no table, or sums are too narrow', () => {
    for (const name of ['fp16', 'int4', 'int1']) assert.throws(() => parametersOf({ table: 'tl1' }, {}, name), /ternary\/rtl-format/);
    assert.throws(() => parametersOf({ table: 'symmetric', group: 6 }), /ternary\/rtl-group.*lookup\.group to 5/);
    assert.throws(() => parametersOf({ table: 'symmetric', group: 3 }, { tables: 64, accumulatorBits: 16 }), /ternary\/rtl-sums.*accumulatorBits to 17/);
    assert.equal(parametersOf({ table: 'symmetric', group: 3 }, { tables: 2, reads: 1, accumulatorBits: 12 })['SUM_BITS'], 12);
  });

  it('rejects cores that there are none of', () => {
    for (const p of [core(0, 1, 1), core(6, 1, 1), core(1, 0, 1), core(1, 1, 1.5), core(1, 1, 1, 'keys', { activationBits: 17 }), core(3, 4, 1, 'keys', { sumBits: 12 }), core(1, 1, 1, 'keys', { sumBits: 49 })]) {
      assert.throws(() => ternaryTileDesign(p), RangeError);
    }
  });
});
