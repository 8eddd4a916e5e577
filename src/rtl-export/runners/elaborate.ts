import { readTop, type VerilogTop } from './verilog-top.js';
import { flatNetlist, netlistFile, netlistPasses } from './netlist-script.js';
import type { Netlist } from './netlist.js';
import type { TextFiles, YosysOptions, YosysRun, YosysRunner } from './yosys.js';

export interface Elaboration {
  readonly ok: boolean;
  /** Warnings and errors of Yosys. */
  readonly problems: readonly string[];
}

/** What a simulator prints on the way is no hardware. */
const printless = 'delete t:$print';
const latches = 't:$dlatch t:$adlatch t:$dlatchsr';

/** Elaborates a module, and gives its netlist where that went well. */
export async function elaborateToNetlist(runner: YosysRunner, module: VerilogTop, options: YosysOptions = {}): Promise<Elaboration & { readonly netlist?: Netlist }> {
  const run = await elaborateAnd(['design -load elaborated', ...netlistPasses.slice(2), `write_json ${netlistFile}`], runner, module, options);
  const text = run.files[netlistFile];
  return { ...run.elaboration, ...(text === undefined ? {} : { netlist: flatNetlist(text, module.top) }) };
}

/**
 * Elaborates a module with Yosys: all modules and ports exist, no signal is without a driver or has two, there is no combinational loop and no
 * latch. Parameters that the module does not allow show up here too, since it then asks for a module that does not exist.
 */
export async function elaborate(runner: YosysRunner, module: VerilogTop, options: YosysOptions = {}): Promise<Elaboration> {
  return (await elaborateAnd([], runner, module, options)).elaboration;
}

/** Elaborates a module without its logic: every instance exists with the ports that it is given, and no parameter is refused. */
export async function elaborateHierarchy(runner: YosysRunner, module: VerilogTop, options: YosysOptions = {}): Promise<Elaboration> {
  const { files, commands } = readTop(module);
  return elaborationOf(await runner.run(commands.join('; '), files, options));
}

async function elaborateAnd(then: readonly string[], runner: YosysRunner, module: VerilogTop, options: YosysOptions): Promise<{ readonly elaboration: Elaboration; readonly files: TextFiles }> {
  const { files, commands } = readTop(module);
  const script = [...commands, 'proc', printless, `select -assert-none ${latches}`, 'design -save elaborated', 'flatten', 'check -assert', ...then];
  const run = await runner.run(script.join('; '), files, options);
  return { elaboration: elaborationOf(run), files: run.files };
}

function elaborationOf(run: YosysRun): Elaboration {
  const problems = run.log.split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(\S+: )?(Warning|ERROR|stopped)\b/.test(line) && !/Warning: Replacing memory .* with list of registers/.test(line))
    .map((line) => (line.includes(latches) ? 'ERROR: a signal without a value in every branch became a latch' : line));
  return { ok: run.ok && problems.length === 0, problems: run.ok || problems.length > 0 ? problems : [run.log.trim()] };
}
