import assert from 'node:assert/strict';
import type { BufferModule } from '../../../src/rtl-export/kit/units/index.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';

/** URAM288 of a module after `memory_libmap` with the UltraRAM of `synth_xilinx -family xcup`, which is all of the synthesis that decides about them. */
export async function uramOf(yosys: YosysRunner, { core, sources, parameters }: BufferModule): Promise<number> {
  const chosen = parameters.map(({ name, value }) => `-chparam ${name} ${value}`).join(' ');
  const script = `read_verilog ${Object.keys(sources).join(' ')}; hierarchy -top ${core} ${chosen}; proc; flatten; opt; memory -nomap; opt_clean; `
    + 'memory_libmap -lib +/xilinx/urams.txt; tee -q -o stat.json stat -json';
  const { ok, log, files } = await yosys.run(script, sources);
  assert.ok(ok, log);
  const { design } = JSON.parse(files['stat.json']!) as { readonly design: { readonly num_cells_by_type: Readonly<Record<string, number>> } };
  return design.num_cells_by_type['$__XILINX_URAM_'] ?? 0;
}
