import type { Options, PositionalOptions } from 'yargs';
import type { ExitCode } from './exit.js';
import type { Terminal } from './terminal.js';

/** Options of a command as the parser hands them over. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The options that a command takes, by name. */
export type OptionTable = Readonly<Record<string, Options>>;

/** What a command takes and what it does. The file of a command is light: what works is loaded when it runs, so that help and completion are quick. */
export interface Command {
  readonly positionals: Readonly<Record<string, PositionalOptions>>;
  readonly options: OptionTable;
  /** Command lines that can be copied, and what each is for. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** What the next argument may be after these, for completion in a shell; none where only a file will do. */
  nextArgument?(before: readonly string[]): Promise<readonly string[]>;
  run(args: Arguments, terminal: Terminal): Promise<ExitCode>;
}

/** A command that is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  /** How it is called, in the notation of yargs. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Texts of an argument that may be given several times. */
export function texts(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
