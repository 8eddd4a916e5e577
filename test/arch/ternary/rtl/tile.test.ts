import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { coreProduct } from '../../../../src/arch/ternary/core/problem.js';
import { coreFillCycles, gemvTiles, streamCycles } from '../../../../src/arch/ternary/cycles.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { someCores } from './corners.js';
import { assertAgrees, bench, core, designOf, fastestYosys, nameOf } from './modules.js';
import { problem, randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

describe('a ternary core in Verilog', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of someCores) {
    it(`is the functional model bit for bit and cycle for cycle, as a netlist: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p));
    });
  }

  it('is so in Icarus Verilog with the testbench of exported folders', async function () {
    await requireTool(this, 'iverilog');
    for (const p of [core(3, 2, 2, 'pack5'), core(1, 3, 2, 'tl1')]) assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
  });

  it('is so for any products', async () => {
    const p = core(2, 3, 2, 'pack5', { activationBits: 5 });
    await assertAgrees(yosys, ternaryTileDesign(p, randomProblems(p, 1, 10)));
  });

  it('takes a tile in every cycle, whatever the length of the reductions', async () => {
    const p = core(2, 2, 1, 'keys', { activationBits: 4, sumBits: 12 });
    const design = ternaryTileDesign(p, [[1, 40, 4], [1, 1, 160], [5, 4, 8]].map(([m, n, k]) => problem('tiles', [m!, n!, k!], (_, i) => (i % 16) - 8, (o, i) => ((o + i) % 3) - 1)));
    const fixed = coreFillCycles(p) + streamCycles;
    assert.deepEqual(design.runs.map(({ cycles }) => cycles - fixed), [40, 40, 5 * gemvTiles(p, 8, 4)]);
    await assertAgrees(yosys, design);
  });

  it('wraps sums that its width does not hold, as the model does', async () => {
    const p = core(1, 1, 1, 'keys', { activationBits: 2, sumBits: 3 });
    const products = [2, 3, 4, 9].map((k) => problem(`${k} of -2`, [1, 1, k], () => -2, () => 1));
    assert.deepEqual(products.map((each) => coreProduct(p, each.problem).values[0]), [-4, 2, 0, -2]);
    await assertAgrees(yosys, ternaryTileDesign(p, products));
  });

  it('ends the reduction of a run with its last tile, whatever the flag of that beat is', async () => {
    const design = designOf(core(1, 2, 1));
    const flag = 1n << 4n;
    const runs = design.runs.map((run) => ({ ...run, beats: { ...run.beats, wgt: run.beats['wgt']!.map((beat, i, all) => (i + 1 === all.length ? beat & ~flag : beat)) } }));
    assert.notDeepEqual(runs, design.runs);
    await assertAgrees(yosys, { ...design, runs });
  });

  it('is found wrong when a cycle or a bit is not as modelled', async () => {
    const design = designOf(core(1, 1, 1));
    const later = await bench(yosys, { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles - 1 })) });
    assert.notEqual(later.miscount, undefined);
    const [first, ...others] = design.runs;
    const flipped = { ...first!, beats: { ...first!.beats, out: first!.beats['out']!.map((beat, i) => (i === 0 ? beat ^ 1n : beat)) } };
    assert.equal((await bench(yosys, { ...design, runs: [flipped, ...others] })).ok, false);
  });

  describe('has none of the faults of the released cores of KU Leuven:', () => {
    const p = core(3, 2, 4, 'keys', { activationBits: 5, sumBits: 16 });
    const counted = (m: number, n: number, k: number) => problem(`${m} x ${n} x ${k}`, [m, n, k], (t, i) => ((t + 3 * i) % 31) - 15, (o, i) => ((o + 2 * i) % 3) - 1);

    it('results of two and more tiles of a reduction hold while nobody takes them: there the last columns are added to once more after done', async () => {
      const design = ternaryTileDesign(p, [counted(1, 4, 12), counted(1, 8, 18)]);
      assert.ok(design.runs.every((run) => run.beats['wgt']!.length > run.beats['out']!.length));
      // The bench leaves last beats on offer and compares them cycle by cycle, with idle and with running inputs behind them.
      await assertAgrees(yosys, design, { passes: 2 });
    });

    it('a second product without a reset does not begin with the first', async () => {
      const once = counted(1, 4, 12);
      const design = ternaryTileDesign(p, [once, once, once]);
      const [first, ...others] = design.runs.map((run) => run.beats['out']!);
      for (const out of others) assert.deepEqual(out, first);
      await assertAgrees(yosys, design);
    });

    it('outputs that K does not divide and inputs that mu L does not divide are right, and beats have zeros beyond them', async () => {
      const design = ternaryTileDesign(p, [counted(1, 5, 7), counted(2, 3, 13), counted(1, 1, 1), counted(1, 7, 6)]);
      assert.equal(design.runs[0]!.beats['out']![1]! >> 16n, 0n);
      await assertAgrees(yosys, design);
    });
  });

  describe('has none of the faults of TernaryCore\'s dot product:', () => {
    it('vectors without a gap give 10, 26 and 42 for 1 to 12 in fours, where it gives 10 and 30', async () => {
      const p = core(1, 1, 1, 'keys', { sumBits: 16 });
      const design = ternaryTileDesign(p, [problem('three vectors', [3, 1, 4], (t, i) => 4 * t + i + 1, () => 1), problem('again', [3, 1, 4], (t, i) => 4 * t + i + 1, () => 1)]);
      assert.deepEqual(design.runs[0]!.beats['out'], [10n, 26n, 42n]);
      await assertAgrees(yosys, design);
      // All at once: a vector in every cycle.
      const wide = ternaryTileDesign(core(1, 4, 1, 'tl1', { sumBits: 16 }), [problem('three vectors', [3, 1, 4], (t, i) => 4 * t + i + 1, () => 1), problem('one', [1, 1, 4], () => 1, () => -1)]);
      assert.deepEqual(wide.runs[0]!.beats['out'], [10n, 26n, 42n]);
      await assertAgrees(yosys, wide);
    });

    it('valid comes with the sum, and not a cycle before it', async () => {
      const p = core(1, 1, 2, 'keys', { sumBits: 16 });
      const lengths = [1, 2, 3, 5];
      await assertAgrees(yosys, ternaryTileDesign(p, lengths.map((k) => problem(`${k} elements`, [2, 2, k], (t, i) => 10 * t + i + 1, (o) => (o === 0 ? 1 : -1)))), { passes: 2 });
    });
  });
});
