import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { checkDevice, checkExperiment, checkGraph, checkParameters, checkScheme } from '../../src/experiment/check.js';
import { schemas } from '../../src/experiment/schema/index.js';
import { setPath } from '../../src/experiment/set-path.js';
import * as validators from '../../src/experiment/validators.js';
import type { Problem } from '../../src/sim/core/diagnostics.js';
import { parseDocument, type Document } from '../../src/sim/core/document.js';
import { childPointer } from '../../src/sim/core/pointer.js';
import { validExperiment } from './valid-experiment.js';
import { problemsOf } from '../kit/problems.js';

/** The problems of the valid experiment with one piece of its text replaced by another. */
function problemsWith(piece: string, replacement: string): readonly Problem[] {
  assert.ok(validExperiment.includes(piece), `the fixture has no ${piece}`);
  return problemsOf(() => checkExperiment(parseDocument(validExperiment.replace(piece, () => replacement), 'x.json')));
}

function onlyProblem(problems: readonly Problem[]): Problem {
  assert.equal(problems.length, 1, problems.map((p) => p.message).join('\n'));
  return problems[0]!;
}

/** The text that stands at the place of a problem. */
function textAt(text: string, p: Problem, length: number): string {
  return text.split('\n')[p.line! - 1]!.slice(p.column! - 1, p.column! - 1 + length);
}

describe('checkExperiment', () => {
  it('shows what is wrong with the parameters of the family beside its own problems', () => {
    const text = JSON.stringify({ kind: 'experiment', name: 'x', workload: { model: 'm', quantization: 'q', scenario: { promptTokens: 0, outputTokens: 1 } }, architecture: { family: 'gpu', device: 'd', parameters: { fusedAttentoin: true } } });
    const codes = problemsOf(() => checkExperiment(parseDocument(text, 'x.json'))).map((p) => `${p.code} ${p.message.includes('fusedAttentoin') ? 'parameters' : 'own'}`);
    assert.deepEqual(codes.sort(), ['spec/out-of-range own', 'spec/unknown-field parameters']);
  });

  it('accepts an experiment that uses every part of the schema', () => {
    const document = parseDocument(validExperiment, 'x.json');
    assert.equal(checkExperiment(document), document.value);
  });

  it('accepts names in place of objects', () => {
    const { workload, architecture } = checkExperiment(parseDocument(`{ "kind": "experiment", "name": "x",
      "workload": { "model": { "model_type": "llama" }, "quantization": "w4a16", "scenario": { "promptTokens": 1, "outputTokens": 1 } },
      "architecture": { "family": "gpu", "device": "a100" } }`, 'x.json'));
    assert.equal(workload.scenario.batch, undefined);
    assert.equal(architecture.device, 'a100');
  });

  it('names an unknown field, its near name and the place of its key', () => {
    const found = onlyProblem(problemsWith('"attention"', '"atention"'));
    assert.equal(found.code, 'spec/unknown-field');
    assert.equal(found.message, 'unknown field "atention" in /workload');
    assert.equal(found.remedy, 'did you mean "attention"?');
    assert.equal(found.pointer, '/workload/atention');
    assert.equal(found.file, 'x.json');
    assert.equal(textAt(validExperiment.replace('"attention"', '"atention"'), found, 10), '"atention"');
  });

  it('names an unknown field of the document itself', () => {
    assert.equal(onlyProblem(problemsWith('"mapping"', '"maping"')).message, 'unknown field "maping" in the document');
  });

  it('names a missing field at the place of its object, with what it is for', () => {
    const found = onlyProblem(problemsWith('"promptTokens": 128, ', ''));
    assert.equal(found.code, 'spec/missing-field');
    assert.equal(found.message, 'missing field "promptTokens" (Tokens of the prompt of one request) in /workload/scenario');
    assert.equal(found.remedy, 'add for example "promptTokens": 128');
    assert.equal(textAt(validExperiment, found, 11), '{ "batch": ');
  });

  it('says which type is needed and what was given', () => {
    const cases: readonly (readonly [piece: string, replacement: string, message: string])[] = [
      ['"batch": 2', '"batch": "2"', '/workload/scenario/batch must be an integer, got "2"'],
      ['"batch": 2', '"batch": 2.5', '/workload/scenario/batch must be an integer, got 2.5'],
      ['"batch": 2', '"batch": null', '/workload/scenario/batch must be an integer, got null'],
      ['"name": "mutant"', '"name": {}', '/name must be a text, got an object'],
      ['"activations": "int8"', '"activations": [1, 2]', '/workload/quantization/activations must be a text, got a list of 2'],
      ['"ops": ["lm_head"]', '"ops": "lm_head"', '/workload/quantization/overrides/0/ops must be a list, got "lm_head"'],
      ['"parameters": { "clock": "225 MHz" }', '"parameters": []', '/architecture/parameters must be an object, got an empty list'],
    ];
    for (const [piece, replacement, message] of cases) {
      const found = onlyProblem(problemsWith(piece, replacement));
      assert.equal(found.code, 'spec/wrong-type');
      assert.equal(found.message, message);
    }
  });

  it('says the range of a number', () => {
    const cases: readonly (readonly [piece: string, replacement: string, message: string])[] = [
      ['"batch": 2', '"batch": 0', '/workload/scenario/batch must be 1 to 1000000, got 0'],
      ['"outputTokens": 64', '"outputTokens": 1e8', '/workload/scenario/outputTokens must be 1 to 10000000, got 100000000'],
      ['"price": 7000', '"price": -1', '/architecture/device/price must be more than 0, got -1'],
      ['[2048, 0.5]', '[2048, 1.5]', '/workload/attention/filled/0/1 must be more than 0 and at most 1, got 1.5'],
      ['"bandwidth": "460 GB/s"', '"bandwidth": 0', '/architecture/device/memories/hbm/bandwidth must be more than 0, got 0'],
    ];
    for (const [piece, replacement, message] of cases) {
      const found = onlyProblem(problemsWith(piece, replacement));
      assert.equal(found.code, 'spec/out-of-range');
      assert.equal(found.message, message);
    }
  });

  it('lists the values that a field can have, and the near one', () => {
    const found = onlyProblem(problemsWith('"fidelity": "analytic"', '"fidelity": "analitic"'));
    assert.equal(found.code, 'spec/not-one-of');
    assert.equal(found.message, '/fidelity must be one of "roofline", "analytic", "event", got "analitic"');
    assert.equal(found.remedy, 'did you mean "analytic"?');
    assert.equal(onlyProblem(problemsWith('"kind": "experiment"', '"kind": "stdy"')).message, '/kind must be "experiment", got "stdy"');
  });

  it('says how long a text or a list may be', () => {
    assert.equal(onlyProblem(problemsWith('"mutant"', '""')).message, '/name must have at least 1 character, got 0');
    assert.equal(onlyProblem(problemsWith('"mutant"', `"${'y'.repeat(201)}"`)).message, '/name must have at most 200 characters, got 201');
    assert.equal(onlyProblem(problemsWith('["lm_head"]', '[]')).message, '/workload/quantization/overrides/0/ops must have at least 1 item, got 0');
    assert.equal(onlyProblem(problemsWith('[2048, 0.5]', '[2048, 0.5, 1]')).message, '/workload/attention/filled/0 must have at most 2 items, got 3');
  });

  it('tells of a union only what the branch dislikes that was meant', () => {
    assert.equal(onlyProblem(problemsWith('"weights": "int8"', '"weights": "int44"')).remedy, 'did you mean "int4"?');
    assert.match(onlyProblem(problemsWith('"weights": "int8"', '"weights": "nope"')).message, /must be one of "int1", .*"olive4" or an object, got "nope"$/);
    assert.equal(onlyProblem(problemsWith('"weights": "int8"', '"weights": 8')).message, '/workload/quantization/overrides/0/weights must be a text or an object, got 8');
    assert.equal(onlyProblem(problemsWith('"model": "llama-2-7b"', '"model": []')).message, '/workload/model must be a text or an object, got an empty list');
    assert.equal(onlyProblem(problemsWith('"tdp": "225 W"', '"tdp": true')).message, '/architecture/device/tdp must be a number or a text, got true');
    assert.equal(onlyProblem(problemsWith('"groupSize": 128', '"groupSise": 128')).message, 'unknown field "groupSise" in /workload/quantization/weights');
    assert.equal(onlyProblem(problemsWith('"share": 0.01', '"share": 2')).message, '/workload/quantization/weights/outliers/share must be 0 to 1, got 2');
  });

  it('tells of a union by kind only what that kind dislikes', () => {
    assert.equal(onlyProblem(problemsWith('"block": 64', '"blocks": 64, "block": 64')).remedy, 'did you mean "block"?');
    assert.match(onlyProblem(problemsWith('"block-sparse"', '"block-sparce"')).message, /^\/workload\/attention\/kind must be one of "causal", .*, got "block-sparce"$/);
    assert.equal(onlyProblem(problemsWith('"kind": "block-sparse", ', '')).code, 'spec/missing-field');
    assert.equal(onlyProblem(problemsWith('"kind": "block-sparse"', '"kind": 7')).code, 'spec/not-one-of');
  });

  it('reports all problems at once, in the order of the text', () => {
    const text = validExperiment.replace('"name": "mutant"', '"nam": "mutant"').replace('"batch": 2', '"batch": 0').replace('"int4"', '"int44"').replace('"dsp": 9024', '"dsp": "many"').replace('55', '"55"');
    const problems = problemsOf(() => checkExperiment(parseDocument(text, 'x.json')));
    assert.deepEqual(problems.map((p) => p.code), ['spec/missing-field', 'spec/unknown-field', 'spec/not-one-of', 'spec/out-of-range', 'spec/wrong-type', 'spec/wrong-type']);
    const places = problems.map((p) => p.line! * 1e6 + p.column!);
    assert.deepEqual(places, [...places].sort((a, b) => a - b));
  });

  it('shows at most fifty problems and counts the rest', () => {
    const many = Array.from({ length: 120 }, (_, i) => `"field${i}": 1,`).join('\n');
    const problems = problemsWith('"mapping"', `${many} "mapping"`);
    assert.equal(problems.length, 51);
    assert.deepEqual([problems[50]!.code, problems[50]!.message], ['spec/more-problems', '70 more problems are not shown']);
  });

  it('never shows more than 80 characters of a value', () => {
    const long = 'y'.repeat(5000);
    for (const [piece, replacement] of [['"mutant"', `["${long}"]`], ['"fidelity": "analytic"', `"fidelity": "${long}"`], ['"mapping"', `"${long}"`], ['"batch": 2', `"batch": "${long}"`], ['"int4"', `{ "${long}": 1 }`], ['"int4"', `"${'€'.repeat(3000)}"`]] as const) {
      for (const p of problemsWith(piece, replacement)) {
        assert.doesNotMatch(p.message + (p.remedy ?? ''), /y{80}|€{80}/);
        assert.ok(p.message.length < 400, p.message);
      }
    }
  });

  it('rejects what is not an object', () => {
    for (const text of ['[]', '5', 'null', '"x"', 'true']) {
      const found = onlyProblem(problemsOf(() => checkExperiment(parseDocument(text, 'x.json'))));
      assert.match(found.message, /^the document must be an object, got /);
      assert.deepEqual([found.line, found.column], [1, 1]);
    }
  });
});

describe('values that were set', () => {
  const document = parseDocument(validExperiment, 'x.json');
  const problemsOfSet = (...changes: readonly (readonly [path: string, text: string])[]): readonly Problem[] =>
    problemsOf(() => checkExperiment(document, changes.reduce((value, [path, text]) => setPath(value, path, text), document.value)));

  it('have no place and say so', () => {
    const found = onlyProblem(problemsOfSet(['workload.scenario.batch', '0']));
    assert.equal(found.message, '/workload/scenario/batch must be 1 to 1000000, got 0 (set)');
    assert.deepEqual([found.file, found.line, found.column], ['x.json', undefined, undefined]);
    assert.equal(onlyProblem(problemsOfSet(['workload.scenario.bach', '4'])).message, 'unknown field "bach" in /workload/scenario (set)');
    assert.equal(onlyProblem(problemsOfSet(['architecture', 'u280'])).message, '/architecture must be an object, got "u280" (set)');
    assert.equal(onlyProblem(problemsOfSet(['published[1].metric', 'x'], ['published[1].value', '1'])).message, 'missing field "source" (Where it is published) in /published/1 (set)');
  });

  it('come after the problems of the text, which keep their places', () => {
    const broken = parseDocument(validExperiment.replace('"int32"', '"int33"'), 'x.json');
    const problems = problemsOf(() => checkExperiment(broken, setPath(broken.value, 'name', '5')));
    assert.deepEqual(problems.map((p) => [p.pointer, p.line !== undefined]), [['/workload/quantization/accumulator', true], ['/name', false]]);
  });

  it('are valid when they make a broken text right', () => {
    const broken = parseDocument(validExperiment.replace('"batch": 2', '"batch": 0'), 'x.json');
    assert.doesNotThrow(() => checkExperiment(broken, setPath(broken.value, 'workload.scenario.batch', '1')));
  });
});

describe('checkGraph', () => {
  const op = '{ "kind": "linear", "name": "q_proj", "inFeatures": 64, "outFeatures": 64 }';
  const graph = (ops: string): Document => parseDocument(`{ "kind": "graph", "name": "g", "layers": [{ "name": "a", "repeat": 2, "ops": [${ops}] }] }`, 'g.json');

  it('accepts each kind of op with its defaults left out', () => {
    const ops = [op, '{ "kind": "scores", "name": "s", "heads": 4, "kvHeads": 2, "headDim": 16 }', '{ "kind": "softmax", "name": "p", "heads": 4, "kvHeads": 2, "headDim": 16, "mask": { "kind": "lambda", "sinks": 4, "window": 64 }, "epilogue": true }',
      '{ "kind": "norm", "name": "n", "width": 64, "parameters": 64 }', '{ "kind": "embedding", "name": "e", "rows": 100, "width": 64, "epilogue": false }'];
    assert.equal(checkGraph(graph(ops.join())).layers[0]!.ops.length, 5);
  });

  it('tells of an op only what its kind dislikes', () => {
    const problems = problemsOf(() => checkGraph(graph('{ "kind": "norm", "name": "n", "widht": 64 }, { "kind": "conv" }, {}, 5, { "kind": "linear", "name": "q", "inFeatures": 0, "outFeatures": 20000000, "epilogue": true }')));
    assert.deepEqual(problems.map((p) => `${p.code} ${p.pointer ?? ''}`), [
      'spec/missing-field /layers/0/ops/0', 'spec/unknown-field /layers/0/ops/0/widht', 'spec/not-one-of /layers/0/ops/1/kind', 'spec/missing-field /layers/0/ops/2', 'spec/wrong-type /layers/0/ops/3',
      'spec/out-of-range /layers/0/ops/4/inFeatures', 'spec/out-of-range /layers/0/ops/4/outFeatures', 'spec/not-one-of /layers/0/ops/4/epilogue',
    ]);
  });

  it('refuses more than 10,000 ops in all its layers', () => {
    const layer = `{ "name": "a", "repeat": 1, "ops": [${Array.from({ length: 6000 }, () => op).join()}] }`;
    const found = onlyProblem(problemsOf(() => checkGraph(parseDocument(`{ "kind": "graph", "name": "g", "layers": [${layer}, ${layer}] }`, 'g.json'))));
    assert.match(found.message, /at most 10000 ops together, got 12000/);
    assert.equal(found.pointer, '/layers');
  });

  it('places the problems of a graph inside an experiment', () => {
    const text = validExperiment.replace('"model": "llama-2-7b"', '"model": { "kind": "graph", "name": "g", "layers": [{ "name": "a", "repeat": 0, "ops": [{ "kind": "add", "name": "r", "width": 8 }] }] }');
    const document = parseDocument(text, 'x.json');
    const { model } = checkExperiment(document).workload;
    const found = onlyProblem(problemsOf(() => checkGraph(document, model, '/workload/model')));
    assert.equal(found.pointer, '/workload/model/layers/0/repeat');
    assert.equal(textAt(text, found, 1), '0');
  });

  it('ends in seconds on a large graph that is wrong throughout', function () {
    this.timeout(20_000);
    const problems = problemsOf(() => checkGraph(graph(Array.from({ length: 30_000 }, () => '{ "kind": "scores", "mask": 1, "x": 2 }').join())));
    assert.match(problems[50]!.message, /^\d{6} more problems are not shown$/);
  });
});

describe('the other checks', () => {
  it('check a scheme, a device and the parameters of a family in the same way', () => {
    assert.equal(checkScheme(parseDocument('{ "weights": "int4", "activations": "fp16", "kvCache": "fp16" }', 's.json')).weights, 'int4');
    assert.equal(checkDevice(parseDocument('{ "kind": "device", "name": "d", "extends": "u280" }', 'd.json')).extends, 'u280');
    assert.equal(onlyProblem(problemsOf(() => checkDevice(parseDocument('{ "name": "d", "typ": "fpga" }', 'd.json')))).remedy, 'did you mean "type"?');
    const gpu = parseDocument('{ "architecture": { "parameters": { "fusedAtention": true } } }', 'x.json');
    const found = onlyProblem(problemsOf(() => { checkParameters('gpu', gpu, { fusedAtention: true }, '/architecture/parameters'); }));
    assert.equal(found.message, 'unknown field "fusedAtention" in /architecture/parameters');
  });

  it('place what is missing in parameters that were left out at their nearest parent', () => {
    const document = parseDocument('{\n "architecture": { "family": "dsp-chain" } }', 'x.json');
    for (const p of problemsOf(() => { checkParameters('dsp-chain', document, {}, '/architecture/parameters'); })) {
      assert.deepEqual([p.code, p.line, p.column], ['spec/missing-field', 2, 18]);
    }
  });

  it('do not check a family that has no schema', () => {
    assert.throws(() => { checkParameters('abacus', parseDocument('{}', 'x.json'), {}, ''); }, /no validator was compiled/);
  });
});

/** The pointers of a value and of all that it holds. */
function pointersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pointersOf(inner, childPointer(at, key)))];
}

function mutated(value: unknown, pointer: string, change: (inner: unknown) => unknown): unknown {
  if (pointer === '') return change(value);
  const copy = structuredClone(value);
  const parts = pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = parts.pop()!;
  const parent = parts.reduce((inner, part) => inner[part] as Record<string, unknown>, copy as Record<string, unknown>);
  parent[last] = change(parent[last]);
  return copy;
}

describe('a valid experiment, mutated at random', () => {
  const valid = parseDocument(validExperiment, 'x.json').value;
  const pointers = pointersOf(valid);
  const odd = fc.oneof(fc.constantFrom<unknown>(0, -1, 1, 1.5, 1e300, '', 'x', 'int4', 'causal', true, false, null, [], {}, [{}], { kind: 'causal' }, { kind: 'device', name: 'x' }, { kind: 'full', window: 1 }), fc.jsonValue({ maxDepth: 2 }));
  const change = fc.oneof(
    odd.map((other) => () => other),
    fc.constantFrom('x', 'kind', 'toString', 'weights', 'rosw').map((key) => (inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...inner, [key]: 1 } : [inner])),
    fc.nat(20).map((n) => (inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).filter((_, i) => i !== n % Object.keys(inner).length)) : inner)),
  );
  const mutant = fc.array(fc.tuple(fc.constantFrom(...pointers), change), { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce<unknown>((value, [pointer, f]) => {
    try {
      return mutated(value, pointer, f);
    } catch {
      return value;
    }
  }, valid));

  it('throws nothing but InputError when its text is cut, doubled or overwritten', () => {
    const edit = fc.tuple(fc.nat(validExperiment.length), fc.nat(40), fc.oneof(fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '\\', '//', '/*', '1e999', '\u0000', '"__proto__": 1,', '\ud800'), fc.string({ maxLength: 5 })));
    fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const text = edits.reduce((t, [at, length, insert]) => t.slice(0, at) + insert + t.slice(at + length), validExperiment);
      const lines = text.split(/\r\n|\r|\n/);
      for (const p of problemsOf(() => checkExperiment(parseDocument(text, 'x.json')))) {
        if (p.code.endsWith('/more-problems')) continue;
        assert.ok(p.line! >= 1 && p.line! <= lines.length && p.column! >= 1 && p.column! <= lines[p.line! - 1]!.length + 1, `${p.line ?? 0}:${p.column ?? 0}`);
      }
    }), { numRuns: 1000 });
  });

  it('has problems exactly where its schema is broken, each with a place and a text of its own', () => {
    const wholeSchema = new Ajv2020({ allErrors: true, discriminator: true }).compile(JSON.parse(JSON.stringify(schemas['experiment'])) as object);
    fc.assert(fc.property(mutant, (value) => {
      const text = JSON.stringify(value, null, 1);
      if (/"(?:__proto__|constructor|prototype)":/.test(text)) return;
      const problems = problemsOf(() => checkExperiment(parseDocument(text, 'x.json')));
      assert.equal(problems.length === 0, wholeSchema(JSON.parse(text)), text);
      assert.equal(new Set(problems.map((p) => p.message)).size, problems.length);
      for (const p of problems) {
        assert.match(p.code, /^spec\/(?!broken-rule)/);
        assert.ok(p.line !== undefined && p.column !== undefined);
        assert.doesNotMatch(p.message, /\(set\)|undefined/);
      }
    }), { numRuns: 1000 });
  });

  it('has the same problems when the change is set', () => {
    fc.assert(fc.property(fc.constantFrom('name', 'workload.scenario', 'architecture.device.memories', 'workload.quantization.weights', 'published[0]'), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const text = JSON.stringify(value);
      if (/"(?:__proto__|constructor|prototype)":/.test(text)) return;
      const document = parseDocument(validExperiment, 'x.json');
      const set = setPath(document.value, path, text);
      const plain = (problems: readonly Problem[]): string[] => problems.map((p) => p.message.replace(/ \(set\)$/, '')).sort();
      assert.deepEqual(plain(problemsOf(() => checkExperiment(document, set))), plain(problemsOf(() => checkExperiment(parseDocument(JSON.stringify(set), 'y.json')))));
    }));
  });
});

describe('the compiled validators', () => {
  it('exist for every schema', () => {
    for (const name of Object.keys(schemas)) assert.equal(typeof (validators as unknown as Readonly<Record<string, unknown>>)[name], 'function', name);
  });
});
