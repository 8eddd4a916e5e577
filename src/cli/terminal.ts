import { isatty } from 'node:tty';
import { barOn, noBar, type Progress } from './progress.js';

/** Where output goes: results to `print`, everything else to the others. */
export interface Terminal {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  /** True where a person reads the results, false in a pipe or a file. */
  readonly isInteractive: boolean;
  print(text: string): void;
  note(text: string): void;
  /** A bar for work of `total` steps; it shows only on a terminal, and only when the work takes long. */
  progress(what: string, total: number): Progress;
}

/** Columns of what is no terminal. */
const usualWidth = 100;

/** The terminal of this process. `showsProgress` is false where nobody wants a bar. */
export function processTerminal(showsProgress: boolean): Terminal {
  const { stdout, stderr, env } = process;
  const isInteractive = isatty(1);
  const columns = isInteractive ? stdout.columns : usualWidth;
  return {
    colour: isInteractive && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    width: columns > 0 ? columns : usualWidth,
    isInteractive,
    print: (text) => stdout.write(`${text}\n`),
    note: (text) => stderr.write(`${text}\n`),
    progress: (what, total) => (showsProgress && isatty(2) && env['TERM'] !== 'dumb' ? barOn((text) => stderr.write(text), what, total) : noBar),
  };
}
