import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { valueAt } from '../sim/core/pointer.js';
import { schemeNamed } from '../workloads/schemes.js';
import { looksLikePath, pathFrom, type Open } from './byte-source.js';
import { checkDevice, checkScheme } from './check.js';
import { noFilesHere } from './diagnostics.js';
import { readDocument } from './read-document.js';
import { resolveExperiment } from './resolve.js';
import { inputOf, type RunOptions } from './run.js';
import type { ExperimentInput } from './schema/experiment.js';
import { version } from './version.js';
import type { WhatIfBase } from './what-if.js';

/**
 * What a page needs to simulate variants of an experiment: the experiment with its replaced values, and what its files hold. The same documents and options as for
 * `runDocument`. Throws `InputError` with every problem of the input.
 */
export function whatIfBase(document: Document, options: RunOptions = {}): WhatIfBase {
  const open: Open = options.open ?? noFiles;
  const input = inputOf(document, options);
  const { graph, scheme, maxContext, notes } = resolveExperiment(input, document, open);
  const { kind, name, description, workload, architecture, fidelity, mapping } = input;
  const { quantization } = workload;
  const { device } = architecture;
  const shared = { kind, name, ...(description === undefined ? {} : { description }), ...(fidelity === undefined ? {} : { fidelity }) };
  // FP16 changes no op of a model.
  const plain = resolveExperiment({ ...shared, workload: { ...workload, quantization: 'fp16' }, architecture }, document, open);
  const experiment: ExperimentInput = {
    ...shared, ...(mapping === undefined ? {} : { mapping }),
    workload: { ...workload, quantization: isPath(quantization) && schemeNamed(quantization) === undefined ? checkScheme(opened(quantization, '/workload/quantization', document, open)) : quantization },
    architecture: { ...architecture, device: isPath(device) ? checkDevice(opened(device, '/architecture/device', document, open)) : device },
  };
  return { experiment, graph: plain.graph, stored: quantization === 'as-stored' ? { graph, scheme } : null, maxContext, notes, version };
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && looksLikePath(value);
}

/** Paths are relative to the file that names them, those that were set to the current folder. */
function opened(path: string, pointer: string, document: Document, open: Open): Document {
  return readDocument(open(pathFrom(valueAt(document.value, pointer) === path ? document.file : '', path)));
}

const noFiles: Open = (path) => {
  throw new InputError([noFilesHere(path)]);
};
