import { reject } from '../../sim/core/diagnostics.js';
import { computed, given } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { memoryOf, type Device, type MemoryLevel } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { pipelineCycles, planesOf } from './cycles.js';
import { lutFunctional } from './functional.js';
import { chipParts, lutEnergy } from './physical.js';
import { attentionCycles, linearCycles, peakMacsPerCycle } from './schedule.js';
import type { LutTensorCoreParameters } from './spec.js';
import { activationTraffic } from './tables.js';
import { resourceUse } from './tile/array-tiles.js';

type Sources = Readonly<Record<string, ParameterSource>>;

/** A GPU whose tensor cores are look-up arrays; what has no bit planes runs on its vector units. One cycle of the engine is one of a multiprocessor. */
export function buildLutTensorCore(p: LutTensorCoreParameters, device: Device, sources: Sources): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  const launchSeconds = p.launch === undefined ? 0 : parseQuantity(p.launch, 'time', '/architecture/parameters/launch');
  const memory = knownMemory(device);
  const rate = memory.bytesPerSecond * p.memory.efficiency;
  const coreCyclesPerSecond = p.sms * clockHz * p.arrayEfficiency;
  const activations = activationStreams(p, rate);
  const shared = {
    slots: 2, pieceReduction: stepReduction,
    fillCycles: pipelineCycles, epilogueLanes: p.vectorLanesPerSm,
  };
  const linear: ArrayMode = {
    ...shared, name: 'weights', takes: 'weights', unit: 'look-up arrays',
    tileRows: wholeOp, tileColumns: wholeOp,
    tileCycles: (m, n, k, _density, operand) => linearCycles(p, m, n, k, operand),
    jumps: [p.threadBlock.n, p.array.n, p.array.k],
    streams: { ...activations, weights: rate, kvCache: rate },
  };
  const attention: ArrayMode = {
    ...shared, name: 'cache', takes: 'cache', unit: 'look-up arrays (attention)',
    tileRows: p.threadBlock.m, tileColumns: p.threadBlock.n,
    tileCycles: (m, n, k, _density, operand) => attentionCycles(p, m, n, k, operand),
    jumps: [p.threadBlock.n, p.array.n, p.array.k],
    // Scores and probabilities of a fused attention never leave the chip, and queries and outputs are small beside the cache.
    streams: { input: null, operands: null, output: null, weights: rate, kvCache: rate },
  };
  const dram = p.activations === 'dram' ? rate : null;
  const tiled: TiledMachine = {
    coreCyclesPerSecond, modes: [linear, attention],
    vectorStream: dram, parameterStream: rate, appendStream: rate,
    rowLanes: p.vectorLanesPerSm, vectorPasses,
    leastOperandBytes: 0, barrierCycles: Math.round(launchSeconds * coreCyclesPerSecond), padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => computed('core_cycles_per_second', coreCyclesPerSecond, '1/s', 'sms * clock * efficiency', [
      explainParameter(sources, 'sms', 'sms', p.sms, ''), explainParameter(sources, 'clock', 'clock', clockHz, '1/s'), explainParameter(sources, 'efficiency', 'arrayEfficiency', p.arrayEfficiency, ''),
    ]),
    explainRate: (_mode, stream, value) => computed('bytes_per_second', value, 'B/s', stream === 'input' ? 'peak * efficiency / moved' : 'peak * efficiency', [
      given('peak', memory.bytesPerSecond, 'B/s', `${device.title}, ${memory.name}: ${device.sources[0] ?? 'no source'}`, device.quality),
      explainParameter(sources, 'efficiency', 'memory.efficiency', p.memory.efficiency, ''),
      ...(stream === 'input' ? [given('moved', rate / value, 'bytes a byte', 'bytes of tables that are written and read beyond the activations that their producer writes, for each byte of activations')] : []),
    ]),
  };
  return {
    family: 'lut-tensor-core', device, clockHz,
    unsupported: (op, scheme) => unsupported(p, op, scheme),
    peakMacsPerSecond: (weights) => peakMacsPerCycle(p, weights) * p.sms * clockHz,
    executedDensity: () => 1,
    peakVectorElementsPerSecond: p.vectorLanesPerSm * p.sms * clockHz,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: true, keepsActivations: p.activations === 'l2',
    resources: (weights) => (device.fabric === null ? null : resourceUse(p, weights)),
    area: () => chipParts(p),
    energy: lutEnergy(p),
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => [],
    warnings: () => device.warnings.filter((w) => !/tdp|price|peak/i.test(w)),
    tiled,
    functional: () => lutFunctional({ group: p.array.k, entryBits: p.tables.bits }),
  };
}

/** Longer than any dimension: one tile is the whole product, whose thread blocks `linearCycles` deals out. */
const wholeOp = 2 ** 24;
/** Depth of one step of a kernel's pipeline through shared memory. */
const stepReduction = 32;
/**
 * Rates of activations between kernels. The engine moves the plain bytes of each product's input and output; tables take more, all of which is
 * charged where they are read: for each byte of activations, the table's bytes that the producer and a precompute kernel move beyond its own.
 */
function activationStreams(p: LutTensorCoreParameters, rate: number): { readonly input: number | null; readonly operands: number | null; readonly output: number | null } {
  if (p.activations === 'l2') return { input: null, operands: null, output: null };
  const bytes = p.activationBits / 8;
  const { producer, precompute, consumer } = activationTraffic(bytes, { k: p.array.k, entryBits: p.tables.bits }, p.tables.precompute);
  return { input: (rate * bytes) / Math.max(bytes, producer - bytes + precompute + consumer), operands: rate, output: rate };
}

function knownMemory(device: Device): MemoryLevel & { readonly bytesPerSecond: number } {
  const memory = device.memories.find((m) => m.bytesPerSecond !== null) ?? memoryOf(device, 'dram');
  if (memory?.bytesPerSecond == null) {
    return reject('lut-tensor-core/unknown-memory', `device "${device.name}" has no memory with a known bandwidth`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
  }
  return { ...memory, bytesPerSecond: memory.bytesPerSecond };
}

/** Activations that fit the tables; operands that the arrays or the vector units take. */
function unsupported(p: LutTensorCoreParameters, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  const { activations } = scheme;
  if (activations.bits > p.activationBits) return { code: 'unsupported-format', resource: `tables of activations in ${activations.name}, bits`, used: activations.bits, available: p.activationBits };
  const operand: DataType = op.kind === 'linear' ? weightFormatOf(scheme, op.name).type : scheme.kvCache;
  if (planesOf(operand) !== null || operand.bits <= 16) return null;
  return { code: 'unsupported-format', resource: `${op.kind === 'linear' ? `weights of ${op.name}` : 'the KV cache'} in ${operand.name}, bits`, used: operand.bits, available: 16 };
}

function assumptionsOf(p: LutTensorCoreParameters, sources: Sources): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string): Assumption => ({ name, value, unit, ...(sources[name] ?? fallback), affects });
  return [
    entry('arraysPerSm', p.arraysPerSm, 'arrays', 'all look-ups'),
    entry('arrayEfficiency', p.arrayEfficiency, 'of the array cycles', 'all cycles'),
    entry('memory.efficiency', p.memory.efficiency, 'of the DRAM peak', 'every transfer'),
    entry('l2BytesPerCycle', p.l2BytesPerCycle, 'B a cycle', 'thread blocks'),
    entry('vectorMacsPerSm', p.vectorMacsPerSm, 'MACs a cycle', 'operands without bit planes: FP16 weights and caches'),
    entry('vectorLanesPerSm', p.vectorLanesPerSm, 'elements a cycle', 'norms, softmax and elementwise work'),
    entry('launch', p.launch ?? 0, '', 'every kernel'),
  ];
}
