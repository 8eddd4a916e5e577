import { reject } from '../../sim/core/diagnostics.js';
import { computed, given, type Explained } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { Device, MemoryLevel } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import type { Op } from '../../sim/model/op-graph.js';
import { bitsPerWeight, weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { chipFromInput, chipOf, type Chip } from './chips.js';
import { codebookFunctional } from './functional.js';
import { decodedCycles, fp16Cycles, fusedCycles, type KernelMachine } from './kernels.js';
import { residencyOf, type Residency } from './residency.js';
import type { CodebookParameters } from './spec.js';
import { codebookBytes, indexBitsPerWeight, sharedBytesNeeded, type Codebooks } from './store.js';

type Sources = Readonly<Record<string, ParameterSource>>;
type KnownMemory = MemoryLevel & { readonly bytesPerSecond: number };

/** More rows and columns than any op has: a tile of the engine is a whole op. */
const wholeOp = 2 ** 30;
/** Elements of elementwise work in a cycle of the chip: norms and softmax wait for their bytes and for nothing else. */
const freeLanes = 2 ** 20;

/** A GPU whose linear layers look their weights up in codebooks; attention and layers that are not quantised run in FP16 on its tensor cores. */
export function buildCodebook(p: CodebookParameters, device: Device, sources: Sources): Architecture {
  const memory = knownMemory(device);
  const { kernels, rate, launchSeconds, peakMacs } = kernelMachine(p, device, memory);
  const { chip } = kernels;
  const launchCycles = launchSeconds * chip.clockHz;
  const linearCycles = (m: number, n: number, k: number): number => {
    switch (p.kernel ?? 'best') {
      case 'fused': return fusedCycles(kernels, m, n, k);
      case 'decoded': return decodedCycles(kernels, m, n, k, launchCycles);
      case 'best': return Math.min(fusedCycles(kernels, m, n, k), decodedCycles(kernels, m, n, k, launchCycles));
    }
  };
  const shape = { tileRows: wholeOp, tileColumns: wholeOp, pieceReduction: 128, slots: 2, fillCycles: 0, jumps: [16, 32, 64, 128], epilogueLanes: freeLanes } as const;
  const float = (m: number, n: number, k: number): number => fp16Cycles(kernels, m, n, k);
  const modes: readonly ArrayMode[] = [
    {
      name: 'linear', takes: 'weights', unit: `look-ups (${kernels.residency})`, ...shape,
      tileCycles: (m, n, k, _density, operand) => (isIndexed(operand) ? linearCycles(m, n, k) : float(m, n, k)),
      streams: { weights: rate, kvCache: rate, input: rate, operands: rate, output: rate },
    },
    {
      name: 'attention', takes: 'cache', unit: 'FP16 tensor cores', ...shape,
      tileCycles: (m, n, k) => float(m, n, k),
      streams: { weights: rate, kvCache: rate, input: null, operands: rate, output: null },
    },
  ];
  const tiled: TiledMachine = {
    coreCyclesPerSecond: chip.clockHz, modes,
    vectorStream: rate, parameterStream: rate, appendStream: rate,
    rowLanes: freeLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: launchCycles, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => given('core_cycles_per_second', chip.clockHz, '1/s', chip.source, 'published'),
    explainRate: (_mode, _stream, value) => computed('bytes_per_second', value, 'B/s', 'memory_peak * efficiency', [
      given('memory_peak', memory.bytesPerSecond, 'B/s', `${device.title}: ${device.sources[0] ?? 'no source'}`, device.quality),
      fromParameter(sources, 'dramEfficiency', p.dramEfficiency ?? 0.9),
    ]),
  };
  return {
    family: 'codebook', device, clockHz: chip.clockHz,
    unsupported: (op, scheme) => unsupported(kernels.codebooks, op, scheme),
    peakMacsPerSecond: () => peakMacs,
    executedDensity: () => 1,
    peakVectorElementsPerSecond: null,
    peakBytesPerSecond: memory.bytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true, fusesAttention: true, keepsActivations: false,
    resources: () => null,
    assumptions: () => assumptionsOf(p, kernels, launchSeconds, sources),
    infeasibilities: () => infeasibilitiesOf(kernels),
    warnings: () => [...device.warnings, `codebooks take ${(codebookBytes(kernels.codebooks) / 1024).toFixed(0)} KiB a matrix beside the weight bytes of the scheme; the time to load them is counted`],
    tiled,
    functional: () => codebookFunctional(kernels.codebooks),
  };
}

interface Machine {
  readonly kernels: KernelMachine;
  /** Bytes a second that large transfers sustain. */
  readonly rate: number;
  readonly launchSeconds: number;
  /** Dense FP16 multiply-accumulates a second, of the tensor cores or of the vector lanes. */
  readonly peakMacs: number;
}

function kernelMachine(p: CodebookParameters, device: Device, memory: KnownMemory): Machine {
  const chip = knownChip(p, device);
  const codebooks: Codebooks = { vectorLength: p.vectorLength, entries: p.codebooks.map((entries, i) => powerOfTwo(entries, i)) };
  const fp16 = device.peaks.find(({ format }) => format === 'fp16');
  if (fp16 === undefined) return reject('codebook/no-peaks', `device "${device.name}" has no known FP16 peak, which attention runs at`, { pointer: '/architecture/device', remedy: 'choose a GPU with `archsim list devices`, or give `peaks`' });
  const tile = p.tile ?? 256;
  const rate = memory.bytesPerSecond * (p.dramEfficiency ?? 0.9);
  const given = p.codebookIn ?? 'auto';
  return {
    kernels: {
      chip, codebooks, tile, residency: given === 'auto' ? residencyOf(chip, codebooks, tile) : given, gatherSectors: p.gatherSectors ?? 1,
      dramBytesPerCycle: rate / chip.clockHz, tensorMacsPerCycle: ((fp16.opsPerSecond / 2) * (p.tensorEfficiency ?? 0.9)) / chip.clockHz,
    },
    rate, peakMacs: Math.max(fp16.opsPerSecond / 2, 2 * chip.vectorLanes * chip.sms * chip.clockHz),
    launchSeconds: p.launch === undefined ? 1e-6 : parseQuantity(p.launch, 'time', '/architecture/parameters/launch'),
  };
}

function powerOfTwo(entries: number, i: number): number {
  if (Number.isInteger(Math.log2(entries))) return entries;
  return reject('codebook/entries', `a codebook of ${entries} entries has indices of no whole number of bits`, { pointer: `/architecture/parameters/codebooks/${i}`, remedy: 'give a power of two' });
}

function knownChip(p: CodebookParameters, device: Device): Chip {
  const chip = p.chip === undefined ? chipOf(device) : chipFromInput(p.chip, parseQuantity(p.chip.clock, 'frequency', '/architecture/parameters/chip/clock'));
  return chip ?? reject('codebook/unknown-chip', `the multiprocessors of device "${device.name}" are not known`, {
    pointer: '/architecture/device', remedy: 'give `parameters.chip`, or choose an A100, H100 SXM, RTX 3090 or RTX 4090',
  });
}

function knownMemory(device: Device): KnownMemory {
  const memory = device.memories.find((m) => m.bytesPerSecond !== null);
  const bytesPerSecond = memory?.bytesPerSecond ?? null;
  if (memory === undefined || bytesPerSecond === null) {
    return reject('codebook/unknown-memory', `device "${device.name}" has no memory with a known bandwidth`, { pointer: '/architecture/device', remedy: 'choose another device, or give it its memory' });
  }
  return { ...memory, bytesPerSecond };
}

/** Weights that are indices into codebooks; everything else is multiplied in FP16. */
function isIndexed(type: DataType): boolean {
  return type.kind !== 'float';
}

/** Weights are FP16, or take as many bits as the indices (with what the scheme stores beside them, at least); activations and the cache are in 16-bit floats. */
function unsupported(codebooks: Codebooks, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  const exceeded = (what: string, used: number, available: number): Infeasibility => ({ code: 'unsupported-format', resource: what, used, available });
  const isHalf = (type: DataType): boolean => type.kind === 'float' && type.bits === 16;
  if (op.kind === 'scores' || op.kind === 'values') return isHalf(scheme.kvCache) ? null : exceeded(`FP16 attention for a KV cache in ${scheme.kvCache.name}, bits`, scheme.kvCache.bits, 16);
  if (op.kind !== 'linear') return null;
  if (!isHalf(scheme.activations)) return exceeded(`FP16 products of activations in ${scheme.activations.name}, bits`, scheme.activations.bits, 16);
  const format = weightFormatOf(scheme, op.name);
  if (isHalf(format.type)) return null;
  const index = indexBitsPerWeight(codebooks);
  const fits = isIndexed(format.type) && format.type.bits <= index + tolerance && bitsPerWeight(format) >= index - tolerance;
  return fits ? null : exceeded(`indices of ${codebooks.entries.join(' + ')} entries for weights of ${op.name} in ${format.type.name}, bits a weight`, bitsPerWeight(format), index);
}

/** Bits a weight that rounding of shares may differ by. */
const tolerance = 1e-9;

function infeasibilitiesOf({ chip, codebooks, residency, tile }: KernelMachine): readonly Infeasibility[] {
  const used = residency === 'shared' ? sharedBytesNeeded(codebooks, tile) : codebookBytes(codebooks);
  const available = { shared: chip.sharedBytes, l2: chip.l2Bytes, memory: Infinity }[residency];
  return used <= available ? [] : [{ code: 'buffer-exceeded', resource: `${placeOf[residency]} for the codebooks of a matrix, bytes`, used, available }];
}

const placeOf: Readonly<Record<Residency, string>> = { shared: 'shared memory of a thread block', l2: 'L2 cache', memory: 'device memory' };

const fallback: ParameterSource = { quality: 'assumed', source: 'what large kernels of vendor libraries sustain; not measured for these kernels' };

function fromParameter(sources: Sources, name: string, value: number): Explained {
  const { source, quality } = sources[name] ?? fallback;
  return given('efficiency', value, '', source, quality);
}

function assumptionsOf(p: CodebookParameters, { chip, codebooks, residency, gatherSectors }: KernelMachine, launchSeconds: number, sources: Sources): readonly Assumption[] {
  const entry = (name: string, value: number | string, unit: string, affects: string, from: ParameterSource = fallback): Assumption => ({ name, value, unit, affects, ...(sources[name] ?? from) });
  return [
    { name: 'codebooks', value: placeOf[residency], unit: '', quality: 'derived', source: `${codebookBytes(codebooks)} bytes a matrix against ${chip.sharedBytes} of shared memory and ${chip.l2Bytes} of L2 cache`, affects: 'look-ups of linear layers' },
    { name: 'multiprocessors', value: chip.sms, unit: '', quality: 'published', source: chip.source, affects: 'look-ups and vector products' },
    entry('gatherSectors', gatherSectors, 'sectors of 32 bytes a cycle and multiprocessor', 'look-ups outside shared memory', { quality: 'assumed', source: 'addresses of a gather are taken one by one; not published' }),
    entry('tensorEfficiency', p.tensorEfficiency ?? 0.9, 'of the tensor peak', 'attention and decoded products'),
    entry('dramEfficiency', p.dramEfficiency ?? 0.9, 'of the memory peak', 'every transfer'),
    entry('launch', launchSeconds, 's', 'every op', { quality: 'assumed', source: 'between kernels that a host queues ahead or replays as a graph' }),
    { name: 'vector work', value: 'free', unit: '', quality: 'assumed', source: 'norms and softmax cost their bytes only; no public vector peak in the catalogue', affects: 'norms, softmax, activations' },
  ];
}
