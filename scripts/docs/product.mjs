import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** The compiled modules that the documents need, and the bundled examples run by them. */
export async function loadProduct(compiled) {
  const load = (path) => import(pathToFileURL(join(compiled, path)).href);
  const { runDocument, simulationInput } = await load('experiment/run.js');
  const { parseDocument } = await load('sim/core/document.js');
  const example = (file) => readFileSync(join(root, 'examples', file), 'utf8');
  return {
    example,
    run: (file, set = {}) => runDocument(parseDocument(example(file), file), { set: pairs(set) }),
    inputOf: (file, set = {}) => simulationInput(parseDocument(example(file), file), { set: pairs(set) }).input,
    parse: (file) => parseDocument(example(file), file).value,
    ...await load('reports/text/run-table.js'),
    ...await load('reports/figures/roofline.js'),
    ...await load('reports/figures/sweep-lines.js'),
    ...await load('reports/text/sweep-table.js'),
    ...await load('experiment/sweep.js'),
    ...await load('experiment/sweep-input.js'),
    parseDocument,
    ...await load('validation/judge.js'),
    ...await load('validation/systems.js'),
    ...await load('validation/recorded.js'),
    ...await load('validation/fpga/flightllm-ratios.js'),
    ...await load('cli/commands.js'),
    ...await load('arch/registry.js'),
    ...await load('sim/numerics/catalogue.js'),
    ...await load('sim/numerics/codec.js'),
    ...await load('sim/model/quantization.js'),
    ...await load('workloads/literature/methods.js'),
    ...await load('workloads/decoder-graph.js'),
    ...await load('workloads/models.js'),
    ...await load('workloads/side-paths.js'),
    ...await load('serving/schema/scenario.js'),
    ...await load('serving/kinds.js'),
    schemas: { ...(await load('experiment/schema/index.js')).schemas, mask: (await load('experiment/schema/mask.js')).maskSchema },
    formatSi: (await load('sim/core/units.js')).formatSi,
  };
}

/** Values that replace those of an example, as the command line gives them. */
function pairs(set) {
  return Object.entries(set).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]);
}
