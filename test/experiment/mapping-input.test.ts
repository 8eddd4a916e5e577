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
    const prompt: readonly [string, string] = ['workload.scenario.promptTokens', '512'];
    const result = runDocument(example('systolic.json'), { set: [['mapping', 'search'], prompt] });
    assert.equal(result.mapping?.chosenBy, 'search');
    assert.ok(result.totals.latencySeconds! < runDocument(example('systolic.json'), { set: [prompt] }).totals.latencySeconds!);
  });

  it('may be given for an op', () => {
    const { mapping } = run(example('flightllm.json').value, { set: [['mapping', '{ "q_proj": { "mode": "matrix", "columns": 8 } }']] });
    const operator = mapping?.operators.find(({ name, phase }) => name === 'q_proj' && phase === 'decode');
    assert.deepEqual([operator?.mode, operator?.rows, operator?.columns, mapping?.chosenBy, operator?.optimal], ['matrix', 128, 8, 'experiment', false]);
  });

  it('may keep an output on the chip, and split a product over cores', () => {
    const { mapping } = run(example('flightllm.json').value, { set: [['mapping', '{ "qk_matmul": { "keepOutput": true }, "o_proj": { "split": "reduction" } }']] });
    const of = (op: string): readonly unknown[] | undefined => mapping?.operators.filter(({ name, phase }) => name === op && phase === 'prefill').map(({ split, keepOutput }) => [split, keepOutput])[0];
    assert.deepEqual([of('qk_matmul'), of('o_proj'), of('sv_matmul')], [['columns', true], ['reduction', false], ['columns', false]]);
    assert.deepEqual(problemsOf('flightllm.json', { '*': { split: 'column' } }).map(({ code, remedy }) => [code, remedy]), [['spec/not-one-of', 'did you mean "columns"?']]);
    assert.deepEqual(problemsOf('flightllm.json', { '*': { keepOutput: 1 } }).map(({ code }) => code), ['spec/wrong-type']);
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
