import type { Tool } from '../../mcp/tool.js';
import { experimentFields, runOptionsOf } from './experiment-fields.js';
import { withDocument } from './given-document.js';
import type { ServedFiles } from './served-files.js';

/** Columns of tables that are read in a conversation. */
const width = 100;

/** `run`: an experiment becomes its result. */
export function runTool(files: ServedFiles): Tool {
  return {
    name: 'run', title: 'Simulate an experiment',
    description: 'Simulates a model on an accelerator: latency, tokens per second, memory, resources, what binds, assumptions with sources, and published figures beside ours. A design that does not fit is an answer (feasible: false, with reasons). Same input, same digits.',
    fields: { ...experimentFields, operators: { types: ['boolean'], description: 'also give every operator with its cost (default: false)' } },
    call: async (args) => {
      const { runDocument } = await import('../../experiment/run.js');
      const { runTable } = await import('../../reports/text/run-table.js');
      const result = await withDocument('experiment', args['experiment'], files.document, (document) => runDocument(document, runOptionsOf(args, files)));
      const { operators, ...rest } = result;
      return { text: runTable(result, { colour: false, width }), data: args['operators'] === true ? { ...rest, operators } : rest };
    },
  };
}
