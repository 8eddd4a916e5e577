import { text, type Command } from './command.js';
import { entriesOf, entryOf, listKinds } from './catalogue.js';
import { exitCodes } from './exit.js';

const kind = { describe: `what it is: ${listKinds.join(', ')}`, type: 'string' } as const;

/** `archsim list KIND` */
export const listCommand: Command = {
  positionals: { kind },
  options: { json: { describe: 'print an array of objects with name and summary', type: 'boolean', group: 'Output:' } },
  examples: [
    ['list models', 'the models of the catalogue'],
    ['list devices --json', 'the devices, for scripts'],
  ],
  nextArgument: (before) => Promise.resolve(before.length === 0 ? listKinds : []),
  run: async (args, terminal) => {
    const asked = text(args['kind']);
    const entries = asked === undefined ? listKinds.map((name) => ({ name, summary: `archsim list ${name}`, kind: undefined })) : await entriesOf(asked);
    if (args['json'] === true) {
      terminal.print(JSON.stringify(entries.map(({ name, summary, kind: fileKind }) => ({ name, summary, ...(fileKind === undefined ? {} : { kind: fileKind }) }))));
    } else {
      const width = Math.max(0, ...entries.map((e) => e.name.length));
      // A person reads one line each; a pipe gets all of it.
      const most = terminal.isInteractive ? Math.max(20, terminal.width - width - 2) : Infinity;
      terminal.print(entries.map((e) => `${e.name.padEnd(width)}  ${shortened(e.summary, most)}`.trimEnd()).join('\n'));
    }
    return exitCodes.done;
  },
};

function shortened(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** `archsim show KIND NAME` */
export const showCommand: Command = {
  positionals: { kind, name: { describe: 'its name', type: 'string' } },
  options: { json: { describe: 'print it on one line', type: 'boolean', group: 'Output:' } },
  examples: [
    ['show devices u280', 'what is known of the Alveo U280, with sources'],
    ['show models llama-2-7b', 'its configuration and parameter counts'],
  ],
  nextArgument: async (before) => {
    if (before.length === 0) return listKinds;
    return before.length === 1 && listKinds.includes(before[0]!) ? (await entriesOf(before[0]!)).map((entry) => entry.name) : [];
  },
  run: async (args, terminal) => {
    const entry = await entryOf(text(args['kind'])!, text(args['name'])!);
    terminal.print(JSON.stringify(await entry.value(), null, args['json'] === true ? 0 : 2));
    return exitCodes.done;
  },
};
