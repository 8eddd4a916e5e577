import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import { text, type Command } from './command.js';
import { unknownSchema } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { packageRoot } from './package-files.js';

const ending = '.schema.json';

/** `archsim schema NAME` */
export const schemaCommand: Command = {
  positionals: { name: { describe: 'experiment, device, graph, scheme, result, or a family for its parameters', type: 'string' } },
  options: {},
  examples: [
    ['schema', 'the names of all'],
    ['schema experiment > experiment.schema.json', 'for completion in an editor'],
  ],
  nextArgument: (before) => Promise.resolve(before.length === 0 ? schemaNames() : []),
  run: (args, terminal) => {
    const name = text(args['name']);
    const names = schemaNames();
    if (name !== undefined && !names.includes(name)) throw new InputError([unknownSchema(name, names)]);
    terminal.print(name === undefined ? names.join('\n') : readFileSync(join(schemaFolder(), name + ending), 'utf8').trimEnd());
    return Promise.resolve(exitCodes.done);
  },
};

function schemaFolder(): string {
  return join(packageRoot(), 'schemas');
}

function schemaNames(): readonly string[] {
  return readdirSync(schemaFolder()).filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length)).sort();
}
