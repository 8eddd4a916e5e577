import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { shiftAddFunctional } from '../../../../src/arch/shift-add/functional.js';
import { shiftAddTileDesign } from '../../../../src/arch/shift-add/rtl.js';
import { tileProduct } from '../../../../src/arch/shift-add/tile/problem.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { parameters } from '../parameters.js';
import { someTiles } from './corners.js';
import { assertAgrees, bench, designOf, fastestYosys, nameOf, tile } from './modules.js';
import { problem, randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

describe('a shift-add array in Verilog', function () {
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
    for (const p of [someTiles[1]!, tile(1, 3, 2, { encoding: 'booth', termsPerCycle: 1, weightBits: 5, scalers: 2 })]) assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
  });

  it('is so for any products', async () => {
    const p = tile(1, 3, 2, { termsPerCycle: 3, weightBits: 7, scalers: 2 });
    await assertAgrees(yosys, shiftAddTileDesign(p, randomProblems(p, 1, 8)));
  });

  it('is the functional model of the family where scales are 1 and zero points in the middle', async () => {
    for (const encoding of ['binary', 'booth'] as const) {
      const p = tile(1, 2, 2, { encoding });
      const rng = createRng(5);
      const one = problem(p, 'whole numbers', [2, 3, 21], 4, {
        activation: () => rng.integer(-128, 127), weight: () => rng.integer(-8, 7) + (encoding === 'binary' ? 8 : 0), zeroPoint: () => 8,
      });
      const { activations, weights } = one.problem;
      const signed = matrix(weights.rows, weights.columns, Float64Array.from(weights.values, (value) => value - (encoding === 'binary' ? 8 : 0)));
      const model = shiftAddFunctional(parameters(p, { accumulatorBits: 32 }));
      assert.deepEqual([...tileProduct(p, one.problem).values], [...model.product(activations, signed).values]);
      await assertAgrees(yosys, shiftAddTileDesign(p, [one, one]));
    }
  });

  it('takes weights of any width one after the other, without a reset, a cycle for each pass', async () => {
    const p = tile(1, 2, 2, { termsPerCycle: 2, weightBits: 8, group: 16 });
    const widths = [8, 2, 5, 4];
    const design = shiftAddTileDesign(p, widths.map((bits) => problem(p, `${bits} bits`, [1, 2, 16], bits, { activation: (_, k) => 11 * k - 100, weight: (n, k) => ((n + k) % 2 === 0 ? 0 : 2 ** bits - 1) })));
    await assertAgrees(yosys, design);
    // Eight steps, the fill of 1 + 1 + 1 + 1 + 2, two batches on the scaler, two buffers.
    assert.deepEqual(design.runs.map(({ cycles }) => cycles - 6 - 2 - 2), widths.map((bits) => 8 * Math.ceil(bits / 2)));
  });

  it('waits for its scalers where groups are short, and for nothing where they keep up', async () => {
    const groups = (scalers: number) => {
      const p = tile(1, 6, 2, { group: 4, scalers });
      return shiftAddTileDesign(p, ['one', 'other'].map((what) => problem(p, what, [1, 6, 20], 4, { activation: (_, k) => 7 * k - 60, weight: (n, k) => (3 * n + k) % 16, scale: (n, g) => n + 3 * g })));
    };
    // Five groups of two steps: six cycles each on one scaler, two on three.
    for (const [scalers, steady, overlap] of [[1, 30, 2], [3, 10, 2], [6, 10, 1]] as const) {
      const design = groups(scalers);
      assert.equal(design.runs[0]!.cycles, steady + 7 + overlap + 2);
      await assertAgrees(yosys, design);
    }
  });

  it('wraps outputs that their width does not hold, as the model does', async () => {
    const p = tile(1, 1, 1, { activationBits: 4, weightBits: 2, termsPerCycle: 2, group: 2, accumulatorBits: 9 });
    const products = [2, 20, 22, 40].map((k) => problem(p, `${k} of -24`, [1, 1, k], 2, { activation: () => -8, weight: () => 3, scale: () => 1 }));
    assert.deepEqual(products.map((each) => tileProduct(p, each.problem).values[0]), [-48, 32, -16, 64]);
    await assertAgrees(yosys, shiftAddTileDesign(p, products));
  });

  it('ends the reduction of a run with its last pass, whatever the flags of that beat are', async () => {
    const p = tile(1, 2, 2);
    const design = designOf(p);
    const flags = 7n << 16n;
    const runs = design.runs.map((run) => ({ ...run, beats: { ...run.beats, wgt: run.beats['wgt']!.map((beat, i, all) => (i + 1 === all.length ? beat & ~flags : beat)) } }));
    assert.notDeepEqual(runs, design.runs);
    await assertAgrees(yosys, { ...design, runs });
  });

  it('is found wrong when a cycle or a bit is not as modelled', async () => {
    const design = designOf(tile(1, 1, 2));
    const later = await bench(yosys, { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles - 1 })) });
    assert.notEqual(later.miscount, undefined);
    const [first, ...others] = design.runs;
    const flipped = { ...first!, beats: { ...first!.beats, out: first!.beats['out']!.map((beat, i) => (i === 0 ? beat ^ 1n : beat)) } };
    assert.equal((await bench(yosys, { ...design, runs: [flipped, ...others] })).ok, false);
  });

  // The kernel that is released with look-up tables adds exponents of floats for shifts. What stands for its faults in integers:
  describe('has none of the faults of the released kernel:', () => {
    const p = tile(1, 2, 2, { termsPerCycle: 1, weightBits: 8, activationBits: 8, group: 4 });

    it('a zero stays zero under every shift: there an exponent is added to it', async () => {
      const nothing = problem(p, 'no activation', [1, 2, 8], 8, { activation: () => 0, weight: (n, k) => (37 * (n + k)) % 256, scale: () => 255, zeroPoint: () => 255 });
      const cancelling = problem(p, 'activations that cancel', [1, 2, 8], 8, { activation: (_, k) => (k % 2 === 0 ? 127 : -127), weight: () => 255, scale: () => 255, zeroPoint: () => 128 });
      for (const { problem: one } of [nothing, cancelling]) assert.deepEqual([...tileProduct(p, one).values], [0, 0]);
      await assertAgrees(yosys, shiftAddTileDesign(p, [nothing, cancelling]));
    });

    it('the largest activation under the largest shift does not wrap: there the exponent does', async () => {
      const products = [[-128, 255], [127, 255], [-128, 128], [127, 128]].map(([a, w]) => problem(p, `${a} times ${w}`, [1, 2, 4], 8, { activation: () => a!, weight: () => w! }));
      assert.deepEqual(products.map(({ problem: one }) => tileProduct(p, one).values[0]), [4 * -128 * 255, 4 * 127 * 255, 4 * -128 * 128, 4 * 127 * 128]);
      await assertAgrees(yosys, shiftAddTileDesign(p, products));
    });

    it('a scale is applied once a group, not once a weight', async () => {
      const one = problem(p, 'three groups', [1, 2, 12], 8, { activation: () => 1, weight: () => 1, scale: (n, g) => 10 ** g * (n + 1) });
      assert.deepEqual([...tileProduct(p, one.problem).values], [4 * 111, 4 * 222]);
      await assertAgrees(yosys, shiftAddTileDesign(p, [one, one]));
    });
  });
});
