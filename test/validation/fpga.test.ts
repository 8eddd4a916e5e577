import assert from 'node:assert/strict';
import fc from 'fast-check';
import { errorsByBasis } from '../../src/validation/fpga/by-basis.js';
import { arrayClock } from '../../src/validation/fpga/edge-llm.js';
import { flightllmRatios } from '../../src/validation/fpga/flightllm-ratios.js';
import { fpga } from '../../src/validation/fpga/fpga.js';
import { eagerPyTorch, fittedCase, stackStep, vllm017 } from '../../src/validation/fpga/gpu-stack.js';
import { measuredShare } from '../../src/validation/fpga/machines.js';
import { modelIn } from '../../src/validation/fpga/models.js';
import { clockOf, requestOf } from '../../src/validation/fpga/row.js';
import { judgeSystem } from '../../src/validation/judge.js';
import type { JudgedRow } from '../../src/validation/system.js';
import { exampleText, referenceTable } from '../kit/fixtures.js';

interface Row {
  readonly id: string;
  readonly system: string;
  readonly device: string;
  readonly basis: string;
  readonly config: string;
  readonly value: number;
}

const judged = judgeSystem(fpga, referenceTable, 'analytic');
const table = (referenceTable('fpga.json') as { readonly rows: readonly Row[] }).rows;
const rowsOf = (pattern: RegExp): readonly JudgedRow[] => judged.rows.filter(({ id }) => pattern.test(table.find((row) => row.id === id)!.system));

type Fields = Readonly<Record<string, string>>;
const llama = { model: 'LLaMA2-7B', unit: 'token/s', metric: 'decode_throughput', basis: 'measured on board' };
const ask = (row: Fields): ReturnType<typeof fpga.simulate> => fpga.simulate('rows', row, 'analytic');
function value(row: Fields): number {
  const outcome = ask(row);
  assert.notEqual(outcome.kind, 'not-modelled', JSON.stringify(outcome));
  return outcome.kind === 'not-modelled' ? NaN : Number(outcome.answers['value']);
}

describe('validation of other FPGA systems', () => {
  it('judges every row of the table but those of FlightLLM, its simulator and the synthesis', () => {
    const others = ['FlightLLM (its own simulator)', 'FlightLLM', 'RTL anchor (yosys)'];
    assert.deepEqual(judged.rows.map(({ id }) => id), table.filter(({ system }) => !others.includes(system)).map(({ id }) => id));
    const made = { rows: [{ system: 'RTL anchor (yosys)', value: 1 }, { system: 'somebody\'s own', value: 1 }] };
    assert.equal(judgeSystem(fpga, () => made, 'analytic').rows.length, 1);
  });

  it('has one miss and a reason of its own for each row without an answer', () => {
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [20, 1, 2, 3, 21]);
    assert.deepEqual(judged.rows.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id), ['fpga-110']);
    const reasons = judged.rows.filter(({ verdict }) => verdict === 'not-modelled').map(({ reason }) => reason);
    assert.ok(reasons.every((reason) => reason.length > 30), reasons.find((reason) => reason.length <= 30));
    assert.equal(new Set(reasons).size, reasons.length);
  });

  it('has every row that is bound by a memory within its tolerance', () => {
    const bound = [...rowsOf(/llama-fpga|Li et al/), ...rowsOf(/TerEffic HBM/).filter(({ verdict }) => verdict !== 'not-modelled')];
    assert.equal(bound.length, 5);
    assert.ok(bound.every(({ verdict, relativeError }) => verdict === 'agrees' && relativeError! < 0.2));
  });

  it('tells the basis of a row first, and counts each basis by itself', () => {
    const basisOf = (id: string): string => table.find((row) => row.id === id)!.basis;
    for (const row of judged.rows.filter(({ simulated }) => simulated !== null)) assert.ok(row.reason.startsWith(`${basisOf(row.id)}: `), row.reason);
    const bases = errorsByBasis(judged, basisOf);
    assert.equal(bases.reduce((sum, { agree }) => sum + agree, 0), judged.agree);
    assert.equal(bases.reduce((sum, { differ }) => sum + differ, 0), judged.differ);
    assert.equal(bases.find(({ basis }) => basis === 'projected')?.meanAbsoluteRelativeError, null);
  });

  it('answers or explains any configuration', () => {
    const system = fc.constantFrom(...new Set(table.map((row) => row.system)));
    const config = fc.oneof(fc.string(), fc.constantFrom('batch 0', 'batch 99999999999', '0 MHz', 'prefill 100000000, decode 1', 'batch 4096, prefill 4096'));
    fc.assert(fc.property(system, config, fc.constantFrom('decode_throughput', 'speedup', 'nonsense', 'hbm_bandwidth_utilization'), (name, text, metric) => {
      const { device } = table.find((row) => row.system === name)!;
      const outcome = ask({ ...llama, system: name, device, config: text, metric });
      if (outcome.kind === 'not-modelled') assert.ok(outcome.reason.length > 10, outcome.reason);
      else assert.ok(Number(outcome.answers['value']) > 0, JSON.stringify(outcome));
    }), { numRuns: 60 });
  });

  it('never sees ids or answers', () => {
    const changed = { rows: table.map((row) => ({ ...row, id: `x-${row.id}`, value: 3 * row.value + 1 })) };
    assert.deepEqual(judgeSystem(fpga, () => changed, 'analytic').rows.map(({ simulated }) => simulated), judged.rows.map(({ simulated }) => simulated));
  });
});

describe('machines of other FPGA systems', () => {
  it('has one share of a peak, the one that was measured on the U280', () => {
    assert.equal(measuredShare(), 425 / 460);
  });

  it('gives llama-fpga the bandwidth of its board: rates follow it, within a tenth', () => {
    const rate = (device: string): number => value({ ...llama, system: 'llama-fpga', device, config: 'W4 AWQ' });
    const bytes = (6_607_077_376 * (4 + 20 / 128)) / 8;
    for (const [device, gigabytes] of [['KV260', 19.2], ['ZCU104 (PL DDR only)', 17.06], ['ZCU104 (PS + PL)', 33.86], ['U250 (4 DDR4)', 77]] as const) {
      const roof = (gigabytes * 1e9 * measuredShare()) / bytes;
      assert.ok(rate(device) < roof && rate(device) > 0.9 * roof, `${device}: ${rate(device)} of ${roof}`);
    }
    assert.equal(ask({ ...llama, system: 'llama-fpga', device: 'a board', config: '' }).kind, 'not-modelled');
  });

  it('makes longer contexts slower on every machine', () => {
    for (const system of ['llama-fpga', 'AccLLM']) {
      const device = system === 'AccLLM' ? 'U280' : 'KV260';
      const rate = (prefill: number): number => value({ ...llama, system, device, config: `batch 1, prefill ${prefill}, decode 64` });
      assert.ok(rate(32) > rate(512) && rate(512) > rate(900));
    }
  });

  it('runs the matrix units of EdgeLLM at their own clock, or at twice the one that is named', () => {
    assert.equal(arrayClock('W4, MatMul 280 MHz / rest 140 MHz'), 280e6);
    assert.equal(arrayClock('125 MHz'), 250e6);
    assert.equal(arrayClock('W4'), 280e6);
    const rate = (config: string): number => value({ ...llama, system: 'EdgeLLM', device: 'VCU128', model: 'ChatGLM2-6B', config });
    assert.ok(Math.abs(rate('125 MHz') / rate('140 MHz') - 125 / 140) < 0.01);
  });

  it('reads requests, clocks and models of any spelling', () => {
    assert.deepEqual(requestOf('batch 4, prefill 512, decode 1536; fp16'), { batch: 4, prefill: 512, decode: 1536 });
    assert.deepEqual(requestOf('W4A4, 292 MHz, 1k decode tokens'), { batch: 1, prefill: 128, decode: 1024 });
    assert.deepEqual(requestOf('prompt 0.5k, output 20'), { batch: 1, prefill: 512, decode: 20 });
    assert.deepEqual(requestOf('decode vs A100'), { batch: 1, prefill: 128, decode: 128 });
    assert.deepEqual([clockOf('W4A8, 250 MHz'), clockOf('1.2 GHz'), clockOf('same')], [250e6, 1.2e9, null]);
    assert.deepEqual(['LLaMA2-7B', 'Llama-2-13B', 'GPT-2 345M', 'GPT-2 Medium', 'Llama-3.2-1B', 'GPT-2', 'Llama-2 110M', '-'].map(modelIn), ['llama-2-7b', 'llama-2-13b', 'gpt2-medium', 'gpt2-medium', 'llama-3.2-1b', 'gpt2', null, null]);
    fc.assert(fc.property(fc.string(), (text) => {
      const { batch, prefill, decode } = requestOf(text);
      assert.ok([batch, prefill, decode].every((n) => Number.isInteger(n) && n > 0));
    }));
  });
});

describe('GPUs and their software', () => {
  it('fits the host time of each stack on one case, and predicts the others within 3 %', () => {
    const { request: { prefill, decode } } = fittedCase;
    for (const [pattern, stack] of [[/vLLM 0\.1\.7/, vllm017], [/PyTorch/, eagerPyTorch]] as const) {
      const rows = rowsOf(pattern);
      const fitted = rows.filter(({ verdict }) => verdict === 'fitted');
      assert.equal(fitted.length, 1);
      assert.match(table.find(({ id }) => id === fitted[0]!.id)!.config, new RegExp(`prefill ${prefill}, decode ${decode}`));
      assert.ok(Math.abs(1 / fitted[0]!.reference / 32 / stack.hostSecondsPerLayer - 1) < 1e-3);
      assert.ok(rows.every(({ verdict, relativeError }) => verdict === 'fitted' || (verdict === 'agrees' && relativeError! < 0.03)));
    }
  });

  it('takes the longer of card and host: a large batch or model is bound by the card', () => {
    const request = { batch: 1, prefill: 128, decode: 64 };
    const small = stackStep('vLLM', 'A100', 'llama-2-7b', 'fp16', request);
    const large = stackStep('vLLM', 'A100', 'llama-2-13b', 'fp16', { ...request, batch: 32, prefill: 1024 });
    assert.ok(typeof small !== 'string' && typeof large !== 'string');
    assert.ok(small.seconds > small.cardSeconds && large.seconds === large.cardSeconds);
    assert.equal(typeof stackStep('vLLM', 'a card', 'llama-2-7b', 'fp16', request), 'string');
    assert.equal(typeof stackStep('a stack', 'A100', 'llama-2-7b', 'fp16', request), 'string');
  });

  it('puts FlightLLM against V100S and A100 with published ratios beside, simulated ones marked', () => {
    const ratios = flightllmRatios(exampleText);
    assert.deepEqual(ratios.map(({ fpga: card, gpu, basis }) => [card, gpu, basis]), [['U280', 'V100S', 'measured on board'], ['U280', 'A100', 'measured on board'], ['VHK158', 'A100', 'simulated']]);
    for (const { ours, oursAgainstCard, fpgaTokensPerSecond, gpuTokensPerSecond } of ratios) {
      assert.ok(Math.abs(ours - fpgaTokensPerSecond / gpuTokensPerSecond) < 1e-9);
      assert.ok(oursAgainstCard <= ours);
    }
    const [v100s, a100, vhk158] = ratios;
    assert.ok(Math.abs(vhk158!.ours / vhk158!.published! - 1) < 0.05);
    // The published ratio to the V100S means 45 token/s there; neither the card nor the host of vLLM gives so few.
    assert.ok(v100s!.published! / v100s!.ours > 1.5);
    assert.equal(a100!.published, null);
  });
});
