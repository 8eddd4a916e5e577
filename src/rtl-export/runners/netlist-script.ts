import { InputError } from '../../sim/core/diagnostics.js';
import { yosysFailed } from './diagnostics.js';
import { flattenNetlist } from './flatten-netlist.js';
import { parseNetlist, type Netlist } from './netlist.js';
import { readTop, type VerilogTop } from './verilog-top.js';
import type { YosysOptions, YosysRunner } from './yosys.js';

/** The file that `netlistPasses` are followed by. */
export const netlistFile = 'netlist.json';

/**
 * The passes from Verilog to netlists of words, one a module: processes become multiplexers and registers, the ports of a memory become one
 * cell. Nothing is optimised but constants, so that the netlist is still the source: what is simulated is what was written.
 */
export const netlistPasses: readonly string[] = ['proc', 'delete t:$print', 'opt_expr -keepdc', 'opt_clean', 'memory_collect', 'opt_clean'];

/** The netlist of a module with all that is in it, made by Yosys. Throws `rtl/yosys-failed` with its message where Yosys rejects the sources. */
export async function netlistOf(runner: YosysRunner, module: VerilogTop, options: YosysOptions & { readonly passes?: readonly string[] } = {}): Promise<Netlist> {
  const { files, commands } = readTop(module);
  const script = [...commands, ...(options.passes ?? netlistPasses), `write_json ${netlistFile}`].join('; ');
  const run = await runner.run(script, files, options);
  const text = run.files[netlistFile];
  if (!run.ok || text === undefined) throw new InputError([yosysFailed(`make a netlist of ${module.top}`, run.log)]);
  return flatNetlist(text, module.top);
}

/** The netlist that Yosys wrote, with the instances of `top` in their places. */
export function flatNetlist(text: string, top: string): Netlist {
  const netlist = parseNetlist(text);
  return { ...netlist, modules: [flattenNetlist(netlist, top)] };
}
