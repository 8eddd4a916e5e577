import { spawn } from 'node:child_process';

export interface ToolRun {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  /** What it wrote to both of its outputs, as it came; the end of a very long text is left out. */
  readonly output: string;
  readonly timedOut: boolean;
}

export interface ToolOptions {
  readonly folder?: string;
  readonly timeLimitMs: number;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const keptCharacters = 8_000_000;

/**
 * Runs a program without a shell and waits for it. At the time limit the program and all that it started are killed; so are they when
 * this process is told to end meanwhile. Rejects where the program cannot be started.
 */
export function runTool(path: string, args: readonly string[], { folder, timeLimitMs }: ToolOptions): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    // A group of its own: drivers such as iverilog start others, which would outlive a signal to the driver alone.
    const child = spawn(path, args, { ...(folder === undefined ? {} : { cwd: folder }), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: string[] = [];
    let kept = 0;
    let timedOut = false;
    const keep = (chunk: string): void => {
      if (kept < keptCharacters) parts.push(chunk);
      kept += chunk.length;
    };
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    };
    const onSignal = (signal: NodeJS.Signals): void => {
      kill();
      forget();
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeLimitMs);
    const forget = (): void => {
      clearTimeout(timer);
      for (const signal of signals) process.removeListener(signal, onSignal);
    };
    for (const signal of signals) process.on(signal, onSignal);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      const cut = kept > keptCharacters ? '\n… (the rest is left out)\n' : '';
      resolve({ code, output: parts.join('') + cut, timedOut });
    });
  });
}
