import { reject } from '../../sim/core/diagnostics.js';
import { parseQuantity } from '../../sim/core/units.js';
import { channelRate, exceededChannels, explainChannelRate } from '../../sim/engine/channel-stream.js';
import { retiledMode, type TileNeed } from '../../sim/engine/retiled-mode.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import { generationOf } from '../../sim/physical/on-chip/index.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { Tile } from '../../sim/model/mapping.js';
import { speedWarnings, streamingMemory, type Device, type KnownMemory } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { fillCycles, passesOf, productsPerStep, tileCycles } from './cycles.js';
import { dequantizePerOutput } from './dequantize.js';
import { tableGroup } from './energy/operation.js';
import { resourceUse } from './fpga.js';
import { shiftAddFunctional } from './functional.js';
import { chipParts } from './physical.js';
import type { ShiftAddParameters } from './spec.js';

type Sources = Readonly<Record<string, ParameterSource>>;
/** The engine cuts reductions in blocks of this many elements. */
const block = 16;
/** Weights of an output for which the multiplications by scales are shown. */
const shownLength = 4096;

/** One array without multipliers behind one memory: weights and cache stream in through a buffer of two halves, activations stay on the chip. */
export function buildShiftAdd(p: ShiftAddParameters, device: Device, sources: Sources): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  checkParameters(p);
  const memory = knownMemory(device);
  const rate = channelRate(memory, p.memory);
  const { array } = p;
  const columns = array.kind === 'shift-add' ? array.columns : array.featuresHeld;
  const mode: ArrayMode = {
    name: array.kind, unit: array.kind === 'shift-add' ? 'shift-add array' : 'look-up tables',
    // Half of the buffer holds one piece of every feature of a tile.
    tileRows: p.tokensHeld, tileColumns: columns, pieceReduction: Math.max(block, Math.floor((p.buffers.weightKib * 512) / ((columns * p.weightBits) / 8))), slots: 2,
    // Mean numbers of keys, which masks make, need not be whole.
    tileCycles: (m, n, k, _density, operand) => tileCycles(array, m, Math.ceil(n), Math.ceil(k), bitsOf(operand)),
    fillCycles: fillCycles(array),
    jumps: array.kind === 'shift-add' ? [array.columns, array.depth, array.group] : [array.reads, array.featuresHeld, array.tables * tableGroup],
    epilogueLanes: p.vectorLanes,
    streams: { weights: rate, kvCache: rate, input: null, operands: null, output: null },
  };
  const tiled: TiledMachine = {
    coreCyclesPerSecond: clockHz, modes: [mode],
    retile: (_mode, tile) => retiledMode(mode, tile, { name: 'weight buffer', bytes: p.buffers.weightKib * 1024, elementBytes: p.weightBits / 8, mostSlots: 2 }, needsOf(p, columns, tile)),
    vectorStream: null, parameterStream: rate, appendStream: rate,
    rowLanes: p.vectorLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: 0, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => explainParameter(sources, 'core_cycles_per_second', 'clock', clockHz, '1/s'),
    explainRate: (_mode, _stream, value) => explainChannelRate(device, memory, p.memory, sources, value),
  };
  return {
    family: 'shift-add', device, clockHz,
    unsupported: (op, scheme) => unsupported(p, op, scheme),
    peakMacsPerSecond: (weights) => (productsPerStep(array) / passesOf(array, bitsOf(weights))) * clockHz,
    executedDensity: () => 1,
    peakVectorElementsPerSecond: p.vectorLanes * clockHz,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: true, keepsActivations: true,
    resources: (weights) => (device.fabric === null ? null : resourceUse(p, generationOf(device.fabric.dspKind), weights)),
    ...(device.kind === 'asic' ? { area: () => chipParts(p) } : {}),
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => infeasibilitiesOf(p, columns, memory),
    warnings: () => speedWarnings(device),
    tiled,
    functional: () => shiftAddFunctional(p),
  };
}

/**
 * Sums of `tokensHeld` tokens are held for each column. Columns beyond those side by side share the sums with them; of look-up tables no more features than those held
 * are served by one set of tables.
 */
function needsOf({ array, tokensHeld }: ShiftAddParameters, columns: number, tile: Tile): readonly TileNeed[] {
  return [
    ...(array.kind === 'table' ? [{ resource: 'features whose sums are held', used: tile.columns, available: columns }] : []),
    { resource: 'sums held for each column, tokens', used: tile.rows * Math.ceil(tile.columns / columns), available: tokensHeld },
  ];
}

/** Whole bits of an operand: ternary weights have two on the array. Formats that the array does not take are refused by `unsupported`. */
function bitsOf({ bits }: DataType): number {
  return Math.ceil(bits);
}

function checkParameters({ array, activationBits, weightBits, accumulatorBits }: ShiftAddParameters): void {
  if (accumulatorBits < activationBits + weightBits) {
    reject('shift-add/narrow-accumulator', `sums of ${accumulatorBits} bits do not hold one product of ${activationBits} x ${weightBits} bits`, {
      pointer: '/architecture/parameters/accumulatorBits', remedy: `give accumulators at least ${activationBits + weightBits} bits`,
    });
  }
  if (array.kind === 'table' && array.featuresHeld % array.reads !== 0) {
    reject('shift-add/uneven-features', `${array.featuresHeld} features that are held are no multiple of ${array.reads} reads`, {
      pointer: '/architecture/parameters/array/featuresHeld', remedy: 'hold a multiple of the reads',
    });
  }
  if (array.kind === 'shift-add' && array.group % array.depth !== 0 && array.depth % array.group !== 0) {
    reject('shift-add/uneven-group', `groups of ${array.group} weights and a depth of ${array.depth} do not divide one another`, {
      pointer: '/architecture/parameters/array/group', remedy: 'make the depth a divisor or a multiple of the group',
    });
  }
}

function knownMemory(device: Device): KnownMemory {
  return streamingMemory(device) ?? reject('shift-add/unknown-memory', `device "${device.name}" has no memory with a known bandwidth and number of channels`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
}

/** Whole numbers of limited width, in groups that the scalers keep up with. */
function unsupported(p: ShiftAddParameters, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  const activations = tooWide('activations', scheme.activations, p.activationBits);
  if (op.kind !== 'linear') return activations ?? tooWide('the KV cache', scheme.kvCache, p.weightBits);
  const format = weightFormatOf(scheme, op.name);
  return activations ?? tooWide(`weights of ${op.name}`, format.type, p.weightBits) ?? unscaled(p, op.name, format.groupSize);
}

function tooWide(what: string, type: DataType, bits: number): Infeasibility | null {
  if (type.kind === 'float' || type.kind === 'codebook') return { code: 'unsupported-format', resource: `shifted terms for ${what} in ${type.name}`, used: 1, available: 0 };
  return type.bits <= bits ? null : { code: 'unsupported-format', resource: `shifted terms for ${what} in ${type.name}, bits`, used: type.bits, available: bits };
}

function unscaled({ array }: ShiftAddParameters, name: string, group: number): Infeasibility | null {
  if (array.kind === 'table' || group === 0 || group % array.group === 0) return null;
  return { code: 'unsupported-format', resource: `scales for weights of ${name} (\`array.group\` must divide the group), weights`, used: group, available: array.group };
}

function infeasibilitiesOf(p: ShiftAddParameters, columns: number, memory: KnownMemory): readonly Infeasibility[] {
  const neededBytes = Math.ceil(2 * columns * block * (p.weightBits / 8));
  const availableBytes = p.buffers.weightKib * 1024;
  return [
    ...exceededChannels(memory, p.memory.channels),
    ...(neededBytes > availableBytes ? [{ code: 'buffer-exceeded', resource: 'weight buffer (two halves of the smallest piece), bytes', used: neededBytes, available: availableBytes }] : []),
  ];
}

function assumptionsOf(p: ShiftAddParameters, sources: Sources): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string, otherwise = fallback): Assumption => ({ name, value, unit, ...(sources[name] ?? otherwise), affects });
  const { array } = p;
  const arithmetic: Assumption = array.kind === 'shift-add'
    ? entry('array.group', dequantizePerOutput(shownLength, array.group).afterGroup, `multiplications by scales for an output over ${shownLength} weights, ${shownLength} where weights are dequantised first`, 'linear layers', {
      quality: 'published', source: 'MixPE (Zhang et al., 2024, arXiv 2411.16158): scales after the sum of a group',
    })
    : entry('array.scaleTerms', array.scaleTerms, 'shifts a look-up', 'linear layers and attention', { quality: 'published', source: 'ShiftAddLLM (You et al., NeurIPS 2024): scales are sums of three powers of two' });
  return [
    entry('clock', p.clock, '', 'all cycles'),
    arithmetic,
    entry('memory.efficiency', p.memory.efficiency, 'of the channel peak', 'every transfer'),
    entry('vectorLanes', p.vectorLanes, 'elements a cycle', 'norms, softmax and elementwise work'),
    { name: 'attention', value: 'scores stay on the chip', unit: '', quality: 'assumed', source: 'buffers of activations and scores are not counted', affects: 'softmax, scores and activation traffic' },
  ];
}
