import { readTop, type VerilogTop } from './verilog-top.js';
import type { YosysOptions, YosysRunner } from './yosys.js';

export interface Elaboration {
  readonly ok: boolean;
  /** Warnings and errors of Yosys. */
  readonly problems: readonly string[];
}

const latches = 't:$dlatch t:$adlatch t:$dlatchsr';

/**
 * Elaborates a module with Yosys: all modules and ports exist, no signal is without a driver or has two, there is no combinational loop and no
 * latch. Parameters that the module does not allow show up here too, since it then asks for a module that does not exist.
 */
export async function elaborate(runner: YosysRunner, module: VerilogTop, options: YosysOptions = {}): Promise<Elaboration> {
  const { files, commands } = readTop(module);
  const run = await runner.run([...commands, 'proc', `select -assert-none ${latches}`, 'flatten', 'check -assert'].join('; '), files, options);
  const problems = run.log.split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(\S+: )?(Warning|ERROR|stopped)\b/.test(line))
    .map((line) => (line.includes(latches) ? 'ERROR: a signal without a value in every branch became a latch' : line));
  return { ok: run.ok && problems.length === 0, problems: run.ok || problems.length > 0 ? problems : [run.log.trim()] };
}
