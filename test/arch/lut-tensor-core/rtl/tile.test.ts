import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { lutArrayTileDesign } from '../../../../src/arch/lut-tensor-core/rtl.js';
import { tileProduct } from '../../../../src/arch/lut-tensor-core/tile/problem.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { someTiles } from './corners.js';
import { assertAgrees, bench, designOf, fastestYosys, nameOf, tile } from './modules.js';
import { problem, randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

describe('a look-up array in Verilog', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of someTiles) {
    it(`is the functional model bit for bit and cycle for cycle, as a netlist: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p));
    });
  }

  it('is so in Icarus Verilog with the testbench of exported folders', async function () {
    await requireTool(this, 'iverilog');
    for (const p of [tile(2, 3, 4), tile(1, 5, 3, { planes: 8, sign: 'last' })]) assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
  });

  it('is so for any products', async () => {
    const p = tile(2, 3, 4, { planes: 8 });
    await assertAgrees(yosys, lutArrayTileDesign(p, randomProblems(p, 1, 8)));
  });

  it('takes weights of any planes one after the other, without a reset, a cycle for each plane', async () => {
    const p = tile(1, 2, 4, { planes: 8 });
    const design = lutArrayTileDesign(p, [8, 1, 3, 2].map((bits) => problem(`${bits} bits`, [1, 2, 20], bits, (_, k) => 11 * k - 100, (n, k) => ((n + k) % 2 === 0 ? -(2 ** (bits - 1)) : 2 ** (bits - 1) - 1))));
    await assertAgrees(yosys, design);
    const fixed = 2 + 2 + 3;
    assert.deepEqual(design.runs.map(({ cycles }) => cycles - fixed), [8, 1, 3, 2].map((bits) => 5 * bits));
  });

  it('wraps sums that its width does not hold, as the model does', async () => {
    const p = tile(1, 1, 2, { planes: 2, activationBits: 4, sumBits: 6 });
    const products = [2, 3, 4, 9].map((k) => problem(`${k} of 16`, [1, 1, k], 2, () => -8, () => -2));
    assert.deepEqual(products.map((each) => tileProduct(p, each.problem).values[0]), [-32, -16, 0, 16]);
    await assertAgrees(yosys, lutArrayTileDesign(p, products));
  });

  it('ends the reduction of a run with its last plane, whatever the flags of that beat are', async () => {
    const p = tile(1, 3, 4);
    const design = designOf(p);
    const flags = 3n << 12n;
    const runs = design.runs.map((run) => ({ ...run, beats: { ...run.beats, wgt: run.beats['wgt']!.map((beat, i, all) => (i + 1 === all.length ? beat & ~flags : beat)) } }));
    assert.notDeepEqual(runs, design.runs);
    await assertAgrees(yosys, { ...design, runs });
  });

  it('is found wrong when a cycle or a bit is not as modelled', async () => {
    const design = designOf(tile(1, 1, 2, { planes: 2 }));
    const later = await bench(yosys, { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles - 1 })) });
    assert.notEqual(later.miscount, undefined);
    const [first, ...others] = design.runs;
    const flipped = { ...first!, beats: { ...first!.beats, out: first!.beats['out']!.map((beat, i) => (i === 0 ? beat ^ 1n : beat)) } };
    assert.equal((await bench(yosys, { ...design, runs: [flipped, ...others] })).ok, false);
  });

  // The released array is for floats alone. What stands for its faults in integers:
  describe('has none of the faults of the released one:', () => {
    const p = tile(1, 2, 4, { planes: 8 });

    it('plane p counts 2^p times, once: its Verilog adds the plane to the exponent and shifts the word as well', async () => {
      // The weight 2^plane, and as the lowest of 8 bits -2^7 alone: plane after plane has the only one among zeros of the pattern.
      const planes = [0, 1, 2, 3, 4, 5, 6];
      const products = planes.map((plane) => problem(`plane ${plane}`, [1, 2, 4], 8, (_, k) => (k === 0 ? 1 : 0), (n, k) => (k > 0 ? 0 : n === 0 ? 2 ** plane : -(2 ** plane))));
      for (const [plane, { problem: one }] of products.entries()) assert.deepEqual([...tileProduct(p, one).values], [2 ** plane, -(2 ** plane)]);
      await assertAgrees(yosys, lutArrayTileDesign(p, products));
    });

    it('an entry of zero stays zero in every plane, with either sign: there it becomes a number in planes from 1 on', async () => {
      const nothing = problem('no activation', [1, 2, 16], 8, () => 0, (n, k) => 37 * (n + k) % 256 - 128);
      const cancelling = problem('groups that cancel', [1, 2, 16], 8, (_, k) => (k % 2 === 0 ? 127 : -127), (n) => (n === 0 ? -128 : 127));
      for (const { problem: one } of [nothing, cancelling]) assert.deepEqual([...tileProduct(p, one).values], [0, 0]);
      await assertAgrees(yosys, lutArrayTileDesign(p, [nothing, cancelling]));
    });

    it('the largest entries in the highest plane do not wrap: there the exponent does', async () => {
      const largest = [[-128, -128], [-128, 127], [127, -128], [127, 127]] as const;
      const products = largest.map(([a, w]) => problem(`${a} times ${w}`, [1, 2, 8], 8, () => a, () => w));
      for (const [i, { problem: one }] of products.entries()) assert.deepEqual([...tileProduct(p, one).values], [...plainProduct(one.activations, one.weights).values], `product ${i}`);
      await assertAgrees(yosys, lutArrayTileDesign(p, products));
      // As narrow as the tile can be, a group still fits with any numbers but the lowest in all places.
      const narrow = tile(1, 1, 4, { planes: 8, sumBits: 18 });
      await assertAgrees(yosys, lutArrayTileDesign(narrow, [problem('one group of the lowest', [1, 1, 4], 8, () => -128, () => -128), problem('and of the highest', [1, 1, 4], 8, () => 127, () => -128)]));
    });
  });

  // Traps that other look-up cores fall into (ternary generators and dot products without a controller).
  describe('has none of the faults of other look-up cores:', () => {
    const p = tile(2, 2, 3, { planes: 2 });
    const ones = (k: number, m = 2, n = 2) => problem(`sums of ${k} ones`, [m, n, k], 2, () => 1, () => 1);

    it('a second reduction does not begin with the first, within a run or in the next, without a gap and without a reset', async () => {
      await assertAgrees(yosys, lutArrayTileDesign(p, [ones(9, 4, 4), ones(3), ones(9)]), { passes: 2 });
    });

    it('outputs hold while nobody takes them, and ragged rows, features and groups are right', async () => {
      await assertAgrees(yosys, lutArrayTileDesign(p, [[1, 1, 1], [3, 5, 7], [2, 3, 4], [5, 2, 10]].map(([m, n, k]) => ones(k!, m, n))));
    });
  });
});
