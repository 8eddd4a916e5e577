import assert from 'node:assert/strict';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';
import { dataflows, mesh, tileModules, topOf } from './bench.js';
import { legal, type Parameters } from './corners.js';
import { requireTool, testbenchOutput, toolOutput, wrapped } from '../../../kit/rtl-tools.js';

const illegal: readonly (readonly [name: string, parameters: Parameters])[] = [
  ['WEIGHT_STATIONARY', { WEIGHT_STATIONARY: 2 }],
  ['ROWS', { ROWS: 0 }],
  ['COLS', { COLS: 0 }],
  ['ACT_BITS', { ACT_BITS: 1 }],
  ['ACT_BITS', { ACT_BITS: 17 }],
  ['WGT_BITS', { WGT_BITS: 1 }],
  ['WGT_BITS', { WGT_BITS: 17 }],
  ['SUM_BITS', { SUM_BITS: 15 }],
  ['SUM_BITS', { SUM_BITS: 49 }],
];

const some = legal.filter((_, i) => i % 3 === 1);
const files = new Map(Object.entries(tileModules));
const names = [...files.keys()];
const flags = (prefix: string, parameters: Parameters): string[] => Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
const wrappedDesigns = dataflows.map((dataflow) => systolicTileDesign(mesh(dataflow, 3, 2, { activationBits: 5, weightBits: 4, sumBits: 13 })));

describe('arch/systolic/rtl: elaboration', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and refuse the others by name', async function () {
    await requireTool(this, 'iverilog');
    const icarus = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'systolic_tile', ...flags('-Psystolic_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const parameters of some) assert.equal(await icarus(parameters), '', JSON.stringify(parameters));
    for (const [name, parameters] of illegal) assert.match(await icarus(parameters), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    const lint = (sources: ReadonlyMap<string, string>, top: string, parameters: Parameters): Promise<string> => (
      toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', top, ...flags('-G', parameters), ...sources.keys()]));
    for (const parameters of some) assert.equal(await lint(files, 'systolic_tile', parameters), '', JSON.stringify(parameters));
    for (const design of wrappedDesigns) assert.equal(await lint(new Map(wrapped(design)), 'tile_top', {}), '', design.summary);
  });

  for (const [name, runner] of [['of the npm package', wasmYosys], ['of the machine', nativeYosys]] as const) {
    it(`leaves Yosys ${name} with neither a latch nor a loop nor a signal without a driver`, async function () {
      const yosys = await runner().catch(() => undefined);
      if (yosys === undefined) {
        console.log(`      skipped: no Yosys ${name}`);
        return this.skip();
      }
      for (const dataflow of dataflows) {
        for (const p of [mesh(dataflow, 1, 1), mesh(dataflow, 3, 2)]) {
          assert.deepEqual(await elaborate(yosys, topOf(systolicTileDesign(p))), { ok: true, problems: [] });
        }
      }
    });
  }

  it('agrees with the models in Icarus Verilog too, in the testbench of exported folders', async function () {
    await requireTool(this, 'iverilog');
    for (const dataflow of dataflows) {
      const design = systolicTileDesign(mesh(dataflow, 3, 2));
      const [verdict, ...others] = (await testbenchOutput(design)).trim().split('\n').reverse();
      assert.deepEqual(others, [], 'neither a warning nor anything else');
      assert.match(verdict!, new RegExp(`^ARCHSIM PASS vectors=\\d+ cycles=${design.runs[0]!.cycles}$`));
    }
  });
});
