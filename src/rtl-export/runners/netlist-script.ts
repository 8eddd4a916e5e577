import { InputError } from '../../sim/core/diagnostics.js';
import { yosysFailed } from './diagnostics.js';
import { parseNetlist, type Netlist } from './netlist.js';
import { readTop, type VerilogTop } from './verilog-top.js';
import type { YosysOptions, YosysRunner } from './yosys.js';

const file = 'netlist.json';

/**
 * The passes from Verilog to a netlist of words: processes become multiplexers and registers, the hierarchy is flattened, the ports of a
 * memory become one cell. Nothing is optimised but constants, so that the netlist is still the source: what is simulated is what was written.
 */
export const netlistPasses: readonly string[] = ['proc', 'flatten', 'opt_expr -keepdc', 'opt_clean', 'memory_collect', 'opt_clean'];

/** The netlist of a module, made by Yosys. Throws `rtl/yosys-failed` with its message where Yosys rejects the sources. */
export async function netlistOf(runner: YosysRunner, module: VerilogTop, options: YosysOptions & { readonly passes?: readonly string[] } = {}): Promise<Netlist> {
  const { files, commands } = readTop(module);
  const script = [...commands, ...(options.passes ?? netlistPasses), `write_json ${file}`].join('; ');
  const run = await runner.run(script, files, options);
  const text = run.files[file];
  if (!run.ok || text === undefined) throw new InputError([yosysFailed(`make a netlist of ${module.top}`, run.log)]);
  return parseNetlist(text);
}
