import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { moreTiles, someTiles } from './corners.js';
import { designOf, fastestYosys, nameOf, tileModules, topOf } from './modules.js';
import { requireTool, toolOutput, wrapped } from '../../../kit/rtl-tools.js';

type Parameters = Readonly<Record<string, number>>;

const illegal: readonly (readonly [name: string, parameters: Parameters])[] = [
  ['TOKENS', { TOKENS: 0 }],
  ['COLUMNS', { COLUMNS: 0, SCALERS: 1 }],
  ['DEPTH', { DEPTH: 0 }],
  ['BOOTH', { BOOTH: 2, TERMS: 1 }],
  ['TERMS', { TERMS: 5 }],
  ['TERMS', { TERMS: 3, BOOTH: 1 }],
  ['GROUP', { GROUP: 3 }],
  ['GROUP', { GROUP: 65536 }],
  ['SCALERS', { SCALERS: 3 }],
  ['SCALERS', { SCALERS: 0 }],
  ['ACT_BITS', { ACT_BITS: 1 }],
  ['ACT_BITS', { ACT_BITS: 17 }],
  ['WGT_BITS', { WGT_BITS: 1, TERMS: 1 }],
  ['WGT_BITS', { WGT_BITS: 9 }],
  ['SCALE_BITS', { SCALE_BITS: 3 }],
  ['SCALE_BITS', { SCALE_BITS: 18 }],
  ['ACC_BITS', { ACC_BITS: 15 }],
  ['ACC_BITS', { ACC_BITS: 49 }],
];
const legal: Parameters = { COLUMNS: 2, GROUP: 16 };

const files = Object.entries(tileModules);
const names = files.map(([name]) => name);
const designs = [...someTiles, ...moreTiles].map(designOf);

function flags(prefix: string, parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
}

function parametersOf(design: RtlDesign): Parameters {
  return topOf(design).parameters ?? {};
}

describe('the Verilog of the shift-add array', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and is refused by name for others', async function () {
    await requireTool(this, 'iverilog');
    const read = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'shift_add_tile', ...flags('-Pshift_add_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const design of designs) assert.equal(await read(parametersOf(design)), '', design.summary);
    assert.equal(await read({ ...legal, ACC_BITS: 16 }), '');
    for (const [name, parameters] of illegal) assert.match(await read({ ...legal, ...parameters }), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    for (const design of designs) {
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'shift_add_tile', ...flags('-G', parametersOf(design)), ...names]), '', design.summary);
    }
    for (const design of designs.slice(0, 2)) {
      const sources = wrapped(design);
      assert.equal(await toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', 'tile_top', ...sources.map(([path]) => path)]), '', design.summary);
    }
  });

  it('has neither a latch nor a loop nor a signal without a driver', async () => {
    const yosys = await fastestYosys();
    for (const p of someTiles) assert.deepEqual(await elaborate(yosys, topOf(designOf(p))), { ok: true, problems: [] }, nameOf(p));
  });

  it('has one multiplier for each scaler and none for products, and no memories', async () => {
    const yosys = await fastestYosys();
    const script = `read_verilog ${names.join(' ')}; hierarchy -check -top shift_add_tile -chparam TOKENS 3 -chparam COLUMNS 4 -chparam SCALERS 2; proc; check -assert; flatten; opt_clean; `
      + 'select -assert-any t:$dff; select -assert-count 6 t:$mul; select -assert-none t:$dlatch t:$mem*';
    const { ok, log } = await yosys.run(script, tileModules);
    assert.ok(ok, log);
  });
});
