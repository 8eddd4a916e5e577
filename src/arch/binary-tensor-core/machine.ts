import { reject } from '../../sim/core/diagnostics.js';
import { computed, given, type Explained } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import { oneScaleARow } from '../../sim/engine/group-limit.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { Device, MemoryLevel } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { macsPerCall, mmaCalls, recoveryBytes, type Planes } from './cycles.js';
import { mostWeightPlanes, planeArithmetic } from './functional.js';
import { binaryPeak, fp16Macs, type SourcedRate } from './peaks.js';
import type { BinaryTensorCoreParameters } from './spec.js';

type Sources = Readonly<Record<string, ParameterSource>>;

/** More rows and columns than any op has: a tile of the engine is a whole op. */
const wholeOp = 2 ** 30;
/** A rate in bytes a second at which no kernel is chosen: linear kernels do not read the cache, attention kernels no weights. */
const never = 1;
/** Rows, columns and depth that FP16 kernels are padded to. */
const fp16Tile = { rows: 16, columns: 64, depth: 32 } as const;
/** Elements of elementwise work in the time of one matrix instruction: norms and softmax wait for their bytes and for nothing else. */
const freeLanes = 2 ** 20;

/**
 * A GPU that multiplies low-bit integers plane by plane on its one-bit tensor cores; attention and layers that are not quantised run in FP16. The engine's
 * cycle is the time that the chip takes for one m8n8k128 instruction, so that the array cycles of a linear layer are its instructions.
 */
export function buildBinaryTensorCore(p: BinaryTensorCoreParameters, device: Device, sources: Sources): Architecture {
  const memory = knownMemory(device);
  const peak = binaryPeak(p, device, sources) ?? unknownPeak(device);
  const tensorEfficiency = p.tensorEfficiency ?? 0.9;
  const dramEfficiency = p.dramEfficiency ?? 0.9;
  const launchSeconds = p.launch === undefined ? 1e-6 : parseQuantity(p.launch, 'time', '/architecture/parameters/launch');
  const fp16Peak = fp16Macs(device);
  const callsPerSecond = (peak.opsPerSecond / 2 / macsPerCall) * tensorEfficiency;
  const rate = memory.bytesPerSecond * dramEfficiency;
  const inPlanes = (weightBits: number): Planes => ({ activations: p.activationBits, weights: weightBits, inRows: p.rowsOfPlanes ?? true });
  const binaryCycles = (planes: Planes, m: number, n: number, k: number): number =>
    mmaCalls(planes, m, n, k) + (p.recovery === 'spilled' ? Math.ceil((recoveryBytes(planes, m, n) / rate) * callsPerSecond) : 0);
  const fp16Cycles = (m: number, n: number, k: number): number => {
    const padded = upTo(m, fp16Tile.rows) * upTo(n, fp16Tile.columns) * upTo(k, fp16Tile.depth);
    return Math.ceil((padded / (fp16Peak * tensorEfficiency)) * callsPerSecond);
  };
  const shape = {
    tileRows: wholeOp, tileColumns: wholeOp, pieceReduction: 128, slots: 2, fillCycles: 0, jumps: [8, 32, 64, 128], epilogueLanes: freeLanes,
    tileCycles: (m: number, n: number, k: number, _density: number, operand: DataType) => (isBinary(operand) ? binaryCycles(inPlanes(operand.bits), m, n, k) : fp16Cycles(m, n, k)),
  } as const;
  const modes: readonly ArrayMode[] = [
    {
      name: 'linear', unit: 'one-bit tensor cores', ...shape,
      streams: { weights: rate, kvCache: never, input: rate, operands: rate, output: rate },
    },
    {
      name: 'attention', unit: 'FP16 tensor cores', ...shape,
      streams: { weights: never, kvCache: rate, input: null, operands: rate, output: null },
    },
  ];
  const tiled: TiledMachine = {
    coreCyclesPerSecond: callsPerSecond, modes,
    vectorStream: rate, parameterStream: rate, appendStream: rate,
    rowLanes: freeLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: launchSeconds * callsPerSecond, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => computed('core_cycles_per_second', callsPerSecond, '1/s', 'one_bit_peak / 2 / macs_of_an_instruction * efficiency', [
      given('one_bit_peak', peak.opsPerSecond, 'OP/s', peak.source, peak.quality),
      given('macs_of_an_instruction', macsPerCall, '', 'mma m8n8k128', 'published'),
      fromParameter(sources, 'tensorEfficiency', tensorEfficiency),
    ]),
    explainRate: (_mode, _stream, value) => computed('bytes_per_second', value, 'B/s', 'memory_peak * efficiency', [
      given('memory_peak', memory.bytesPerSecond, 'B/s', `${device.title}: ${device.sources[0] ?? 'no source'}`, device.quality),
      fromParameter(sources, 'dramEfficiency', dramEfficiency),
    ]),
  };
  return {
    family: 'binary-tensor-core', device, clockHz: null,
    unsupported: (op, scheme) => unsupported(p, op, scheme),
    peakMacsPerSecond: (weights) => (isBinary(weights) ? peak.opsPerSecond / 2 / (p.activationBits * weights.bits) : fp16Peak),
    executedDensity: () => 1,
    peakVectorElementsPerSecond: null,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: true, keepsActivations: false,
    resources: () => null,
    assumptions: () => assumptionsOf(peak, { tensorEfficiency, dramEfficiency, launch: launchSeconds }, sources),
    infeasibilities: () => [],
    warnings: () => device.warnings,
    tiled,
    functional: () => planeArithmetic(p),
  };
}

/** Whole numbers run plane by plane; everything else in FP16. */
function isBinary(type: DataType): boolean {
  return type.kind === 'integer' && type.bits <= mostWeightPlanes;
}

function upTo(n: number, size: number): number {
  return Math.ceil(n / size) * size;
}

function unknownPeak(device: Device): never {
  return reject('binary-tensor-core/unknown-peak', `the one-bit tensor peak of device "${device.name}" is not published`, {
    pointer: '/architecture/device', remedy: 'give `parameters.binaryPeak`, with its source, or choose an A100',
  });
}

function knownMemory(device: Device): MemoryLevel & { readonly bytesPerSecond: number } {
  const memory = device.memories.find((m) => m.bytesPerSecond !== null);
  const bytesPerSecond = memory?.bytesPerSecond ?? null;
  if (memory === undefined || bytesPerSecond === null) {
    return reject('binary-tensor-core/unknown-memory', `device "${device.name}" has no memory with a known bandwidth`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
  }
  return { ...memory, bytesPerSecond };
}

/** Integer layers need activations of the kernel's planes; the cache is read in FP16 by attention. */
function unsupported(p: BinaryTensorCoreParameters, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  const { activations, kvCache } = scheme;
  const exceeded = (what: string, type: DataType, available: number): Infeasibility => ({ code: 'unsupported-format', resource: `${what} in ${type.name}, bits`, used: type.bits, available });
  if (op.kind === 'scores' || op.kind === 'values') return kvCache.kind === 'float' && kvCache.bits === 16 ? null : exceeded('FP16 attention for a KV cache', kvCache, 16);
  if (op.kind !== 'linear') return null;
  const { type } = weightFormatOf(scheme, op.name);
  if (type.kind === 'float' && type.bits === 16) return null;
  if (!isBinary(type)) return exceeded(`bit planes for weights of ${op.name}`, type, mostWeightPlanes);
  if (activations.kind !== 'integer' || activations.bits !== p.activationBits) return exceeded('bit planes of activations (`activationBits`) for activations', activations, p.activationBits);
  return oneScaleARow(op, scheme);
}

const fallback: ParameterSource = { quality: 'assumed', source: 'what large kernels of vendor libraries sustain; not measured for one-bit kernels' };

function fromParameter(sources: Sources, name: string, value: number): Explained {
  const { source, quality } = sources[name] ?? fallback;
  return given('efficiency', value, '', source, quality);
}

function assumptionsOf(peak: SourcedRate, values: { readonly tensorEfficiency: number; readonly dramEfficiency: number; readonly launch: number }, sources: Sources): readonly Assumption[] {
  const entry = (name: keyof typeof values, unit: string, affects: string, from: ParameterSource = fallback): Assumption => ({ name, value: values[name], unit, affects, ...(sources[name] ?? from) });
  return [
    { name: 'one-bit peak', value: peak.opsPerSecond, unit: 'OP/s', quality: peak.quality, source: peak.source, affects: 'linear layers in integers' },
    entry('tensorEfficiency', 'of the tensor peaks', 'linear layers and attention'),
    entry('dramEfficiency', 'of the memory peak', 'every transfer'),
    entry('launch', 's', 'every op', { quality: 'assumed', source: 'between kernels that a host queues ahead or replays as a graph' }),
    { name: 'vector work', value: 'free', unit: '', quality: 'assumed', source: 'norms and softmax cost their bytes only; no public vector peak in the catalogue', affects: 'norms, softmax, activations' },
    { name: 'plane packing', value: 'free', unit: '', quality: 'assumed', source: 'activations are quantised and cut into planes by the kernel before', affects: 'linear layers' },
  ];
}
