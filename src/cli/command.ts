import type { Argv } from 'yargs';
import type { ExitCode } from './exit.js';

/** Options of a command as the parser hands them over. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One command: how it is called, and what it does. Results go to `print`, notes to `note`. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  options(y: Argv): Argv;
  run(args: Arguments, terminal: Terminal): Promise<ExitCode>;
}

/** Where output goes. */
export interface Terminal {
  readonly colour: boolean;
  readonly width: number;
  print(text: string): void;
  note(text: string): void;
}

/** Texts of an option that may be given several times. */
export function texts(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
