import assert from 'node:assert/strict';
import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';
import { codes, tileModules, topOf, unit } from './bench.js';
import { legal, type Parameters } from './corners.js';
import { requireTool, testbenchOutput, toolOutput, wrapped } from '../../../kit/rtl-tools.js';

/** Each with the others as in a small unit. */
const illegal: readonly (readonly [name: string, parameters: Parameters])[] = ([
  ['ROWS', { ROWS: 0 }],
  ['COLS', { COLS: 0 }],
  ['DEPTH', { DEPTH: 0 }],
  ['BIPOLAR', { BIPOLAR: 2 }],
  ['ROW_PLANES', { ROW_PLANES: 3 }],
  ['ROW_PLANES', { ROW_PLANES: 8 }],
  ['SUM_BITS', { DEPTH: 32, SUM_BITS: 7 }],
  ['SUM_BITS', { ROWS: 8, ROW_PLANES: 8, SUM_BITS: 8 }],
] as const).map(([name, parameters]) => [name, { ROWS: 4, COLS: 1, DEPTH: 4, ...parameters }]);

const some = legal.filter((_, i) => i % 3 === 1);
const files = new Map(Object.entries(tileModules));
const names = [...files.keys()];
const flags = (prefix: string, parameters: Parameters): string[] => Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
const wrappedDesigns = codes.map((code) => planeTileDesign(unit(code, 2, 2, 11, { rowPlanes: 2, sumBits: 13 })));

describe('arch/binary-tensor-core/rtl: elaboration', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and refuse the others by name', async function () {
    await requireTool(this, 'iverilog');
    const icarus = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'bit_plane_tile', ...flags('-Pbit_plane_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const parameters of some) assert.equal(await icarus(parameters), '', JSON.stringify(parameters));
    for (const [name, parameters] of illegal) assert.match(await icarus(parameters), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    const lint = (sources: ReadonlyMap<string, string>, top: string, parameters: Parameters): Promise<string> => (
      toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', top, ...flags('-G', parameters), ...sources.keys()]));
    for (const parameters of some) assert.equal(await lint(files, 'bit_plane_tile', parameters), '', JSON.stringify(parameters));
    for (const design of wrappedDesigns) assert.equal(await lint(new Map(wrapped(design)), 'tile_top', {}), '', design.summary);
  });

  for (const [name, runner] of [['of the npm package', wasmYosys], ['of the machine', nativeYosys]] as const) {
    it(`leaves Yosys ${name} with neither a latch nor a loop nor a signal without a driver`, async function () {
      const yosys = await runner().catch(() => undefined);
      if (yosys === undefined) {
        console.log(`      skipped: no Yosys ${name}`);
        return this.skip();
      }
      for (const code of codes) {
        for (const p of [unit(code, 1, 1, 1, { sumBits: 3 }), unit(code, 4, 1, 19, { rowPlanes: 2 })]) {
          assert.deepEqual(await elaborate(yosys, topOf(planeTileDesign(p))), { ok: true, problems: [] });
        }
      }
    });
  }

  it('agrees with the models in Icarus Verilog too, in the testbench of exported folders', async function () {
    await requireTool(this, 'iverilog');
    for (const code of codes) {
      const design = planeTileDesign(unit(code, 2, 2, 9, { rowPlanes: 2 }));
      const [verdict, ...others] = (await testbenchOutput(design)).trim().split('\n').reverse();
      assert.deepEqual(others, [], 'neither a warning nor anything else');
      assert.match(verdict!, new RegExp(`^ARCHSIM PASS vectors=\\d+ cycles=${design.runs[0]!.cycles}$`));
    }
  });
});
