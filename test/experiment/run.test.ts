import assert from 'node:assert/strict';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { parseDocument } from '../../src/sim/core/document.js';
import { checkResult } from '../../src/experiment/check.js';
import { prepareDocument, run, runDocument } from '../../src/experiment/run.js';
import { example, experimentExamples } from '../kit/fixtures.js';
import { experiment } from '../cli/session.js';

describe('run', () => {
  it('gives the same result for the same experiment, to the last byte', () => {
    assert.equal(JSON.stringify(run(experiment())), JSON.stringify(run(experiment())));
  });

  it('gives what the document of the experiment gives', () => {
    assert.deepEqual(run(experiment()), runDocument(parseDocument(JSON.stringify(experiment(), null, 1), 'x.json')));
  });

  it('replaces values in order, the fidelity last', () => {
    const result = run(experiment(), { set: [['name', 'a'], ['name', 'b'], ['workload.scenario.batch', '2'], ['fidelity', 'analytic']], fidelity: 'roofline' });
    assert.deepEqual([result.experiment.name, result.workload.batch, result.fidelity], ['b', 2, 'roofline']);
  });

  it('opens no file unless it is told how', () => {
    assert.throws(() => run(experiment({ model: './config.json' })), (error: InputError) => error.problems[0]!.code === 'file/no-files');
  });

  it('throws InputError for what is no experiment at all', () => {
    for (const value of [null, 5, 'x', [], {}, { kind: 'experiment' }]) assert.throws(() => run(value), InputError);
  });

  it('compares published figures with its own', () => {
    const own = run(experiment()).totals.firstTokenSeconds!;
    const { published } = run(experiment({ more: { published: [
      { metric: 'totals.firstTokenSeconds', value: own / 2, source: 's' }, { metric: 'ttft', value: 0, source: 's' },
      { metric: 'totals.energyJoules', value: 1, source: 's' }, { metric: 'resources.dsp.used', value: 1, source: 's' },
    ] } }));
    assert.deepEqual(published.map((p) => [p.simulated, p.relativeError]), [[own, 1], [own, own], [null, null], [null, null]]);
  });

  it('refuses published figures of metrics that no result has, all of them', () => {
    const more = { published: [{ metric: 'totals.nope', value: 1, source: 's' }, { metric: 'ttft', value: 1, source: 's' }, { metric: 'totals', value: 1, source: 's' }] };
    assert.throws(() => run(experiment({ more })), (error: InputError) => {
      assert.deepEqual(error.problems.map((p) => [p.code, p.pointer]), [['experiment/unknown-metric', '/published/0/metric'], ['experiment/unknown-metric', '/published/2/metric']]);
      return true;
    });
  });

  it('warns of a context that is longer than the model was made for', () => {
    const warnings = (outputTokens: number): readonly string[] => run(experiment({ scenario: { promptTokens: 2000, outputTokens } })).warnings.filter((w) => w.startsWith('the context'));
    assert.deepEqual(warnings(49), []);
    assert.deepEqual(warnings(50), ['the context grows to 2049 tokens, and the model was made for 2048']);
  });

  it('warns of sources of values that are not there', () => {
    const source = { quality: 'published', source: 's' };
    const architecture = { family: 'gpu', device: 'a100-40gb', parameters: { fusedAttention: true }, sources: { '/parameters/fusedAttention': source, '/parameters/fused': source } };
    assert.deepEqual(run({ ...experiment(), architecture }).warnings.filter((w) => w.includes('sources has')), ['architecture.sources has /parameters/fused, and architecture has no such value']);
  });
});

describe('prepareDocument', () => {
  it('finds everything wrong before anything is simulated', () => {
    const text = JSON.stringify(experiment({ model: 'lama' }));
    assert.throws(() => prepareDocument(parseDocument(text, 'x.json')), InputError);
    assert.equal(prepareDocument(parseDocument(JSON.stringify(experiment()), 'x.json'))().feasible, true);
  });
});

describe('the schema of results', () => {
  it('lets every result of the bundled examples pass', () => {
    for (const file of experimentExamples()) {
      const result = runDocument(example(file));
      assert.deepEqual(checkResult(parseDocument(JSON.stringify(result), file)), JSON.parse(JSON.stringify(result)));
    }
  });

  it('lets results of designs that do not fit pass, and of requests without a decode step', () => {
    for (const changes of [{ model: 'llama-2-70b', quantization: 'fp16' }, { scenario: { promptTokens: 1, outputTokens: 1 } }]) checkResult(parseDocument(JSON.stringify(run(experiment(changes))), 'r'));
  });

  it('refuses a result with a part taken out or of another type', () => {
    const result = run(experiment()) as unknown as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(result)) {
      const rest = Object.fromEntries(Object.entries(result).filter(([other]) => other !== key));
      assert.throws(() => checkResult(parseDocument(JSON.stringify(rest), 'r')), InputError, key);
      assert.throws(() => checkResult(parseDocument(JSON.stringify({ ...rest, [key]: 'a text' }), 'r')), InputError, key);
    }
  });
});
