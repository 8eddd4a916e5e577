import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { tileDesign } from '../../../../src/arch/dsp-chain/rtl.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { elaborate } from '../../../../src/rtl-export/runners/elaborate.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench } from '../../../../src/rtl-export/runners/stream-bench.js';
import { synthesise } from '../../../../src/rtl-export/runners/synthesis.js';
import type { VerilogTop } from '../../../../src/rtl-export/runners/verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { corner } from './corners.js';
import { sourceFiles } from './sources.js';

function topOf(design: RtlDesign): VerilogTop {
  return { sources: Object.fromEntries(sourceFiles(design)), top: design.core, parameters: Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])) };
}

describe('the Verilog of the dsp-chain tile in Yosys', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await nativeYosys() ?? await wasmYosys(); });

  it('is a netlist that computes what the model computes, in as many cycles', async () => {
    for (const parameters of [{ depth: 3, columns: 3, chain: 2, n: 1, m: 1 }, { depth: 16, columns: 1, chain: 9, n: 4, m: 16, weightMin: -127 as const }]) {
      const design = tileDesign(corner(parameters));
      const simulator = netlistSimulator(await netlistOf(yosys, topOf(design)), design.core);
      const { failures, cycles } = runStreamBench(simulator, design, { passes: 1 });
      assert.deepEqual(failures, []);
      assert.deepEqual(cycles, design.runs.map((run) => run.cycles));
    }
  });

  it('has neither a latch nor a loop nor a signal without a driver', async () => {
    for (const parameters of [{ depth: 1, columns: 1, n: 1, m: 1, shift: 0 }, { depth: 6, columns: 1, chain: 4, n: 2, m: 4, shift: 1 }]) {
      assert.deepEqual(await elaborate(yosys, topOf(tileDesign(corner(parameters)))), { ok: true, problems: [] });
    }
  });

  it('takes exactly the DSP blocks that the design says on UltraScale+, and no memory blocks', async () => {
    const design = tileDesign(corner({ depth: 4, columns: 1, chain: 8, n: 2, m: 4 }));
    const { dsp, bram36, bram18, uram } = await synthesise(yosys, topOf(design), 'xcup');
    assert.deepEqual({ dsp, bram36, bram18, uram }, { dsp: design.resources.dsp.value, bram36: 0, bram18: 0, uram: 0 });
    assert.equal(dsp, 6);
  });
});
