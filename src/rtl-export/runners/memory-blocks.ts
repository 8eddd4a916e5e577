import { InputError } from '../../sim/core/diagnostics.js';
import { yosysFailed } from './diagnostics.js';
import { countsOf, type SynthesisCounts, type SynthesisFamily } from './synthesis.js';
import { readTop, type VerilogTop } from './verilog-top.js';
import type { YosysOptions, YosysRunner } from './yosys.js';

const file = 'stat.json';

/**
 * Blocks of memory that a module takes: `synth_xilinx` up to the step behind its memories, which decides about them and takes a tenth of the time of the whole.
 * Registers and logic are not mapped there, so that nothing else is counted. Throws `rtl/yosys-failed` where Yosys rejects the sources.
 */
export async function memoryBlocks(runner: YosysRunner, module: VerilogTop, family: SynthesisFamily, options: YosysOptions = {}): Promise<Pick<SynthesisCounts, 'bram36' | 'bram18' | 'uram'>> {
  const { files, commands } = readTop(module);
  const script = [...commands, `synth_xilinx -family ${family} -top ${module.top} -flatten -noiopad -noclkbuf -nowidelut -run prepare:map_ffs`, `tee -q -o ${file} stat -json`].join('; ');
  const run = await runner.run(script, files, { timeLimitMs: 300_000, ...options });
  const text = run.files[file];
  if (!run.ok || text === undefined) throw new InputError([yosysFailed(`find the memories of ${module.top}`, run.log)]);
  const stat = JSON.parse(text) as { readonly design?: { readonly num_cells_by_type?: Readonly<Record<string, number>> } };
  const { bram36, bram18, uram } = countsOf(stat.design?.num_cells_by_type ?? {});
  return { bram36, bram18, uram };
}
