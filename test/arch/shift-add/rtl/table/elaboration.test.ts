import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tableVerilog } from '../../../../../src/arch/shift-add/tile/table/design.js';
import type { RtlDesign } from '../../../../../src/rtl-export/kit/design.js';
import { elaborate } from '../../../../../src/rtl-export/runners/elaborate.js';
import { fastestYosys, topOf } from '../../../../kit/rtl-bench.js';
import { requireTool, toolOutput, wrapped } from '../../../../kit/rtl-tools.js';
import { moreTables, someTables } from './corners.js';
import { designOf, nameOf } from './modules.js';

type Parameters = Readonly<Record<string, number>>;

const illegal: readonly (readonly [name: string, parameters: Parameters])[] = [
  ['TABLES', { TABLES: 0 }],
  ['TABLES', { TABLES: 257 }],
  ['READS', { READS: 0 }],
  ['FEATURES', { FEATURES: 1 }],
  ['FEATURES', { FEATURES: 5 }],
  ['TERMS', { TERMS: 4 }],
  ['SHIFTERS', { SHIFTERS: 0 }],
  ['SHIFTERS', { SHIFTERS: 2, TERMS: 1 }],
  ['ADDERS', { ADDERS: 3 }],
  ['ADDERS', { ADDERS: 512 }],
  ['ACT_BITS', { ACT_BITS: 1 }],
  ['ACT_BITS', { ACT_BITS: 17 }],
  ['SHIFT_BITS', { SHIFT_BITS: 0 }],
  ['SHIFT_BITS', { SHIFT_BITS: 5 }],
  ['ACC_BITS', { ACC_BITS: 11 }],
  ['ACC_BITS', { ACC_BITS: 49 }],
];

const files = Object.entries(tableVerilog);
const names = files.map(([name]) => name);
const designs = [...someTables, ...moreTables].map(designOf);

function flags(prefix: string, parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
}

function parametersOf(design: RtlDesign): Parameters {
  return topOf(design).parameters ?? {};
}

describe('the Verilog of the look-up tables', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and is refused by name for others', async function () {
    await requireTool(this, 'iverilog');
    const read = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'shift_add_table', ...flags('-Pshift_add_table.', parameters), '-o', 'tile.vvp', ...names]);
    for (const design of designs) assert.equal(await read(parametersOf(design)), '', design.summary);
    for (const [name, parameters] of illegal) assert.match(await read(parameters), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    for (const design of designs) {
      assert.equal(await toolOutput(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'shift_add_table', ...flags('-G', parametersOf(design)), ...names]), '', design.summary);
    }
    for (const design of designs.slice(0, 2)) {
      const sources = wrapped(design);
      assert.equal(await toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', 'tile_top', ...sources.map(([path]) => path)]), '', design.summary);
    }
  });

  it('has neither a latch nor a loop nor a signal without a driver', async () => {
    const yosys = await fastestYosys();
    for (const p of someTables) assert.deepEqual(await elaborate(yosys, topOf(designOf(p))), { ok: true, problems: [] }, nameOf(p));
  });
});
