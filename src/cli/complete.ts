import type { Command } from './command.js';
import { commandEntries, commandNamed } from './commands.js';
import { exitCodes, type ExitCode } from './exit.js';
import type { Terminal } from './terminal.js';
import { knownOptions } from './words.js';

/** Prints what the last word may become, one a line. `words` are `--get-yargs-completions archsim`, then those typed so far. */
export async function complete(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const found = await candidates(words.slice(2));
  if (found.length > 0) terminal.print(found.join('\n'));
  return exitCodes.done;
}

/** What the last of the typed words may become. */
async function candidates(typed: readonly string[]): Promise<readonly string[]> {
  const current = typed[typed.length - 1] ?? '';
  const startsRight = (word: string): boolean => word.startsWith(current);
  if (typed.length < 2) return [...commandEntries.map((entry) => entry.name), '--help', '--version'].filter(startsRight);
  const command = await commandNamed(typed[0]!)?.load();
  if (command === undefined) return [];
  if (current.startsWith('-')) return knownOptions(command.options).filter(startsRight);
  const before = typed.slice(1, -1);
  const asked = before[before.length - 1];
  const option = asked?.startsWith('--') === true ? command.options[asked.slice(2)] : undefined;
  if (option !== undefined && option.type !== 'boolean') return (option.choices ?? []).map(String).filter(startsRight);
  return ((await command.nextArgument?.(argumentsIn(before, command))) ?? []).filter(startsRight);
}

/** The words that are neither options nor values of options. */
function argumentsIn(words: readonly string[], { options }: Command): string[] {
  return words.filter((word, i) => {
    const option = options[words[i - 1]?.replace(/^--/, '') ?? ''];
    return !word.startsWith('-') && (option === undefined || option.type === 'boolean' || !words[i - 1]!.startsWith('--'));
  });
}
