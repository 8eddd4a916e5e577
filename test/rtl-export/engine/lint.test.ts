import { assertSilent, type Module } from '../units/lint.js';
import { elaborate } from '../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import assert from 'node:assert/strict';
import { needTools } from '../kit/tools.js';
import { dequantizerOf } from './coded-product.js';
import { dequantizedEngines } from './dequantized-engines.js';
import { furtherCores, smallCores, systolicCore } from './cores.js';
import { plain, smallEngine, withUnits } from './small-engine.js';

const modules: readonly (readonly [what: string, module: () => Module])[] = [
  ...[...smallCores(), ...furtherCores()].map((core) => [`${core.what}, no units`, () => moduleOf(smallEngine(core))] as const),
  ...dequantizedEngines().filter((_, i) => [1, 2, 5, 7].includes(i)).map(({ what, core, options }) => [what, () => moduleOf(smallEngine(core, options))] as const),
  ['codes, with a reader', () => moduleOf(smallEngine(systolicCore(3, 5), { ...plain, reader: { dataBits: 64, burst: 4, depth: 8 }, dequantizer: dequantizerOf(3, { kind: 'offset', scaled: true, grouped: true, wide: true }) }))],
  ['systolic, 1 x 1, shortest buffers, all units', () => moduleOf(smallEngine(systolicCore(1, 1), { ...withUnits(), activationDepth: 2, weightDepth: 2, resultDepth: 2 }))],
  ['systolic, 3 x 5, odd buffers in look-up tables', () => moduleOf(smallEngine(systolicCore(3, 5), { ...plain, style: 'distributed', activationDepth: 37, weightDepth: 5, resultDepth: 11 }))],
  ['systolic, 2 x 7, large buffers in UltraRAM', () => moduleOf(smallEngine(systolicCore(2, 7), { ...plain, style: 'ultra', activationDepth: 65535, weightDepth: 4096, resultDepth: 40000 }))],
];

function moduleOf({ name, sources }: ReturnType<typeof smallEngine>): Module {
  return { core: name, sources, parameters: [] };
}

describe('the Verilog of engines', function () {
  this.timeout(180_000);

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
      for (const [what, module] of [modules[2]!, modules[9]!, ...['4 bits less', '5 bits in a table', 'codes, with', '1 x 1, shortest'].map((part) => modules.find(([what]) => what.includes(part))!)]) {
        const { core, sources } = module();
        assert.deepEqual(await elaborate(yosys, { sources, top: core }), { ok: true, problems: [] }, what);
      }
    });
  }
});
