import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Context } from 'mocha';

export interface ToolRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a folder to its end. */
export function runTool(folder: string, tool: string, args: readonly string[]): ToolRun {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, input: '' });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

/** Skips the test or suite, with a message, where one of the programs is not installed. */
export function needTools(context: Context, ...tools: readonly string[]): void {
  const absent = tools.filter((tool) => (spawnSync(tool, ['-V'], { input: '', timeout: 20_000 }).error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT');
  if (absent.length === 0) return;
  console.log(`      skipped: no ${absent.join(', ')} on the path`);
  context.skip();
}

/** A new folder with these files, text by path; `look` is called with it, and then it goes. */
export function inFolder<T>(files: Iterable<readonly [string, string]>, look: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'archsim-rtl-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
