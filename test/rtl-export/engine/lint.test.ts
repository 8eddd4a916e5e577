import { assertSilent, type Module } from '../units/lint.js';
import { elaborate } from '../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import assert from 'node:assert/strict';
import { needTools } from '../kit/tools.js';
import { furtherCores, smallCores, systolicCore } from './cores.js';
import { plain, smallEngine, withUnits } from './small-engine.js';

const modules: readonly (readonly [what: string, module: () => Module])[] = [
  ...[...smallCores(), ...furtherCores()].map((core) => [`${core.what}, no units`, () => moduleOf(smallEngine(core))] as const),
  ['systolic, 1 x 1, shortest buffers, all units', () => moduleOf(smallEngine(systolicCore(1, 1), { ...withUnits(), activationDepth: 2, weightDepth: 2, resultDepth: 2 }))],
  ['systolic, 3 x 5, odd buffers in look-up tables', () => moduleOf(smallEngine(systolicCore(3, 5), { ...plain, style: 'distributed', activationDepth: 37, weightDepth: 5, resultDepth: 11 }))],
  ['systolic, 2 x 7, large buffers in UltraRAM', () => moduleOf(smallEngine(systolicCore(2, 7), { ...plain, style: 'ultra', activationDepth: 65535, weightDepth: 4096, resultDepth: 40000 }))],
];

function moduleOf({ name, sources }: ReturnType<typeof smallEngine>): Module {
  return { core: name, sources, parameters: [] };
}

describe('the Verilog of engines', function () {
  this.timeout(60_000);

  it('makes Icarus Verilog write nothing with all its warnings', function () {
    needTools(this, 'iverilog');
    for (const [what, module] of modules) assertSilent('iverilog', what, module());
  });

  it('makes Verilator write nothing with all its warnings', function () {
    needTools(this, 'verilator');
    for (const [what, module] of modules) assertSilent('verilator', what, module());
  });

  for (const [name, runner] of [['of the npm package', wasmYosys], ['of the machine', nativeYosys]] as const) {
    it(`leaves Yosys ${name} with neither a latch nor a loop nor a signal without a driver`, async function () {
      const yosys = await runner().catch(() => undefined);
      if (yosys === undefined) {
        console.log(`      skipped: no Yosys ${name}`);
        return this.skip();
      }
      for (const [what, module] of [modules[2]!, modules[9]!, modules[12]!]) {
        const { core, sources } = module();
        assert.deepEqual(await elaborate(yosys, { sources, top: core }), { ok: true, problems: [] }, what);
      }
    });
  }
});
