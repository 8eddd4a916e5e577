import assert from 'node:assert/strict';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { unitSources } from '../../../src/rtl-export/kit/units/index.js';
import { elaborate } from '../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { functionNames, searchFunctionUnit } from '../../../src/sim/numerics/function-units/index.js';
import { needTools } from '../kit/tools.js';
import { assertSilent, type Module } from './lint.js';
import { modules, parametersOf } from './vector-designs.js';

/** The front of every function at some widths: units of all kinds. */
function* frontUnits(): Generator<readonly [what: string, module: Module]> {
  for (const name of functionNames) {
    for (const [inputBits, outputBits] of [[6, 6], [9, 12]] as const) {
      for (const [i, { unit }] of searchFunctionUnit({ function: name, inputBits, outputBits, maximumError: 1 }).front.entries()) {
        yield [`${name} of ${inputBits} bits, ${i} of its front`, { core: 'unit', sources: unitSources({ unit }), parameters: [] }];
      }
    }
  }
}

describe('units and buffers, as other tools read them', function () {
  this.timeout(300_000);

  it('make Verilator and Icarus Verilog write nothing with all their warnings, whatever the unit and its parameters', function () {
    needTools(this, 'iverilog', 'verilator');
    for (const [what, module] of [...modules, ...frontUnits()]) {
      assertSilent('iverilog', what, module);
      assertSilent('verilator', what, module);
    }
  });

  it('elaborate in both versions of Yosys without latches, loops and signals that nothing drives', async () => {
    for (const yosys of [await nativeYosys(), await wasmYosys()]) {
      if (yosys === undefined) continue;
      for (const [what, module] of modules) {
        const { ok, problems } = await elaborate(yosys, { sources: withSharedSources(module.sources), top: module.core, parameters: parametersOf(module) });
        assert.deepEqual({ ok, problems }, { ok: true, problems: [] }, `${what}, ${yosys.version}`);
      }
    }
  });
});
