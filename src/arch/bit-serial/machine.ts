import { reject } from '../../sim/core/diagnostics.js';
import { computed, given, type Explained } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { memoryOf, type Device, type MemoryLevel } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import { arrayCycles, arrayShape, fillCycles } from './array.js';
import { bitSerialProduct } from './product.js';
import { resourceUse } from './physical.js';
import type { BitSerialParameters } from './spec.js';
import { lanes, termsOf } from './terms.js';

/** A grid of BitMoD tiles on a device: weights stream in, activations stay on the chip, every PE keeps one output. */
export function buildBitSerial(p: BitSerialParameters, device: Device, sources: Readonly<Record<string, ParameterSource>>): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  const memory = knownMemory(device);
  const rate = (memory.bytesPerSecond / memory.channels) * Math.min(p.memory.channels, memory.channels) * p.memory.efficiency;
  const { tokens: rows, features: columns } = arrayShape(p);
  const mode: ArrayMode = {
    name: 'array', unit: 'bit-serial array',
    tileRows: rows, tileColumns: columns,
    // Half of the buffer holds one piece of every output feature, a byte a weight.
    pieceReduction: Math.max(lanes, Math.floor((p.buffers.weights.kib * 512) / columns)), slots: 2,
    tileCycles: (m, n, k, _density, operand) => arrayCycles(p, m, n, k, termsOf(operand) ?? slowest),
    jumps: [columns, lanes],
    fillCycles: fillCycles(p),
    epilogueLanes: p.vectorLanes,
    streams: { weights: rate, kvCache: rate, input: null, operands: null, output: null },
  };
  const tiled: TiledMachine = {
    coreCyclesPerSecond: clockHz, modes: [mode],
    vectorStream: null, parameterStream: rate, appendStream: rate,
    rowLanes: p.vectorLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: 0, padTiles: false, scoresIgnoreMask: false, concatenatesCache: false,
    explainClock: () => parameter(sources, 'core_cycles_per_second', 'clock', clockHz, '1/s'),
    explainRate: (_mode, _stream, value) => computed('bytes_per_second', value, 'B/s', 'channels * channel_peak * efficiency', [
      parameter(sources, 'channels', 'memory.channels', Math.min(p.memory.channels, memory.channels), 'channels'),
      given('channel_peak', memory.bytesPerSecond / memory.channels, 'B/s', `${device.title}, ${memory.name}: ${device.sources[0] ?? 'no source'}`, device.quality),
      parameter(sources, 'efficiency', 'memory.efficiency', p.memory.efficiency, ''),
    ]),
  };
  return {
    family: 'bit-serial', device, fidelities: ['roofline', 'analytic'], clockHz,
    unsupported,
    peakMacsPerSecond: (weights) => (rows * columns * lanes * clockHz) / (termsOf(weights) ?? slowest),
    executedDensity: () => 1,
    peakVectorElementsPerSecond: p.vectorLanes * clockHz,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: false, keepsActivations: true,
    resources: () => (device.fabric === null ? null : resourceUse(p)),
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => (p.memory.channels > memory.channels ? [{ code: 'channels-exceeded', resource: `${memory.name} channels`, used: p.memory.channels, available: memory.channels }] : []),
    warnings: () => device.warnings.filter((w) => !/tdp|price/i.test(w)),
    tiled,
    functional: () => bitSerialProduct,
  };
}

/** Terms of a format that has none: the run is refused by `unsupported`, so that no time rests on it. */
const slowest = 4;

function knownMemory(device: Device): MemoryLevel & { readonly bytesPerSecond: number; readonly channels: number } {
  const memory = memoryOf(device, 'hbm') ?? memoryOf(device, 'ddr') ?? memoryOf(device, 'dram');
  const { bytesPerSecond, channels } = memory ?? { bytesPerSecond: null, channels: null };
  if (memory === undefined || bytesPerSecond === null || channels === null) {
    return reject('bit-serial/unknown-memory', `device "${device.name}" has no memory with a known bandwidth and number of channels`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
  }
  return { ...memory, bytesPerSecond, channels };
}

/** Activations are FP16; weights and cache need terms. */
function unsupported(op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  const { activations } = scheme;
  if (activations.name !== 'fp16' && (activations.kind !== 'integer' || activations.bits > 11)) return { code: 'unsupported-format', resource: `FP16 lanes for activations in ${activations.name}, bits`, used: activations.bits, available: 16 };
  const operand: DataType = op.kind === 'linear' ? weightFormatOf(scheme, op.name).type : scheme.kvCache;
  if (termsOf(operand) !== null) return null;
  return { code: 'unsupported-format', resource: `bit-serial terms for ${op.kind === 'linear' ? `weights of ${op.name}` : 'the KV cache'} in ${operand.name}, bits`, used: operand.bits, available: 8 };
}

function parameter(sources: Readonly<Record<string, ParameterSource>>, name: string, path: string, value: number, unit: string): Explained {
  const source = sources[path];
  return given(name, value, unit, source?.source ?? `parameter ${path}, given without a source`, source?.quality ?? 'assumed');
}

function assumptionsOf(p: BitSerialParameters, sources: Readonly<Record<string, ParameterSource>>): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string): Assumption => ({ name, value, unit, ...(sources[name] ?? fallback), affects });
  return [
    entry('memory.efficiency', p.memory.efficiency, 'of the channel peak', 'every transfer'),
    entry('clock', p.clock, '', 'all cycles'),
    entry('vectorLanes', p.vectorLanes, 'elements a cycle', 'norms, softmax and elementwise work'),
  ];
}
