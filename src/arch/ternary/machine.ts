import { computed, given } from '../../sim/core/explained.js';
import { parseQuantity } from '../../sim/core/units.js';
import { exceededChannels, explainChannelRate } from '../../sim/engine/channel-stream.js';
import { oneScaleARow } from '../../sim/engine/group-limit.js';
import { retiledMode } from '../../sim/engine/retiled-mode.js';
import { vectorPasses } from '../../sim/engine/vector-passes.js';
import { technologyWarnings } from '../../sim/physical/chip-energy.js';
import type { Architecture, ArrayMode, Assumption, Infeasibility, TiledMachine } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { speedWarnings, type Device } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { Op } from '../../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { chipParts } from './chip.js';
import { fillCycles, integerCycles, integerFillCycles, tileCycles, weightsPerCycle } from './cycles.js';
import { ternaryEnergy } from './energy.js';
import { ternaryProduct } from './functional.js';
import { shapeOf } from './lookup.js';
import { resourceUse } from './physical.js';
import type { TernaryParameters } from './spec.js';
import { technologyChoices } from './technology.js';
import { passesOf, tritsOf } from './trits.js';
import { weightMemory } from './weight-memory.js';

/** Trits of the widest operand that cores take: formats without trits are refused by `unsupported`, so that no time rests on it. */
const mostPasses = tritsOf(8);
/** The engine cuts reductions in blocks of this many elements. */
const block = 16;

type Sources = Readonly<Record<string, ParameterSource>>;

/** Ternary cores beside an integer unit: weights stream in or lie on the chip, activations stay on the chip. */
export function buildTernary(p: TernaryParameters, device: Device, sources: Sources): Architecture {
  const clockHz = parseQuantity(p.clock, 'frequency', '/architecture/parameters/clock');
  const memory = weightMemory(p, device, clockHz);
  const { rate } = memory;
  const columns = p.cores.features * p.cores.reads;
  const streams = { weights: rate, kvCache: rate, input: null, operands: null, output: null };
  // Half of the buffer holds one piece of every output feature, a byte a weight as the widest operand has.
  const pieceOf = (features: number): number => Math.max(block, Math.floor((p.buffers.weights.kib * 512) / features));
  const ternary: ArrayMode = {
    name: 'ternary', unit: 'ternary cores',
    tileRows: p.cores.tokensHeld, tileColumns: columns, pieceReduction: pieceOf(columns), slots: 2,
    tileCycles: (m, n, k, _density, operand) => tileCycles(p, m, n, k, passesOf(operand) ?? mostPasses),
    jumps: [columns, p.cores.tables * shapeOf(p.lookup).group],
    fillCycles: fillCycles(p), epilogueLanes: p.vectorLanes, streams,
  };
  const integer: ArrayMode = {
    name: 'integer', unit: 'integer unit',
    tileRows: p.cores.tokensHeld, tileColumns: p.integerUnit.features, pieceReduction: pieceOf(p.integerUnit.features), slots: 2,
    tileCycles: (m, n, k) => integerCycles(p, m, n, k),
    jumps: [p.integerUnit.features, p.integerUnit.depth],
    fillCycles: integerFillCycles(p), epilogueLanes: p.vectorLanes, streams,
  };
  const modes = [ternary, integer];
  const tiled: TiledMachine = {
    coreCyclesPerSecond: clockHz, modes,
    // Each column has the sums of so many tokens; columns beyond those side by side share them.
    retile: (mode, tile) => retiledMode(modes[mode]!, tile, { name: 'weight buffer', bytes: p.buffers.weights.kib * 1024, elementBytes: 1, mostSlots: 2 }, [
      { resource: 'sums held for each column, tokens', used: tile.rows * Math.ceil(tile.columns / modes[mode]!.tileColumns), available: p.cores.tokensHeld },
    ]),
    vectorStream: null, parameterStream: rate, appendStream: rate,
    rowLanes: p.vectorLanes, vectorPasses,
    leastOperandBytes: 0, barrierCycles: 0, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    explainClock: () => explainParameter(sources, 'core_cycles_per_second', 'clock', clockHz, '1/s'),
    explainRate: (_mode, _stream, value) => (memory.external !== null
      ? explainChannelRate(device, memory.external, p.memory, sources, value)
      : computed('bytes_per_second', value, 'B/s', 'clock * bytes_per_cycle', [
        explainParameter(sources, 'clock', 'clock', clockHz, '1/s'),
        given('bytes_per_cycle', value / clockHz, 'B', 'width of the on-chip weight memory: as many packed weights as are looked up or decoded a cycle'),
      ])),
  };
  const lookups = weightsPerCycle(p) * p.cores.tokens;
  const products = p.integerUnit.features * p.integerUnit.depth;
  return {
    family: 'ternary', device, clockHz,
    unsupported: (op, scheme) => unsupported(p, op, scheme),
    peakMacsPerSecond: (weights) => clockHz * Math.max(lookups / (passesOf(weights) ?? mostPasses), products),
    executedDensity: () => 1,
    peakVectorElementsPerSecond: p.vectorLanes * clockHz,
    peakBytesPerSecond: memory.peakBytesPerSecond, memoryName: memory.name, capacityBytes: memory.capacityBytes,
    holdsEmbeddings: p.weights.placement === 'streamed', fusesAttention: true, keepsActivations: true,
    resources: () => (device.fabric === null ? null : resourceUse(p, device.fabric.dspKind)),
    ...(device.kind === 'asic' ? { area: () => chipParts(p), energy: ternaryEnergy(p) } : {}),
    assumptions: () => assumptionsOf(p, sources),
    infeasibilities: () => (memory.external === null ? [] : exceededChannels(memory.external, p.memory.channels)),
    warnings: () => [...speedWarnings(device), ...technologyWarnings(p.technology, device)],
    tiled,
    functional: () => ternaryProduct(p),
  };
}

/** Activations are integers no wider than the tables' inputs; weights and cache are ternary or integers of 2 to 8 bits. */
function unsupported(p: TernaryParameters, op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear' && op.kind !== 'scores' && op.kind !== 'values') return null;
  const { activations } = scheme;
  if (activations.kind !== 'integer' || activations.bits > p.cores.activationBits) {
    return { code: 'unsupported-format', resource: `integer activations, not ${activations.name}, bits`, used: activations.bits, available: p.cores.activationBits };
  }
  const operand: DataType = op.kind === 'linear' ? weightFormatOf(scheme, op.name).type : scheme.kvCache;
  if (passesOf(operand) !== null) return oneScaleARow(op, scheme);
  return { code: 'unsupported-format', resource: `ternary or integer ${op.kind === 'linear' ? `weights of ${op.name}` : 'KV cache'}, not ${operand.name}, bits`, used: operand.bits, available: 8 };
}

function assumptionsOf(p: TernaryParameters, sources: Sources): readonly Assumption[] {
  const fallback: ParameterSource = { quality: 'assumed', source: 'the experiment gives it without a source' };
  const entry = (name: string, value: number | string, unit: string, affects: string): Assumption => ({ name, value, unit, ...(sources[name] ?? fallback), affects });
  return [
    entry('clock', p.clock, '', 'all cycles'),
    ...(p.weights.placement === 'streamed' ? [entry('memory.efficiency', p.memory.efficiency, 'of the channel peak', 'every transfer')] : [entry('weights.onChipMib', p.weights.onChipMib ?? 0, 'MiB', 'whether the weights fit')]),
    entry('vectorLanes', p.vectorLanes, 'elements a cycle', 'norms, gates, recurrences and elementwise work'),
    ...technologyChoices(p.technology).map(([name, value, unit]) => entry(name, value, unit, 'area and energy')),
    ...(p.options?.ignoreLogicStaticPower === true ? [entry('options.ignoreLogicStaticPower', 'on', '', 'static power')] : []),
    { name: 'attention', value: 'scores stay on the chip', unit: '', quality: 'assumed', source: 'buffers of scores are not counted', affects: 'softmax and scores' },
  ];
}
