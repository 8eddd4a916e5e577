import { InputError } from '../sim/core/diagnostics.js';
import { version } from '../experiment/version.js';
import { commandEntries, commandNamed } from './commands.js';
import { noCommand, outputLost, unknownCommand } from './diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import { failureOf } from './failure.js';
import { overview } from './overview.js';
import { reasonOf } from './reason.js';
import { processTerminal, type Terminal } from './terminal.js';
import { namedArguments, readWords } from './words.js';

/**
 * Runs the command line of this process to its exit code. Ctrl-C ends the process at once by its default, which shells show as 130: a handler
 * would have to wait until a simulation is through.
 */
export async function runMain(): Promise<void> {
  process.stdout.on('error', loseOutput);
  process.on('uncaughtException', (error) => { process.exit(tell(error)); });
  const words = process.argv.slice(2);
  try {
    process.exitCode = await runCommandLine(words, processTerminal(!words.includes('--no-progress')));
  } catch (error) {
    process.exitCode = tell(error);
  }
}

/** Runs the words of a command line. Throws `InputError` for wrong words and wrong input. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, second] = words;
  if (first === undefined) {
    terminal.note(overview());
    return exitCodes.wrongInput;
  }
  if (first === '--version') {
    terminal.print(version);
    return exitCodes.done;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    if (second !== undefined) return runCommandLine([second, '--help'], terminal);
    terminal.print(overview());
    return exitCodes.done;
  }
  if (first === '--get-yargs-completions') return (await import('./complete.js')).complete(words, terminal);
  if (first.startsWith('-')) throw new InputError([noCommand(first)]);
  const entry = commandNamed(first);
  if (entry === undefined) throw new InputError([unknownCommand(first, commandEntries.map((e) => e.name))]);
  const command = await entry.load();
  const read = readWords(entry.name, command, words.slice(1));
  if (!read.wantsHelp) return command.run({ ...read.options, ...namedArguments(entry.usage, command, read.arguments) }, terminal);
  const { helpText } = await import('./help.js');
  terminal.print(await helpText(entry, command, terminal.width));
  return exitCodes.done;
}

function tell(error: unknown): ExitCode {
  const { code, lines } = failureOf(error);
  process.stderr.write(`${lines.join('\n')}\n`);
  return code;
}

/** Nobody reads on (`| head`): that is no error. A full disk is. */
function loseOutput(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? process.exitCode ?? exitCodes.done : tell(new InputError([outputLost(reasonOf(error))])));
}
