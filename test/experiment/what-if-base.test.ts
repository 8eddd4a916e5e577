import assert from 'node:assert/strict';
import { familyNamed } from '../../src/arch/registry.js';
import type { ByteSource, Open } from '../../src/experiment/byte-source.js';
import { runDocument, simulationInput, type RunOptions } from '../../src/experiment/run.js';
import { whatIfBase } from '../../src/experiment/what-if-base.js';
import { whatIfParts, wholeInput, type WhatIfBase } from '../../src/experiment/what-if.js';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { parseDocument, type Document } from '../../src/sim/core/document.js';
import { simulate } from '../../src/sim/engine/simulate.js';
import { modelNamed } from '../../src/workloads/models.js';
import { example, experimentExamples } from '../kit/fixtures.js';
import { modelFile } from '../workloads/gguf/model-file.js';

/** The result of the base itself, after a journey as JSON. */
function resultOf(document: Document, options: RunOptions = {}): unknown {
  const base = JSON.parse(JSON.stringify(whatIfBase(document, options))) as WhatIfBase;
  const input = whatIfParts(base, familyNamed(base.experiment.architecture.family)!).input(base.experiment);
  return simulate(wholeInput(base, base.experiment, input));
}

/** The same without what a base has not: published figures, and the digest of the file as it was written. */
function expected(document: Document, options: RunOptions = {}): unknown {
  const { experiment, provenance, ...rest } = runDocument(document, options);
  return { ...rest, published: [], experiment: experiment.name, digests: { ...provenance.digests, experiment: '' } };
}

function compared(result: unknown): unknown {
  const { experiment, provenance, ...rest } = JSON.parse(JSON.stringify(result)) as ReturnType<typeof runDocument>;
  return { ...rest, experiment: experiment.name, digests: { ...provenance.digests, experiment: '' } };
}

function assertSame(document: Document, options: RunOptions = {}): void {
  assert.deepEqual(compared(resultOf(document, options)), JSON.parse(JSON.stringify(expected(document, options))));
}

function fileOf(name: string, content: Uint8Array): ByteSource {
  return { name, size: content.length, read: (offset, length) => content.subarray(offset, offset + length) };
}

const openFiles = (files: Readonly<Record<string, unknown>>): Open => (path) => fileOf(path, new TextEncoder().encode(JSON.stringify(files[path] ?? assert.fail(path))));

describe('the base of what-if', () => {
  it('has every digit of every example', () => {
    for (const file of experimentExamples()) assertSame(example(file));
  });

  it('has what was set in place of what the file says', () => {
    const options: RunOptions = { set: [['workload.model', 'tinyllama-1.1b'], ['workload.scenario.batch', '4'], ['architecture.parameters.cores', '2']], fidelity: 'roofline' };
    assertSame(example('flightllm.json'), options);
    assert.equal(whatIfBase(example('flightllm.json'), options).experiment.fidelity, 'roofline');
  });

  it('holds what devices and schemes that are files say, so that no file is needed later', () => {
    const value = { ...(example('flightllm.json').value as Record<string, Record<string, unknown>>) };
    const document = parseDocument(JSON.stringify({
      ...value, workload: { ...value['workload'], quantization: 'w.json' }, architecture: { ...value['architecture'], device: 'my/board.json' },
    }), 'folder/e.json');
    const open = openFiles({
      'folder/w.json': { name: 'mine', weights: { type: 'int4', groupSize: 64 }, activations: 'int8', kvCache: 'int8' },
      'folder/my/board.json': { kind: 'device', name: 'board', extends: 'u280', memories: { hbm: { bandwidth: '400 GB/s' } } },
    });
    assertSame(document, { open });
    const { experiment } = whatIfBase(document, { open });
    assert.ok(typeof experiment.architecture.device === 'object' && typeof experiment.workload.quantization === 'object');
  });

  it('keeps the formats of a model file, and its shape for other formats', () => {
    const bytes = modelFile({ architecture: 'llama', spec: modelNamed('llama-3.2-1b')!, typeOf: () => 'Q8_0' });
    const gpu = example('gpu.json').value as { workload: object };
    const open: Open = (path) => ({ ...bytes, name: path });
    const document = (quantization: string): Document => parseDocument(JSON.stringify({ ...gpu, workload: { ...gpu.workload, model: './m.gguf', quantization } }), 'e.json');
    assertSame(document('as-stored'), { open });
    assertSame(document('int8'), { open });
    const base = whatIfBase(document('as-stored'), { open });
    const variant = whatIfParts(base, familyNamed('gpu')!).input({ ...base.experiment, workload: { ...base.experiment.workload, quantization: 'int8' } });
    assert.deepEqual(JSON.parse(JSON.stringify(variant.graph)), JSON.parse(JSON.stringify(simulationInput(document('int8'), { open }).input.graph)));
    assert.equal(whatIfBase(document('int8'), { open }).stored, null);
  });

  it('has the masks and the side paths of the experiment', () => {
    const gpu = example('gpu.json').value as { workload: object };
    const document = parseDocument(JSON.stringify({ ...gpu, workload: { ...gpu.workload, quantization: 'spqr', attention: { kind: 'sliding-window', window: 256 } } }), 'e.json');
    assertSame(document);
  });

  it('has the problems that archsim run has', () => {
    const wrong = (set: RunOptions['set']): void => {
      const problems = (body: () => unknown): unknown => {
        try {
          body();
          return assert.fail('no problem was found');
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          return error.problems;
        }
      };
      assert.deepEqual(problems(() => whatIfBase(example('flightllm.json'), { set: set! })), problems(() => runDocument(example('flightllm.json'), { set: set! })));
    };
    wrong([['workload.model', 'lama'], ['architecture.device', 'u281']]);
    wrong([['architecture.parameters.cores', '0']]);
    wrong([['workload.scenario.batch', '1.5']]);
  });
});
