import assert from 'node:assert/strict';
import { InputError, problem, type Problem } from '../../src/sim/core/diagnostics.js';
import { parseDocument } from '../../src/sim/core/document.js';
import type { ByteSource, Open } from '../../src/experiment/byte-source.js';
import { inputOf } from '../../src/experiment/run.js';
import { resolveExperiment, type Resolved } from '../../src/experiment/resolve.js';
import { experiment } from '../cli/session.js';
import { problemsOf } from '../kit/problems.js';

type Changes = Parameters<typeof experiment>[0];

/** Opens what is held in memory. */
function holding(files: Readonly<Record<string, string>>): Open {
  return (path): ByteSource => {
    const text = files[path];
    if (text === undefined) throw new InputError([problem('file/unreadable', `no ${path}`)]);
    const bytes = new TextEncoder().encode(text);
    return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  };
}

function resolved(changes: Changes, files: Readonly<Record<string, string>> = {}, set: readonly (readonly [string, string])[] = []): Resolved {
  const document = parseDocument(JSON.stringify(experiment(changes), null, 2), 'dir/x.json');
  return resolveExperiment(inputOf(document, { set }), document, holding(files));
}

function problemsWith(...args: Parameters<typeof resolved>): readonly Problem[] {
  const problems = problemsOf(() => resolved(...args));
  assert.ok(problems.length > 0, 'it was accepted');
  return problems;
}

const config = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, num_hidden_layers: 2, intermediate_size: 128, vocab_size: 100, max_position_embeddings: 512 };

describe('an experiment', () => {
  it('finds a model by its name, by its id on the hub, by a path or as a value', () => {
    assert.equal(resolved({ model: 'llama-2-7b' }).graph.name, 'llama-2-7b');
    assert.equal(resolved({ model: 'meta-llama/Llama-2-7b-hf' }).graph.name, 'llama-2-7b');
    const byPath = resolved({ model: 'm/config.json' }, { 'dir/m/config.json': JSON.stringify(config) });
    const byValue = resolved({ model: config });
    assert.deepEqual(byPath.graph.groups, byValue.graph.groups);
    assert.deepEqual([byPath.maxContext, byValue.maxContext, byPath.graph.name], [512, 512, 'dir/m/config.json']);
    assert.equal(resolved({ model: { ...config, _name_or_path: 'mine' } }).graph.name, 'mine');
    const graph = { kind: 'graph', name: 'g', layers: [{ name: 'l', repeat: 1, ops: [{ kind: 'linear', name: 'a', inFeatures: 8, outFeatures: 8 }] }] };
    assert.deepEqual([resolved({ model: graph }).graph.name, resolved({ model: graph }).maxContext], ['g', null]);
    assert.equal(resolved({ model: 'g.json' }, { 'dir/g.json': JSON.stringify(graph) }).graph.name, 'g');
  });

  it('finds a scheme and a device by their names, by a path or as a value', () => {
    const scheme = { name: 's', weights: 'int4', activations: 'int8', kvCache: 'int8' };
    const device = { name: 'd', extends: 'a100-40gb' };
    assert.equal(resolved({}).scheme.name, 'w4a8');
    assert.equal(resolved({ quantization: scheme }).scheme.name, 's');
    assert.equal(resolved({ quantization: './s.json' }, { 'dir/./s.json': JSON.stringify(scheme) }).scheme.name, 's');
    assert.equal(resolved({}).device.name, 'a100-40gb');
    assert.equal(resolved({ device }).device.name, 'd');
    assert.equal(resolved({ device: '/d.json' }, { '/d.json': JSON.stringify({ kind: 'device', ...device }) }).device.name, 'd');
  });

  it('has one request, and logits of the last token, unless it says otherwise', () => {
    assert.deepEqual(resolved({}).scenario, { batch: 1, promptTokens: 16, outputTokens: 4, logits: 'last' });
    assert.deepEqual(resolved({ scenario: { batch: 3, promptTokens: 1, outputTokens: 1, logits: 'all' } }).scenario, { batch: 3, promptTokens: 1, outputTokens: 1, logits: 'all' });
  });

  it('is asked at the most exact fidelity of its family unless it says otherwise', () => {
    assert.equal(resolved({}).fidelity, 'roofline');
    assert.deepEqual(problemsWith({ more: { fidelity: 'analytic' } }).map((p) => [p.code, p.pointer]), [['experiment/fidelity', '/fidelity']]);
  });

  it('has digests that change with what they are of, and with nothing else', () => {
    const own = resolved({}).digests;
    assert.deepEqual(resolved({}).digests, own);
    const renamed = resolved({ more: { name: 'other' } }).digests;
    assert.notEqual(renamed['experiment'], own['experiment']);
    assert.deepEqual({ ...renamed, experiment: own['experiment'] }, own);
    const otherDevice = resolved({ device: { name: 'd', extends: 'a100-40gb' } }).digests;
    assert.deepEqual([otherDevice['graph'] === own['graph'], otherDevice['device'] === own['device']], [true, false]);
  });

  it('tells all names that it does not know at once, each at its place', () => {
    const found = problemsWith({ model: 'lama', quantization: 'w4a9', family: 'gpuu', device: 'u820' });
    assert.deepEqual(found.map((p) => [p.code, p.file, p.line, p.column]), [
      ['model/unknown', 'dir/x.json', 5, 14], ['scheme/unknown', 'dir/x.json', 6, 21], ['architecture/unknown-family', 'dir/x.json', 13, 15], ['device/unknown', 'dir/x.json', 14, 15],
    ]);
  });

  it('places what is wrong inside a file in that file, and a file that cannot be opened where it is named', () => {
    const files = { 'dir/m.json': JSON.stringify({ ...config, hidden_size: 'x' }, null, 1), 'dir/d.json': '{ "name": "d",\n "extends": "u820" }' };
    assert.deepEqual(problemsWith({ model: 'm.json', quantization: './s.json', device: 'd.json' }, files).map((p) => [p.code, p.file, p.line]), [
      ['model/wrong-type', 'dir/m.json', 3], ['file/unreadable', 'dir/x.json', 6], ['device/unknown', 'dir/d.json', 2],
    ]);
  });

  it('gives no place to what was set', () => {
    const found = problemsWith({}, {}, [['workload.model', 'lama'], ['architecture.device', '{ "name": "d", "extends": "a100-40gb", "tdp": "5 kg" }']]);
    assert.deepEqual(found.map((p) => [p.code, p.file, p.line, p.message.endsWith('(set)')]), [['model/unknown', 'dir/x.json', undefined, true], ['unit/wrong-unit', 'dir/x.json', undefined, true]]);
  });

  it('takes paths that were set as seen from where the command runs', () => {
    const files = { 'm.json': JSON.stringify(config), 'dir/m.json': '{}' };
    assert.equal(resolved({}, files, [['workload.model', 'm.json']]).graph.name, 'm.json');
    assert.equal(problemsWith({ model: 'm.json' }, files)[0]!.file, 'dir/m.json');
  });

  it('refuses a value of another kind in the place of a model', () => {
    assert.equal(problemsWith({ model: { kind: 'device', name: 'd' } })[0]!.code, 'spec/wrong-kind');
    assert.equal(problemsWith({ model: { kind: 'grph' } })[0]!.code, 'model/wrong-kind');
    assert.equal(problemsWith({ model: { kind: 5 } })[0]!.code, 'model/wrong-kind');
    assert.equal(problemsWith({ model: 'x.gguf' })[0]!.code, 'file/unreadable');
    assert.equal(problemsWith({ quantization: 'as-stored' })[0]!.code, 'workload/not-stored');
  });

  it('lets a config.json have a field named kind', () => {
    assert.equal(resolved({ model: { ...config, kind: 'chat' } }).graph.groups.length, resolved({ model: config }).graph.groups.length);
  });
});
