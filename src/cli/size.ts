import { text, type Command } from './command.js';
import { countOf } from './count-option.js';
import { exitCodes } from './exit.js';
import { runOptions, setOption } from './simulation-options.js';

const usualMost = 64;

/** `archsim size SCENARIO` */
export const sizeCommand: Command = {
  positionals: { scenario: { describe: 'a scenario file with targets, the name of a bundled one, or - for standard input', type: 'string' } },
  options: {
    ...setOption,
    'most-devices': { describe: `the most devices that are tried (default ${usualMost})`, type: 'string', group: 'Search:' },
    json: { describe: 'print the answer as one JSON document', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['size genz-chat.json', 'the least platform for the targets of the scenario'],
    ['size genz-chat.json --set targets.secondsPerOutputToken=0.01', 'for twice the rate'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const { documentOf } = await import('./documents.js');
    const { openFile } = await import('./open-file.js');
    const { size } = await import('../serving/size/size.js');
    const mostDevices = countOf(args, 'most-devices', 1) ?? usualMost;
    const answer = size(await documentOf(text(args['scenario'])!), { ...runOptions(args), open: openFile, mostDevices });
    if (args['json'] === true) terminal.print(JSON.stringify(answer));
    else terminal.print((await import('../reports/text/size-table.js')).sizeTable(answer, terminal));
    return answer.resources === null ? exitCodes.missed : exitCodes.done;
  },
};
