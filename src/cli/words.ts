import { InputError, type Problem } from '../sim/core/diagnostics.js';
import type { Arguments, Command, OptionTable } from './command.js';
import { argumentMissing, givenTwice, notAChoice, tooManyArguments, unknownOption, valueMissing, valueNotTaken } from './diagnostics.js';

/** The words after a command: values of options by name, and arguments. */
export interface ReadWords {
  readonly options: Arguments;
  readonly arguments: readonly string[];
  readonly wantsHelp: boolean;
}

/** Tells options from arguments. Throws all options together that the command does not have, that lack their value or are given twice. */
export function readWords(command: string, { options }: Pick<Command, 'options'>, words: readonly string[]): ReadWords {
  const problems: Problem[] = [];
  const values = new Map<string, unknown>(Object.entries(options).flatMap(([name, option]) => (option.default === undefined ? [] : [[name, option.default]])));
  const plain: string[] = [];
  const seen = new Set<string>();
  let wantsHelp = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') {
      plain.push(...words.slice(i + 1));
      break;
    }
    if (word === '-h' || word === '--help') wantsHelp = true;
    else if (!/^-[-A-Za-z]/.test(word)) plain.push(word);
    else {
      const { name, written, value, isJoined } = optionIn(word, words[i + 1], options);
      const option = name === undefined ? undefined : options[name];
      if (name === undefined || option === undefined) {
        problems.push(unknownOption(command, written, knownOptions(options)));
        continue;
      }
      if (option.array !== true && seen.has(name)) problems.push(givenTwice(written));
      if (option.type === 'boolean') {
        if (isJoined) problems.push(valueNotTaken(written));
        values.set(name, !written.startsWith('--no-'));
      } else {
        const choices = (option.choices ?? []).map(String);
        if (value === '') problems.push(valueMissing(written, `${written} ${exampleOf(name, choices)}`));
        else if (choices.length > 0 && !choices.includes(value)) problems.push(notAChoice(written, value, choices));
        values.set(name, option.array === true && seen.has(name) ? [...(values.get(name) as string[]), value] : option.array === true ? [value] : value);
        if (!isJoined && value !== '') i++;
      }
      seen.add(name);
    }
  }
  if (problems.length > 0 && !wantsHelp) throw new InputError(problems);
  return { options: Object.fromEntries(values), arguments: plain, wantsHelp };
}

/** Arguments by the names that the usage of a command gives them: `<needed>`, `[optional]`, `<several..>`. Throws where there are too few or too many. */
export function namedArguments(usage: string, { positionals, examples }: Pick<Command, 'positionals' | 'examples'>, words: readonly string[]): Arguments {
  const rest = [...words];
  const found: [string, unknown][] = [];
  for (const [, bracket, name, dots] of usage.matchAll(/([<[])(\w+)(\.\.)?/g)) {
    if (bracket === '<' && rest.length === 0) throw new InputError([argumentMissing(usage, `archsim ${examples[0]?.[0] ?? usage}`)]);
    found.push([name!, dots === undefined ? rest.shift() ?? positionals[name!]?.default : rest.splice(0)]);
  }
  if (rest.length > 0) throw new InputError([tooManyArguments(usage, rest.join(' '))]);
  return Object.fromEntries(found);
}

/** A word such as `--out`, `--out=x`, `-o`: the option that it means, how it is written, and the value behind `=` or in the next word. */
function optionIn(word: string, next: string | undefined, options: OptionTable): { name: string | undefined; written: string; value: string; isJoined: boolean } {
  const cut = word.indexOf('=');
  const written = cut < 0 ? word : word.slice(0, cut);
  const value = cut >= 0 ? word.slice(cut + 1) : next === undefined || next.startsWith('--') ? '' : next;
  return { name: nameOf(written, options), written, value, isJoined: cut >= 0 };
}

/** The option that a word such as `--out`, `-o` or `--no-progress` means. */
function nameOf(written: string, options: OptionTable): string | undefined {
  if (!written.startsWith('--')) return Object.keys(options).find((name) => options[name]!.alias === written.slice(1));
  const name = written.slice(2);
  if (Object.hasOwn(options, name)) return name;
  const positive = name.replace(/^no-/, '');
  return positive !== name && Object.hasOwn(options, positive) && options[positive]!.type === 'boolean' ? positive : undefined;
}

/** Options as users write them; one that is on by default is written to turn it off. */
export function knownOptions(options: OptionTable): string[] {
  return [...Object.entries(options).map(([name, option]) => (option.default === true ? `--no-${name}` : `--${name}`)), '--help'];
}

function exampleOf(name: string, choices: readonly string[]): string {
  if (choices.length > 0) return choices[choices.length - 1]!;
  switch (name) {
    case 'set': return 'workload.scenario.batch=4';
    case 'require': return '"totals.firstTokenSeconds<0.02"';
    case 'depth': return '4';
    case 'data': return 'rows.json';
    case 'report': return 'page.html';
    case 'out': return 'results';
    case 'datatype': return 'bitmod4';
    case 'group': return '128';
    case 'scales': return 'stored';
    case 'tensor': return 'lm_head.weight';
    case 'packed': return 'codes.bin';
    default: return name;
  }
}
