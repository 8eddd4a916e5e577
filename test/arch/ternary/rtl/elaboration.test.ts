import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { moreCores, someCores } from './corners.js';
import { coreModules, fastestYosys, nameOf, topOf } from './modules.js';
import { requireTool, toolOutput, wrapped } from '../../../kit/rtl-tools.js';

type Parameters = Readonly<Record<string, number>>;

const illegal: readonly (readonly [name: string, parameters: Parameters])[] = [
  ['MU', { MU: 0 }],
  ['MU', { MU: 6 }],
  ['TABLES', { TABLES: 0 }],
  ['READS', { READS: 0 }],
  ['ACT_BITS', { ACT_BITS: 1 }],
  ['ACT_BITS', { ACT_BITS: 17 }],
  ['SUM_BITS', { SUM_BITS: 10 }],
  ['SUM_BITS', { SUM_BITS: 49 }],
  ['FORMAT', { FORMAT: 4 }],
];

const files = Object.entries(coreModules);
const names = files.map(([name]) => name);
const designs = [...someCores, ...moreCores].map((p) => ternaryTileDesign(p, []));

function flags(prefix: string, parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
}

function parametersOf(design: RtlDesign): Parameters {
  return topOf(design).parameters ?? {};
}

describe('the Verilog of the ternary core', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and is refused by name for others', async function () {
    await requireTool(this, 'iverilog');
    const read = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'ternary_tile', ...flags('-Pternary_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const design of designs) assert.equal(await read(parametersOf(design)), '', design.summary);
    assert.equal(await read({ TABLES: 1, READS: 1, SUM_BITS: 11 }), '');
    for (const [name, parameters] of illegal) assert.match(await read({ TABLES: 1, READS: 1, ...parameters }), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    for (const design of designs) {
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'ternary_tile', ...flags('-G', parametersOf(design)), ...names]), '', design.summary);
    }
    for (const design of designs.slice(0, 2)) {
      const sources = wrapped(design);
      assert.equal(await toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', 'tile_top', ...sources.map(([path]) => path)]), '', design.summary);
    }
  });

  it('has neither a latch nor a loop nor a signal without a driver', async () => {
    const yosys = await fastestYosys();
    for (const p of someCores) assert.deepEqual(await elaborate(yosys, topOf(ternaryTileDesign(p, []))), { ok: true, problems: [] }, nameOf(p));
  });

  it('has registers, and neither multipliers nor memories', async () => {
    const yosys = await fastestYosys();
    const script = `read_verilog ${names.join(' ')}; hierarchy -check -top ternary_tile -chparam READS 2 -chparam FORMAT 3; proc; check -assert; flatten; opt_clean; `
      + 'select -assert-any t:$dff; select -assert-none t:$dlatch t:$mul t:$mem*';
    const { ok, log } = await yosys.run(script, coreModules);
    assert.ok(ok, log);
  });
});
