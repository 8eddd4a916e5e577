import assert from 'node:assert/strict';
import { mmaCalls, tileLatency } from '../../../../src/arch/binary-tensor-core/cycles.js';
import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import { problemOf } from '../../../../src/arch/binary-tensor-core/tile/check-problems.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { assertAgrees, bench, codes, fastestYosys, randomDesign, unit } from './bench.js';

describe('the Verilog of a unit of binary matrix products', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const code of codes) {
    describe(code, () => {
      for (const [rows, columns, depth] of [[1, 1, 1], [2, 3, 19], [3, 1, 36]] as const) {
        it(`computes what the model computes, a call a cycle, on ${rows} x ${columns} rows of ${depth} elements`, async () => {
          await assertAgrees(yosys, planeTileDesign(unit(code, rows, columns, depth)));
        });
      }

      it('does so with the planes of a token in the rows, also where they are no power of two', async () => {
        await assertAgrees(yosys, planeTileDesign(unit(code, 4, 2, 8, { rowPlanes: 2 })));
        await assertAgrees(yosys, planeTileDesign(unit(code, 3, 1, 17, { rowPlanes: 3 })));
      });

      it('does so in sums that are so narrow that they wrap', async () => {
        await assertAgrees(yosys, planeTileDesign(unit(code, 2, 1, 5, { sumBits: 5 })));
      });

      it('does so for random products of 1 to 8 planes each', async () => {
        await assertAgrees(yosys, randomDesign(unit(code, 2, 2, 12), 2, 12));
      });

      it('takes as many cycles as there are instructions, and its latency once a run', async () => {
        const p = unit(code, 2, 2, 8);
        const shapes = [1, 2, 5].flatMap((m) => [[1, 1, 3, 1], [3, 2, 8, 2], [4, 1, 9, 3]].map(([n, activationBits, k, weightBits]) => ({ m, n: n!, k: k!, activationBits: activationBits!, weightBits: weightBits! })));
        const design = planeTileDesign(p, shapes.map((shape) => ({ what: 'counted', problem: problemOf(p, shape, (bits) => 2 ** bits - 1) })));
        const { failures, cycles } = await bench(yosys, design);
        assert.deepEqual(failures, []);
        assert.deepEqual(cycles, shapes.map(({ m, n, k, activationBits: a, weightBits: w }) => a * w * Math.ceil(m / 2) * Math.ceil(n / 2) * Math.ceil(k / 8) + tileLatency(false)));
        assert.deepEqual(cycles, shapes.map(({ m, n, k, activationBits, weightBits }) => mmaCalls({ activations: activationBits, weights: weightBits, inRows: false }, m, n, k, { m: 2, n: 2, k: 8 }) + tileLatency(false)));
      });
    });
  }

  it('is told apart from a unit of another cycle count by one cycle', async () => {
    const design = planeTileDesign(unit('bipolar', 1, 1, 4));
    const { failures, miscount } = await bench(yosys, { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles - 1 })) });
    assert.equal(failures.length, 1);
    assert.match(miscount ?? '', /the model says/);
  });
});

describe('faults that released designs have, and this one has not', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const code of codes) {
    const p = unit(code, 2, 1, 4);
    // Two's complement planes of one bit are 0 and -1, bipolar ones -1 and +1: ones make a product of 1 either way.
    const ones = (m: number, n: number, k: number) => ({ what: 'counted by hand', problem: problemOf(p, { m, n, k, activationBits: 1, weightBits: 1 }, () => 1) });

    it(`a second run without a reset does not include the first (${code})`, async () => {
      const design = planeTileDesign(p, [ones(2, 1, 4), ones(2, 1, 4)]);
      assert.deepEqual(design.runs.map((run) => run.beats['out']), [[0x0000000400000004n], [0x0000000400000004n]]);
      await assertAgrees(yosys, design);
    });

    it(`a reduction that ends in the middle of a call counts its own elements alone: 1 to 9 of fours (${code})`, async () => {
      const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9];
      const design = planeTileDesign(p, lengths.map((k) => ones(2, 1, k)));
      assert.deepEqual(design.runs.map((run) => run.beats['out']), lengths.map((k) => [BigInt(k) * 0x0000000100000001n]));
      await assertAgrees(yosys, design);
    });

    it(`calls that follow each other without a gap all count, and so do those with gaps (${code})`, async () => {
      const design = planeTileDesign(p, [ones(6, 3, 40), ones(1, 1, 1)]);
      assert.deepEqual(design.runs[0]!.beats['out'], Array.from({ length: 9 }, () => 0x0000002800000028n));
      await assertAgrees(yosys, design);
    });

    it(`tlast alone ends a run, whatever the flags of that beat are (${code})`, async () => {
      const design = planeTileDesign(p);
      const flag = 1n << BigInt(4 + 16 + 2);
      const runs = design.runs.map((run) => ({ ...run, beats: { ...run.beats, wgt: run.beats['wgt']!.map((beat, i, all) => (i + 1 === all.length ? beat & ~flag : beat)) } }));
      assert.notDeepEqual(runs, design.runs);
      await assertAgrees(yosys, { ...design, runs });
    });
  }
});
