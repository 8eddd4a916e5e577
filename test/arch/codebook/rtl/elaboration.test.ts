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
  ['VECTOR', { VECTOR: 0 }],
  ['MAIN', { MAIN: 12 }],
  ['MAIN', { MAIN: 1 }],
  ['REST', { REST: 1 }],
  ['REST', { REST: 24 }],
  ['ENTRY_BITS', { ENTRY_BITS: 1 }],
  ['ENTRY_BITS', { ENTRY_BITS: 17 }],
  ['ACT_BITS', { ACT_BITS: 17 }],
  ['ACT_BITS', { ACT_BITS: 4 }],
  ['SUM_BITS', { SUM_BITS: 11 }],
  ['SUM_BITS', { SUM_BITS: 49 }],
  ['BLOCK', { BLOCK: 2 }],
];
const legal: Parameters = { MAIN: 16, VECTOR: 2 };

const files = Object.entries(tileModules);
const names = files.map(([name]) => name);
const designs = [...someTiles, ...moreTiles].map(designOf);

function flags(prefix: string, parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
}

function parametersOf(design: RtlDesign): Parameters {
  return topOf(design).parameters ?? {};
}

describe('the Verilog of the codebook decoder', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and is refused by name for others', async function () {
    await requireTool(this, 'iverilog');
    const read = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'codebook_tile', ...flags('-Pcodebook_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const design of designs) assert.equal(await read(parametersOf(design)), '', design.summary);
    assert.equal(await read({ ...legal, SUM_BITS: 12 }), '');
    for (const [name, parameters] of illegal) assert.match(await read({ ...legal, ...parameters }), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    for (const design of designs) {
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'codebook_tile', ...flags('-G', parametersOf(design)), ...names]), '', design.summary);
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

  it('has one multiplier for each weight of a vector and each token, and a memory for each codebook', async () => {
    const yosys = await fastestYosys();
    const script = `read_verilog ${names.join(' ')}; hierarchy -check -top codebook_tile -chparam TOKENS 3 -chparam VECTOR 4 -chparam REST 16; proc; check -assert; flatten; memory_collect; opt_clean; `
      + 'select -assert-any t:$dff; select -assert-count 12 t:$mul; select -assert-count 2 t:$mem_v2; select -assert-none t:$dlatch';
    const { ok, log } = await yosys.run(script, tileModules);
    assert.ok(ok, log);
  });
});
