import { alignedBits, fignaParts, figlutParts, figlutProducts, figlutShape, ifpuParts, oneBitProducts, stationaryUtilization, type FpIntArray } from '../../arch/lut-tensor-core/fp-int.js';
import { gates28nm } from '../../arch/lut-tensor-core/gates.js';
import { partsEnergyPj } from '../../sim/physical/components/index.js';
import { doublingTableAdds, naiveTableAdds } from '../../sim/numerics/arithmetic/lut-cost.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import { configOf, fitted, gap, simulated, type Config } from '../lut-tensor-core/config.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';

/** FIGLUT (Park et al., HPCA 2025): look-up tables for FP16 activations and integer weights, against iFPU, FIGNA and GPUs. */
export const figlut: ValidationSystem = {
  name: 'figlut',
  summary: 'FIGLUT: arrays of equal throughput for FP16 activations and integer weights, their powers, and tables in flip-flops',
  fidelities: ['analytic'],
  tables: [{ file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['FIGLUT'] }, tolerance: () => 0.25 }],
  simulate: (_section, row) => simulateRow(row),
  differences: [],
};

/** 64 x 64 multiply-accumulates a cycle at 4 bits, 100 MHz, 28 nm. */
const clockHz = 100e6;
const array: FpIntArray = { reduction: 64, outputs: 64, weightBits: 4, alignedBits };
/** W of buffers, vector units and control beside the array, the same for all three; fitted on the power of FIGLUT in Table V. */
const besideArrayW = 0.189;
/** Share of the peak bandwidth of a GPU that decode sustains with FP16 weights; fitted on the throughput of the A100 in Table V. */
const gpuBandwidthShare = 0.617;

type Engine = 'iFPU' | 'FIGNA' | 'FIGLUT';

function engineOf(text: string): Engine | null {
  if (text === 'iFPU' || text === 'FIGNA') return text;
  return text.startsWith('FIGLUT') ? 'FIGLUT' : null;
}

function simulateRow(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = typeof row['metric'] === 'string' ? row['metric'] : '';
  if (config.text('hw') !== '') return machineOutcome(config, metric);
  if (config.text('lut') !== '') return tableOutcome(config, metric);
  if (/TOPS\/W ratio/.test(metric)) return ratioOutcome(config);
  if (/same Q4 throughput/.test(metric)) return simulatedFlag(equalThroughput(config));
  const mu = config.number('mu');
  if (!(Number.isInteger(mu) && mu >= 2 && mu <= 8)) return gap(`no figure for ${metric}`);
  if (/RACs/.test(metric)) return { kind: 'input', answers: { value: figlutShape.racs }, note: 'how many readers share a table is a choice of the design' };
  if (/saving|reduction/.test(metric)) return simulated(100 * (1 - doublingTableAdds(mu) / naiveTableAdds(mu)));
  return /adds/.test(metric) ? simulated(doublingTableAdds(mu)) : gap(`no figure for ${metric}`);
}

function simulatedFlag(value: boolean | null): Outcome {
  return value === null ? gap('the arrays of the row cannot be read') : { kind: 'simulated', answers: { value } };
}

/** Watts of an array at work and of what is beside it. */
export function engineWatts(engine: Engine): number {
  const parts = engine === 'FIGLUT' ? figlutParts(array, figlutShape, gates28nm) : engine === 'FIGNA' ? fignaParts(array, gates28nm) : ifpuParts(array, gates28nm);
  return (partsEnergyPj(parts) ?? NaN) * 1e-12 * clockHz + besideArrayW;
}

/** TOPS on a batch with weights of q bits: arrays of bit planes gain from fewer, multipliers of four bits do not. */
export function engineTops(engine: Engine, bits: number, batch: number): number {
  const products = engine === 'FIGNA' ? array.reduction * array.outputs : oneBitProducts(array) / bits;
  return (2 * products * clockHz * stationaryUtilization(array, batch)) / 1e12;
}

function machineOutcome(config: Config, metric: string): Outcome {
  const hw = config.text('hw');
  const engine = engineOf(hw);
  const bits = Number(/Q(\d)/.exec(config.text('format'))?.[1] ?? NaN);
  if (engine !== null) {
    if (metric === 'throughput') return simulated(engineTops(engine, bits, config.number('batch')));
    if (metric === 'power') return engine === 'FIGLUT' && bits === 4 ? fitted(engineWatts(engine), 'what buffers and control draw beside the arrays was fitted on this row') : simulated(engineWatts(engine));
    if (/TOPS\/W|efficiency/.test(metric)) return simulated(engineTops(engine, bits, config.number('batch')) / engineWatts(engine));
    return gap(`no figure for ${metric}`);
  }
  if (/LUT-GEMM/.test(hw)) return gap(`${metric} of LUT-GEMM, a CUDA kernel for a batch of one with tables in shared memory: conflicts of its banks at batch ${config.text('batch')} are not published`);
  if (metric !== 'throughput') return gap(`${metric} of ${hw}: a board of which only the rating is public, not what it draws at the bandwidth limit`);
  const device = deviceNamed(hw === 'A100' ? 'a100-sxm-80gb' : hw === 'H100' ? 'h100-sxm' : '');
  const bandwidth = device?.memories[0]?.bytesPerSecond ?? NaN;
  // Two operations for each of the batch and each weight of two bytes.
  const tops = (config.number('batch') * bandwidth * gpuBandwidthShare) / 1e12;
  return hw === 'A100' ? fitted(tops, 'the share of the bandwidth that decode sustains was fitted on this row') : simulated(tops);
}

/** A row of Table III: power relative to a full table in flip-flops. */
function tableOutcome(config: Config, metric: string): Outcome {
  const half = config.text('lut') === 'hFFLUT';
  if (!half && config.text('lut') !== 'FFLUT') return gap(`no table of the kind ${JSON.stringify(config.text('lut'))}`);
  if (/MUX|decoder/i.test(metric)) {
    return gap('a multiplexer at a few thousandths of the table it reads: that is a matter of the switching measured after layout, which gate counts and one activity for all do not give');
  }
  if (!/LUT/.test(metric)) return gap(`no figure for ${metric}`);
  if (!half) return { kind: 'input', answers: { value: 1 }, note: 'the full table is the unit of the column' };
  return simulated(2 ** (figlutShape.mu - 1) / 2 ** figlutShape.mu, 'half of the entries');
}

/** TOPS/W of FIGLUT over another engine at q bits. */
function ratioOutcome(config: Config): Outcome {
  const other = engineOf(config.text('vs'));
  const bits = config.number('q');
  if (other === null || !(bits >= 1 && bits <= 8)) return gap('the row names no engine of known width');
  const perWatt = (engine: Engine): number => engineTops(engine, bits, 1) / engineWatts(engine);
  return simulated(perWatt('FIGLUT') / perWatt(other));
}

/** `2x16x4, mu4, k32` against `64x64 PE at Q4`: whether both take as many one-bit products a cycle. */
function equalThroughput(config: Config): boolean | null {
  const [, a, b, c, mu, racs] = /^(\d+)x(\d+)x(\d+),? *mu(\d+),? *k(\d+)/.exec(config.text('array')) ?? [];
  const [, rows, columns, bits] = /^(\d+)x(\d+) PE at Q(\d+)/.exec(config.text('vs')) ?? [];
  if (a === undefined || rows === undefined) return null;
  const products = figlutProducts(Number(a) * Number(b) * Number(c), { mu: Number(mu), racs: Number(racs) });
  return products === oneBitProducts({ reduction: Number(rows), outputs: Number(columns), weightBits: Number(bits), alignedBits });
}
