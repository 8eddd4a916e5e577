import assert from 'node:assert/strict';
import { judgeSystem } from '../../src/validation/judge.js';
import { meanOverhead } from '../../src/validation/lut-tensor-core/layers.js';
import { lutTensorCoreSystem as system } from '../../src/validation/lut-tensor-core/lut-tensor-core.js';
import type { JudgedRow, Outcome, ReferenceRow } from '../../src/validation/system.js';
import { referenceTable } from '../kit/fixtures.js';

const table = referenceTable('lut.json');
const judged = judgeSystem(system, () => table, 'analytic');
const published = (table as { readonly published: readonly ReferenceRow[] }).published;
const rowOf = (id: string): JudgedRow => judged.rows.find((row) => row.id === id) ?? assert.fail(id);
const ask = (metric: string, config: Readonly<Record<string, unknown>>, name = 'LUT Tensor Core'): Outcome => system.simulate('published', { system: name, metric, config }, 'analytic');

function valueOf(outcome: Outcome): number {
  assert.ok(outcome.kind !== 'not-modelled', JSON.stringify(outcome));
  return outcome.answers['value'] as number;
}

const table1 = (hw: string, model: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({ hw, model, process: 'normalised to 28nm 1.41GHz', ...more });
const bitnet = 'BitNet-b1.58-3B WINT2AINT8';

describe('the rows of LUT Tensor Core', () => {
  it('agree but for the LLaMA-2-70B layer in decode', () => {
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [46, 2, 9, 0, 12]);
    assert.deepEqual(judged.rows.filter((r) => r.verdict === 'differs').map((r) => r.id), ['P064', 'P065']);
    assert.ok(judged.meanAbsoluteRelativeError! < 0.11);
  });

  it('are all answered, or not with a reason of their own', () => {
    for (const row of judged.rows) if (row.verdict === 'not-modelled') assert.ok(row.reason.length > 40, row.id);
    for (const row of judged.rows) if (row.verdict === 'fitted') assert.match(row.reason, /fitted/);
  });

  it('are fitted where a constant was, and nowhere else', () => {
    const fitted = judged.rows.filter((r) => r.verdict === 'fitted').map((r) => r.id);
    assert.deepEqual(fitted, ['P001', 'P002', 'P007', 'P008', 'P041', 'P049', 'P050', 'P053', 'P070']);
    for (const id of ['P001', 'P002', 'P007', 'P008', 'P041', 'P049', 'P070']) assert.ok(rowOf(id).relativeError! < 0.005, id);
  });

  it('of Table 1: latencies of look-up arrays within 16 %, peaks within 0.1 %', () => {
    for (const id of ['P013', 'P014', 'P019', 'P020', 'P031', 'P035']) assert.ok(rowOf(id).relativeError! < 0.16, id);
    for (const id of ['P032', 'P037']) assert.ok(rowOf(id).relativeError! < 0.001, id);
    for (const id of ['P025', 'P026']) assert.match(rowOf(id).reason, /same peak and bandwidth/);
  });

  it('of Table 2: areas and powers within 25 %, steps within 10 %', () => {
    for (const id of ['P043', 'P044', 'P046', 'P047']) assert.ok(rowOf(id).relativeError! < 0.25, id);
    const ratio = (a: string, b: string, of: 'reference' | 'simulated'): number => rowOf(a)[of]! / rowOf(b)[of]!;
    for (const [a, b] of [['P041', 'P043'], ['P043', 'P047'], ['P041', 'P047'], ['P044', 'P046']] as const) {
      assert.ok(Math.abs(ratio(a, b, 'simulated') / ratio(a, b, 'reference') - 1) < 0.1, `${a} / ${b}`);
    }
  });

  it('of Table 4: mean overheads in prefill within 2 points, in decode within 3.1', () => {
    assert.ok(Math.abs(meanOverhead('prefill', 'separate') - 16.47) < 2);
    assert.ok(Math.abs(meanOverhead('decode', 'separate') - 24.41) < 3.1);
    assert.ok(Math.abs(meanOverhead('prefill', 'fused') - 2.5) < 1);
    assert.ok(Math.abs(meanOverhead('decode', 'fused') - 2.52) < 0.05);
  });

  it('of the artifact\'s log: its cycles within 10 %, its blocks and writes exactly', () => {
    assert.ok(rowOf('P094').relativeError! < 0.1);
    assert.equal(rowOf('P098').relativeError, 0);
    assert.equal(rowOf('P100').relativeError, 0);
  });

  it('do not depend on their answers, ids or order', () => {
    const changed = { published: [...published].reverse().map((row, i) => ({ ...row, id: `X${i}`, value: 1 })) };
    const again = judgeSystem(system, () => changed, 'analytic');
    assert.deepEqual(again.rows.map((r) => r.simulated).reverse(), judged.rows.map((r) => r.simulated));
  });
});

describe('questions of the same kind', () => {
  it('have the peaks, areas and efficiencies of arrays that the table does not list', () => {
    assert.ok(Math.abs(valueOf(ask('peak performance', table1('A100 FP16 TC', bitnet))) - 311.9) < 0.1);
    assert.ok(Math.abs(valueOf(ask('peak performance', table1('A100 INT8 TC', bitnet))) - 623.7) < 0.1);
    assert.ok(Math.abs(valueOf(ask('peak performance', table1('A100-LUT-16X', bitnet))) - 4989.3) < 1);
    assert.equal(valueOf(ask('tensor core area per SM', table1('A100-LUT-8X', bitnet))), 2 * valueOf(ask('tensor core area per SM', table1('A100-LUT-4X', bitnet))));
    assert.ok(valueOf(ask('tensor core energy efficiency', table1('A100-LUT-4X', bitnet))) > 2 * valueOf(ask('tensor core energy efficiency', table1('A100 INT8 TC', bitnet))));
    assert.ok(valueOf(ask('tensor core energy efficiency', table1('A100-LUT-4X', 'BitNet-b1.58-3B WINT1AINT8'))) > valueOf(ask('tensor core energy efficiency', table1('A100-LUT-4X', bitnet))));
  });

  it('have latencies that grow with the tokens and fall with the arrays', () => {
    const latency = (hw: string, seq: number): number => valueOf(ask('end-to-end latency prefill', table1(hw, bitnet, { batch: 1, seq })));
    assert.ok(latency('A100-LUT-4X', 4096) > 2 * latency('A100-LUT-4X', 2048));
    assert.ok(latency('A100-LUT-16X', 2048) < latency('A100-LUT-8X', 2048));
  });

  it('have arrays of every step and of other widths', () => {
    const power = (step: string, w = 'INT2'): number => valueOf(ask('array power', { array: 'MxNxK=512', w, a: 'INT8', step, process: 'TSMC 28nm, 1 GHz target' }));
    const steps = ['UNPU (DSE enabled)', '+ weight reinterpretation', '+ negation circuit elimination', '+ DFG transform + kernel fusion = LUT Tensor Core'].map((step) => power(step));
    assert.deepEqual([...steps].sort((a, b) => b - a), steps);
    assert.ok(power('+ DFG transform + kernel fusion = LUT Tensor Core', 'INT4') > steps[3]!);
    assert.ok(valueOf(ask('compute density', { unit: 'DP4', w: 'INT1', a: 'FP16', impl: 'LUT' })) > 10 * valueOf(ask('compute density', { unit: 'DP4', w: 'INT1', a: 'FP16', impl: 'MAC' })));
  });

  it('have layers with fused tables between those without and those with a kernel of their own', () => {
    const layer = (compiler: string): number => valueOf(ask('layer latency', { model: 'BLOOM-176B', layer: 'single layer', case: 'BS1024SEQ1', compiler }));
    assert.ok(layer('Welder') < layer('Welder + fused precompute') && layer('Welder + fused precompute') < layer('Welder + precompute'));
  });

  it('have a log whose blocks, cycles and writes follow its shape', () => {
    const log = (gemm: string, metric: string): number => valueOf(ask(metric, { gemm, ctaTile: '64x64x32', warpTile: '32x32x32', hmmaDuplication: 2, tensorLatencyII: '16,16', ctaPerSM: 2, clockMHz: 1410, sms: 108 }, 'LUT Tensor Core artifact log'));
    assert.equal(log('M1024 N3456 K2560', 'CTAs issued'), 864);
    assert.equal(log('M2048 N27648(W2, run as N3456 FP16) K2560', 'tensor-bound cycles'), 655360);
    assert.ok(log('M2048 N3456 K5120', 'simulated cycles') > 1.9 * log('M2048 N3456 K2560', 'simulated cycles'));
    assert.equal(log('M2048 N27648 K2560', 'global write sectors'), 3538944);
  });

  it('are refused with a reason where their words are unknown', () => {
    for (const [metric, config] of [
      ['tensor core area per SM', { hw: 'B200-LUT-4X' }], ['end-to-end latency decode', { hw: 'A100-LUT-4X', model: 'nobody-3B WINT2AINT8' }], ['array area', { step: '+ magic', w: 'INT2', a: 'INT8' }],
      ['compute density', { unit: 'PE' }], ['layer latency', { model: 'OPT-175B', case: 'all' }], ['mean overhead of fused table precompute', { cases: 'none' }], ['MMLU', { model: 'LLAMA2-7B', format: 'WINT2AFP16' }], ['beauty', {}],
    ] as const) {
      const outcome = ask(metric, config);
      assert.ok(outcome.kind === 'not-modelled' && outcome.reason.length > 15, metric);
    }
    const outcome = ask('simulated cycles', {}, 'LUT Tensor Core artifact log');
    assert.ok(outcome.kind === 'not-modelled');
  });
});
