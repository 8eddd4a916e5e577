import { text, type Command } from './command.js';
import { entriesOf, entryOf, listKinds } from './catalogue.js';
import { exitCodes } from './exit.js';

/** `archsim list KIND` */
export const listCommand: Command = {
  usage: 'list <kind>',
  summary: `List ${listKinds.join(', ')}`,
  options: (y) => y
    .positional('kind', { describe: 'what to list', type: 'string', choices: listKinds, demandOption: true })
    .option('json', { describe: 'print an array of objects', type: 'boolean' })
    .example('$0 list models', 'the models of the catalogue'),
  run: async (args, terminal) => {
    const entries = await entriesOf(text(args['kind'])!);
    if (args['json'] === true) {
      terminal.print(JSON.stringify(entries.map(({ name, summary, kind }) => ({ name, summary, ...(kind === undefined ? {} : { kind }) }))));
    } else {
      const width = Math.max(0, ...entries.map((e) => e.name.length));
      terminal.print(entries.map((e) => `${e.name.padEnd(width)}  ${shortened(e.summary, Math.max(20, terminal.width - width - 2))}`.trimEnd()).join('\n'));
    }
    return exitCodes.done;
  },
};

function shortened(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** `archsim show KIND NAME` */
export const showCommand: Command = {
  usage: 'show <kind> <name>',
  summary: 'Show everything known of one model, device, architecture, scheme, example or system',
  options: (y) => y
    .positional('kind', { describe: 'what it is', type: 'string', choices: listKinds, demandOption: true })
    .positional('name', { describe: 'its name', type: 'string', demandOption: true })
    .option('json', { describe: 'print one line', type: 'boolean' })
    .example('$0 show devices u280', 'what is known of the Alveo U280, with sources'),
  run: async (args, terminal) => {
    const entry = await entryOf(text(args['kind'])!, text(args['name'])!);
    terminal.print(JSON.stringify(entry.value(), null, args['json'] === true ? 0 : 2));
    return exitCodes.done;
  },
};
