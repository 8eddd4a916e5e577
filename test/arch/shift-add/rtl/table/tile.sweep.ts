import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { randomCodes } from '../../../../../src/arch/shift-add/tile/table/check-problems.js';
import { shiftAddTableDesign } from '../../../../../src/arch/shift-add/tile/table/design.js';
import { elaborate } from '../../../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../../src/sim/core/rng.js';
import { assertAgrees, fastestYosys, topOf } from '../../../../kit/rtl-bench.js';
import { requireTool, testbenchOutput } from '../../../../kit/rtl-tools.js';
import { moreTables, someTables } from './corners.js';
import { designOf, nameOf, tables } from './modules.js';

const corners = [...someTables, ...moreTables];

describe('look-up tables of all kinds in Verilog', function () {
  this.timeout(300_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const p of corners) {
    it(`are the functional model bit for bit and cycle for cycle: ${nameOf(p)}`, async () => {
      await assertAgrees(yosys, designOf(p), { passes: 3 });
    });

    // Icarus Verilog takes long for words of many entries.
    if (p.buildAdders <= 4) it(`are so in Icarus Verilog: ${nameOf(p)}`, async function () {
      await requireTool(this, 'iverilog');
      assert.match(await testbenchOutput(designOf(p)), /^ARCHSIM PASS .*\n$/);
    });
  }

  it('are so with any parameters', async () => {
    const rng = createRng(11);
    for (let i = 0; i < 16; i++) {
      const [reads, batches, scaleTerms, activationBits] = [rng.integer(1, 3), rng.integer(1, 4), rng.integer(1, 3), rng.integer(2, 12)];
      const p = tables(rng.integer(1, 4), reads, {
        featuresHeld: reads * batches, scaleTerms, shifters: rng.integer(1, scaleTerms), buildAdders: 2 ** rng.integer(0, 5), activationBits, shiftBits: rng.integer(1, 4),
        accumulatorBits: rng.integer(Math.max(9, activationBits + 4), 40),
      });
      const problems = Array.from({ length: 4 }, () => ({
        what: 'random',
        problem: randomCodes(p, rng, { m: rng.integer(1, 2), n: rng.integer(1, p.featuresHeld), k: rng.integer(1, 20 * p.tables), planes: rng.integer(1, 8), rowGroups: 1, terms: rng.integer(1, scaleTerms) }),
      }));
      await assertAgrees(yosys, shiftAddTableDesign(p, problems), { passes: 1, seed: i + 1 });
    }
  });

  it('elaborate without a problem in Yosys of the machine and of the npm package', async () => {
    const native = await nativeYosys();
    for (const runner of [await wasmYosys(), ...(native === undefined ? [] : [native])]) {
      for (const p of corners) assert.deepEqual(await elaborate(runner, topOf(designOf(p))), { ok: true, problems: [] }, `${runner.version}, ${nameOf(p)}`);
    }
  });
});
