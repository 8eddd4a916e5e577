import yargs, { type Argv } from 'yargs';
import type { Command, CommandEntry } from './command.js';

/** What `archsim COMMAND --help` prints. */
export async function helpText(entry: CommandEntry, command: Command, width: number): Promise<string> {
  let help = '';
  await parser(width).command(entry.usage, entry.summary, (y) => {
    let built = y;
    for (const [name, positional] of Object.entries(command.positionals)) built = built.positional(name, positional);
    return built.options(command.options).epilogue(examplesText(command));
  }).parseAsync([entry.name, '--help'], {}, (_error, _argv, output) => { help = output; });
  return help.replace(/ \[default: \[\]\]/g, '');
}

/** The script that makes bash or zsh, whichever the user's shell is, ask `archsim --get-yargs-completions` at every tab. */
export async function completionScript(): Promise<string> {
  let script = '';
  await parser(100).completion('completion', false).parseAsync(['completion'], {}, (_error, _argv, output) => { script = output; });
  return script.trimEnd();
}

function parser(width: number): Argv {
  return yargs([]).scriptName('archsim').locale('en').exitProcess(false).version(false)
    .help().alias('h', 'help').wrap(Math.min(100, width))
    .updateStrings({ 'Positionals:': 'Arguments:', 'array': 'repeatable', 'string': 'text', 'boolean': 'flag', 'Show help': 'show this help' });
}

/** Examples with their meaning below them, so that a long line can be copied whole. */
function examplesText({ examples }: Command): string {
  return `Examples:\n${examples.map(([line, meaning]) => `  archsim ${line}\n      ${meaning}`).join('\n')}`;
}
