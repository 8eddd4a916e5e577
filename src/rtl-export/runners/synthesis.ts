import { InputError } from '../../sim/core/diagnostics.js';
import { yosysFailed } from './diagnostics.js';
import { readTop, type VerilogTop } from './verilog-top.js';
import type { YosysOptions, YosysRunner } from './yosys.js';

/** UltraScale+ or 7 series of AMD. */
export type SynthesisFamily = 'xcup' | 'xc7';

/** Blocks of the device that a module takes after synthesis, before placement. */
export interface SynthesisCounts {
  readonly dsp: number;
  readonly bram36: number;
  readonly bram18: number;
  readonly uram: number;
  /** All LUTs: those of logic, of LUTRAM and of shift registers. */
  readonly lut: number;
  readonly lutLogic: number;
  readonly lutMemory: number;
  readonly lutShift: number;
  readonly ff: number;
  /** Carry blocks of four bits; UltraScale+ has them in pairs (CARRY8). */
  readonly carry: number;
  /** MUXF7, MUXF8 and MUXF9. */
  readonly muxf: number;
  /** Inverters that Yosys leaves on their own; a vendor's tool puts them into neighbouring LUTs, so they are not in `lut`. */
  readonly inverters: number;
  /** Cells by type: LUT1 to LUT6, RAM64M8 and so on. */
  readonly cells: Readonly<Record<string, number>>;
}

const file = 'stat.json';

/**
 * Synthesises a module with Yosys' `synth_xilinx`, out of context: without I/O and clock buffers, and without wide multiplexers, which make
 * its LUT counts irregular. Counts of DSP, RAM and URAM follow the vendor's rules; on `xcup` registers are not packed into DSP blocks, so `ff`
 * is too high there. Throws `rtl/yosys-failed` where Yosys rejects the sources.
 */
export async function synthesise(runner: YosysRunner, module: VerilogTop, family: SynthesisFamily, options: YosysOptions = {}): Promise<SynthesisCounts> {
  const { files, commands } = readTop(module);
  const script = [...commands, `synth_xilinx -family ${family} -top ${module.top} -flatten -noiopad -noclkbuf -nowidelut`, `tee -q -o ${file} stat -json`].join('; ');
  const run = await runner.run(script, files, { timeLimitMs: 600_000, ...options });
  const text = run.files[file];
  if (!run.ok || text === undefined) throw new InputError([yosysFailed(`synthesise ${module.top}`, run.log)]);
  return countsOf(cellsOf(JSON.parse(text)));
}

/** Counts from cells by type. */
export function countsOf(cells: Readonly<Record<string, number>>): SynthesisCounts {
  const sum = (name: RegExp, each = 1): number => Object.entries(cells).reduce((total, [type, count]) => total + (name.test(type) ? count * each : 0), 0);
  const lutLogic = sum(/^LUT[1-6]$/);
  const lutMemory = Object.entries(cells).reduce((total, [type, count]) => total + count * (lutsOfMemory[type] ?? 0), 0);
  const lutShift = sum(/^SRL(16E|C16E|C32E)$/);
  return {
    dsp: sum(/^DSP48E[12]$/),
    bram36: sum(/^RAMB36E[12]$/), bram18: sum(/^RAMB18E[12]$/), uram: sum(/^URAM288$/),
    lut: lutLogic + lutMemory + lutShift, lutLogic, lutMemory, lutShift,
    ff: sum(/^FD[RSCP]E(_1)?$/),
    carry: sum(/^CARRY4$/) + sum(/^CARRY8$/, 2),
    muxf: sum(/^MUXF[789]$/),
    inverters: sum(/^INV$/),
    cells,
  };
}

/** LUTs of each LUTRAM primitive (AMD UG974 and UG953, the tables of each primitive; a slice of UltraScale+ has eight LUTs, of 7 series four). */
const lutsOfMemory: Readonly<Record<string, number>> = {
  RAM32X1S: 1, RAM32X1D: 2, RAM64X1S: 1, RAM64X1D: 2, RAM128X1S: 2, RAM128X1D: 4, RAM256X1S: 4, RAM256X1D: 8, RAM512X1S: 8,
  RAM32M: 4, RAM64M: 4, RAM32M16: 8, RAM64M8: 8, RAM32X16DR8: 8, RAM64X8SW: 8,
};

/** Cells by type of the design in `stat -json`. */
function cellsOf(stat: unknown): Readonly<Record<string, number>> {
  const design = (stat as { readonly design?: { readonly num_cells_by_type?: Readonly<Record<string, number>> } }).design;
  return design?.num_cells_by_type ?? {};
}
