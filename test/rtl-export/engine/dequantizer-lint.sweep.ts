import { verilog } from '../../../src/rtl-export/kit/engine/rtl/verilog.js';
import { elaborate } from '../../../src/rtl-export/runners/elaborate.js';
import { nativeYosys, wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { assertSilent, type Module } from '../units/lint.js';
import assert from 'node:assert/strict';
import { needTools } from '../kit/tools.js';

const core = 'archsim_engine_dequantize';
const sources = { [`${core}.v`]: verilog[`${core}.v`]!, 'archsim_engine_count.v': verilog['archsim_engine_count.v']! };

/** One bit to eight, of one lane and of odd ones, with and without bits that pass, before weights of eight bits and of fewer. */
const sizes: readonly Readonly<Record<'CODE_BITS' | 'WEIGHT_BITS' | 'LANES' | 'COLUMNS' | 'PASS_BITS', number>>[] = [
  [1, 8, 1, 1, 0], [3, 8, 6, 2, 5], [4, 8, 4, 4, 33], [5, 6, 5, 1, 0], [5, 5, 3, 3, 2], [8, 8, 3, 3, 7], [2, 4, 4, 2, 1], [1, 2, 7, 7, 1],
].map(([CODE_BITS = 0, WEIGHT_BITS = 0, LANES = 0, COLUMNS = 0, PASS_BITS = 0]) => ({ CODE_BITS, WEIGHT_BITS, LANES, COLUMNS, PASS_BITS }));

function modules(): readonly (readonly [what: string, module: Module])[] {
  const all = sizes.flatMap((size) => [0, 1, 2].flatMap((KIND) => [0, 1].flatMap((SCALED) => [0, 1].map((WIDE) => ({ ...size, KIND, SCALED, WIDE })))));
  return all.filter(({ KIND, CODE_BITS }) => KIND !== 2 || CODE_BITS <= 5).map((parameters) => [JSON.stringify(parameters), {
    core, sources, parameters: Object.entries(parameters).map(([name, value]) => ({ name, value, meaning: '' })),
  }]);
}

describe('the Verilog of dequantisers', function () {
  this.timeout(900_000);

  for (const tool of ['iverilog', 'verilator'] as const) {
    it(`makes ${tool} write nothing with all its warnings, of all kinds and of one bit to eight`, function () {
      needTools(this, tool);
      for (const [what, module] of modules()) assertSilent(tool, what, module);
    });
  }

  for (const [name, runner] of [['of the npm package', wasmYosys], ['of the machine', nativeYosys]] as const) {
    it(`leaves Yosys ${name} with neither a latch nor a loop nor a signal without a driver`, async function () {
      const yosys = await runner().catch(() => undefined);
      if (yosys === undefined) return this.skip();
      for (const [what, { parameters }] of modules().filter((_, i) => i % 5 === 0)) {
        assert.deepEqual(await elaborate(yosys, { sources, top: core, parameters: Object.fromEntries(parameters.map((p) => [p.name, p.value])) }), { ok: true, problems: [] }, what);
      }
    });
  }
});
