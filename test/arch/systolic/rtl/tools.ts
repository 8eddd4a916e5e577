import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { testbenchFiles } from '../../../../src/rtl-export/kit/testbench.js';
import { wrapperSource } from '../../../../src/rtl-export/kit/wrapper.js';
import { runTool } from '../../../../src/rtl-export/runners/run-tool.js';
import { inTemporaryFolder } from '../../../../src/rtl-export/runners/temporary-folder.js';
import { tileModules } from './bench.js';

/** What programs write about these files, one after the other in a folder that holds them, until one fails. */
export function outputOf(files: ReadonlyMap<string, string>, ...calls: readonly (readonly [program: string, ...args: string[]])[]): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    let output = '';
    for (const [program, ...args] of calls) {
      const run = await runTool(program, args, { folder, timeLimitMs: 60_000 });
      output += run.output;
      if (run.code !== 0) break;
    }
    return output;
  });
}

/** A design inside the kit's wrapper `tile_top`, by path. */
export function wrapped(design: RtlDesign): ReadonlyMap<string, string> {
  return new Map([...Object.entries(tileModules), ['tile_top.v', wrapperSource(design, 'tile_top', 'test')]]);
}

/** What Icarus Verilog says about a design in the testbench of exported folders: warnings, if there are any, and the verdict. */
export async function testbenchOutput(design: RtlDesign): Promise<string> {
  const files = new Map([...wrapped(design), ...testbenchFiles(design, 'tile', 'tile_top', 'test')]);
  const sources = [...files.keys()].filter((path) => path.endsWith('.v'));
  return outputOf(files, ['iverilog', '-g2001', '-Wall', '-s', 'tb_tile', '-Ptb_tile.PASSES=1', '-o', 'tile.vvp', ...sources], ['vvp', '-n', 'tile.vvp']);
}
