import { reject } from '../../sim/core/diagnostics.js';
import { lazily } from '../../sim/core/lazily.js';
import { parseQuantity } from '../../sim/core/units.js';
import { oneScaleARow } from '../../sim/engine/group-limit.js';
import { channelRate, exceededChannels, explainChannelRate } from '../../sim/engine/channel-stream.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import { generationOf, type FabricGeneration } from '../../sim/physical/on-chip/index.js';
import { technologyWarnings } from '../../sim/physical/chip-energy.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, Streams, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { speedWarnings, streamingMemory, type Device, type KnownMemory } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { arrayOf, macCyclesOf, macKindOf, widthsOf, type PeWidths } from './array.js';
import { bends, overlapFillCycles, productCycles } from './cycles.js';
import { systolicEnergy } from './energy.js';
import { systolicFunctional } from './functional.js';
import { chipParts } from './physical.js';
import { resourceUse } from './resources.js';
import { bufferCapacities, retile } from './retile.js';
import type { SystolicParameters } from './spec.js';
import { checkTechnology, technologyChoices } from './technology.js';
import { tileOf, tooSmall } from './tile.js';

type Sources = Readonly<Record<string, ParameterSource>>;

/** One systolic array behind one memory: weights and cache stream in through a buffer of two halves. */
export function buildSystolic(p: SystolicParameters, device: Device, sources: Sources): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  checkWidths(p);
  checkTechnology(p.technology);
  const memory = knownMemory(device);
  const rate = channelRate(memory, p.memory);
  const external = p.memory.activations === 'external';
  const { fabric } = device;
  const mode = modeOf(p, rate);
  const capacities = lazily(() => bufferCapacities(p, fabric === null ? null : generationOf(fabric.dspKind)));
  const tiled: TiledMachine = {
    coreCyclesPerSecond: clockHz, modes: [mode],
    retile: (_mode, tile) => retile(p, mode, tile, capacities()),
    ...(external ? { activationBuffer: () => ({ name: 'activations buffer', bytes: capacities().activations }) } : {}),
    vectorStream: external ? rate : null, parameterStream: rate, appendStream: rate,
    rowLanes: p.vectorLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: 0, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => explainParameter(sources, 'core_cycles_per_second', 'clock', clockHz, '1/s'),
    explainRate: (_mode, _stream, value) => explainChannelRate(device, memory, p.memory, sources, value),
  };
  return {
    family: 'systolic', device, clockHz,
    unsupported: (op, scheme) => unsupported(op, scheme, widthsOf(p)),
    peakMacsPerSecond: (weights) => (p.rows * p.columns * clockHz) / macCyclesOf(p, weights),
    executedDensity: () => 1,
    peakVectorElementsPerSecond: p.vectorLanes * clockHz,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: false, keepsActivations: !external,
    resources: () => (fabric === null ? null : resourceUse(p, fabric.dspKind)),
    ...(device.kind === 'asic' ? { area: () => chipParts(p), energy: systolicEnergy(p) } : {}),
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => infeasibilitiesOf(p, memory, fabric === null ? null : generationOf(fabric.dspKind)),
    warnings: () => [...speedWarnings(device), ...technologyWarnings(p.technology, device)],
    tiled,
    functional: () => systolicFunctional(p),
  };
}

function modeOf(p: SystolicParameters, rate: number): ArrayMode {
  const { tokens, features, reduction } = tileOf(p);
  // Operands of a format take the same cycles, so that an array for each of them is made once.
  const arrays = new Map<number, ReturnType<typeof arrayOf>>();
  const arrayFor = (operand: DataType): ReturnType<typeof arrayOf> => {
    const macCycles = macCyclesOf(p, operand);
    const found = arrays.get(macCycles) ?? arrayOf(p, macCycles);
    arrays.set(macCycles, found);
    return found;
  };
  const activations = p.memory.activations === 'external' ? rate : null;
  const streams: Streams = { weights: rate, kvCache: rate, input: activations, operands: activations, output: activations };
  return {
    name: p.dataflow, unit: 'systolic array',
    tileRows: tokens, tileColumns: features, pieceReduction: reduction, slots: 2,
    // Mean numbers of keys, which masks make, need not be whole.
    tileCycles: (m, n, k, _density, operand) => productCycles(arrayFor(operand), { m, n: Math.ceil(n), k: Math.ceil(k) }),
    jumps: [...new Set(macCycleCounts(p).flatMap((cycles) => bends(arrayOf(p, cycles))))],
    fillCycles: overlapFillCycles(arrayOf(p, 1)),
    epilogueLanes: p.vectorLanes, streams,
  };
}

/** Every number of cycles that a multiply-accumulate can take. */
function macCycleCounts(p: SystolicParameters): readonly number[] {
  const { weights, activations } = widthsOf(p);
  switch (macKindOf(p)) {
    case 'bit-parallel': return [1];
    case 'bit-serial-weights': return Array.from({ length: weights }, (_, i) => i + 1);
    case 'bit-serial-activations': return [activations];
  }
}

function checkWidths(p: SystolicParameters): void {
  const { weights, activations, accumulator } = widthsOf(p);
  if (accumulator >= weights + activations) return;
  reject('systolic/narrow-accumulator', `sums of ${accumulator} bits do not hold one product of ${activations} x ${weights} bits`, {
    pointer: '/architecture/parameters/accumulatorBits', remedy: `give accumulators at least ${weights + activations} bits`,
  });
}

function knownMemory(device: Device): KnownMemory {
  return streamingMemory(device) ?? reject('systolic/unknown-memory', `device "${device.name}" has no memory with a known bandwidth and number of channels`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
}

/** The PEs multiply signed integers of limited width. */
function unsupported(op: Op, scheme: QuantizationScheme, widths: PeWidths): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  return tooWide('activations', scheme.activations, widths.activations)
    ?? (op.kind === 'linear' ? tooWide(`weights of ${op.name}`, weightFormatOf(scheme, op.name).type, widths.weights) ?? oneScaleARow(op, scheme) : tooWide('the KV cache', scheme.kvCache, widths.weights));
}

function tooWide(what: string, type: DataType, bits: number): Infeasibility | null {
  if (type.kind === 'float' || type.kind === 'codebook') return { code: 'unsupported-format', resource: `${type.kind} multipliers for ${what} in ${type.name}`, used: 1, available: 0 };
  if (type.bits <= bits) return null;
  return { code: 'unsupported-format', resource: `integer PEs for ${what} in ${type.name}, bits`, used: type.bits, available: bits };
}

function infeasibilitiesOf(p: SystolicParameters, memory: KnownMemory, generation: FabricGeneration | null): readonly Infeasibility[] {
  const buffers = tooSmall(p, generation).map(({ buffer, neededBytes, availableBytes }) => ({ code: 'buffer-exceeded', resource: `${buffer} buffer (two halves of the smallest tile), bytes`, used: neededBytes, available: availableBytes }));
  return [...exceededChannels(memory, p.memory.channels), ...buffers];
}

function assumptionsOf(p: SystolicParameters, sources: Sources): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string, otherwise = fallback): Assumption => ({ name, value, unit, ...(sources[name] ?? otherwise), affects });
  const options = Object.entries(p.options ?? {}).filter(([, on]) => on).map(([name]) => entry(`options.${name}`, 'on', '', name === 'ignoreLogicStaticPower' ? 'static power' : 'array cycles', { quality: 'assumed', source: 'an idealisation that the experiment switches on' }));
  return [
    entry('clock', p.clock, '', 'all cycles'),
    entry('memory.efficiency', p.memory.efficiency, 'of the channel peak', 'every transfer'),
    entry('vectorLanes', p.vectorLanes, 'elements a cycle', 'norms, softmax and elementwise work'),
    entry('memory.activations', p.memory.activations ?? 'on-chip', '', 'activation traffic', { quality: 'assumed', source: 'activations stay in their buffer between ops; whether they fit is not checked' }),
    ...technologyChoices(p.technology).map(([name, value, unit]) => entry(name, value, unit, 'area and energy')),
    ...options,
  ];
}
