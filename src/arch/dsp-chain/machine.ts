import { reject } from '../../sim/core/diagnostics.js';
import { lazily } from '../../sim/core/lazily.js';
import { valueAt } from '../../sim/core/pointer.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, Streams, TiledMachine } from '../../sim/model/architecture.js';
import type { Device, Fabric, MemoryLevel } from '../../sim/model/device.js';
import { memoryOf, speedWarnings } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import type { Product, Tile } from '../../sim/model/mapping.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme, type WeightFormat } from '../../sim/model/quantization.js';
import type { DataType } from '../../sim/model/datatype.js';
import { exceededChannels } from '../../sim/engine/channel-stream.js';
import { generationOf, type FabricGeneration } from '../../sim/physical/on-chip/index.js';
import { retiledMode, type TileNeed } from '../../sim/engine/retiled-mode.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import { fillCycles, macsPerCycle, tileCycles, type ArrayShape } from './cycles.js';
import { explainClock, explainRate, type RateOrigin } from './explain.js';
import { dspChainFunctional } from './functional.js';
import { bufferBytes, bufferCapacityBytes, int8MacsPerDsp, resourceUse } from './physical.js';
import { dspChainProgram } from './program.js';
import type { DspChainParameters, DspChainStream, DspChainStreams } from './spec.js';

interface Channels {
  readonly memory: MemoryLevel;
  /** Bytes a second of one channel at its peak. */
  readonly peak: number;
}

/** The machine of these parameters on a device: FlightLLM's organisation, cores x (array, buffers, special functions, memory streams). */
export function buildDspChain(p: DspChainParameters, device: Device, sources: Readonly<Record<string, ParameterSource>>): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  const fabric = device.fabric;
  if (fabric === null) return reject('dsp-chain/no-fabric', `device "${device.name}" is not an FPGA`, { pointer: '/architecture/device', remedy: 'choose one with `archsim list devices`' });
  const macsPerDsp = p.macsPerDsp ?? int8MacsPerDsp(fabric.dspKind);
  const parallel = p.cores * (p.parallelEfficiency ?? 1);
  const main = channelsOf(device);
  const matrixStreams = streamsOf(p, p.memory.matrix, main.peak * parallel);
  const vectorStreams = streamsOf(p, p.memory.vector, main.peak * parallel);
  const modes = [
    arrayMode('matrix', 'matrix unit', p, p.matrix, p.tiles.matrix, p.buffers.narrow, p.specialFunctions.matrixLanes, matrixStreams),
    arrayMode('matrix-vector', 'matrix-vector unit', p, p.vector, p.tiles.vector, p.buffers.wide, p.specialFunctions.vectorLanes, vectorStreams),
  ];
  const peakMacs = p.cores * Math.max(macsPerCycle(p.matrix), macsPerCycle(p.vector)) * clockHz;
  const peakLanes = Math.max(p.specialFunctions.lanes, p.specialFunctions.matrixLanes, p.specialFunctions.vectorLanes);
  const ddr = memoryOf(device, 'ddr');
  const origin = (): RateOrigin => ({ parameters: p, device, clockHz, channelPeak: main.peak, memoryName: main.memory.name, sources });
  const capacities = lazily(() => {
    const generation = generationOf(fabric.dspKind);
    return { narrow: bufferCapacityBytes(p.buffers.narrow, generation), wide: bufferCapacityBytes(p.buffers.wide, generation) };
  });
  const closedForm: Omit<TiledMachine, 'program'> = {
    coreCyclesPerSecond: clockHz * parallel,
    modes,
    retile: (mode, tile, product) => retile(modes[mode]!, mode === 0, tile, product, capacities()),
    cores: { count: p.cores, sharesLoads: false },
    activationBuffer: (mode) => (mode === 0 ? { name: 'wide buffer', bytes: capacities().wide } : { name: 'narrow buffer', bytes: capacities().narrow }),
    vectorStream: rate(p, p.memory.rows, main.peak * parallel),
    parameterStream: parameterRate(p, main, ddr),
    appendStream: vectorStreams.kvCache,
    rowLanes: p.specialFunctions.lanes,
    vectorPasses,
    leastOperandBytes: p.options?.leastOperandBytes ?? 0,
    barrierCycles: p.options?.barrierCycles ?? 1,
    floorPieces: true,
    padTiles: p.options?.padTiles ?? false,
    valuesIgnoreMask: p.options?.valuesIgnoreMask ?? false,
    concatenatesCache: p.options?.concatenateCache ?? false,
    explainClock: () => explainClock(origin()),
    explainRate: (mode, stream, value) => explainRate(origin(), mode, stream, value),
  };
  const executedDensity = (format: WeightFormat): number => (p.sparse === false || format.sparsity === null || format.sparsity.pattern === 'unstructured' ? 1 : format.sparsity.density);
  const tiled: TiledMachine = { ...closedForm, program: dspChainProgram({ parameters: p, tiled: closedForm, executedDensity }) };
  return {
    family: 'dsp-chain',
    device,
    clockHz,
    unsupported,
    peakMacsPerSecond: () => peakMacs,
    executedDensity,
    peakVectorElementsPerSecond: p.cores * peakLanes * clockHz,
    peakBytesPerSecond: main.memory.bytesPerSecond!,
    memoryName: main.memory.name,
    capacityBytes: main.memory.capacityBytes,
    holdsEmbeddings: p.memory.parameters.memory === 'main',
    fusesAttention: false,
    keepsActivations: keeps(matrixStreams) || keeps(vectorStreams),
    resources: () => resourceUse(p, macsPerDsp, generationOf(fabric.dspKind)),
    assumptions: () => assumptionsOf(p, macsPerDsp, sources),
    infeasibilities: () => infeasibilitiesOf(p, main.memory, modes, generationOf(fabric.dspKind)),
    warnings: () => [...speedWarnings(device), ...dieWarnings(p, fabric, macsPerDsp)],
    tiled,
    functional: () => dspChainFunctional(p, macsPerDsp),
  };
}

/** HBM where the device has it, else DDR. */
function channelsOf(device: Device): Channels {
  const memory = memoryOf(device, 'hbm') ?? memoryOf(device, 'ddr') ?? memoryOf(device, 'dram');
  if (memory?.bytesPerSecond == null || memory.channels === null) {
    return reject('dsp-chain/unknown-memory', `device "${device.name}" has no memory with a known bandwidth and number of channels`, {
      pointer: '/architecture/device', remedy: `give them: { "extends": "${device.name}", "memories": { "hbm": { "capacity": "32 GiB", "bandwidth": "820 GB/s", "channels": 64 } } }`,
    });
  }
  return { memory, peak: memory.bytesPerSecond / memory.channels };
}

/** Bytes a second of a stream over all cores: channels x channel peak x efficiency (x ratio across the switch). */
function rate(p: DspChainParameters, s: DspChainStream, coresPeak: number): number | null {
  if (s === 'on-chip') return null;
  return s.channels * coresPeak * p.memory.efficiency * (s.access === 'own-channel' ? 1 : p.memory.crossChannelRatio);
}

function streamsOf(p: DspChainParameters, s: DspChainStreams, coresPeak: number): Streams {
  const weights = rate(p, s.weights, coresPeak);
  const kvCache = rate(p, s.kvCache, coresPeak);
  if (weights === null || kvCache === null) {
    return reject('dsp-chain/weights-on-chip', `${weights === null ? 'weights' : 'kvCache'} cannot be "on-chip" in this family`, { pointer: '/architecture/parameters/memory', remedy: 'give it channels of the external memory' });
  }
  return { weights, kvCache, input: rate(p, s.input, coresPeak), operands: rate(p, s.operands, coresPeak), output: rate(p, s.output, coresPeak) };
}

function parameterRate(p: DspChainParameters, main: Channels, ddr: MemoryLevel | undefined): number {
  const { memory, channels } = p.memory.parameters;
  if (memory === 'main') return Math.min(channels, main.memory.channels!) * main.peak * p.memory.efficiency * (p.parallelEfficiency ?? 1);
  if (ddr?.bytesPerSecond == null || ddr.channels === null) {
    return reject('dsp-chain/no-ddr', 'parameters are in DDR, and the device has none with a known bandwidth and number of channels', { pointer: '/architecture/parameters/memory/parameters/memory', remedy: 'use "main"' });
  }
  return (ddr.bytesPerSecond / ddr.channels) * Math.min(channels, ddr.channels) * p.memory.efficiency;
}

function arrayMode(name: string, unit: string, p: DspChainParameters, shape: ArrayShape, t: DspChainParameters['tiles']['matrix'], buffer: DspChainParameters['buffers']['wide'], epilogueLanes: number, streams: Streams): ArrayMode {
  return {
    name, unit,
    tileRows: t.rows, tileColumns: t.columns, pieceReduction: t.reduction,
    slots: Math.max(2, Math.floor(bufferBytes(buffer) / (t.columns * t.reduction))),
    tileCycles: (rows, columns, reduction, density) => tileCycles(shape, rows, columns, reduction, density),
    jumps: [shape.columns, shape.depth],
    fillCycles: p.options?.ignoreFill === true ? 0 : fillCycles(shape),
    epilogueLanes, streams,
  };
}

/**
 * Another tile in a mode. The accumulators hold the sums of the design's own tile, whatever its shape; matrix-vector mode takes its rows one after the other. Weights
 * stream through the narrow buffer in matrix mode, through the wide one in matrix-vector mode; the other one holds the left operand of a row tile.
 */
function retile(own: ArrayMode, isMatrix: boolean, tile: Tile, product: Product, capacities: Readonly<Record<'narrow' | 'wide', number>>): ArrayMode | Infeasibility {
  const [streamed, held] = isMatrix ? (['narrow', 'wide'] as const) : (['wide', 'narrow'] as const);
  const needs: readonly TileNeed[] = [
    { resource: `sums of a tile (${own.name} mode)`, used: tile.rows * tile.columns, available: own.tileRows * own.tileColumns },
    ...(isMatrix ? [] : [{ resource: `rows of a tile (${own.name} mode)`, used: tile.rows, available: own.tileRows }]),
    ...(tile.rows <= own.tileRows ? [] : [{ resource: `${held} buffer (left operand of a row tile, ${own.name} mode), bytes`, used: tile.rows * product.reduction, available: capacities[held] }]),
  ];
  return retiledMode(own, tile, { name: `${streamed} buffer`, bytes: capacities[streamed], elementBytes: 1 }, needs);
}

/** The chains multiply INT8: weights up to 8 bits are dequantised on the fly, activations and cache have at most 8. */
function unsupported(op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  return tooWide('activations', scheme.activations)
    ?? (op.kind === 'linear' ? tooWide(`weights of ${op.name}`, weightFormatOf(scheme, op.name).type) : tooWide('the KV cache', scheme.kvCache));
}

function tooWide(what: string, type: DataType): Infeasibility | null {
  if (type.kind === 'float' || type.kind === 'codebook') return { code: 'unsupported-format', resource: `${type.kind} multipliers for ${what} in ${type.name}`, used: 1, available: 0 };
  if (type.bits <= 8) return null;
  return { code: 'unsupported-format', resource: `INT8 multiplier for ${what} in ${type.name}, bits`, used: type.bits, available: 8 };
}

function keeps(s: Streams): boolean {
  return s.input === null && s.output === null && s.operands === null;
}

/** Where the cores that share a die (SLR) need more of a resource than the roomiest die has: paths across dies are the critical ones. */
function dieWarnings(p: DspChainParameters, fabric: Fabric, macsPerDsp: number): string[] {
  const { slrs, slrBudgets } = fabric;
  if (slrs === null || slrBudgets === undefined) return [];
  const together = Math.ceil(p.cores / slrs);
  const { used } = resourceUse({ ...p, cores: together }, macsPerDsp, generationOf(fabric.dspKind));
  return (['dsp', 'bram36', 'uram'] as const).flatMap((kind) => {
    const most = Math.max(...slrBudgets.map((slr) => slr[kind] ?? Infinity));
    const need = used[kind].value;
    return need === null || need <= most ? [] : [`${together} core(s) on one die need ${need} ${kind}, and the roomiest die has ${most}: a core would cross dies`];
  });
}

function infeasibilitiesOf(p: DspChainParameters, memory: MemoryLevel, modes: readonly ArrayMode[], generation: FabricGeneration): readonly Infeasibility[] {
  const streams = [...Object.values(p.memory.matrix), ...Object.values(p.memory.vector), p.memory.rows];
  const channels = p.cores * Math.max(...streams.map((s) => (s === 'on-chip' ? 0 : s.channels)));
  const found: Infeasibility[] = [...exceededChannels({ name: memory.name, channels: memory.channels! }, channels)];
  const buffers = [p.buffers.narrow, p.buffers.wide];
  modes.forEach((mode, i) => {
    const needed = 2 * mode.tileColumns * mode.pieceReduction;
    const available = bufferCapacityBytes(buffers[i]!, generation);
    if (needed > available) found.push({ code: 'buffer-exceeded', resource: `${i === 0 ? 'narrow' : 'wide'} buffer (two pieces of ${mode.name} mode), bytes`, used: needed, available });
  });
  return found;
}

function shown(value: unknown): number | string {
  return typeof value === 'number' || typeof value === 'string' ? value : 'as in the experiment';
}

function assumptionsOf(p: DspChainParameters, macsPerDsp: number, sources: Readonly<Record<string, ParameterSource>>): readonly Assumption[] {
  const from = (path: string, fallback: ParameterSource): ParameterSource => sources[path] ?? fallback;
  const given: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (path: string, value: number | string, unit: string, affects: string, fallback = given): Assumption => ({ name: path, value, unit, ...from(path, fallback), affects });
  const known = [
    entry('memory.efficiency', p.memory.efficiency, 'of the channel peak', 'every transfer of weights and KV cache'),
    entry('memory.crossChannelRatio', p.memory.crossChannelRatio, 'of that', 'transfers across the memory switch'),
    entry('parallelEfficiency', p.parallelEfficiency ?? 1, 'of the cores', 'all times', { quality: 'assumed', source: 'even split of output features over the cores' }),
    entry('clock', p.clock, '', 'all cycles'),
    entry('macsPerDsp', macsPerDsp, 'INT8 MAC a DSP', 'DSP use', { quality: 'published', source: 'INT8 packing of the DSP block (FINN mvu_vvu_axi.sv)' }),
  ];
  const others = Object.entries(sources).filter(([path]) => !known.some((a) => a.name === path))
    .map(([path, source]): Assumption => ({ name: path, value: shown(valueAt(p, `/${path.replaceAll('.', '/')}`)), unit: '', ...source, affects: 'as the family page says' }));
  return [...known, ...others];
}
