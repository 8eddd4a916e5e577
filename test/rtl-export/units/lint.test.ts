import assert from 'node:assert/strict';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { inFolder, needTools, runTool } from '../kit/tools.js';
import { assertSilent } from './lint.js';
import { modules, vectorDesigns } from './vector-designs.js';

describe('vector units and buffers, as other tools read them', function () {
  this.timeout(60_000);

  it('make Icarus Verilog write nothing with all its warnings', function () {
    needTools(this, 'iverilog');
    for (const [what, module] of modules) assertSilent('iverilog', what, module);
  });

  it('make Verilator write nothing with all its warnings', function () {
    needTools(this, 'verilator');
    for (const [what, module] of [vectorDesigns[0]!, vectorDesigns[5]!, vectorDesigns[8]!, modules[modules.length - 2]!]) assertSilent('verilator', what, module);
  });

  it('are refused by Icarus Verilog where a parameter is none', function () {
    needTools(this, 'iverilog');
    for (const [core, parameter, value, named] of [
      ['archsim_memory', 'STYLE', 3, 'STYLE'], ['archsim_memory', 'DEPTH', 0, 'WIDTH_OR_DEPTH'], ['archsim_ping_pong', 'DEPTH', 1, 'DEPTH'],
      ['archsim_softmax', 'MAX_LENGTH', 1, 'MAX_LENGTH'], ['archsim_softmax', 'OUT_BITS', 40, 'OUT_BITS'], ['archsim_rms_norm', 'SUM_BITS', 23, 'SUM_BITS'],
      ['archsim_rms_norm', 'EPSILON', 0, 'EPSILON'], ['archsim_swiglu', 'SHIFT', 0, 'SHIFT'],
    ] as const) {
      const [, module] = modules.find(([, one]) => one.core === core)!;
      const files = Object.entries(withSharedSources(module.sources));
      inFolder(files, (folder) => {
        const { stderr, stdout } = runTool(folder, 'iverilog', ['-g2001', '-s', core, `-P${core}.${parameter}=${value}`, '-o', 'out.vvp', ...files.map(([file]) => file)]);
        assert.match(stderr + stdout, new RegExp(`ARCHSIM_ILLEGAL_PARAMETER_${named}\\b`), `${core} ${parameter}`);
      });
    }
  });
});
