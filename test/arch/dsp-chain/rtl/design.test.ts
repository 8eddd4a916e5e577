import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { dspChainDesign, dspChainRtl, tileDesign } from '../../../../src/arch/dsp-chain/rtl.js';
import type { DspChainParameters } from '../../../../src/arch/dsp-chain/spec.js';
import { tileFault, type TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import { beatBits } from '../../../../src/rtl-export/kit/design.js';
import { checkDesign } from '../../../../src/rtl-export/kit/design-check.js';
import { wrapperSource } from '../../../../src/rtl-export/kit/wrapper.js';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { parseDocument } from '../../../../src/sim/core/document.js';
import { dataType } from '../../../../src/sim/model/datatype.js';
import { deviceNamed } from '../../../../src/sim/physical/devices/index.js';
import { exampleText } from '../../../kit/fixtures.js';
import { corner } from './corners.js';
import { requireTool, toolRun } from '../../../kit/rtl-tools.js';
import { sourceFiles } from './sources.js';

const { architecture: { parameters } } = parseDocument(exampleText('flightllm.json'), 'flightllm.json').value as { architecture: { parameters: DspChainParameters } };

const illegal: readonly Partial<TileParameters>[] = [
  { depth: 0 }, { columns: 0 }, { chain: 0 }, { n: 0 }, { n: 3 }, { m: 12 }, { n: 16, m: 8 }, { depth: 12 }, { weightMin: -126 as -127 },
  { groupBits: 19 }, { groupBits: 28 }, { depth: 4096 }, { depth: 32, chain: 9, groupBits: 20 }, { shift: -1 }, { shift: 48 },
];

describe('the RTL design of a dsp-chain', () => {
  it('is a tile of two tokens with the depth and the columns of the array, and says how the array is made of it', () => {
    const design = dspChainDesign(parameters);
    assert.doesNotThrow(() => { checkDesign(design); });
    const values = Object.fromEntries(design.parameters.map(({ name, value }) => [name, value]));
    assert.deepEqual(values, { DEPTH: 16, COLUMNS: 2, CHAIN: 8, N: 8, M: 16, WEIGHT_MIN: -128, GROUP_BITS: 27, SHIFT: 24 });
    assert.deepEqual(design.streams.map((stream) => [stream.name, beatBits(stream)]), [['act', 512], ['wgt', 424], ['out', 32]]);
    assert.match(design.reduction, /128 x 16 x 2 .* is 64 x 1 such tiles a core and 3 core\(s\)/);
    assert.equal(design.resources.dsp.value, 2 * 18);
    const dense = dspChainDesign({ ...parameters, sparse: false, matrix: { rows: 3, depth: 5, columns: 9 } }, { chain: 2 });
    assert.deepEqual(dense.parameters.map(({ value }) => value), [5, 8, 2, 1, 1, -128, 27, 24]);
    assert.match(dense.reduction, /is 2 x 2 such tiles/);
  });

  it('has runs whose results are neither all alike nor all at the ends of their range', () => {
    for (const shift of [0, 1, 8, 16, 24, 30]) {
      const results = tileDesign(corner({ shift })).runs[1]!.beats['out']!.flatMap((beat) => Array.from({ length: 4 }, (_, i) => Number(BigInt.asIntN(8, beat >> BigInt(8 * i)))));
      assert.ok(new Set(results.filter((result) => result > -128 && result < 127)).size > 4, `shift ${shift}: ${results.join(' ')}`);
    }
  });

  it('is the face that the registry takes, for integer weights and pairs of products', () => {
    const design = (weights: string, changed: Partial<DspChainParameters> = {}, device = 'u280') => dspChainRtl.design({ parameters: { ...parameters, ...changed }, weights: dataType(weights)!, device: deviceNamed(device)! });
    assert.equal(design('int4').core, 'dsp_chain_tile');
    assert.equal(design('ternary').core, 'dsp_chain_tile');
    const code = (make: () => unknown): string => {
      try {
        make();
      } catch (error) {
        if (error instanceof InputError) return error.problems[0]!.code;
      }
      return 'none';
    };
    assert.equal(code(() => design('bitmod4')), 'dsp-chain/rtl-format');
    assert.equal(code(() => design('int16')), 'dsp-chain/rtl-format');
    assert.equal(code(() => design('int4', { macsPerDsp: 3 })), 'dsp-chain/rtl-packing');
    // A DSP58 packs three products unless the experiment says otherwise.
    assert.equal(code(() => design('int4', {}, 'vhk158')), 'dsp-chain/rtl-packing');
    assert.equal(code(() => design('int4', { macsPerDsp: 2 }, 'vhk158')), 'none');
    assert.equal(code(() => design('int4', { matrix: { rows: 2, depth: 4096, columns: 1 } })), 'dsp-chain/rtl-tile');
  });

  it('exists for legal tiles only', () => {
    assert.equal(tileFault(corner()), null);
    for (const change of illegal) {
      assert.notEqual(tileFault(corner(change)), null, JSON.stringify(change));
      assert.throws(() => tileDesign(corner(change)), RangeError);
    }
  });
});

describe('the Verilog sources of a dsp-chain', function () {
  this.timeout(60_000);
  before(async function () { await requireTool(this, 'iverilog'); });

  /** Icarus Verilog's word on the tile with these parameters. */
  async function elaborate(tile: TileParameters): Promise<{ readonly code: number | null; readonly output: string }> {
    const top = `module top; dsp_chain_tile #(.DEPTH(${tile.depth}), .COLUMNS(${tile.columns}), .CHAIN(${tile.chain}), .N(${tile.n}), .M(${tile.m}), .WEIGHT_MIN(${tile.weightMin}), .GROUP_BITS(${tile.groupBits}), .SHIFT(${tile.shift})) tile (); endmodule\n`;
    const sources = sourceFiles();
    return toolRun([...sources, ['top.v', top]], ['iverilog', '-g2001', '-s', 'top', '-o', 'top.vvp', 'top.v', ...sources.map(([path]) => path)]);
  }

  it('are not elaborated with parameters that are not legal', async () => {
    assert.equal((await elaborate(corner())).code, 0);
    for (const change of illegal) assert.notEqual((await elaborate(corner(change))).code, 0, JSON.stringify(change));
  });

  it('name the parameter that is not legal', async () => {
    for (const [change, name] of [[{ n: 3 }, 'N_OR_M'], [{ depth: 12 }, 'N_OR_M'], [{ weightMin: -126 as -127 }, 'WEIGHT_MIN'], [{ groupBits: 28 }, 'GROUP_BITS'], [{ shift: 48 }, 'SHIFT']] as const) {
      assert.match((await elaborate(corner(change))).output, new RegExp(`Unknown module type: ARCHSIM_ILLEGAL_PARAMETER_${name}\\b`));
    }
  });

  it('are clean for Verilator with all its warnings, at the corners of their parameters', async function () {
    await requireTool(this, 'verilator', '--version');
    for (const change of [{}, { depth: 1, columns: 1, n: 1, m: 1, shift: 0 }, { depth: 3, n: 1, m: 2, chain: 2, columns: 3, shift: 1 }, { n: 4, m: 4, chain: 16 }, { weightMin: -127 as const, chain: 9, groupBits: 20 }]) {
      const design = tileDesign(corner(change));
      const files = [...sourceFiles(design), ['tile_top.v', wrapperSource(design, 'tile_top', '0')] as const];
      const { code, output } = await toolRun(files, ['verilator', '--lint-only', '-Wall', '--top-module', 'tile_top', ...files.map(([path]) => path)]);
      assert.deepEqual({ code, output }, { code: 0, output: '' }, JSON.stringify(change));
    }
  });
});
