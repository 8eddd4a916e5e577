import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { moreTiles, someTiles } from './corners.js';
import { designOf, fastestYosys, nameOf, tile, tileModules, topOf } from './modules.js';
import { requireTool, toolOutput, wrapped } from '../../../kit/rtl-tools.js';

type Parameters = Readonly<Record<string, number>>;

const illegal: readonly (readonly [name: string, parameters: Parameters])[] = [
  ['M', { M: 0 }],
  ['N', { N: 0 }],
  ['K', { K: 1 }],
  ['K', { K: 7 }],
  ['ACT_BITS', { ACT_BITS: 1 }],
  ['ACT_BITS', { ACT_BITS: 17 }],
  ['PLANES', { PLANES: 0 }],
  ['PLANES', { PLANES: 9 }],
  ['SUM_BITS', { SUM_BITS: 12 }],
  ['SUM_BITS', { SUM_BITS: 49 }],
  ['SIGN_LAST', { SIGN_LAST: 2 }],
];

const files = Object.entries(tileModules);
const names = files.map(([name]) => name);
const designs = [...someTiles, ...moreTiles].map(designOf);

function flags(prefix: string, parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
}

function parametersOf(design: RtlDesign): Parameters {
  return topOf(design).parameters ?? {};
}

describe('the Verilog of the look-up array', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and is refused by name for others', async function () {
    await requireTool(this, 'iverilog');
    const read = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'lut_array_tile', ...flags('-Plut_array_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const design of designs) assert.equal(await read(parametersOf(design)), '', design.summary);
    assert.equal(await read({ M: 1, N: 2, SUM_BITS: 13 }), '');
    for (const [name, parameters] of illegal) assert.match(await read({ M: 1, N: 2, ...parameters }), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    for (const design of designs) {
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'lut_array_tile', ...flags('-G', parametersOf(design)), ...names]), '', design.summary);
    }
    for (const design of designs.slice(0, 2)) {
      const sources = wrapped(design);
      assert.equal(await toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', 'tile_top', ...sources.map(([path]) => path)]), '', design.summary);
    }
  });

  it('has neither a latch nor a loop nor a signal without a driver', async () => {
    const yosys = await fastestYosys();
    for (const p of [someTiles[2]!, tile(1, 2, 5, { planes: 1 })]) assert.deepEqual(await elaborate(yosys, topOf(designOf(p))), { ok: true, problems: [] }, nameOf(p));
  });

  it('has registers, and neither multipliers nor memories', async () => {
    const yosys = await fastestYosys();
    const script = `read_verilog ${names.join(' ')}; hierarchy -check -top lut_array_tile -chparam N 2; proc; check -assert; flatten; opt_clean; select -assert-any t:$dff; select -assert-none t:$dlatch t:$mul t:$mem*`;
    const { ok, log } = await yosys.run(script, tileModules);
    assert.ok(ok, log);
  });
});
