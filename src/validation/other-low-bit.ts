import { gemvRatio, peakRatio, storedRatio, type WeightStore } from './other-low-bit/gemv.js';
import { tereffic } from './other-low-bit/tereffic.js';
import { configOf, numberIn, textOf } from './row-config.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** Low-bit systems of which a few figures are published: MatMul-free LM, TerEffic, LUT-GEMM, DB-LLM, MixPE, BitBLAS. */
export const otherLowBit: ValidationSystem = {
  name: 'other-low-bit',
  summary: 'MatMul-free LM, TerEffic, LUT-GEMM, DB-LLM, MixPE and BitBLAS: the rates that bytes, peaks and ternary cores give',
  fidelities: ['analytic'],
  tables: [{
    file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [],
    where: { system: ['MatMul-free LM', 'TerEffic', 'LUT-GEMM', 'DB-LLM', 'MixPE', 'BitBLAS'] },
    tolerance: () => 0.25,
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'two versions of TerEffic publish other rates for the same on-chip model', size: '12 700 and 16 300 token/s; one machine answers both' },
    { what: 'LUT-GEMM keeps its tables in shared memory: look-ups are assumed not to overlap with the stream of weights', size: 'overlapped, they would take as long as the stream and the ratio would be near 1' },
  ],
};

function simulateRow(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = textOf(row, 'metric');
  switch (textOf(row, 'system')) {
    case 'TerEffic': return tereffic(metric, textOf(config, 'design'));
    case 'MatMul-free LM': return matMulFree(metric, config);
    case 'LUT-GEMM': return lutGemm(metric, config);
    case 'BitBLAS': return bitblas(config);
    case 'DB-LLM': return none(dbllmReason(metric));
    case 'MixPE': return none(mixpeReason(metric));
    default: return none(`no model of ${JSON.stringify(row['system'])}`);
  }
}

function none(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}

function value(number: number, note: string): Outcome {
  return { kind: 'simulated', answers: { value: number }, note };
}

function matMulFree(metric: string, config: Readonly<Record<string, unknown>>): Outcome {
  if (metric === 'memory reduction') return value(storedRatio({ bits: 16 }, { bits: 1.6 }), 'stored weights of the linear layers, 16 against 1.6 bits; embeddings and caches aside');
  if (metric === 'power') return none(`power on the FPGA${typeof config['fpga'] === 'string' ? `, ${config['fpga']}` : ''}: neither the resources nor the activity of the design is published, and switching of FPGAs is not modelled`);
  if (/throughput/.test(metric)) return none(`${metric} of ${textOf(config, 'hw')} against ${textOf(config, 'vs')}: a spiking multi-chip system is not modelled, and the GPU is not named`);
  return none(`${metric}: no figure of MatMul-free LM for it`);
}

function lutGemm(metric: string, config: Readonly<Record<string, unknown>>): Outcome {
  const bits = bitsOf(config['w']);
  if (metric === 'mean latency ratio' && bits !== null) {
    return value(gemvRatio(bits), 'weights stream at the same bytes in both; tables are read from banks that collide, after the weights have come');
  }
  return none(`${metric} over ${textOf(config, 'vs')}, ${numberIn(config, 'bits', NaN)} bits: both stream the same bytes, and what OPTQ's kernel loses in unpacking is not published`);
}

function bitblas(config: Readonly<Record<string, unknown>>): Outcome {
  const [weights, activations] = [bitsOf(config['w']), bitsOf(config['a'])];
  const baseline = bitsOf(/FP(\d+)/.exec(textOf(config, 'vs'))?.[0]);
  if (weights === null || activations === null || baseline === null) return none('the formats of this row are not given');
  const store = (bits: number): WeightStore => ({ bits });
  switch (textOf(config, 'kind')) {
    case 'GEMV': return value(storedRatio(store(baseline), store(weights)), 'bound by the bytes of the weights on both sides');
    case 'GEMM': {
      const ratio = peakRatio(activations, baseline);
      return ratio === null ? none(`no peak of an A100 for ${activations} bits`) : value(ratio, 'bound by the peaks of the tensor cores on both sides');
    }
    default: return none('neither a matrix-vector nor a matrix product');
  }
}

function bitsOf(format: unknown): number | null {
  const found = /^(?:INT|FP|BF|W)(\d+)$/.exec(typeof format === 'string' ? format : '');
  return found === null || Number(found[1]) === 0 ? null : Number(found[1]);
}

function dbllmReason(metric: string): string {
  if (/perplexity/.test(metric)) return 'perplexity: needs the weights that DB-LLM trained by distillation';
  if (/FLOP/.test(metric)) return `${metric}: additions are counted by the ones of both planes, which are a property of trained weights; the count that this ratio starts from is not given`;
  return `${metric}: a share of the work of another method at 2 bits, which is not counted in the abstract`;
}

function mixpeReason(metric: string): string {
  if (/energy/.test(metric)) return `${metric}: energy tables and baselines of MixPE are not available`;
  return `${metric}: multiplications by scales fall from K to K / g an output, 128 times at g = 128; the accelerators that it is compared with and their shapes are not available`;
}
