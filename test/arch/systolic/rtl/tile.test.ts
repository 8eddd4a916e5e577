import assert from 'node:assert/strict';
import { foldCycles, productCycles, tileLatency, tileRunCycles } from '../../../../src/arch/systolic/cycles.js';
import { problemOf } from '../../../../src/arch/systolic/mesh/check-problems.js';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { plainArray } from '../arrays.js';
import { assertAgrees, bench, dataflows, fastestYosys, mesh, randomDesign } from './bench.js';

describe('the Verilog of a systolic array', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const dataflow of dataflows) {
    describe(dataflow, () => {
      for (const [rows, columns] of [[1, 1], [4, 3], [1, 2], [3, 1]] as const) {
        it(`computes what the model computes, in as many cycles, on ${rows} x ${columns} elements`, async () => {
          await assertAgrees(yosys, systolicTileDesign(mesh(dataflow, rows, columns)));
        });
      }

      it('does so with the narrowest operands, whose sums wrap, and with the widest', async () => {
        await assertAgrees(yosys, systolicTileDesign(mesh(dataflow, 2, 3, { activationBits: 2, weightBits: 2, sumBits: 4 })));
        await assertAgrees(yosys, systolicTileDesign(mesh(dataflow, 2, 1, { activationBits: 16, weightBits: 16, sumBits: 48 })));
      });

      it('does so for random products, one after the other, whatever stands in lanes that are not used', async () => {
        await assertAgrees(yosys, randomDesign(mesh(dataflow, 3, 4, { activationBits: 8, weightBits: 5, sumBits: 14 }), 1, 24));
      });

      it('takes T + 2 r + c - 2 cycles for every fold of r x c elements, whole or partial, and its latency once', async () => {
        const [rows, columns] = [3, 4];
        const p = mesh(dataflow, rows, columns, { activationBits: 3, weightBits: 3, sumBits: 12 });
        const shapes = [1, 2, 3].flatMap((r) => [1, 2, 3, 4].flatMap((c) => [1, 5].map((t) => ({ r, c, t }))));
        const problems = shapes.map(({ r, c, t }, i) => ({
          what: 'one fold', problem: problemOf(dataflow === 'output-stationary' ? { m: r, n: c, k: t } : { k: r, n: c, m: t }, (bits) => (i % 2 === 0 ? -(2 ** (bits - 1)) : 1), p), filler: -1,
        }));
        const { failures, cycles } = await bench(yosys, systolicTileDesign(p, problems));
        assert.deepEqual(failures, []);
        assert.deepEqual(cycles, shapes.map(({ r, c, t }) => t + 2 * r + c - 2 + tileLatency[dataflow]));
        assert.deepEqual(cycles, shapes.map(({ r, c, t }) => foldCycles(plainArray(rows, columns, dataflow), r, c, t) + tileLatency[dataflow]));
      });

      it('is told apart from a tile of another cycle count by one cycle', async () => {
        const design = systolicTileDesign(mesh(dataflow, 2, 2));
        const slower = { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles + 1 })) };
        const { failures, miscount } = await bench(yosys, slower);
        assert.equal(failures.length, 1);
        assert.match(miscount ?? '', /the model says/);
      });
    });
  }

  it('takes the cycles of its folds and no others: its latency is once a run, however many folds there are', () => {
    for (const dataflow of dataflows) {
      for (const product of [{ m: 1, n: 1, k: 1 }, { m: 40, n: 23, k: 77 }]) {
        assert.equal(tileRunCycles(mesh(dataflow, 4, 6), product) - productCycles(plainArray(4, 6, dataflow), product), tileLatency[dataflow]);
      }
    }
  });
});

describe('faults that released designs have, and this one has not', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  const ones = (p: { readonly activationBits: number; readonly weightBits: number }, m: number, n: number, k: number, step = 0) => {
    let next = 0;
    return { what: 'counted by hand', problem: problemOf({ m, n, k }, () => (step === 0 ? 1 : (next += step)), p) };
  };

  for (const dataflow of dataflows) {
    it(`a second run without a reset does not include the first (${dataflow})`, async () => {
      const p = mesh(dataflow, 2, 2);
      const design = systolicTileDesign(p, [ones(p, 2, 2, 2), ones(p, 2, 2, 2)]);
      // Two products of 1 in each lane of both beats.
      assert.deepEqual(design.runs.map((run) => run.beats['out']), [[0x0000000200000002n, 0x0000000200000002n], [0x0000000200000002n, 0x0000000200000002n]]);
      await assertAgrees(yosys, design);
    });

    it(`vectors that follow each other without a gap all count: 10, 26 and 42 (${dataflow})`, async () => {
      const p = mesh(dataflow, 4, 1);
      const activations = ones(p, 3, 1, 4, 1).problem.activations;
      const design = systolicTileDesign(p, [{ what: '1 to 12 in threes of four', problem: { activations, weights: ones(p, 3, 1, 4).problem.weights } }, ones(p, 1, 1, 1)]);
      assert.deepEqual(design.runs[0]!.beats['out'], [10n, 26n, 42n]);
      await assertAgrees(yosys, design);
    });

    it(`edges that fill neither rows nor columns are right: 5 x 5 x 5 on 4 x 3 elements (${dataflow})`, async () => {
      const p = mesh(dataflow, 4, 3);
      await assertAgrees(yosys, systolicTileDesign(p, [ones(p, 5, 5, 5, 1), ones(p, 3, 4, 2, 1)]));
    });

    it(`results stay on offer until they are taken, and operands may come with gaps (${dataflow})`, async () => {
      // The bench holds the last beats, and fails where one changes or a valid falls.
      const p = mesh(dataflow, 2, 3);
      await assertAgrees(yosys, systolicTileDesign(p, [ones(p, 4, 3, 4, 1), ones(p, 1, 5, 3, 1)]), { passes: 1, seed: 7 });
    });

    it(`tlast alone ends a run, whatever the flags of that beat are (${dataflow})`, async () => {
      const p = mesh(dataflow, 2, 2);
      const design = systolicTileDesign(p);
      const flags: Readonly<Record<string, bigint>> = { act: 1n << 16n, wgt: 1n << 48n };
      const runs = design.runs.map((run) => ({
        ...run, beats: Object.fromEntries(Object.entries(run.beats).map(([name, beats]) => [name, beats.map((beat, i) => (i + 1 === beats.length ? beat & ~(flags[name] ?? 0n) : beat))])),
      }));
      assert.notDeepEqual(runs, design.runs);
      await assertAgrees(yosys, { ...design, runs });
    });
  }
});
