import type { AccuracyView } from '../workloads/accuracy/view.js';
import { text, texts, type Command } from './command.js';
import { exitCodes } from './exit.js';

/** Formats that are shown unless others are asked for. */
const usualFormats = ['fp16', 'int8-sym', 'int6-sym', 'int4-asym', 'int4-sym', 'fp4-e2m1', 'mxfp4', 'nvfp4', 'nf4', 'flint4', 'olive4', 'bitmod4', 'int3-asym', 'fp3', 'bitmod3', 'int2-asym', 'ternary'];

/** `archsim accuracy MODEL` */
export const accuracyCommand: Command = {
  positionals: { model: { describe: 'a model of the catalogue, e.g. llama-2-7b', type: 'string' } },
  options: {
    datatype: { describe: 'a number format; may be repeated (default: the usual ones)', type: 'string', array: true, nargs: 1, group: 'Question:' },
    dataset: { describe: 'the text that perplexity is measured on', choices: ['wikitext2', 'c4'], default: 'wikitext2', group: 'Question:' },
    json: { describe: 'print one JSON document', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['accuracy llama-2-7b', 'bits, weight error and perplexity of the usual formats, published or fitted'],
    ['accuracy phi-2 --datatype bitmod3 --datatype int3-asym --json', 'two formats, for scripts'],
  ],
  run: async (args, terminal) => {
    const { codecNamed, codecs } = await import('../sim/numerics/catalogue.js');
    const { accuracyView } = await import('../workloads/accuracy/view.js');
    const { gathered } = await import('../sim/core/gathered.js');
    const { InputError } = await import('../sim/core/diagnostics.js');
    const { unknownDatatype } = await import('../sim/numerics/diagnostics.js');
    const { entryOf } = await import('./catalogue.js');
    const asked = texts(args['datatype']);
    const formats = asked.length === 0 ? usualFormats : gathered(asked, (name) => codecNamed(name)?.name ?? fail(new InputError([unknownDatatype(name, codecs().map((c) => c.name))])));
    const { name: model } = await entryOf('models', text(args['model'])!);
    const view = accuracyView({ model, formats, codecs: codecNamed, dataset: args['dataset'] === 'c4' ? 'c4' : 'wikitext2' });
    if (args['json'] === true) {
      terminal.print(JSON.stringify(view));
    } else {
      const { accuracyTable } = await import('../reports/text/accuracy-table.js');
      terminal.print(accuracyTable({ title: titleOf(view), regression: regressionText(view), lines: view.rows, caveats: view.caveats }, terminal));
    }
    return exitCodes.done;
  },
};

function fail(error: Error): never {
  throw error;
}

function titleOf({ model, dataset, baseline }: AccuracyView): string {
  return `${model} on ${dataset}: perplexity ${baseline.value === null ? `unknown (${baseline.reason})` : `${baseline.value} before quantisation`}; weight errors on Gaussian weights`;
}

function regressionText({ model, regression }: AccuracyView): string {
  const { coefficient, pairsOfModel, pairs, leaveOneOut: { ofModel, ofAllModels } } = regression;
  const share = (value: number | null): string => (value === null ? 'unknown' : `${(value * 100).toFixed(1)} %`);
  const error = (s: typeof ofModel): string => `perplexity ${share(s.medianPerplexityError)} (worst ${share(s.worstPerplexityError)}), its increase ${share(s.medianIncreaseError)} (worst ${share(s.worstIncreaseError)})`;
  const own = coefficient === null ? `none for ${model}` : `c = ${coefficient.toPrecision(4)} from ${pairsOfModel} published pairs; left out in turn, their median error is ${error(ofModel)}`;
  return `${regression.law}: ${own}. All ${pairs} pairs of all models: ${error(ofAllModels)}.`;
}
