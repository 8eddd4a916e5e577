import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from 'mocha';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { testbenchFiles } from '../../../../src/rtl-export/kit/testbench.js';
import { wrapperSource } from '../../../../src/rtl-export/kit/wrapper.js';
import { findTool, type Tool } from '../../../../src/rtl-export/runners/find-tool.js';
import { runTool } from '../../../../src/rtl-export/runners/run-tool.js';
import { inTemporaryFolder } from '../../../../src/rtl-export/runners/temporary-folder.js';
import { verilog } from '../../../../src/arch/dsp-chain/rtl/verilog.js';

/** Programs by name. The tests of this suite are skipped, and say so, where one of them is not there. */
export async function toolsOrSkip(suite: Context, ...names: readonly string[]): Promise<readonly Tool[]> {
  const tools = await Promise.all(names.map((name) => findTool(name)));
  const missing = names.filter((_, i) => tools[i] === undefined);
  if (missing.length > 0) {
    console.log(`      skipped: no ${missing.join(', ')} on the PATH`);
    suite.skip();
  }
  return tools as readonly Tool[];
}

/** Writes files into a new folder, runs programs there one after the other until one fails, and gives what they wrote. */
export async function runIn(files: Iterable<readonly [path: string, text: string]>, ...calls: readonly (readonly [program: string, ...args: string[]])[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return inTemporaryFolder(async (folder) => {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    let output = '';
    for (const [program, ...args] of calls) {
      const run = await runTool(program, args, { folder, timeLimitMs: 60_000 });
      output += run.output;
      if (run.code !== 0) return { code: run.code, output };
    }
    return { code: 0, output };
  });
}

/** The Verilog of the family and of what it shares with others, by path. */
export function sourceFiles(design?: RtlDesign): readonly (readonly [path: string, text: string])[] {
  return Object.entries(withSharedSources(design?.sources ?? verilog));
}

/**
 * What Icarus Verilog says about a design in the testbench of exported folders: warnings, if there are any, and the verdict. Random stalls are played
 * once, from `seed` on.
 */
export async function testbenchOutput(design: RtlDesign, seed = 1): Promise<string> {
  const bench = testbenchFiles(design, 'tile', 'tile_top', '0');
  const files = [...bench, ['tile_top.v', wrapperSource(design, 'tile_top', '0')] as const, ...sourceFiles(design)];
  const sources = files.map(([path]) => path).filter((path) => path.endsWith('.v'));
  return (await runIn(files, ['iverilog', '-g2001', '-Wall', '-s', 'tb_tile', '-Ptb_tile.PASSES=1', `-Ptb_tile.SEED=${seed}`, '-o', 'tile.vvp', ...sources], ['vvp', 'tile.vvp'])).output;
}
