import assert from 'node:assert/strict';
import { binaryTensorCoreDesign, planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import type { PlaneTileParameters } from '../../../../src/arch/binary-tensor-core/tile/parameters.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { dataType } from '../../../../src/sim/model/datatype.js';
import { familySweep } from '../../../kit/synthesis-sweep.js';
import { assertAgrees, codes, fastestYosys, randomDesign, tileModules, topOf, unit } from './bench.js';
import { legal } from './corners.js';
import { requireTool, testbenchOutput, toolOutput } from '../../../kit/rtl-tools.js';

describe('the Verilog of a unit of binary matrix products, at length', function () {
  this.timeout(600_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const code of codes) {
    it(`is the model at the size of an instruction, 8 x 8 x 128 (${code})`, async () => {
      await assertAgrees(yosys, binaryTensorCoreDesign({ activationBits: 8, code }, dataType('int2')!));
      await assertAgrees(yosys, binaryTensorCoreDesign({ activationBits: 3, code, rowsOfPlanes: false }, dataType('int4')!));
    });

    it(`is the model for every depth from 1 to 40 (${code})`, async () => {
      for (let depth = 1; depth <= 40; depth++) await assertAgrees(yosys, planeTileDesign(unit(code, 2, 1, depth, { sumBits: 24 })));
    });

    it(`is the model for any sizes, planes and products (${code})`, async () => {
      const rng = createRng(code.length);
      for (let i = 0; i < 40; i++) {
        const rowPlanes = rng.integer(1, 8);
        const p = unit(code, rowPlanes * rng.integer(1, 2), rng.integer(1, 4), rng.integer(1, 64), { rowPlanes, sumBits: rng.integer(12, 40) });
        await assertAgrees(yosys, randomDesign(p, i, 10));
      }
    });

    it(`elaborates without a problem at every corner (${code})`, async () => {
      const wasm = await wasmYosys();
      for (const p of [unit(code, 1, 1, 1, { sumBits: 3 }), unit(code, 1, 3, 17), unit(code, 8, 2, 36, { rowPlanes: 8 }), unit(code, 2, 1, 300, { sumBits: 53 })]) {
        for (const runner of [yosys, wasm]) assert.deepEqual(await elaborate(runner, topOf(planeTileDesign(p))), { ok: true, problems: [] });
      }
    });

    it(`is the model in Icarus Verilog, with unknown registers at power on (${code})`, async function () {
      await requireTool(this, 'iverilog');
      for (const p of [unit(code, 1, 1, 1, { sumBits: 8 }), unit(code, 3, 2, 33), unit(code, 4, 1, 20, { rowPlanes: 4 })]) {
        assert.match(await testbenchOutput(randomDesign(p, 5, 12)), /^ARCHSIM PASS [^\n]*\n$/);
      }
    });
  }

  it('makes neither Icarus Verilog nor Verilator write anything at any corner', async function () {
    await requireTool(this, 'iverilog');
    await requireTool(this, 'verilator', '--version');
    const files = new Map(Object.entries(tileModules));
    for (const parameters of legal) {
      const flags = (prefix: string): string[] => Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
      assert.equal(await toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'bit_plane_tile', ...flags('-Pbit_plane_tile.'), '-o', 'tile.vvp', ...files.keys()]), '', JSON.stringify(parameters));
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'bit_plane_tile', ...flags('-G'), ...files.keys()]), '', JSON.stringify(parameters));
    }
  });

  it('is synthesised to what the table says, on every eighth row', async () => {
    const wasm = await wasmYosys();
    for (const { parameters, lut, ff } of familySweep<PlaneTileParameters>('binary-tensor-core').all.filter((_, i) => i % 8 === 0)) {
      const counts = await synthesise(wasm, topOf(planeTileDesign(parameters, [])), 'xcup');
      assert.deepEqual([counts.lut, counts.ff, counts.dsp, counts.bram36, counts.bram18, counts.uram], [lut, ff, 0, 0, 0, 0]);
    }
  });
});
