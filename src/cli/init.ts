import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reject } from '../sim/core/diagnostics.js';
import { text, type Command } from './command.js';
import { exitCodes } from './exit.js';
import { packageRoot, writeWhole } from './files.js';

/** `archsim init [FILE]` */
export const initCommand: Command = {
  usage: 'init [file]',
  summary: 'Write a commented experiment to start from; an existing file stays as it is',
  options: (y) => y
    .positional('file', { describe: 'where to write it', type: 'string', default: 'experiment.json' })
    .example('$0 init my-design.json', 'then edit it and run it'),
  run: (args, terminal) => {
    const path = text(args['file'])!;
    if (existsSync(path)) reject('file/exists', `${path} exists already`, { remedy: 'choose another name: archsim init other.json' });
    const example = readFileSync(join(packageRoot(), 'examples', 'flightllm.json'), 'utf8');
    writeWhole(path, starterFrom(example));
    terminal.note(`wrote ${path}; now: archsim run ${path}`);
    return Promise.resolve(exitCodes.done);
  },
};

/** The bundled example as a file of the user's own: without the schema path and the published figures, with notes on what to change. */
export function starterFrom(example: string): string {
  return example
    .replace(/^\s*"\$schema".*\n/m, '')
    .replace(/^\s*"name": .*$/m, '  "name": "my-experiment",')
    .replace(/^\s*"description": .*$/m, '  // A model in a scenario on an architecture. Comments and trailing commas are allowed.\n  // Catalogues: archsim list models | devices | quantizations | architectures. All fields: archsim schema experiment.')
    .replace(/,\n\s*"published": \[[\s\S]*?\n {2}\]/, '')
    .replace(/^(\s*)"model": "llama-2-7b",$/m, '$1// A name of the catalogue, a path to a config.json, or the configuration itself.\n$1"model": "llama-2-7b",')
    .replace(/^(\s*)"device": "u280",$/m, '$1// A name of the catalogue, a path, or your own: { "name": "mine", "extends": "u280", "memories": { "hbm": { "bandwidth": "920 GB/s" } } }\n$1"device": "u280",');
}
