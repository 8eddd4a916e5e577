import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { lutArrayTileDesign } from '../../../../src/arch/lut-tensor-core/rtl.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { moreTiles, someTiles } from './corners.js';
import { assertAgrees, designOf, fastestYosys, nameOf, tile, topOf } from './modules.js';
import { randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

const corners = [...someTiles, ...moreTiles];

describe('look-up arrays of all kinds in Verilog', function () {
  this.timeout(300_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of corners) {
    it(`are the functional model bit for bit and cycle for cycle: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p), { passes: 3 });
      await assertAgrees(yosys, lutArrayTileDesign(p, randomProblems(p, 7, 12)), { passes: 2, seed: 3 });
    });

    it(`are so in Icarus Verilog: ${nameOf(p)}`, async function () {
      await requireTool(this, 'iverilog');
      assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
      assert.match(await testbenchOutput(lutArrayTileDesign(p, randomProblems(p, 8, 6))), /^ARCHSIM PASS .*\n$/);
    });
  }

  it('are so with any parameters', async () => {
    const rng = createRng(11);
    for (let i = 0; i < 24; i++) {
      const [k, activationBits, planes] = [rng.integer(2, 6), rng.integer(2, 16), rng.integer(1, 8)];
      const least = activationBits + Math.ceil(Math.log2(k)) + planes - 1;
      const p = tile(rng.integer(1, 4), rng.integer(1, 7), k, { activationBits, planes, sumBits: rng.integer(least, 48), sign: rng.pick(['first', 'last'] as const) });
      await assertAgrees(yosys, lutArrayTileDesign(p, randomProblems(p, i, 5)), { passes: 1, seed: i + 1 });
    }
  });

  it('are so at the size of the paper: M2N64K4 with weights of 2 bits', async () => {
    const p = tile(2, 64, 4, { planes: 2 });
    await assertAgrees(yosys, designOf(p));
  });

  it('elaborate without a problem in Yosys of the machine and of the npm package', async () => {
    const native = await nativeYosys();
    for (const runner of [await wasmYosys(), ...(native === undefined ? [] : [native])]) {
      for (const p of corners) assert.deepEqual(await elaborate(runner, topOf(designOf(p))), { ok: true, problems: [] }, `${runner.version}, ${nameOf(p)}`);
    }
  });
});
