import type { OperatorResult, PhaseResult, SimulationResult } from '../../src/sim/model/result.js';

/** Names that try to leave the text they stand in. */
export const hostileNames = { script: '</script><b>x', attribute: '"><img src=x onerror=alert(1)>', terminal: '\u001b[31mred\u0007\u202e' } as const;

interface Shape {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly m: number | null;
  readonly n: number | null;
  readonly k: number | null;
  readonly weightBits: number;
  readonly cacheBytes: number;
  readonly elements: number;
}

const layers = 32;
const hidden = 4096;
const inner = 11008;
const peakOps = 7.3e12;
const peakBytes = 460e9;

function shapes(tokens: number, context: number): Shape[] {
  const matmul = (name: string, n: number, k: number, count = layers, m = tokens): Shape => ({ name, kind: 'matmul', count, m, n, k, weightBits: 3.5, cacheBytes: 0, elements: m * (n + k) });
  const attention = (name: string, n: number, k: number): Shape => ({ name, kind: 'attention', count: layers * 32, m: tokens, n, k, weightBits: 0, cacheBytes: context * 128, elements: tokens * (n + k) });
  const vector = (name: string, kind: string, elements: number, count = layers): Shape => ({ name, kind, count, m: null, n: null, k: null, weightBits: 0, cacheBytes: 0, elements });
  return [
    vector('embedding', 'lookup', tokens * hidden, 1),
    vector('layer.attention_norm', 'norm', tokens * hidden * 2),
    matmul('layer.q_proj', hidden, hidden), matmul('layer.k_proj', hidden, hidden), matmul('layer.v_proj', hidden, hidden),
    vector('layer.rope', 'rope', tokens * hidden * 4),
    vector('layer.kv_append', 'copy', tokens * hidden * 2),
    attention('layer.scores', context, 128),
    vector('layer.softmax', 'softmax', tokens * context * 32),
    attention('layer.context', 128, context),
    matmul('layer.o_proj', hidden, hidden),
    vector('layer.attention_residual', 'add', tokens * hidden * 3),
    vector('layer.mlp_norm', 'norm', tokens * hidden * 2),
    matmul('layer.gate_proj', inner, hidden), matmul('layer.up_proj', inner, hidden),
    vector('layer.silu_mul', 'gate', tokens * inner * 3),
    matmul('layer.down_proj', hidden, inner),
    vector('layer.mlp_residual', 'add', tokens * hidden * 3),
    vector('final_norm', 'norm', hidden * 2, 1),
    matmul('lm_head', 32000, hidden, 1, 1),
  ];
}

function operators(phase: 'prefill' | 'decode', tokens: number, context: number, steps: number, totalSeconds: number): OperatorResult[] {
  const raw = shapes(tokens, context).map((shape): OperatorResult => {
    const count = shape.count * steps;
    const flops = shape.m === null || shape.n === null || shape.k === null ? shape.elements * count * 4 : 2 * shape.m * shape.n * shape.k * count;
    const weightBytes = (shape.n ?? 0) * (shape.k ?? 0) * shape.weightBits / 8 * count;
    const kvCacheBytes = shape.cacheBytes * count;
    const activationBytes = phase === 'decode' ? 0 : shape.elements * count;
    const dramBytes = weightBytes + kvCacheBytes + activationBytes;
    const compute = flops / (peakOps * (shape.kind === 'matmul' ? 0.96 : 0.05));
    const memory = dramBytes / (peakBytes * (shape.kind === 'matmul' ? 0.45 : 0.3));
    const latencySeconds = Math.max(compute, memory) + count * 4e-7;
    return {
      name: shape.name, kind: shape.kind, phase, count, m: shape.m, n: shape.n, k: shape.k, flops, weightBytes, activationBytes, kvCacheBytes, dramBytes,
      arithmeticIntensity: dramBytes > 0 ? flops / dramBytes : null,
      bound: shape.m === null ? 'vector' : compute > memory ? 'compute' : 'memory',
      cycles: 0, latencySeconds, energyJoules: null, computeUtilization: 0,
    };
  });
  const scale = totalSeconds / raw.reduce((sum, op) => sum + op.latencySeconds!, 0);
  return raw.map((op) => {
    const latencySeconds = op.latencySeconds! * scale;
    return { ...op, latencySeconds, cycles: Math.round(latencySeconds * 225e6), computeUtilization: op.flops / latencySeconds / peakOps };
  });
}

function phaseOf(ops: readonly OperatorResult[], tokens: number, bound: PhaseResult['boundBy'], bindingResource: string): PhaseResult {
  const sum = (pick: (op: OperatorResult) => number): number => ops.reduce((total, op) => total + pick(op), 0);
  const latencySeconds = sum((op) => op.latencySeconds!);
  const flops = sum((op) => op.flops);
  const dramBytes = sum((op) => op.dramBytes);
  return {
    tokens, cycles: Math.round(latencySeconds * 225e6), latencySeconds, lowerBoundSeconds: Math.max(flops / peakOps, dramBytes / peakBytes), tokensPerSecond: tokens / latencySeconds,
    flops, dramBytes, energyJoules: null, computeUtilization: flops / latencySeconds / peakOps, dramUtilization: dramBytes / latencySeconds / peakBytes, bindingResource,
    boundBy: { compute: bound.compute * latencySeconds, memory: bound.memory * latencySeconds, vector: bound.vector * latencySeconds, overhead: bound.overhead * latencySeconds },
    stallSeconds: null, busySeconds: { 'DSP chains': flops / peakOps, 'HBM2': dramBytes / peakBytes, 'special function unit': bound.vector * latencySeconds },
  };
}

/** A result as the product gives it for Llama-2-7B on a U280: 128 prompt tokens, 128 output tokens. The figures are test input only. */
export function llamaResult(): SimulationResult {
  const prefillOps = operators('prefill', 128, 128, 1, 0.3);
  const decodeOps = operators('decode', 1, 255, 127, 127 * 0.0177);
  const prefill = phaseOf(prefillOps, 128, { compute: 0.86, memory: 0.05, vector: 0.07, overhead: 0.02 }, 'DSP chains');
  const decode = phaseOf(decodeOps, 127, { compute: 0.004, memory: 0.87, vector: 0.04, overhead: 0.086 }, 'HBM2');
  const latencySeconds = prefill.latencySeconds + decode.latencySeconds;
  const tokensPerSecond = 128 / latencySeconds;
  const paper = 'FlightLLM, FPGA 2024, arXiv 2401.03868';
  return {
    schemaVersion: 1,
    experiment: { name: 'flightllm-u280-llama2-7b', digest: '5f0c6c5b1f0b4a7c9c2d8e3a417f6b2d90a1c3e5f7081929a3b4c5d6e7f80910' },
    architecture: { family: 'dsp-chain', name: 'flightllm', device: 'u280' },
    workload: { model: 'llama-2-7b', quantization: 'flightllm-mixed', parameters: 6_738_415_616, bitsPerWeight: 3.5, batch: 1, promptTokens: 128, outputTokens: 128 },
    fidelity: 'analytic', feasible: true, reasons: [],
    warnings: ['URAM use of 82.5 % is above the planning limit of 80 %: timing closure at 225 MHz is not certain'],
    phases: { prefill, decode },
    totals: {
      firstTokenSeconds: prefill.latencySeconds, secondsPerOutputToken: decode.latencySeconds / 127, tokensPerSecond, latencySeconds,
      energyJoules: null, averagePowerWatts: null, tokensPerJoule: null, tokensPerSecondPerDollar: tokensPerSecond / 7000,
    },
    memory: { weightBytes: 2_948_056_832, linearWeightBytes: 2_890_711_040, embeddingBytes: 57_345_792, kvCacheBytes: 66_846_720, activationPeakBytes: 2_818_048, heldBytes: 3_014_903_552, capacityBytes: 8_589_934_592, fits: true },
    resources: {
      lut: { used: 574_000, available: 1_194_739, quality: 'fitted', source: 'component library, fitted on open designs' },
      ff: { used: null, available: 2_470_000, quality: null, source: 'no published register count for this array' },
      dsp: { used: 6345, available: 9020, quality: 'derived', source: 'chains of the array, two multiplications a DSP48E2' },
      bram36: { used: 1252, available: 1820, quality: 'published', source: paper },
      uram: { used: 792, available: 960, quality: 'published', source: paper },
    },
    area: null,
    comparisons: [],
    roofline: { peakOpsPerSecond: peakOps, peakBytesPerSecond: peakBytes, memory: 'HBM2' },
    operators: [...prefillOps, ...decodeOps],
    assumptions: [
      { name: 'clock', value: 225e6, unit: 'Hz', quality: 'published', source: paper, affects: 'every time' },
      { name: 'HBM efficiency within a channel', value: 0.7, unit: '', quality: 'fitted', source: 'fitted on three of six measured cases, tested on the others', affects: 'memory time of every operator' },
      { name: 'instruction issue', value: 90, unit: 'cycles', quality: 'assumed', source: 'no published figure', affects: 'overhead of both phases' },
      { name: 'softmax passes', value: 'two, as the special function unit reads its vector twice', unit: '', quality: 'assumed', source: paper, affects: 'vector time' },
    ],
    notModelled: [
      { path: 'totals.energyJoules', reason: 'no energy per action is published for this fabric' },
      { path: 'resources.ff', reason: 'no published register count for this array' },
    ],
    published: [
      { metric: 'phases.decode.tokensPerSecond', published: 55, simulated: decode.tokensPerSecond, relativeError: Math.abs(decode.tokensPerSecond / 55 - 1), source: `${paper}, figure 1` },
      { metric: 'totals.averagePowerWatts', published: 45, simulated: null, relativeError: null, source: `${paper}, section 6` },
    ],
    provenance: { archsimVersion: '0.1.0', seed: 1, digests: { workload: '9b1c'.repeat(16), architecture: 'a07e'.repeat(16) } },
  };
}

/** The same result with every text replaced by a hostile one. */
export function hostileResult(): SimulationResult {
  const { script, attribute, terminal } = hostileNames;
  const r = llamaResult();
  const all = script + attribute + terminal;
  const [prefill, decode] = [r.phases.prefill!, r.phases.decode!].map((phase) => ({ ...phase, bindingResource: all, busySeconds: { [all]: 1 } }));
  return {
    ...r,
    experiment: { name: all, digest: attribute },
    architecture: { family: script, name: attribute, device: all },
    workload: { ...r.workload, model: all, quantization: attribute },
    feasible: false, reasons: [{ code: script, resource: attribute, used: 3, available: 2 }],
    warnings: [all],
    phases: { prefill: prefill!, decode: decode! },
    resources: Object.fromEntries(Object.entries(r.resources!).map(([key, value]) => [key, { ...value, source: all }])) as unknown as NonNullable<SimulationResult['resources']>,
    roofline: { ...r.roofline, memory: all },
    operators: r.operators.map((op, index) => ({ ...op, name: index % 2 === 0 ? script : attribute + terminal, kind: attribute })),
    assumptions: r.assumptions.map((a) => ({ ...a, name: all, value: all, unit: attribute, source: script, affects: attribute })),
    notModelled: [{ path: script, reason: attribute }],
    published: r.published.map((row) => ({ ...row, metric: attribute, source: script })),
    provenance: { archsimVersion: script, seed: 1, digests: { [attribute]: script } },
  };
}

/** A result that knows as little as the type allows: every nullable field is null. */
export function unknownResult(): SimulationResult {
  const r = llamaResult();
  const nothing = { used: null, available: null, quality: null, source: '' };
  return {
    ...r,
    phases: { prefill: { ...r.phases.prefill!, cycles: null, energyJoules: null }, decode: null },
    totals: { firstTokenSeconds: null, secondsPerOutputToken: null, tokensPerSecond: null, latencySeconds: null, energyJoules: null, averagePowerWatts: null, tokensPerJoule: null, tokensPerSecondPerDollar: null },
    memory: { ...r.memory, capacityBytes: null, fits: null },
    resources: { lut: nothing, ff: nothing, dsp: nothing, bram36: nothing, uram: nothing },
    operators: r.operators.filter((op) => op.phase === 'prefill').map((op) => ({ ...op, m: null, n: null, k: null, arithmeticIntensity: null, cycles: null, energyJoules: null, computeUtilization: null })),
    published: r.published.map((row) => ({ ...row, simulated: null, relativeError: null })),
  };
}

/** A design that exceeds two limits, so that no speed is known. */
export function infeasibleResult(): SimulationResult {
  const r = unknownResult();
  return {
    ...r,
    experiment: { ...r.experiment, name: 'flightllm-kv260-llama2-7b' },
    architecture: { ...r.architecture, device: 'kv260' },
    feasible: false,
    reasons: [
      { code: 'resource-exceeded', resource: 'dsp', used: 6345, available: 1248 },
      { code: 'memory-exceeded', resource: 'DDR4 capacity, bytes', used: 3_014_903_552, available: 2_147_483_648 },
    ],
    phases: { prefill: null, decode: null },
    memory: { ...r.memory, capacityBytes: 2_147_483_648, fits: false },
    resources: { ...llamaResult().resources!, dsp: { used: 6345, available: 1248, quality: 'derived', source: 'chains of the array, two multiplications a DSP48E2' } },
    operators: [],
  };
}
