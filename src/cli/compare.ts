import { texts, type Command } from './command.js';
import { exitCodes } from './exit.js';
import { runOptions, simulationOptions } from './simulation-options.js';

/** `archsim compare FILE FILE...` */
export const compareCommand: Command = {
  positionals: { files: { describe: 'experiment files, names of bundled examples, or - for standard input; the first is what others are compared with', type: 'string' } },
  options: {
    ...simulationOptions,
    json: { describe: 'print the comparison as one JSON document', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['compare flightllm.json gpu.json', 'FlightLLM beside a GPU, and why one is faster'],
    ['compare flightllm.json flightllm-vhk158.json --set workload.scenario.promptTokens=512', 'the same change in both'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const { prepareDocument } = await import('../experiment/run.js');
    const { documentsOf } = await import('./documents.js');
    const { gathered } = await import('../sim/core/gathered.js');
    const { compareResults } = await import('../reports/comparison.js');
    const options = runOptions(args);
    const results = gathered(await documentsOf(texts(args['files'])), (document) => prepareDocument(document, options)).map((simulateIt) => simulateIt());
    const comparison = compareResults(results);
    if (args['json'] === true) terminal.print(JSON.stringify(comparison));
    else terminal.print((await import('../reports/text/comparison-table.js')).comparisonTable(comparison, terminal));
    return results.every(({ feasible }) => feasible) ? exitCodes.done : exitCodes.missed;
  },
};
