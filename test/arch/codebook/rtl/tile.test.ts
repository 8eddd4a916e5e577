import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { codebookFunctional, encodedParts } from '../../../../src/arch/codebook/functional.js';
import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import { problemOf } from '../../../../src/arch/codebook/tile/check-problems.js';
import { tileProduct, type TileProblem } from '../../../../src/arch/codebook/tile/problem.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { someTiles } from './corners.js';
import { assertAgrees, bench, designOf, fastestYosys, nameOf, tile } from './modules.js';
import { randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

describe('a codebook decoder in Verilog', function () {
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
    for (const p of [someTiles[1]!, tile(1, 2, 8, 0, { memory: 'block' })]) assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
  });

  it('is so for any products', async () => {
    const p = tile(2, 2, 16, 32);
    await assertAgrees(yosys, codebookTileDesign(p, randomProblems(p, 1, 8)));
  });

  it('is the functional model of the family with full codebooks, of which a run loads the entries that it needs', async () => {
    const rng = createRng(4);
    const books = { vectorLength: 2, entries: [16, 16] };
    const p = tile(1, 2, 16, 16);
    const activations = matrix(2, 9, Float64Array.from({ length: 18 }, () => rng.integer(-128, 127)));
    const weights = matrix(4, 9, Float64Array.from({ length: 36 }, () => rng.integer(-8, 7)));
    const [main, rest] = encodedParts(weights, books);
    const problem: TileProblem = { activations, weights: { ...main!, residual: { centroids: rest!.centroids, indices: rest!.indices } } };
    // Low digits are 0 to 3, high ones -8 to 4, in elements of four bits.
    assert.deepEqual([...tileProduct(p, problem).values], [...codebookFunctional(books).product(activations, weights).values]);
    await assertAgrees(yosys, codebookTileDesign(p, [{ what: 'INT4', problem }, { what: 'again', problem }]));
  });

  it('takes a cycle for each entry and each look-up, wherever the look-ups fall', async () => {
    const p = tile(1, 2, 16, 16);
    const numbers = { activation: () => 3, element: (entry: number) => entry % 7, residualElement: (entry: number) => -(entry % 5) };
    // Every index the same, neighbours, and all in one of eight banks of a shared memory.
    const design = codebookTileDesign(p, [() => 5, (n: number) => n % 16, (n: number) => (8 * n) % 16].map((index) => (
      { what: 'look-ups', problem: problemOf(p, { m: 1, n: 4, k: 20 }, { main: 16, rest: 16 }, { ...numbers, index, residualIndex: index }) })));
    assert.deepEqual(design.runs.map(({ cycles }) => cycles), [78, 78, 78]);
    await assertAgrees(yosys, design);
  });

  it('keeps nothing of the codebooks of the run before', async () => {
    const p = tile(1, 1, 4, 4);
    const run = (entries: number, element: number) => ({
      what: `${entries} entries of ${element}`, problem: problemOf(p, { m: 1, n: 2, k: 5 }, { main: entries, rest: entries }, {
        activation: (_, input) => input - 2, element: (entry) => element + entry, residualElement: (entry) => -entry, index: (n) => n % entries, residualIndex: (n) => (n + 1) % entries,
      }),
    });
    await assertAgrees(yosys, codebookTileDesign(p, [run(4, 3), run(1, -8), run(2, 0), run(4, -5)]), { passes: 2 });
  });

  it('is found wrong when a cycle or a bit is not as modelled', async () => {
    const design = designOf(tile(1, 1, 2, 0));
    const later = await bench(yosys, { ...design, runs: design.runs.map((run) => ({ ...run, cycles: run.cycles - 1 })) });
    assert.notEqual(later.miscount, undefined);
    const [first, ...others] = design.runs;
    const flipped = { ...first!, beats: { ...first!.beats, out: first!.beats['out']!.map((beat, i) => (i === 0 ? beat ^ 1n : beat)) } };
    assert.equal((await bench(yosys, { ...design, runs: [flipped, ...others] })).ok, false);
  });
});
