import { text, type Command } from './command.js';
import { exitCodes } from './exit.js';
import { exampleText } from './package-files.js';
import { writeNew } from './write-file.js';

/** `archsim init [FILE]` */
export const initCommand: Command = {
  positionals: { file: { describe: 'where to write it', type: 'string', default: 'experiment.json' } },
  options: {},
  examples: [
    ['init', 'experiment.json in this folder'],
    ['init designs/mine.json', 'then edit it, and archsim run designs/mine.json'],
  ],
  run: (args, terminal) => {
    const path = text(args['file'])!;
    writeNew(path, starterFrom(exampleText('flightllm.json')));
    terminal.note(`wrote ${path}; now: archsim run ${/\s/.test(path) ? `"${path}"` : path}`);
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
