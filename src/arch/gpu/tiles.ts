import { computed, given, type Explained } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { ArrayMode, Assumption, Infeasibility, StreamName, TiledMachine } from '../../sim/model/architecture.js';
import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { Device } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import type { Op, OpKind } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import { softmaxPasses, type SoftmaxUpdate } from './attention-update.js';
import { a100Gemm, a100LayerNorm, calibrationSource } from './calibration.js';
import type { Multiprocessors } from './chips.js';
import { fastestGrid, flatTiles, libraryTiles, loopDepth } from './grid.js';
import { peakOps } from './peaks.js';
import type { KernelParameters } from './spec.js';

/** The constants of a machine's kernels, defaults filled in. */
export interface Kernels {
  readonly flat: boolean;
  /** Format in which activations enter the tensor cores. */
  readonly activations: DataType;
  readonly softmax: SoftmaxUpdate;
  readonly launchSeconds: number;
  readonly tensorEfficiency: number;
  readonly dramEfficiency: number;
  readonly normEfficiency: number;
  readonly waveRampCycles: number;
}

const usualLaunchSeconds = 1e-6;

export function kernelsOf(p: KernelParameters): Kernels {
  return {
    flat: p.linear === 'flat',
    activations: dataType(p.activations ?? 'fp16')!,
    softmax: p.softmax ?? 'synchronised',
    launchSeconds: p.launch === undefined ? usualLaunchSeconds : parseQuantity(p.launch, 'time', '/architecture/parameters/kernels/launch'),
    tensorEfficiency: p.tensorEfficiency ?? a100Gemm.tensorEfficiency,
    dramEfficiency: p.dramEfficiency ?? a100Gemm.dramEfficiency,
    normEfficiency: p.normEfficiency ?? a100LayerNorm.dramEfficiency,
    waveRampCycles: p.waveRamp ?? a100Gemm.waveRampCycles,
  };
}

/** More rows and columns than any op has: a tile of the engine is a whole grid. */
const wholeGrid = 2 ** 30;

/**
 * The grids of a GPU as an array of the engine: cycles are those of single multiprocessors, so that one second retires SMs * clock of them. A tile is the
 * whole grid of a linear layer, or of one head of attention, whose heads run side by side. Between two ops there is a launch. Scores and probabilities
 * of fused attention move nowhere; neither are its queries and outputs counted then, which the linear layers beside it store and load.
 */
export function gridMachine(device: Device, bytesPerSecond: number, chip: Multiprocessors, k: Kernels, fusedAttention: boolean, sources: Readonly<Record<string, ParameterSource>>): TiledMachine {
  const smCyclesPerSecond = chip.sms * chip.clockHz;
  const tiles = k.flat ? [...flatTiles, ...libraryTiles] : libraryTiles;
  const rate = bytesPerSecond * k.dramEfficiency;
  const onChip = fusedAttention ? null : rate;
  const grid = (together: boolean): Pick<ArrayMode, 'tileCycles' | 'unit' | 'tileRows' | 'tileColumns' | 'pieceReduction' | 'slots' | 'fillCycles' | 'jumps' | 'epilogueLanes'> => ({
    unit: together ? 'tensor cores, attention' : 'tensor cores',
    tileRows: wholeGrid, tileColumns: wholeGrid, pieceReduction: 2 * loopDepth, slots: 2, fillCycles: 0, jumps: [loopDepth, 64], epilogueLanes: chip.vectorLanes,
    tileCycles: (rows, columns, reduction, _density, operand) => fastestGrid({
      sms: chip.sms, macsPerCycle: peakOps(device, operand, k.activations) / 2 / smCyclesPerSecond, tensorEfficiency: k.tensorEfficiency, waveRampCycles: k.waveRampCycles,
      l2BytesPerCycle: chip.cache?.bytesPerCycle ?? null, leftBytes: k.activations.bits / 8, rightBytes: operand.bits / 8,
    }, tiles, rows, columns, reduction, together).smCycles,
  });
  return {
    coreCyclesPerSecond: smCyclesPerSecond,
    modes: [
      { name: 'linear', takes: 'weights', ...grid(false), streams: { weights: rate, kvCache: rate, input: rate, operands: rate, output: rate } },
      { name: 'attention', takes: 'cache', ...grid(true), streams: { weights: rate, kvCache: rate, input: onChip, operands: rate, output: onChip } },
    ],
    vectorStream: bytesPerSecond * k.normEfficiency, parameterStream: rate, appendStream: rate,
    rowLanes: chip.vectorLanes, vectorPasses: (kind) => passes(kind, chip, k.softmax),
    leastOperandBytes: 0, barrierCycles: k.launchSeconds * smCyclesPerSecond,
    padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => computed('core_cycles_per_second', smCyclesPerSecond, '1/s', 'multiprocessors * clock', [
      given('multiprocessors', chip.sms, '', chip.source, 'published'), given('clock', chip.clockHz, 'Hz', chip.source, 'published'),
    ]),
    explainRate: (_mode, stream, value) => explainedRate(device, bytesPerSecond, k, sources, stream, value),
  };
}

/** Passes of the FP32 lanes over the elements of an op; an exponential takes as many as the special units are narrower. */
function passes(kind: OpKind, chip: Multiprocessors, update: SoftmaxUpdate): number {
  const exponential = Math.ceil(chip.vectorLanes / chip.specialLanes);
  switch (kind) {
    case 'softmax': return softmaxPasses(chip, update);
    // Sum, deviation and its square, output with gain.
    case 'norm': return 4;
    case 'rope': return 3;
    // Exponential and reciprocal of a sigmoid, and the product.
    case 'activation': return 2 * exponential + 1;
    case 'multiply': case 'add': return 1;
    case 'linear': case 'scores': case 'values': case 'embedding': case 'cache-append': return 0;
  }
}

function explainedRate(device: Device, bytesPerSecond: number, k: Kernels, sources: Readonly<Record<string, ParameterSource>>, stream: StreamName, value: number): Explained {
  const [name, efficiency] = stream === 'rows' ? ['normEfficiency', k.normEfficiency] as const : ['dramEfficiency', k.dramEfficiency] as const;
  const source = sources[`kernels.${name}`];
  return computed('bytes_per_second', value, 'B/s', 'memory_peak * efficiency', [
    given('memory_peak', bytesPerSecond, 'B/s', `${device.title}: ${device.sources[0] ?? 'no source'}`, device.quality),
    given('efficiency', efficiency, '', source?.source ?? calibrationSource, source?.quality ?? 'fitted'),
  ]);
}

/** Linear layers whose activations are wider than what the kernels multiply cannot run. */
export function tooWide(k: Kernels, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  const { activations } = scheme;
  if (op.kind !== 'linear' || activations.bits <= k.activations.bits) return null;
  return { code: 'unsupported-format', resource: `kernels that multiply ${k.activations.name}, for activations in ${activations.name}, bits`, used: activations.bits, available: k.activations.bits };
}

/** What the times of these kernels rest on. */
export function kernelAssumptions(device: Device, chip: Multiprocessors, k: Kernels, sources: Readonly<Record<string, ParameterSource>>): readonly Assumption[] {
  const isA100 = device.name.startsWith('a100');
  const fitted = (name: string, value: number, unit: string, affects: string): Assumption => ({
    name: `kernels.${name}`, value, unit, affects, quality: isA100 ? 'fitted' : 'assumed', source: calibrationSource, ...sources[`kernels.${name}`],
  });
  return [
    fitted('tensorEfficiency', k.tensorEfficiency, 'of the tensor peak', 'linear layers and attention'),
    fitted('dramEfficiency', k.dramEfficiency, 'of the memory peak', 'every transfer but norms'),
    fitted('normEfficiency', k.normEfficiency, 'of the memory peak', 'norms'),
    fitted('waveRamp', k.waveRampCycles, 'cycles', 'every wave of blocks'),
    {
      name: 'kernels.launch', value: k.launchSeconds, unit: 's', quality: 'assumed', affects: 'every op',
      source: 'between kernels that a host queues ahead or replays as a graph; NVIDIA, Getting Started with CUDA Graphs (2019), has 0.5 to 0.9 us on a V100', ...sources['kernels.launch'],
    },
    { name: 'chip', value: chip.sms, unit: 'multiprocessors', quality: 'published', source: chip.source, affects: 'waves, vector work' },
    { name: 'small grids', value: 'fill the chip', unit: '', quality: 'assumed', source: 'a grid below one wave shares the chip with the other heads, or is split along the reduction', affects: 'linear layers of few tiles, attention' },
  ];
}
