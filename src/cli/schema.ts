import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reject } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { text, type Command } from './command.js';
import { exitCodes } from './exit.js';
import { packageRoot } from './files.js';

const ending = '.schema.json';

/** `archsim schema NAME` */
export const schemaCommand: Command = {
  usage: 'schema [name]',
  summary: 'Print the JSON Schema of a kind of file, or the names of all',
  options: (y) => y
    .positional('name', { describe: 'experiment, device, graph, scheme, or the parameters of a family', type: 'string' })
    .example('$0 schema experiment > experiment.schema.json', 'for completion in an editor'),
  run: (args, terminal) => {
    const folder = join(packageRoot(), 'schemas');
    const names = readdirSync(folder).filter((f) => f.endsWith(ending)).map((f) => f.slice(0, -ending.length)).sort();
    const name = text(args['name']);
    if (name === undefined) terminal.print(names.join('\n'));
    else if (names.includes(name)) terminal.print(readFileSync(join(folder, name + ending), 'utf8').trimEnd());
    else reject('usage/unknown-schema', `there is no schema "${name.slice(0, 80)}"`, { remedy: suggestion(name, names) });
    return Promise.resolve(exitCodes.done);
  },
};
