import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from 'mocha';
import type { RtlDesign } from '../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../src/rtl-export/kit/shared-sources.js';
import { testbenchFiles } from '../../src/rtl-export/kit/testbench.js';
import { wrapperSource } from '../../src/rtl-export/kit/wrapper.js';
import { findTool } from '../../src/rtl-export/runners/find-tool.js';
import { runTool } from '../../src/rtl-export/runners/run-tool.js';
import { inTemporaryFolder } from '../../src/rtl-export/runners/temporary-folder.js';

/** Skips the test, and says so, where a program is not installed. */
export async function requireTool(test: Context, name: string, versionFlag?: string): Promise<void> {
  if (await findTool(name, versionFlag) !== undefined) return;
  console.log(`      skipped: no ${name} on the PATH`);
  test.skip();
}

/** Files by path. */
export type Files = Iterable<readonly [path: string, text: string]>;

/** Calls of programs in a folder that holds these files, one after the other until one fails: what they write, and what the last one ends with. */
export function toolRun(files: Files, ...calls: readonly (readonly [program: string, ...args: string[]])[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return inTemporaryFolder(async (folder) => {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    let all = '';
    for (const [program, ...args] of calls) {
      const { code, output } = await runTool(program, args, { folder, timeLimitMs: 180_000 });
      all += output;
      if (code !== 0) return { code, output: all };
    }
    return { code: 0, output: all };
  });
}

/** What the programs write. */
export async function toolOutput(...run: Parameters<typeof toolRun>): Promise<string> {
  return (await toolRun(...run)).output;
}

/** A design inside the kit's wrapper `tile_top`. */
export function wrapped(design: RtlDesign): readonly (readonly [path: string, text: string])[] {
  return [...Object.entries(withSharedSources(design.sources)), ['tile_top.v', wrapperSource(design, 'tile_top', '0')]];
}

/** What the testbench of exported folders says of a design in Icarus Verilog; warnings, if there are any, come first. Random stalls are played once. */
export function testbenchOutput(design: RtlDesign): Promise<string> {
  const files = [...wrapped(design), ...testbenchFiles(design, 'tile', 'tile_top', '0')];
  const sources = files.map(([path]) => path).filter((path) => path.endsWith('.v'));
  return toolOutput(files, ['iverilog', '-g2001', '-Wall', '-s', 'tb_tile', '-Ptb_tile.PASSES=1', '-o', 'tile.vvp', ...sources], ['vvp', '-n', 'tile.vvp']);
}
