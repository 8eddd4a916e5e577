import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InputError } from '../../sim/core/diagnostics.js';
import { badFileName, noYosys } from './diagnostics.js';
import { findTool } from './find-tool.js';
import { runTool } from './run-tool.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** Texts by file name; names are plain, without folders. */
export type TextFiles = Readonly<Record<string, string>>;

export interface YosysRun {
  /** Whether the script came to its end. */
  readonly ok: boolean;
  /** Warnings and errors, or everything where `verbose` was asked for. */
  readonly log: string;
  /** The files that the script wrote, without those it was given. */
  readonly files: TextFiles;
  readonly timedOut: boolean;
}

export interface YosysOptions {
  /** Default 120 seconds. */
  readonly timeLimitMs?: number;
  /** Logs all that Yosys says, not only warnings and errors. */
  readonly verbose?: boolean;
}

/** Yosys in one of its shapes. A script is one line of commands with `;` between them, and it sees nothing but the files it is given. */
export interface YosysRunner {
  readonly name: 'wasm' | 'native';
  readonly version: string;
  run(script: string, files: TextFiles, options?: YosysOptions): Promise<YosysRun>;
}

/** What the thread of `yosys-worker.ts` is given, and what it answers with. */
export interface WorkerTask {
  readonly args: readonly string[];
  readonly files: TextFiles;
}
export type WorkerAnswer = Omit<YosysRun, 'timedOut'>;

const defaultTimeLimitMs = 120_000;

/** Yosys of the npm package `@yowasp/yosys`, which runs anywhere. Throws `rtl/no-yosys` where the package is not installed. */
export async function wasmYosys(): Promise<YosysRunner> {
  let version: string;
  try {
    ({ version } = await import('@yowasp/yosys'));
  } catch (error) {
    throw new InputError([noYosys(error instanceof Error ? error.message : 'the package does not load')]);
  }
  return { name: 'wasm', version: `@yowasp/yosys ${version}`, run: runInThread };
}

/** Yosys from the PATH, or undefined. It works in a temporary folder, which is removed afterwards. */
export async function nativeYosys(): Promise<YosysRunner | undefined> {
  const tool = await findTool('yosys');
  if (tool === undefined) return undefined;
  return {
    name: 'native',
    version: tool.version,
    run: async (script, files, { timeLimitMs = defaultTimeLimitMs, verbose = false } = {}) => {
      checkNames(files);
      return await inTemporaryFolder(async (folder) => {
        for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
        const { code, output, timedOut } = await runTool(tool.path, argumentsOf(script, verbose), { folder, timeLimitMs });
        const written: Record<string, string> = {};
        for (const entry of await readdir(folder, { withFileTypes: true })) {
          if (entry.isFile() && !(entry.name in files)) written[entry.name] = await readFile(join(folder, entry.name), 'utf8');
        }
        return { ok: code === 0, log: output + (timedOut ? timeNote(timeLimitMs) : ''), files: written, timedOut };
      });
    },
  };
}

/** A thread for each run: WebAssembly blocks its thread until it is done, and only a thread can be stopped at a time limit. */
async function runInThread(script: string, files: TextFiles, { timeLimitMs = defaultTimeLimitMs, verbose = false }: YosysOptions = {}): Promise<YosysRun> {
  checkNames(files);
  return await new Promise((resolve, reject) => {
    const task: WorkerTask = { args: argumentsOf(script, verbose), files };
    const worker = new Worker(new URL('./yosys-worker.js', import.meta.url), { workerData: task });
    let settled = false;
    const timer = setTimeout(() => {
      settled = true;
      void worker.terminate().then(() => { resolve({ ok: false, log: timeNote(timeLimitMs), files: {}, timedOut: true }); });
    }, timeLimitMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      if (!settled) act();
      settled = true;
    };
    worker.once('message', (answer: WorkerAnswer) => { settle(() => { resolve({ ...answer, timedOut: false }); }); });
    worker.once('error', (error) => { settle(() => { reject(error); }); });
    worker.once('exit', (code) => { settle(() => { reject(new Error(`the thread of Yosys ended with ${code}`)); }); });
  });
}

function argumentsOf(script: string, verbose: boolean): readonly string[] {
  return [...(verbose ? [] : ['-q']), '-p', script];
}

function timeNote(timeLimitMs: number): string {
  return `stopped at the time limit of ${timeLimitMs / 1000} s\n`;
}

function checkNames(files: TextFiles): void {
  const wrong = Object.keys(files).filter((name) => !/^\w[\w.-]*$/.test(name));
  if (wrong.length > 0) throw new InputError(wrong.map(badFileName));
}
