import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failureOf } from '../../src/cli/failure.js';
import { runCommandLine } from '../../src/cli/program.js';
import { noBar } from '../../src/cli/progress.js';

/** What a command line did: its exit code, and what it wrote to each stream. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line inside this process, as `main.js` would. */
export async function archsim(...words: readonly string[]): Promise<Outcome> {
  let out = '';
  let err = '';
  const note = (text: string): void => { err += `${text}\n`; };
  const terminal = { colour: false, width: 100, isInteractive: false, print: (text: string): void => { out += `${text}\n`; }, note, progress: () => noBar };
  try {
    return { code: await runCommandLine(words, terminal), out, err };
  } catch (error) {
    const { code, lines } = failureOf(error);
    return { code, out, err: `${err}${lines.join('\n')}\n` };
  }
}

export const mainFile = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** How a process ended, too: by a signal or with a code. */
export interface ProcessOutcome extends Outcome {
  readonly signal: string | null;
}

/** Runs `main.js` as a process of its own. `act` gets it while it runs. */
export function archsimProcess(words: readonly string[], { input = '', env = {}, node = [], act }: {
  readonly input?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: readonly string[];
  readonly act?: (kill: (signal: NodeJS.Signals) => void) => void;
} = {}): Promise<ProcessOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, mainFile, ...words], { env: { ...process.env, ...env } });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    child.on('error', reject);
    child.on('close', (code, signal) => { resolve({ code: code ?? -1, signal, out, err }); });
    if (input !== null) child.stdin.end(input);
    act?.((signal) => child.kill(signal));
  });
}

/** Gives every test of a block an empty folder to stand in; the function writes files into it. */
export function inEmptyFolder(): (files: Readonly<Record<string, string | Uint8Array>>) => void {
  const home = process.cwd();
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'archsim test '));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
  return (files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  };
}

/** A small experiment with some parts replaced; a part that is set to undefined is left out. */
export function experiment(changes: { readonly model?: unknown; readonly quantization?: unknown; readonly scenario?: unknown; readonly device?: unknown; readonly family?: unknown; readonly parameters?: unknown; readonly more?: object } = {}): Readonly<Record<string, unknown>> {
  return {
    kind: 'experiment',
    name: 'small',
    workload: { model: changes.model ?? 'opt-125m', quantization: changes.quantization ?? 'w4a8', scenario: changes.scenario ?? { promptTokens: 16, outputTokens: 4 } },
    architecture: { family: changes.family ?? 'gpu', device: changes.device ?? 'a100-40gb', ...(changes.parameters === undefined ? {} : { parameters: changes.parameters }) },
    ...changes.more,
  };
}

/** The text of such an experiment: a field a line, so that places can be told. */
export function experimentText(changes: Parameters<typeof experiment>[0] = {}): string {
  return JSON.stringify(experiment(changes), null, 2);
}
