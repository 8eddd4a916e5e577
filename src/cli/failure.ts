import { InputError, problemText } from '../sim/core/diagnostics.js';
import { version } from '../experiment/version.js';
import { exitCodes, type ExitCode } from './exit.js';

/** What an error means to who called the command: an exit code, and lines for the error stream. */
export interface Failure {
  readonly code: ExitCode;
  readonly lines: readonly string[];
}

/** Wrong input in its own words, one problem a line; everything else is a bug of ours, with where it happened below a plain first line. */
export function failureOf(error: unknown): Failure {
  if (error instanceof InputError) return { code: exitCodes.wrongInput, lines: error.problems.map((p) => singleLine(problemText(p))) };
  const detail = error instanceof Error ? error.stack ?? error.message : String(error);
  return { code: exitCodes.bug, lines: [`this is a bug of archsim ${version}, not of your input: please report it with the lines below`, detail] };
}

/** Messages repeat the words of strangers: no control character of theirs reaches the terminal. */
function singleLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '\ufffd');
}
