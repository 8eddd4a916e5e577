import assert from 'node:assert/strict';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { tileDesign } from '../../../../src/arch/dsp-chain/rtl.js';
import { longestGroup, sumBits, type TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import type { TileProblem } from '../../../../src/arch/dsp-chain/tile/beats.js';
import { tileRun } from '../../../../src/arch/dsp-chain/tile/streams.js';
import type { RtlDesign, RtlRun } from '../../../../src/rtl-export/kit/design.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { corner } from './corners.js';
import { anyProblem, anyTile } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

/**
 * The testbench of exported folders plays all runs one after the other, back to back, with gaps, random stalls, back-pressure and resets in the middle, without
 * a reset elsewhere. It compares every beat that comes out, and the cycles of every run where nobody waits.
 */
async function assertAgrees(design: RtlDesign): Promise<void> {
  const beats = design.runs.reduce((sum, run) => sum + run.beats['out']!.length, 0);
  const [verdict, ...others] = (await testbenchOutput(design)).trim().split('\n').reverse();
  assert.deepEqual(others, [], 'neither a warning nor anything else');
  assert.match(verdict!, new RegExp(`^ARCHSIM PASS vectors=\\d+ cycles=${design.runs[0]!.cycles}$`));
  assert.ok(Number(/vectors=(\d+)/.exec(verdict!)![1]) >= 6 * beats);
}

describe('the Verilog of the dsp-chain tile', function () {
  this.timeout(30_000);
  before(async function () { await requireTool(this, 'iverilog'); });

  const corners: readonly Partial<TileParameters>[] = [
    { depth: 1, columns: 1, chain: 1, n: 1, m: 1, shift: 0 },
    { depth: 1, columns: 3, chain: 9, n: 1, m: 4, shift: 1 },
    { depth: 3, columns: 3, chain: 2, n: 1, m: 1, shift: 13 },
    { depth: 3, columns: 1, chain: 1, n: 1, m: 2, weightMin: -127 },
    { depth: 16, columns: 1, chain: 8, n: 8, m: 16 },
    { depth: 16, columns: 1, chain: 7, n: 2, m: 4, shift: 30 },
    { depth: 16, columns: 1, chain: 9, n: 4, m: 16 },
    { depth: 16, columns: 1, chain: 8, n: 1, m: 1, weightMin: -127 },
    { depth: 16, columns: 1, chain: 2, n: 4, m: 4, shift: 38 },
    { depth: 17, columns: 1, chain: 17, n: 1, m: 1 },
  ];
  for (const parameters of corners) {
    const tile = corner(parameters);
    it(`computes what the model computes, in as many cycles, with depth ${tile.depth}, ${tile.columns} column(s), chain ${tile.chain}, ${tile.n}:${tile.m}, weights from ${tile.weightMin}, shift ${tile.shift}`, async () => {
      await assertAgrees(tileDesign(tile));
    });
  }

  it('wraps the sum of a scale group as the model does where groups are longer than their bits allow', async () => {
    const wide = corner({ depth: 3, columns: 1, chain: 2, n: 1, m: 1, shift: 12 });
    const narrow = { ...wide, groupBits: sumBits(wide) };
    const length = longestGroup(narrow);
    const all = (k: number): TileProblem => ({ activations: matrix(2, k, new Int8Array(2 * k).fill(-128)), weights: matrix(1, k, new Int8Array(k).fill(-128)), scales: Uint16Array.of(1), groupLength: k });
    const runs = (p: TileParameters): readonly RtlRun[] => [length, length + 1, 5 * length].map((k) => tileRun(p, all(k), `k ${k}`));
    const results = (p: TileParameters): readonly (bigint | undefined)[] => runs(p).map((run) => run.beats['out']![0]);
    assert.deepEqual(results(wide).map((result, i) => result === results(narrow)[i]), [true, false, false]);
    await assertAgrees({ ...tileDesign(narrow), runs: runs(narrow) });
  });

  it('computes what the model computes for problems of any shape, sparsity and groups on any tile', async () => {
    for (const [i, tile] of fc.sample(anyTile, { seed: 5, numRuns: 4 }).entries()) {
      const runs = Array.from({ length: 6 }, (_, run) => tileRun(tile, anyProblem(tile, 10 * i + run), `problem ${10 * i + run}`));
      await assertAgrees({ ...tileDesign(tile), runs });
    }
  });

  it('ends the reduction of a run with its last beat, whatever the flags of that beat are', async () => {
    const tile = corner({ depth: 3, columns: 1, chain: 2, n: 1, m: 1 });
    const design = tileDesign(tile);
    const flags = 3n << BigInt(3 * 8 + 16);
    const runs = design.runs.map((run) => ({ ...run, beats: { ...run.beats, wgt: run.beats['wgt']!.map((beat, i, all) => (i + 1 === all.length ? beat & ~flags : beat)) } }));
    assert.notDeepEqual(runs, design.runs);
    await assertAgrees({ ...design, runs });
  });

  it('has runs in which a sum that is wrong by one shows, whether the borrow or the carry of a lane is not given back', async () => {
    for (const [chain, right, wrong] of [[2, "above + {17'd0, lower[17]}", 'above'], [16, 'above - {{18{carry[CANARY_BITS-1]}}, carry}', 'above']] as const) {
      const design = tileDesign(corner({ depth: 16, chain, n: 1, m: 1, columns: 1 }));
      const group = design.sources['dsp_group.v']!;
      assert.ok(group.includes(right));
      assert.match(await testbenchOutput({ ...design, sources: { ...design.sources, 'dsp_group.v': group.replace(right, wrong) } }), /ARCHSIM FAIL/);
    }
  });

  it('is told apart from another tile by the testbench, and a cycle from none', async () => {
    const design = tileDesign(corner({ depth: 3, columns: 1, chain: 2, n: 1, m: 1 }));
    const otherShift = { ...design, parameters: design.parameters.map((p) => (p.name === 'SHIFT' ? { ...p, value: p.value + 1 } : p)) };
    assert.match(await testbenchOutput(otherShift), /ARCHSIM FAIL/);
    const slower = { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles + 1 })) };
    assert.match(await testbenchOutput(slower), /ARCHSIM FAIL .*the model says/);
  });
});
