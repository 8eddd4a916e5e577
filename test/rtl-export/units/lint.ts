import assert from 'node:assert/strict';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { inFolder, runTool } from '../kit/tools.js';
import { parametersOf } from './vector-designs.js';

export type Module = Pick<RtlDesign, 'core' | 'sources' | 'parameters'>;

/** Asserts that Icarus Verilog or Verilator writes nothing about a module, with all their warnings. */
export function assertSilent(tool: 'iverilog' | 'verilator', what: string, module: Module): void {
  const files = Object.entries(withSharedSources(module.sources));
  const names = files.map(([file]) => file);
  const values = Object.entries(parametersOf(module));
  const flags = tool === 'iverilog'
    ? ['-g2001', '-Wall', '-s', module.core, ...values.map(([name, value]) => `-P${module.core}.${name}=${value}`), '-o', 'out.vvp']
    : ['--lint-only', '-Wall', '--top-module', module.core, ...values.map(([name, value]) => `-G${name}=${value}`)];
  inFolder(files, (folder) => { assert.deepEqual(runTool(folder, tool, [...flags, ...names]), { code: 0, stdout: '', stderr: '' }, what); });
}
