import assert from 'node:assert/strict';
import { judgeSystem } from '../../src/validation/judge.js';
import { shiftaddllm } from '../../src/validation/shiftaddllm.js';
import { releasedLayers } from '../../src/validation/shiftaddllm/model-layers.js';
import { referenceTable } from '../kit/fixtures.js';

const ask = (metric: string, config: unknown, system = 'ShiftAddLLM energy model'): unknown => {
  const outcome = shiftaddllm.simulate('published', { system, metric, config }, 'analytic');
  return outcome.kind === 'not-modelled' ? outcome.reason : outcome.answers['value'];
};
const total = (config: object): number => Number(ask('total energy', config));

describe('validation of ShiftAddLLM', () => {
  it('agrees in every energy and latency within 1e-6, and leaves two claims without a stated case', () => {
    const judged = judgeSystem(shiftaddllm, referenceTable, 'analytic');
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [26, 0, 0, 0, 2]);
    assert.ok(judged.worst!.relativeError < 1e-6);
    assert.deepEqual(judged.rows.filter(({ verdict }) => verdict === 'not-modelled').map(({ id }) => id), ['P280', 'P281']);
    assert.ok(judged.rows.every(({ reason }) => reason.length > 30));
  });

  it('answers other models, methods and operations by their inputs', () => {
    const small = { model: 'opt-350m', quant: 'gptq', wbits: 3 };
    assert.ok(total(small) < total({ ...small, quant: 'fp', wbits: 16 }) && total(small) > total({ ...small, wbits: 2 }));
    assert.ok(total({ model: 'opt-125m', quant: 'shiftaddllm', wbits: 'mix' }) > total({ model: 'opt-125m', quant: 'shiftaddllm', wbits: 2 }));
    assert.ok(total({ model: 'opt-125m', quant: 'shiftaddllm', wbits: 'mix' }) < total({ model: 'opt-125m', quant: 'shiftaddllm', wbits: 3 }));
    assert.ok(Number(ask('total latency', { model: 'opt-125m', quant: 'fp', wbits: 16 })) > 0);
    assert.ok(Number(ask('latency of selected tiling', { op: 'Mult', inC: 96, outM: 1, wbits: 16, batch: 2 })) > 0);
  });

  it('has no figure for rows that it does not know', () => {
    for (const [metric, config] of [['total energy', { model: 'opt-9t', quant: 'fp', wbits: 16 }], ['total energy', { model: 'opt-125m', quant: 'magic', wbits: 3 }], ['colour', {}], ['energy of selected tiling', null], ['energy of selected tiling', { op: 'FC', inC: 1.5 }]] as const) {
      assert.equal(typeof ask(metric, config), 'string');
    }
    assert.match(String(ask('energy FP16', { model: 'OPT-66B', bits: 3 }, 'ShiftAddLLM')), /at 3 bits/);
  });

  it('takes the layers that the script counts: keys and values of Llama 1 to 3, mixed bits, no attention', () => {
    const widths = (name: string): readonly number[] => releasedLayers(name, 'shifted-tables', 'mix')!.flatMap(({ layer }) => (layer.kind === 'linear' ? [layer.outputs] : []));
    assert.deepEqual(widths('llama2-70b').slice(0, 4), [8192, 8192, 8192, 8192]);
    assert.deepEqual(widths('llama3-8b').slice(0, 4), [4096, 512, 512, 4096]);
    assert.deepEqual(releasedLayers('opt-350m', 'float', 16)!.map(({ layer, repeat }) => (layer.kind === 'linear' ? [layer.inputs, layer.outputs, repeat] : [])).at(-1), [1024, 50272, 1]);
    assert.deepEqual(releasedLayers('opt-125m', 'tables', 'mix')!.map(({ layer }) => (layer.kind === 'linear' ? layer.weightBits : 0)), [2, 2, 3, 3, 2, 2, 16]);
    assert.equal(releasedLayers('no-model', 'float', 16), null);
  });
});
