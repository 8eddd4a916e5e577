import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runTool } from './run-tool.js';

/** A program on this machine. */
export interface Tool {
  readonly name: string;
  readonly path: string;
  /** The first line that it prints about its version. */
  readonly version: string;
}

/** The first program of this name on the PATH, or undefined. `versionFlag` makes it print its version (`-V` for most tools of this trade). */
export async function findTool(name: string, versionFlag = '-V'): Promise<Tool | undefined> {
  const path = await pathOf(name);
  if (path === undefined) return undefined;
  const { output } = await runTool(path, [versionFlag], { timeLimitMs: 10_000 });
  return { name, path, version: output.trim().split('\n')[0]!.trim() };
}

async function pathOf(name: string): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of folder === '' ? [] : endings) {
      const path = join(folder, name + ending);
      if (await isProgram(path)) return path;
    }
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
