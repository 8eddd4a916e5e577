import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { readSumBits, storedFormats } from '../../../../src/arch/ternary/core/parameters.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { moreCores, someCores } from './corners.js';
import { assertAgrees, core, designOf, fastestYosys, nameOf, topOf } from './modules.js';
import { randomProblems } from './problems.js';
import { requireTool, testbenchOutput } from '../../../kit/rtl-tools.js';

const corners = [...someCores, ...moreCores];

describe('ternary cores of all kinds in Verilog', function () {
  this.timeout(300_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of corners) {
    it(`are the functional model bit for bit and cycle for cycle: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p), { passes: 3 });
      await assertAgrees(yosys, ternaryTileDesign(p, randomProblems(p, 7, 12)), { passes: 2, seed: 3 });
    });

    it(`are so in Icarus Verilog: ${nameOf(p)}`, async function () {
      await requireTool(this, 'iverilog');
      assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
      assert.match(await testbenchOutput(ternaryTileDesign(p, randomProblems(p, 8, 6))), /^ARCHSIM PASS .*\n$/);
    });
  }

  it('are so with any parameters', async () => {
    const rng = createRng(11);
    for (let i = 0; i < 24; i++) {
      const shape = { group: rng.integer(1, 4), tables: rng.integer(1, 6), activationBits: rng.integer(2, 16) };
      const p = core(shape.group, shape.tables, rng.integer(1, 4), rng.pick(storedFormats), { ...shape, sumBits: rng.integer(readSumBits(shape) + 1, 48) });
      await assertAgrees(yosys, ternaryTileDesign(p, randomProblems(p, i, 5)), { passes: 1, seed: i + 1 });
    }
  });

  it('are so at a size that is built: 8 tables of 3 with 16 reads', async () => {
    const p = core(3, 8, 16, 'pack5', { sumBits: 32 });
    await assertAgrees(yosys, ternaryTileDesign(p, randomProblems(p, 3, 3)), { passes: 1 });
  });

  it('elaborate without a problem in Yosys of the machine and of the npm package', async () => {
    const native = await nativeYosys();
    for (const runner of [await wasmYosys(), ...(native === undefined ? [] : [native])]) {
      for (const p of corners) assert.deepEqual(await elaborate(runner, topOf(designOf(p))), { ok: true, problems: [] }, `${runner.version}, ${nameOf(p)}`);
    }
  });
});
