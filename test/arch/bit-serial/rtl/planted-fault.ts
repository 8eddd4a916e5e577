import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/bit-serial/rtl/verilog.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';

/** Verilog texts by file name. */
export type Sources = Readonly<Record<string, string>>;

/** All modules of the tile as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. What it replaces must stand there once. */
export function withFault(file: string, from: string, to: string): Sources {
  const text = tileModules[file] ?? '';
  assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
  return { ...tileModules, [file]: text.replace(from, () => to) };
}

/** Yosys of the machine, which is faster, or the one of the npm package. */
export async function fastestYosys(): Promise<YosysRunner> {
  return await nativeYosys() ?? await wasmYosys();
}
