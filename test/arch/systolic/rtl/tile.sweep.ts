import assert from 'node:assert/strict';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { dspBlocks } from '../../../../src/arch/systolic/mesh/fabric.js';
import type { MeshParameters } from '../../../../src/arch/systolic/mesh/parameters.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { proveAssertions } from '../../../../src/rtl-export/runners/prove.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { familySweep } from '../../../kit/synthesis-sweep.js';
import { assertAgrees, dataflows, fastestYosys, mesh, randomDesign, tileModules, topOf } from './bench.js';
import { propertyModules } from './property-modules.js';
import { legal } from './corners.js';
import { requireTool, testbenchOutput, toolOutput } from '../../../kit/rtl-tools.js';

describe('the Verilog of a systolic array, at length', function () {
  this.timeout(600_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const dataflow of dataflows) {
    const sizes = [[1, 1], [1, 7], [7, 1], [2, 2], [3, 5], [5, 3], [6, 4], [8, 8], [4, 9]] as const;
    for (const [rows, columns] of sizes) {
      it(`is the model on ${rows} x ${columns} elements (${dataflow})`, async () => {
        await assertAgrees(yosys, systolicTileDesign(mesh(dataflow, rows, columns)));
        await assertAgrees(yosys, randomDesign(mesh(dataflow, rows, columns, { sumBits: 18 }), rows * 16 + columns, 40));
      });
    }

    it(`is the model for any sizes, widths and products (${dataflow})`, async () => {
      const rng = createRng(dataflow.length);
      for (let i = 0; i < 40; i++) {
        const [activationBits, weightBits] = [rng.integer(2, 16), rng.integer(2, 16)];
        const p: MeshParameters = { dataflow, rows: rng.integer(1, 6), columns: rng.integer(1, 6), activationBits, weightBits, sumBits: rng.integer(activationBits + weightBits, 48) };
        await assertAgrees(yosys, randomDesign(p, i, 12), { passes: 1, seed: i });
      }
    });

    it(`elaborates without a problem at every corner (${dataflow})`, async () => {
      const wasm = await wasmYosys();
      for (const p of [mesh(dataflow, 1, 1), mesh(dataflow, 1, 2, { activationBits: 2, weightBits: 2, sumBits: 4 }), mesh(dataflow, 9, 2), mesh(dataflow, 2, 9, { activationBits: 16, weightBits: 16, sumBits: 48 })]) {
        for (const runner of [yosys, wasm]) assert.deepEqual(await elaborate(runner, topOf(systolicTileDesign(p))), { ok: true, problems: [] });
      }
    });

    it(`is the model in Icarus Verilog, with unknown registers at power on (${dataflow})`, async function () {
      await requireTool(this, 'iverilog');
      for (const p of [mesh(dataflow, 1, 1), mesh(dataflow, 4, 5), mesh(dataflow, 7, 2, { activationBits: 4, weightBits: 3, sumBits: 9 })]) {
        assert.match(await testbenchOutput(randomDesign(p, 5, 12)), /^ARCHSIM PASS [^\n]*\n$/);
      }
    });

    it(`takes the cycles of its folds, in any 15 cycles after a reset (${dataflow})`, async () => {
      const top = dataflow === 'output-stationary' ? 'output_cadence' : 'weight_cadence';
      assert.deepEqual(await proveAssertions(yosys, { top, sources: { ...propertyModules, ...tileModules } }, { cycles: 15, timeLimitMs: 500_000 }), { outcome: 'proven' });
    });
  }

  it('makes neither Icarus Verilog nor Verilator write anything at any corner', async function () {
    await requireTool(this, 'iverilog');
    await requireTool(this, 'verilator', '--version');
    const files = new Map(Object.entries(tileModules));
    for (const parameters of legal) {
      const flags = (prefix: string): string[] => Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
      assert.equal(await toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'systolic_tile', ...flags('-Psystolic_tile.'), '-o', 'tile.vvp', ...files.keys()]), '', JSON.stringify(parameters));
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'systolic_tile', ...flags('-G'), ...files.keys()]), '', JSON.stringify(parameters));
    }
  });

  it('is synthesised to what the table says, on every eighth row', async () => {
    const wasm = await wasmYosys();
    for (const { parameters, lut, ff, dsp } of familySweep<MeshParameters>('systolic').all.filter((_, i) => i % 8 === 0)) {
      const counts = await synthesise(wasm, topOf(systolicTileDesign(parameters, [])), 'xcup');
      assert.deepEqual([counts.lut, counts.ff, counts.dsp, counts.bram36, counts.bram18, counts.uram], [lut, ff, dsp, 0, 0, 0]);
      assert.equal(dsp, dspBlocks(parameters));
    }
  });
});
