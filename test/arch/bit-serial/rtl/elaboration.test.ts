import assert from 'node:assert/strict';
import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import { bitmodWeights } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import { requireTool, toolOutput, wrapped } from '../../../kit/rtl-tools.js';
import { tileSources } from '../verilog.js';

type Parameters = Readonly<Record<string, number>>;

/** Corners of what is legal. */
const legal: readonly Parameters[] = [
  { ROWS: 1, COLS: 1 },
  { ROWS: 3, COLS: 2, WEIGHT_BITS: 3, SPECIAL_0: 6, SPECIAL_1: -6, SPECIAL_2: 12, SPECIAL_3: -12 },
  { ROWS: 2, COLS: 1, IS_FLOAT: 0, WEIGHT_BITS: 8 },
  { ROWS: 1, COLS: 3, IS_FLOAT: 0, WEIGHT_BITS: 5 },
  { ROWS: 9, COLS: 1, IS_FLOAT: 0, WEIGHT_BITS: 2 },
];

const illegal: readonly (readonly [name: string, parameters: Parameters])[] = [
  ['ROWS', { ROWS: 0 }],
  ['COLS', { COLS: 0 }],
  ['IS_FLOAT', { IS_FLOAT: 2 }],
  ['WEIGHT_BITS', { WEIGHT_BITS: 5 }],
  ['WEIGHT_BITS', { IS_FLOAT: 0, WEIGHT_BITS: 9 }],
  ['WEIGHT_BITS', { IS_FLOAT: 0, WEIGHT_BITS: 1 }],
  // 5.5, 14 and 16 have no two terms.
  ['SPECIAL', { ROWS: 1, COLS: 1, SPECIAL_0: 11 }],
  ['SPECIAL', { ROWS: 1, COLS: 1, SPECIAL_2: -28 }],
  ['SPECIAL', { ROWS: 1, COLS: 1, SPECIAL_3: 32 }],
];

function flags(prefix: string, parameters: Parameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `${prefix}${name}=${value}`);
}

/** With negative parameters, and without any. */
const designs = [bitmodWeights(3), { kind: 'integer', bits: 8 } as const].map((format) => bitSerialTileDesign({ rows: 3, columns: 2, format }, []));

const files = tileSources();
const names = [...files.keys()];

describe('arch/bit-serial/rtl: elaboration', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing for legal parameters, and refuse the others by name', async function () {
    await requireTool(this, 'iverilog');
    const elaborate = (parameters: Parameters): Promise<string> => toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'bit_serial_tile', ...flags('-Pbit_serial_tile.', parameters), '-o', 'tile.vvp', ...names]);
    for (const parameters of legal) assert.equal(await elaborate(parameters), '', JSON.stringify(parameters));
    for (const [name, parameters] of illegal) assert.match(await elaborate(parameters), new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`), JSON.stringify(parameters));
  });

  it('makes Verilator write nothing with all its warnings, alone and inside the wrapper', async function () {
    await requireTool(this, 'verilator', '--version');
    const lint = (sources: ReadonlyMap<string, string>, top: string, parameters: Parameters): Promise<string> => toolOutput(sources, ['verilator', '--lint-only', '-Wall', '--top-module', top, ...flags('-G', parameters), ...sources.keys()]);
    for (const parameters of legal) assert.equal(await lint(files, 'bit_serial_tile', parameters), '', JSON.stringify(parameters));
    for (const design of designs) assert.equal(await lint(new Map(wrapped(design)), 'tile_top', {}), '', design.summary);
  });

  it('gives Yosys a netlist with registers, and without latches, multipliers, memories or problems', async function () {
    await requireTool(this, 'yosys');
    for (const design of designs) {
      const sources = new Map(wrapped(design));
      const script = `read_verilog ${[...sources.keys()].join(' ')}; hierarchy -check -top tile_top; proc; check -assert; flatten; opt_clean; select -assert-any t:$dff; select -assert-none t:$dlatch t:$mul t:$mem*`;
      assert.equal(await toolOutput(sources, ['yosys', '-q', '-p', script]), '', design.summary);
    }
  });
});
