import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { moreTiles, someTiles } from './corners.js';
import { assertAgrees, designOf, fastestYosys, nameOf, tile, topOf } from './modules.js';
import { randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

const corners = [...someTiles, ...moreTiles];

describe('codebook decoders of all kinds in Verilog', function () {
  this.timeout(300_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of corners) {
    it(`are the functional model bit for bit and cycle for cycle: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p), { passes: 3 });
      await assertAgrees(yosys, codebookTileDesign(p, randomProblems(p, 7, 12)), { passes: 2, seed: 3 });
    });

    it(`are so in Icarus Verilog: ${nameOf(p)}`, async function () {
      await requireTool(this, 'iverilog');
      assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
    });
  }

  it('are so with any parameters', async () => {
    const rng = createRng(11);
    for (let i = 0; i < 24; i++) {
      const [entryBits, rest] = [rng.integer(2, 16), rng.pick([0, 2, 8, 64])];
      const activationBits = rng.integer(Math.max(2, 9 - entryBits), 16);
      const p = tile(rng.integer(1, 3), rng.integer(1, 6), 2 ** rng.integer(1, 7), rest, {
        entryBits, activationBits, sumBits: rng.integer(activationBits + entryBits + 1, 48), memory: rng.pick(['luts', 'block'] as const),
      });
      await assertAgrees(yosys, codebookTileDesign(p, randomProblems(p, i, 5)), { passes: 1, seed: i + 1 });
    }
  });

  it('elaborate without a problem in Yosys of the machine and of the npm package', async () => {
    const native = await nativeYosys();
    for (const runner of [await wasmYosys(), ...(native === undefined ? [] : [native])]) {
      for (const p of corners) assert.deepEqual(await elaborate(runner, topOf(designOf(p))), { ok: true, problems: [] }, `${runner.version}, ${nameOf(p)}`);
    }
  });
});
