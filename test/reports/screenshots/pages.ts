import type { LotteryDocument } from '../../../src/gym/lottery/lottery-document.js';
import { archGymProxy } from '../../../src/gym/surrogate/surrogate-report.js';
import type { ResultExtras } from '../../../src/reports/page.js';
import { reportPage } from '../../../src/reports/page.js';
import { explorationPage } from '../../../src/reports/page/exploration-page.js';
import { lotteryPage } from '../../../src/reports/page/lottery-page.js';
import { rtlPage, type RtlExport } from '../../../src/reports/page/rtl-page.js';
import { surrogatePage, type SurrogateDocument } from '../../../src/reports/page/surrogate-page.js';
import { sweepPage } from '../../../src/reports/page/sweep-page.js';
import { validationPage } from '../../../src/reports/page/validation-page.js';
import type { Knob } from '../../../src/reports/what-if/knob.js';
import type { WhatIfData } from '../../../src/reports/what-if/page-data.js';
import type { Slice } from '../../../src/sim/engine/event/timeline.js';
import { computed, given } from '../../../src/sim/core/explained.js';
import { smallSweep } from '../figures/sweep-fixture.js';
import { infeasibleResult, llamaResult } from '../fixture.js';
import { wholeSearch } from '../page/exploration-answer.js';

type JudgedSystem = Parameters<typeof validationPage>[0][number];
type JudgedRow = JudgedSystem['rows'][number];

/** A page of each kind, the same on every machine and at every time: nothing in it is simulated, searched or measured when it is made. */
export const pages: Readonly<Record<string, () => string>> = {
  result: () => reportPage([llamaResult()], { command: 'archsim report flightllm.json', extras: [resultExtras()] }),
  comparison: () => reportPage([llamaResult(), infeasibleResult()], { command: 'archsim report a.json b.json' }),
  sweep: () => sweepPage([smallSweep], { command: 'archsim report sweep.json' }),
  exploration: () => explorationPage([wholeSearch], { command: 'archsim report a-search' }),
  lottery: () => lotteryPage([lottery()], { command: 'archsim report lottery.json' }),
  surrogate: () => surrogatePage([surrogate()], { command: 'archsim report surrogate.json' }),
  validation: () => validationPage([judged('board', 24, 0.15), judged('simulator-of-the-authors', 200, 0)], {
    command: 'archsim validate --report validation.html', causes: { board: { 'row 2 value': 'its queue is not published, and was taken to be as long as that of the next smaller board' } }, summaries: { board: 'a board that somebody else measured' },
  }),
  rtl: () => rtlPage(exported, { command: 'archsim report tile' }),
};

function resultExtras(): ResultExtras {
  const slices = (['prefill', 'decode'] as const).flatMap((phase, p) => ['LD', 'MM', 'ST'].flatMap((track, t): Slice[] => Array.from({ length: 8 }, (_, i): Slice => ({
    phase, track, label: `${track} ${i}`, startSeconds: p * 0.3 + i * 0.03 + t * 0.008, seconds: 0.02 - t * 0.004, ...(i % 3 === 1 ? { stall: 'memory' as const, stalledSeconds: 0.006 } : {}),
  }))));
  const knobs = [
    knob('workload.scenario.batch', 'Batch', 'Equal requests that run together', 1), knob('workload.scenario.promptTokens', 'Prompt tokens', 'Tokens of the prompt of one request', 128),
    { kind: 'choice', path: 'workload.quantization', label: 'Quantisation', description: 'Formats of weights, activations and KV cache', isMain: true, value: 'flightllm-mixed', names: ['flightllm-mixed', 'fp16'] },
    knob('architecture.parameters.cores', 'Cores', 'Computing cores, usually one for each die. Work is split over output features', 3), knob('architecture.parameters.matrix.rows', 'Matrix · rows', 'Tokens processed at once', 128),
    { kind: 'flag', path: 'architecture.parameters.sparse', label: 'Sparse', description: 'Whether zeros are skipped', isMain: true, value: true }, knob('architecture.parameters.tiles', 'Tiles', 'More of them', 8, false),
  ] satisfies Knob[];
  const clock = given('clock', 225e6, 'Hz', 'FlightLLM, FPGA 2024', 'published');
  return {
    experiment: { name: 'flightllm-u280-llama2-7b' }, timeline: slices, explained: [{ metric: 'totals.firstTokenSeconds', tree: computed('firstToken', 0.3, 's', 'cycles / clock', [given('cycles', 67.5e6, '', 'the schedule'), clock]) }],
    whatIf: { data: { base: {} as WhatIfData['base'], knobs }, engine: '' },
  };
}

function knob(path: string, label: string, description: string, value: number, isMain = true): Knob {
  return { kind: 'number', path, label, description, isMain, value, isInteger: true, dimension: null, minimum: 1, maximum: 1e6, isOpen: false, low: 1, high: 16 * value };
}

function lottery(): LotteryDocument {
  const budgets = [50, 200];
  const at = (budget: number, mean: number): LotteryDocument['agents'][number]['at'][number] => ({
    budget, censored: 0, nothing: 0, spread: { best: mean - 0.5, upperQuarter: mean - 0.2, median: mean, lowerQuarter: mean + 0.4, worst: mean + 1, worseThanRandom: 0.25, default: mean + 0.1, defaultBeats: 0.6 },
    tuned: { expected: mean, interval: [mean - 0.3, mean + 0.3], runs: 6, settings: [0, 1] },
    bestOf: [1, 4, 16].map((runs) => ({ runs, samples: runs * budget, expected: mean - runs / 32, isBound: runs === 1, between: [mean - 0.4, mean], anyLegal: 1, random: 5 - runs / 16 })),
  });
  const agents = ['genetic', 'simulated-annealing', 'tpe'];
  return {
    kind: 'lottery', study: 'accelerator', studyDigest: 'd'.repeat(64), objective: { name: 'energy', direction: 'minimise', unit: 'mJ' }, budgets, seeds: 6, seed: 1,
    random: { how: 'exact', designs: 126_000, legal: 72_824, isWhole: true, possible: 1.87, curve: budgets.map((samples, i) => ({ samples, expected: 5 - i, anyLegal: 1, tenth: 6.7 - i, median: 4.6 - i, ninetieth: 3 - i / 2 })) },
    agents: agents.map((agent, i) => ({
      agent, settings: [{ hyperparameters: { population: 16, mutation: 0.11209191632190968, crossover: 0.9810509674716741, tournament: 2 }, isDefault: true }, { hyperparameters: { population: 5 }, isDefault: false }], runs: 12, failures: [],
      at: budgets.map((budget, k) => at(budget, 3 + i - k)),
    })),
    ranks: budgets.map((budget) => ({ budget, order: agents, withLast: 1, withResamples: 0.9, sameBest: 0.98 })), claims: budgets.map((budget) => ({ budget, verdict: 'fails', reason: null, best: 'genetic', apart: agents.slice(1), aboveRandom: agents })),
    times: { secondsPerRandomSample: 5e-5, evaluationSeconds: null, equalCompute: agents.flatMap((agent) => budgets.map((budget) => ({ agent, budget, proposing: 1e-3, evaluating: 1e-3, randomSamples: 40, randomExpected: 5 }))) },
  };
}

function surrogate(): SurrogateDocument {
  const objectives = ['latency', 'power'];
  const test = (held: string, rmspe: number): SurrogateDocument['points'][number] => ({
    held, train: 300, test: 200, errors: objectives.map((objective, k) => ({
      objective, isLog: true, rmspe: rmspe * (1 + k), zeros: 0, r2: 0.95, r2Log: null, spearman: 0.97, pickLoss: 0.004, pairs: Array.from({ length: 60 }, (_, i) => [1 + i / 6, (1 + i / 6) * (1 + rmspe * Math.sin(7 * i + k))] as const),
    })),
  });
  return {
    kind: 'surrogate', source: 'accelerator', parameters: ['lanes', 'clock', 'channels'], objectives, designs: 600, without: 17, trees: 30, seed: 1, points: [test('random designs', 0.05)], regions: ['lanes from 16 on', 'clock from 2 on', 'channels from 8 on'].map((held, i) => test(held, 0.1 + i / 10)),
    family: { parameter: 'dataflow', reason: null, tests: ['WS', 'OS'].map((value, i) => test(`dataflow = ${value}`, 0.08 + i / 20)) }, importance: [[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]], published: archGymProxy,
    times: { evaluation: 5e-4, prediction: 5e-5, training: 0.27, trainingRows: 300, speedUp: { perDesign: 10.5, whole: [{ designs: 1000, factor: 1.09 }, { designs: 1e6, factor: 10.4 }], breakEven: 908 } },
  };
}

function judged(system: string, count: number, spread: number): JudgedSystem {
  const rows = Array.from({ length: count }, (_, i): JudgedRow => {
    const [reference, error] = [10 ** (i % 5), spread * Math.sin(3 * i)];
    const verdict = i % 11 === 7 ? 'not-modelled' : i % 11 === 3 ? 'fitted' : Math.abs(error) < 0.1 ? 'agrees' : 'differs';
    return { id: `row ${i}`, metric: 'value', reference, simulated: verdict === 'not-modelled' ? null : reference * (1 + error), tolerance: 0.1, verdict, reason: verdict === 'not-modelled' ? 'no board power is published' : '', source: 'Author et al., a venue 2025, Table 3' };
  });
  const of = (verdict: JudgedRow['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  const errors = rows.flatMap(({ id, metric, reference, simulated, verdict }) => (simulated === null || verdict === 'fitted' ? [] : [{ id, metric, relativeError: Math.abs(simulated / reference - 1) }]));
  return {
    system, rows, agree: of('agrees'), differ: of('differs'), fitted: of('fitted'), input: 0, notModelled: of('not-modelled'), meanAbsoluteRelativeError: errors.reduce((sum, { relativeError }) => sum + relativeError, 0) / errors.length,
    worst: errors.reduce((a, b) => (b.relativeError > a.relativeError ? b : a)), differences: [{ what: 'counts a byte twice', size: '4 bytes a row' }],
  };
}

const counted = (value: number, unit: string, tolerance: number): RtlExport['manifest']['resources']['lut'] => ({ value, unit, quality: 'derived', source: 'registers and operators of the Verilog, counted; the error is that of other designs of the family', tolerance });

const exported: RtlExport = {
  manifest: {
    schemaVersion: 1, kind: 'rtl-export', name: 'lane-tile', archsimVersion: '1.2.3', summary: 'A tile of four lanes', core: 'lane_tile', top: 'tile_top', testbench: 'tb_tile', part: 'xcu280', device: 'AMD Alveo U280',
    clock: { port: 'aclk', hz: 200e6, periodNs: 5 }, reset: { port: 'aresetn', active: 'low', synchronous: true }, parameters: [{ name: 'LANES', value: 4, meaning: 'products at once' }, { name: 'SUM_BITS', value: 24, meaning: 'width of a result, which wraps' }],
    streams: [
      { name: 'act', direction: 'in', ports: 's_axis_act', tdataBits: 64, fields: [{ name: 'activation', bits: 16, count: 4, low: 0, high: 63, meaning: 'FP16, the first token first' }] },
      { name: 'out', direction: 'out', ports: 'm_axis_out', tdataBits: 32, fields: [{ name: 'result', bits: 31, count: 1, low: 0, high: 30, meaning: 'a sum, two\'s complement; the first output of the tile first' }, { name: 'sign', bits: 1, count: 1, low: 31, high: 31, meaning: 'its sign' }] },
    ],
    reduction: 'Problems are small.', runs: [{ label: 'm 1, k 8: one product', cycles: 12, beats: { act: 2, out: 1 } }, { label: 'm 2, k 8: zeros, and tables that cancel', cycles: 15, beats: { act: 4, out: 2 } }], vectors: 3,
    resources: { dsp: counted(4, 'DSP', 0), bram36: counted(0, 'RAMB36', 0), uram: counted(0, 'URAM288', 0), lut: counted(1000, 'LUT', 0.25), ff: { value: null, reason: 'no published count' } }, files: { 'rtl/lane_tile.v': 'a'.repeat(64) },
  },
  changed: [], available: { lut: 100_000, ff: 200_000, dsp: 8, bram36: 100, uram: null }, 
  check: {
    kind: 'rtl-check', archsimVersion: '1.2.3', digest: 'd'.repeat(64), isOfTheseFiles: true,
    tests: { passed: 2, failed: 0, skipped: 1, cycles: [12, 15], findings: [{ check: 'elaboration, Yosys 0.55', outcome: 'passed', detail: 'no latch', seconds: 0.5 }, { check: 'Verilator lint', outcome: 'skipped', detail: 'it is not installed', seconds: 0 }] },
    synthesis: { tool: 'Yosys 0.55', family: 'xcup', counts: { lut: 1100, ff: 600, dsp: 4, bram36: 0, uram: 0 }, modelled: { lut: 1000, ff: null, dsp: 4, bram36: 0, uram: 0 } },
  },
  waveform: { label: 'm 1, k 8', data: { signals: [{ name: 's_axis_act_tvalid', width: 1, values: [0n, 1n, 1n, 0n, 1n, 0n] }, { name: 's_axis_act_tdata', width: 64, values: [0n, 5n, 2n ** 63n, 2n ** 63n, 7n, 7n] }, { name: 'm_axis_out_tvalid', width: 1, values: [0n, 0n, 0n, 0n, 1n, 1n] }] } },
  schematic: { svg: '<svg xmlns="http://www.w3.org/2000/svg" width="565" height="120"><g transform="translate(240,30)"><text x="60" y="-4">lane_tile</text><rect width="120" height="70"/></g><line x1="100" x2="240" y1="60" y2="60"/><line x1="360" x2="480" y1="60" y2="60"/></svg>' },
};
