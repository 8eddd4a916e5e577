import { reject } from '../../sim/core/diagnostics.js';
import { lazily } from '../../sim/core/lazily.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { speedWarnings, streamingMemory, type Device, type KnownMemory } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { channelRate, exceededChannels, explainChannelRate } from '../../sim/engine/channel-stream.js';
import { retiledMode } from '../../sim/engine/retiled-mode.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import { arrayCycles, arrayShape, fillCycles } from './array.js';
import { generationOf, onChipMemory } from '../../sim/physical/on-chip/index.js';
import { asicEnergy, asicParts, checkBuffers, resourceUse } from './physical.js';
import { paperComparison } from './published/paper-comparison.js';
import type { BitSerialParameters } from './spec.js';
import { processingElement } from './variants/elements.js';
import type { ProcessingElement } from './variants/processing-element.js';

/** A grid of tiles of BitMoD's PEs, or of a baseline's, on a device: weights stream in, activations stay on the chip or come and go, every PE keeps one output. */
export function buildBitSerial(p: BitSerialParameters, device: Device, sources: Readonly<Record<string, ParameterSource>>): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  const pe = processingElement(p);
  checkBuffers(p, device);
  const memory = knownMemory(device);
  const rate = channelRate(memory, p.memory);
  const { tokens: rows, features: columns } = arrayShape(p);
  const keepsActivations = p.memory.activations !== 'memory';
  const activations = keepsActivations ? null : rate;
  const mode: ArrayMode = {
    name: 'array', unit: 'bit-serial array',
    tileRows: rows, tileColumns: columns,
    // Half of the buffer holds one piece of every output feature, a byte a weight.
    pieceReduction: Math.max(...pe.laneCounts, Math.floor((p.buffers.weights.kib * 512) / columns)), slots: 2,
    tileCycles: (m, n, k, _density, operand) => arrayCycles(p, pe, m, n, k, operand),
    jumps: [columns, ...pe.laneCounts],
    fillCycles: fillCycles(p, pe),
    epilogueLanes: p.vectorLanes,
    streams: { weights: rate, kvCache: rate, input: activations, operands: activations, output: activations },
  };
  const bufferBytes = lazily(() => weightBufferBytes(p, pe, device));
  const tiled: TiledMachine = {
    coreCyclesPerSecond: clockHz, modes: [mode],
    // Every PE keeps one output: a tile is at most the array.
    retile: (_mode, tile) => retiledMode(mode, tile, { name: 'weight buffer', bytes: bufferBytes(), elementBytes: 1, mostSlots: 2 }, [
      { resource: 'PEs along the tokens', used: tile.rows, available: rows }, { resource: 'PEs along the output features', used: tile.columns, available: columns },
    ]),
    ...(keepsActivations ? {} : { activationBuffer: () => ({ name: 'activation buffer', bytes: activationBufferBytes(p, pe, device) }) }),
    vectorStream: activations, parameterStream: rate, appendStream: rate,
    rowLanes: p.vectorLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: 0, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => explainParameter(sources, 'core_cycles_per_second', 'clock', clockHz, '1/s'),
    explainRate: (_mode, _stream, value) => explainChannelRate(device, memory, p.memory, sources, value),
  };
  return {
    family: 'bit-serial', device, clockHz,
    unsupported: (op, scheme) => unsupported(pe, op, scheme),
    peakMacsPerSecond: (weights) => {
      const { lanes, cycles } = pe.step(weights) ?? pe.slowest;
      return (rows * columns * lanes * clockHz) / cycles;
    },
    executedDensity: () => 1,
    peakVectorElementsPerSecond: p.vectorLanes * clockHz,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: false, keepsActivations,
    resources: (weights) => (device.fabric === null ? null : resourceUse(p, pe, generationOf(device.fabric.dspKind), weights)),
    ...(device.kind === 'asic' ? { area: () => asicParts(p, pe), energy: asicEnergy(p, pe) } : {}),
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => exceededChannels(memory, p.memory.channels),
    warnings: () => speedWarnings(device),
    tiled,
    functional: () => pe.functional,
    ...(p.comparison === true ? { comparisons: () => [paperComparison()] } : {}),
  };
}

/** Bytes of both halves of the weight buffer: those of its blocks on an FPGA, those asked for in SRAM. */
function weightBufferBytes(p: BitSerialParameters, { bus }: ProcessingElement, { fabric }: Device): number {
  const { kib, primitive } = p.buffers.weights;
  if (fabric === null) return kib * 1024;
  return onChipMemory({ bits: kib * 4096, halves: 2, wordBits: arrayShape(p).features * bus.weights, primitive, generation: generationOf(fabric.dspKind) }).capacityBytes;
}

/** Bytes of the activation buffer, in the same way. */
function activationBufferBytes(p: BitSerialParameters, { bus }: ProcessingElement, { fabric }: Device): number {
  const { kib, primitive } = p.buffers.activations;
  if (fabric === null) return kib * 1024;
  return onChipMemory({ bits: kib * 8192, wordBits: arrayShape(p).tokens * bus.activations, primitive, generation: generationOf(fabric.dspKind) }).capacityBytes;
}

function knownMemory(device: Device): KnownMemory {
  return streamingMemory(device) ?? reject('bit-serial/unknown-memory', `device "${device.name}" has no memory with a known bandwidth and number of channels`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
}

/** The limit of the PE that the activations, or the weights or cache of this op exceed. */
function unsupported(pe: ProcessingElement, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  const { activations } = scheme;
  if (!pe.takesActivations(activations)) return { code: 'unsupported-format', resource: `${pe.activationUnit} for activations in ${activations.name}, bits`, used: activations.bits, available: pe.activationBits };
  const operand: DataType = op.kind === 'linear' ? weightFormatOf(scheme, op.name).type : scheme.kvCache;
  if (pe.step(operand) !== null) return null;
  return { code: 'unsupported-format', resource: `${pe.operandUnit} for ${op.kind === 'linear' ? `weights of ${op.name}` : 'the KV cache'} in ${operand.name}, bits`, used: operand.bits, available: pe.operandBits };
}

function assumptionsOf(p: BitSerialParameters, sources: Readonly<Record<string, ParameterSource>>): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string): Assumption => ({ name, value, unit, ...(sources[name] ?? fallback), affects });
  const serial = p.activations === undefined ? [] : [entry('activations.processedBits', p.activations.processedBits ?? p.activations.bits ?? 8, 'bits', 'cycles of bit-serial activations')];
  return [
    ...serial,
    entry('memory.efficiency', p.memory.efficiency, 'of the channel peak', 'every transfer'),
    entry('clock', p.clock, '', 'all cycles'),
    entry('vectorLanes', p.vectorLanes, 'elements a cycle', 'norms, softmax and elementwise work'),
  ];
}
