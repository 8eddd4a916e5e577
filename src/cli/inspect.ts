import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import { text, type Command } from './command.js';
import { exitCodes } from './exit.js';

/** `archsim inspect FILE` */
export const inspectCommand: Command = {
  positionals: { file: { describe: 'a .safetensors file or its index, .onnx, .gguf, config.json, or a folder with them', type: 'string' } },
  options: {
    tensors: { describe: 'list every tensor (else those of most bytes)', type: 'boolean', group: 'Output:' },
    json: { describe: 'print one JSON document with every tensor', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['inspect Llama-2-7B-GPTQ > model.txt', 'formats, bits a weight and roles of all shards; headers alone are read'],
    ['inspect model.safetensors --json > model.json', 'the same of one file, for scripts'],
    ['inspect model.onnx --tensors > model.txt', 'products with their sizes, every constant, operators that are not known'],
  ],
  run: async (args, terminal) => {
    const { openFile } = await import('./open-file.js');
    const { inspectFile } = await import('../workloads/checkpoint/kinds.js');
    const inspection = inspectFile(openFile(await fileOf(text(args['file'])!)), openFile);
    if (args['json'] === true) {
      terminal.print(JSON.stringify(inspection));
    } else {
      const { inspectionText } = await import('./inspection-text.js');
      terminal.print(inspectionText(inspection, { colour: terminal.colour, width: terminal.width, everyTensor: args['tensors'] === true }));
    }
    return inspection.mismatches.length > 0 ? exitCodes.missed : exitCodes.done;
  },
};

/** A file as it is; of a folder the model file in it. */
async function fileOf(path: string): Promise<string> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  const { modelFileIn } = await import('../workloads/checkpoint/kinds.js');
  const { unreadable } = await import('./diagnostics.js');
  const { reasonOf } = await import('./reason.js');
  let names: readonly string[];
  try {
    names = readdirSync(path);
  } catch (error) {
    throw new InputError([unreadable(path, reasonOf(error))]);
  }
  return join(path, modelFileIn(path, names));
}
