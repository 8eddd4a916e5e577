import { reject } from '../../sim/core/diagnostics.js';
import { computed, given } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { speedWarnings, type Device } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { kernelRate, storedRatio, takesWeights, tileCycles, type KernelRate } from './cycles.js';
import { lutCpuProduct } from './functional.js';
import type { LutCpuParameters } from './spec.js';
import { vectorUnits } from './vector-unit.js';

type Sources = Readonly<Record<string, ParameterSource>>;

/** Columns of a tile: more than any op has, since all outputs of a layer are one piece of work for the threads. */
const wholeWidth = 2 ** 30;
/** Tokens that share a pass over the weights: the block in which llama.cpp goes over the rows of a product. */
const tokensTogether = 16;
/** Inputs whose weights are on their way before the first is used: one activation group. */
const firstPiece = 64;

/** Cores of a CPU behind one memory; activations, tables and scores stay in its caches. */
export function buildLutCpu(p: LutCpuParameters, device: Device, sources: Sources): Architecture {
  requireKernel(p);
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  const serialPerBillion = p.serialPerBillion === 0 ? 0 : parseQuantity(p.serialPerBillion, 'time', '/architecture/parameters/serialPerBillion');
  const memory = device.memories.find(({ bytesPerSecond }) => bytesPerSecond !== null);
  if (memory?.bytesPerSecond == null) {
    return reject('lut-cpu/unknown-memory', `device "${device.name}" has no memory with a known bandwidth`, { pointer: '/architecture/device', remedy: 'give `memories` with a bandwidth' });
  }
  const peakBytesPerSecond = memory.bytesPerSecond;
  const stream = peakBytesPerSecond * p.memory.efficiency;
  const weights = stream / storedRatio(p);
  const coreCyclesPerSecond = clockHz * p.threads;
  const serialCycles = (serialPerBillion / 1e9) * coreCyclesPerSecond;
  const lanes = vectorUnits[p.vectorUnit].floatLanes;
  const rateOf = ratesOf(p);
  const mode = (name: string, serial: number): Omit<ArrayMode, 'streams'> => ({
    name, unit: `cores, ${name}`,
    tileRows: tokensTogether, tileColumns: wholeWidth, pieceReduction: firstPiece, slots: 2,
    tileCycles: (m, n, k, _density, operand) => tileCycles(rateOf(operand), serial, m, n, k),
    jumps: [tokensTogether], fillCycles: 0, epilogueLanes: lanes,
  });
  const onChip = { input: null, operands: null, output: null };
  const tiled: TiledMachine = {
    coreCyclesPerSecond,
    modes: [
      { ...mode('linear', serialCycles), takes: 'weights', streams: { weights, kvCache: stream, ...onChip } },
      { ...mode('attention', 0), takes: 'cache', streams: { weights, kvCache: stream, ...onChip } },
    ],
    vectorStream: null, parameterStream: stream, appendStream: stream,
    rowLanes: lanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: 0, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => computed('core_cycles_per_second', coreCyclesPerSecond, '1/s', 'clock * threads', [
      explainParameter(sources, 'clock', 'clock', clockHz, '1/s'), explainParameter(sources, 'threads', 'threads', p.threads, ''),
    ]),
    explainRate: (_mode, _stream, value) => computed('bytes_per_second', value, 'B/s', 'memory_peak * efficiency * counted', [
      given('memory_peak', peakBytesPerSecond, 'B/s', `${device.title}, ${memory.name}: ${device.sources[0] ?? 'no source'}`, device.quality),
      explainParameter(sources, 'efficiency', 'memory.efficiency', p.memory.efficiency, ''),
      given('counted', value / stream, '', 'bits that the scheme counts for a weight over those that the kernel stores'),
    ]),
  };
  return {
    family: 'lut-cpu', device, clockHz,
    unsupported: (op, scheme) => unsupported(p, op, scheme),
    peakMacsPerSecond: (type) => coreCyclesPerSecond / rateOf(type).cyclesPerWeight,
    executedDensity: () => 1,
    peakVectorElementsPerSecond: lanes * coreCyclesPerSecond,
    peakBytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: true, keepsActivations: true,
    resources: () => null,
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => (p.threads > p.cores ? [{ code: 'threads-exceeded', resource: 'cores', used: p.threads, available: p.cores }] : []),
    warnings: () => speedWarnings(device),
    tiled,
    functional: () => lutCpuProduct(p),
  };
}

/** Throws an InputError where the kernel has no code for the vector unit, or no fast aggregation. */
function requireKernel({ kernel, vectorUnit, fastAggregation }: LutCpuParameters): void {
  if ((kernel === 'tl1' && vectorUnit !== 'neon') || (kernel === 'tl2' && vectorUnit !== 'avx2')) {
    reject('lut-cpu/vector-unit', `${kernel.toUpperCase()} has no code for ${vectorUnit}`, { pointer: '/architecture/parameters/kernel', remedy: 'TL1 runs on neon, TL2 on avx2' });
  }
  if (fastAggregation === true && kernel !== 't-mac') {
    reject('lut-cpu/fast-aggregation', `fast aggregation belongs to t-mac, not to ${kernel}`, { pointer: '/architecture/parameters/fastAggregation', remedy: 'leave fastAggregation out' });
  }
}

/** The kernels of a machine by operand format, each made once. */
function ratesOf(p: LutCpuParameters): (operand: DataType) => KernelRate {
  const made = new Map<DataType, KernelRate>();
  return (operand) => {
    const known = made.get(operand);
    if (known !== undefined) return known;
    const rate = kernelRate(p, operand);
    made.set(operand, rate);
    return rate;
  };
}

/** Formats with a kernel: those of the low-bit kernel, and integers of 2, 3, 4 and 8 bits and FP16 that llama.cpp multiplies; a cache of FP16 or INT8. */
function unsupported(p: LutCpuParameters, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind === 'scores' || op.kind === 'values') return isPlain(scheme.kvCache, [8, 16]) ? null : exceeds(`KV cache of fp16 or int8, not ${scheme.kvCache.name}`, scheme.kvCache.bits, 16);
  if (op.kind !== 'linear') return null;
  const { activations } = scheme;
  if (activations.bits > 16) return exceeds(`activations of 16 bits at most, not ${activations.name}`, activations.bits, 16);
  const { type } = weightFormatOf(scheme, op.name);
  if (takesWeights(p, type) || isPlain(type, [2, 3, 4, 8, 16])) return null;
  const advice = type.kind === 'ternary' ? `${p.kernel} stores ternary weights as int2` : 'integers of 2, 3, 4 or 8 bits, or fp16';
  return exceeds(`a kernel for ${op.name} in ${type.name} (${advice})`, type.bits, 0);
}

function isPlain(type: DataType, bits: readonly number[]): boolean {
  return bits.includes(type.bits) && (type.bits === 16 ? type.name === 'fp16' : type.kind === 'integer');
}

function exceeds(resource: string, used: number, available: number): Infeasibility {
  return { code: 'unsupported-format', resource: `${resource}, bits`, used, available };
}

function assumptionsOf(p: LutCpuParameters, sources: Sources): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string): Assumption => ({ name, value, unit, ...(sources[name] ?? fallback), affects });
  return [
    entry('clock', p.clock, '', 'all cycles'),
    entry('issue.kernel', p.issue.kernel, 'operations a cycle', 'linear layers in low-bit formats'),
    entry('issue.multiply', p.issue.multiply, 'operations a cycle', 'attention, and layers in other formats'),
    entry('serialPerBillion', p.serialPerBillion, '', 'linear layers; where it was fitted on tokens, lm_head, attention and norms are in it and counted again'),
    entry('memory.efficiency', p.memory.efficiency, 'of the memory peak', 'every transfer'),
    {
      name: 'tokens together', value: tokensTogether, unit: 'tokens', quality: 'assumed', affects: 'how often a prompt reads the weights',
      source: 'the block of rows in which llama.cpp goes over a product',
    },
    {
      name: 'caches', value: 'hold activations, tables and scores', unit: '', quality: 'assumed', affects: 'attention',
      source: 'tables take 16 bytes for four activations; a context that passes the last-level cache is not modelled',
    },
  ];
}
