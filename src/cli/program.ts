import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { InputError, problemText } from '../sim/core/diagnostics.js';
import { version } from '../experiment/version.js';
import type { Command, Terminal } from './command.js';
import { exitCodes, type ExitCode } from './exit.js';
import { lazyCommands } from './commands.js';

/** Runs the command line of this process to its exit code. */
export async function runMain(): Promise<void> {
  process.stdout.on('error', ignoreBrokenPipe);
  process.on('SIGINT', () => process.exit(exitCodes.interrupted));
  try {
    process.exitCode = await runCommandLine(hideBin(process.argv), terminal());
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Parses the words of a command line and runs its command. */
export async function runCommandLine(words: readonly string[], to: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const chosen = words.find((word) => !word.startsWith('-'));
  let parser = yargs([...words]).scriptName('archsim').usage('$0 <command>\n\nFrom a real quantised LLM to a trusted performance number.')
    .strict().recommendCommands().demandCommand(1, 'name a command').exitProcess(false)
    .version(version).help().alias('h', 'help').wrap(Math.min(100, to.width))
    .parserConfiguration({ 'greedy-arrays': false, 'dot-notation': false, 'duplicate-arguments-array': true })
    .epilogue('Exit codes: 0 done; 1 done, but it does not fit, a requirement failed or a validation row got worse; 2 the input is wrong; 3 a bug of ours.')
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UsageError(message);
    })
    .completion('completion', 'Print a completion script for bash or zsh');
  for (const entry of lazyCommands) {
    // Only the command that was asked for is loaded: start-up stays short.
    const command: Command | undefined = entry.name === chosen || words.includes('--get-yargs-completions') ? await entry.load() : undefined;
    parser = command === undefined
      ? parser.command(entry.usage, entry.summary, (y) => y, () => undefined)
      : parser.command(command.usage, command.summary, (y) => command.options(y), async (args) => {
        code = await command.run(args, to);
      });
  }
  await parser.parseAsync();
  return code;
}

class UsageError extends Error {}

function terminal(): Terminal {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';
  return {
    colour,
    width: process.stdout.isTTY ? process.stdout.columns : 100,
    print: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
  };
}

/** Says what went wrong, on the error stream: wrong input in its words, a bug of ours with its stack. */
function report(error: unknown): ExitCode {
  if (error instanceof InputError) {
    for (const p of error.problems) process.stderr.write(`${problemText(p)}\n`);
    return exitCodes.wrongInput;
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    process.stderr.write(`usage/wrong-arguments: ${error.message}; see archsim --help\n`);
    return exitCodes.wrongInput;
  }
  process.stderr.write(`this is a bug of archsim: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return exitCodes.bug;
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
  throw error;
}
