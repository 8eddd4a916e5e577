import assert from 'node:assert/strict';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { run } from '../../src/experiment/run.js';
import { runDocument } from '../../src/experiment/run.js';
import { example, inputOfExample, runExample } from '../kit/fixtures.js';

/** Codes and remedies of what is wrong with a mapping of an example. */
function problemsOf(file: string, mapping: unknown): { code: string; pointer: string | undefined; remedy: string | undefined }[] {
  try {
    inputOfExample(file, { mapping });
  } catch (error) {
    assert.ok(error instanceof InputError);
    return error.problems.map(({ code, pointer, remedy }) => ({ code, pointer, remedy }));
  }
  return [];
}

describe('the mapping of an experiment', () => {
  it('is the rule where nothing is said, and then not told', () => {
    assert.equal(inputOfExample('flightllm.json').mapping, 'rule');
    assert.deepEqual(runExample('flightllm.json', { mapping: 'rule' }).totals, runExample('flightllm.json').totals);
    assert.equal('mapping' in runExample('flightllm.json'), false);
  });

  it('is searched with --set mapping=search', () => {
    const result = runDocument(example('systolic.json'), { set: [['mapping', 'search']] });
    assert.equal(result.mapping?.chosenBy, 'search');
    assert.ok(result.totals.latencySeconds! < runExample('systolic.json').totals.latencySeconds!);
  });

  it('may be given for an op', () => {
    const { mapping } = run(example('flightllm.json').value, { set: [['mapping', '{ "q_proj": { "mode": "matrix", "columns": 8 } }']] });
    const operator = mapping?.operators.find(({ name, phase }) => name === 'q_proj' && phase === 'decode');
    assert.deepEqual([operator?.mode, operator?.rows, operator?.columns, mapping?.chosenBy, operator?.optimal], ['matrix', 128, 8, 'experiment', false]);
  });

  it('with a name that is not there says which is near', () => {
    assert.deepEqual(problemsOf('flightllm.json', { q_prj: {}, '*': { mode: 'matrx' } }), [
      { code: 'mapping/unknown-op', pointer: '/mapping/q_prj', remedy: 'did you mean "q_proj"?' },
      { code: 'mapping/unknown-mode', pointer: '/mapping/*/mode', remedy: 'did you mean "matrix"?' },
    ]);
    assert.deepEqual(problemsOf('flightllm.json', 'serch').map(({ code, remedy }) => [code, remedy]), [['spec/not-one-of', 'did you mean "search"?']]);
    assert.deepEqual(problemsOf('flightllm.json', { '*': { row: 4 } }).map(({ code }) => code), ['spec/unknown-field']);
  });

  it('is refused for what is no product, for fixed tiles and for devices without tiles', () => {
    assert.deepEqual(problemsOf('flightllm.json', { softmax: { rows: 4 } }).map(({ code }) => code), ['mapping/not-a-product']);
    assert.deepEqual(problemsOf('lut-cpu.json', { '*': { rows: 4 } }).map(({ code, pointer }) => [code, pointer]), [['mapping/fixed-tiles', '/mapping/*/rows']]);
    assert.deepEqual(problemsOf('gpu.json', 'search').map(({ code }) => code), ['mapping/no-tiles']);
  });
});
