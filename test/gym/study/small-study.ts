import type { Open } from '../../../src/experiment/byte-source.js';
import { openFile } from '../../../src/cli/open-file.js';
import { parseDocument, type Document } from '../../../src/sim/core/document.js';
import { studyOfDocument, type Study } from '../../../src/gym/study/study.js';
import { repositoryRoot } from '../../kit/fixtures.js';

export const open: Open = openFile;

/** A study as a document; what is given takes the place of its fields. */
export function studyText(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    kind: 'study', name: 'small', experiment: `${repositoryRoot()}/examples/flightllm.json`,
    set: { 'workload.scenario': { promptTokens: 16, outputTokens: 4 } },
    parameters: [
      { path: 'architecture.parameters.cores', values: [1, 2, 3, 4, 8] },
      { name: 'columns', path: 'architecture.parameters.vector.columns', values: [16, 32, 64, 128] },
      { name: 'channels', path: ['architecture.parameters.memory.vector.weights.channels', 'architecture.parameters.memory.vector.kvCache.channels'], low: 1, high: 16 },
      { name: 'clock', path: 'architecture.parameters.clock', type: 'real', low: 100, high: 225, unit: 'MHz' },
      { name: 'scheme', path: 'workload.quantization', values: ['flightllm-mixed', 'int8'] },
    ],
    objectives: [{ metric: 'phases.decode.tokensPerSecond', name: 'rate', direction: 'maximise', unit: 'token/s' }],
    ...changes,
  });
}

export function smallDocument(changes: Readonly<Record<string, unknown>> = {}): Document {
  return parseDocument(studyText(changes), 'small.json');
}

export function smallStudy(changes: Readonly<Record<string, unknown>> = {}): Promise<Study> {
  return studyOfDocument(smallDocument(changes), { open });
}
