import type { Explained } from '../core/explained.js';
import type { NotModelled, Estimate, Quality } from '../core/estimate.js';
import type { DataType } from './datatype.js';
import type { Device, FabricCounts } from './device.js';
import type { Part } from './component.js';
import type { EnergyModel } from './energy.js';
import type { FunctionalModel } from './functional.js';
import type { CoreSplit, LoopOrder, Product, Tile } from './mapping.js';
import type { Op, OpKind } from './op-graph.js';
import type { Program, ProgramTask } from './program.js';
import type { PublishedComparison } from './published-comparison.js';
import type { QuantizationScheme, WeightFormat } from './quantization.js';

/** How exactly time is computed, from coarse to fine. */
export const fidelityNames = ['roofline', 'analytic', 'event'] as const;
export type Fidelity = (typeof fidelityNames)[number];

/** Sustained bytes per second of each kind of transfer; null where the tensor stays on the chip. All cores together. */
export interface Streams {
  readonly weights: number;
  readonly kvCache: number;
  /** Left operands of matrix work: activations in, attention probabilities. */
  readonly input: number | null;
  /** Second operands of fused elementwise work: RoPE tables, residuals, gates. */
  readonly operands: number | null;
  readonly output: number | null;
}

/** What a stream is called in explanations: those of a mode, rows of norms, and small tensors. */
export type StreamName = keyof Streams | 'rows' | 'parameters';

/** A split of a product over cores that is not the family's own: the tile of one core, of which the mode has that of all. */
export interface SplitMode {
  readonly by: Exclude<CoreSplit, 'columns'>;
  readonly cores: number;
  readonly tile: Tile;
  /** Of each stream, the share of its rate that is left: copies for every core, and cores that have less to do than the busiest. */
  readonly shares: Readonly<Record<keyof Streams, number>>;
}

/** The buffer that left operands, and outputs that are kept for another product, lie in. */
export interface ActivationBuffer {
  readonly name: string;
  readonly bytes: number;
}

/** One way to run matrix work on the array: its tile, its buffer and its streams. */
export interface ArrayMode {
  readonly name: string;
  /** Where a mode is for one kind of right operand only: weights of linear layers, or the KV cache in attention. */
  readonly takes?: 'weights' | 'cache';
  /** The resource that is busy, as reports name it. */
  readonly unit: string;
  /** Rows (tokens) and columns (output features) of one tile. */
  readonly tileRows: number;
  readonly tileColumns: number;
  /** Longest run of the reduction held in one buffer slot, in elements; longer ones are cut into equal pieces and a remainder. */
  readonly pieceReduction: number;
  /** Slots of that size in the buffer of streamed operands: 2 is double buffering. */
  readonly slots: number;
  /** Which loop over the tiles of a linear layer is outside; rows where it is left out. */
  readonly order?: LoopOrder;
  /** How the mode is split over cores, where a mapping says so. */
  readonly split?: SplitMode;
  /** How often each byte of the right operand comes from the memory: once where it is left out, more often where each core loads a copy. */
  readonly copies?: number;
  /** Cycles that the array takes for rows x columns x reduction, of which the share `density` is executed; without fill. `operand` is the format of weights, or of the cache in attention. */
  tileCycles(rows: number, columns: number, reduction: number, density: number, operand: DataType): number;
  /** Cycles from the first operand to the first result, paid once an op. */
  readonly fillCycles: number;
  /** Lengths of columns or reduction at whose multiples `tileCycles` may jump: between them the cycles of attention are constant. */
  readonly jumps: readonly number[];
  /** Elements a cycle that fused elementwise work takes in this mode, all passes of it counted by `vectorPasses`. */
  readonly epilogueLanes: number;
  readonly streams: Streams;
}

/** What a design takes of the chip. */
export interface ResourceUse {
  readonly used: Readonly<Record<keyof FabricCounts, Estimate | NotModelled>>;
  /** The fewest that an uncertain figure of `used` may really be: a design is refused for these, and warned of where only `used` is too many. Absent where `used` is a count. */
  readonly least?: Readonly<Partial<Record<keyof FabricCounts, number>>>;
}

/** A number the answer rests on, with its source: shown in every result. */
export interface Assumption {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly quality: Quality;
  readonly source: string;
  readonly affects: string;
}

/** A limit that a design exceeds, with both figures. */
export interface Infeasibility {
  readonly code: string;
  readonly resource: string;
  readonly used: number;
  readonly available: number;
}

/** Buses that feed an array and take its results, in bytes a second of all cores together; null where nothing waits for one. */
export interface ArrayFeed {
  readonly weights: number | null;
  readonly activations: number | null;
  readonly results: number | null;
  /** What each mode's streams are without them. */
  readonly memory: readonly Streams[];
}

/** What a tiled, double-buffered pipeline needs to know of a machine: `analytic` runs on it. */
export interface TiledMachine {
  /** Cycles per second of all cores together, their parallel efficiency included: one second of it retires this many core cycles. */
  readonly coreCyclesPerSecond: number;
  /** The ways to run matrix work; the engine takes the one that takes least, array and streams side by side. */
  readonly modes: readonly ArrayMode[];
  /**
   * The mode with another tile for a product, its array, buffers and streams as they are; or which buffer the tile exceeds. The tile of the design itself always
   * fits. Absent where the tiles of a machine are fixed.
   */
  retile?(mode: number, tile: Tile, product: Product): ArrayMode | Infeasibility;
  /**
   * The cores of the design, each with an array, buffers and streams of its own: `coreCyclesPerSecond`, lanes and streams are those of all. `sharesLoads`: what one core
   * loads can be given to all. Absent where there is one.
   */
  readonly cores?: { readonly count: number; readonly sharesLoads: boolean };
  /** Where outputs may stay for the product that reads them, in a mode (in each core). Absent where none is known, or where activations stay on the chip anyway. */
  activationBuffer?(mode: number): ActivationBuffer;
  /** Buses of an engine around the array, of which the streams of weights and cache know already. Absent where operands are where the array takes them. */
  readonly feed?: ArrayFeed;
  /** How the rate `value` of a bus comes about; there where there are buses. */
  explainFeed?(bus: Exclude<keyof ArrayFeed, 'memory'>, value: number): Explained;
  /** Rows of norms, in and out; null where they stay on the chip. */
  readonly vectorStream: number | null;
  /** Small tensors: biases, norm gains, embedding rows. */
  readonly parameterStream: number;
  /** New keys and values, and the cache where a step copies it. */
  readonly appendStream: number;
  /** Elements a cycle of row-wise work (norm, softmax). */
  readonly rowLanes: number;
  /** How often the vector unit goes over the data of that op. */
  vectorPasses(kind: OpKind): number;
  /** Least bytes of one transfer of a fused operand. */
  readonly leastOperandBytes: number;
  /** Cycles of the barrier that ends every op. */
  readonly barrierCycles: number;
  /** Reductions are cut as the compiler of FlightLLM cuts them, into equal pieces and what is left over; otherwise into pieces as equal as they can be. */
  readonly floorPieces?: boolean;
  /** Tiles at the edge are computed and loaded whole. */
  readonly padTiles: boolean;
  /** P V of a prompt goes over all its keys, masked probabilities being zeros; Q K^T skips what is masked. */
  readonly valuesIgnoreMask: boolean;
  /** Each step re-reads the cache to append to it. */
  readonly concatenatesCache: boolean;
  /**
   * The instructions of a task, where the machine has instructions of its own; ticks are those of core cycles. Absent where the engine's tile pipeline is what runs.
   */
  program?(task: ProgramTask): Program;
  /** How `coreCyclesPerSecond` comes about. */
  explainClock(): Explained;
  /** How the rate `value` of a stream in that mode comes about. */
  explainRate(mode: number, stream: StreamName, value: number): Explained;
}

/** A machine with its device: what every fidelity of the engine works on. */
export interface Architecture {
  readonly family: string;
  readonly device: Device;
  readonly clockHz: number | null;
  /** The limit that this op with these formats exceeds (code `unsupported-...`), or null when it can run. */
  unsupported(op: Op, scheme: QuantizationScheme): Infeasibility | null;
  /** Nominal peak for the format pair, multiply-accumulates a second. Weights may be a KV cache read as operand. */
  peakMacsPerSecond(weights: DataType, activations: DataType): number;
  /** Share of the dense work that is executed: sparse arrays skip zeros. */
  executedDensity(weights: WeightFormat): number;
  /** Nominal peak of elementwise work, elements a second; null where vector work is not limited or not known. */
  readonly peakVectorElementsPerSecond: number | null;
  /** Nominal peak of the memory that holds weights and KV cache. */
  readonly peakBytesPerSecond: number;
  readonly memoryName: string;
  /** Memory that weights and KV cache must fit into; null when not known. */
  readonly capacityBytes: number | null;
  /** True where embedding tables share that memory; false where they live in another one. */
  readonly holdsEmbeddings: boolean;
  /** True where scores and probabilities never leave the chip (a fused attention kernel). */
  readonly fusesAttention: boolean;
  /** True where activations between ops (not the KV cache) can stay on the chip in some mode: they are then not compulsory traffic. */
  readonly keepsActivations: boolean;
  /**
   * What the design takes of the chip; null where that is not modelled. Where what is built depends on the format of the weights, it is built for `weights`, or
   * for the widest that it takes. Worked out when asked: a search does not pay for it.
   */
  resources(weights?: DataType): ResourceUse | null;
  /** The parts of the chip with their areas; absent where the area is not modelled. Worked out when asked. */
  area?(): readonly Part[];
  /** Absent where no energy is modelled. */
  readonly energy?: EnergyModel;
  assumptions(): readonly Assumption[];
  /** Limits of the architecture itself that are exceeded: resources, buffers, channels. */
  infeasibilities(): readonly Infeasibility[];
  warnings(): readonly string[];
  /** Absent where only the roofline is modelled. */
  readonly tiled: TiledMachine | null;
  /** Published comparisons that the experiment asks for; absent where there are none. */
  comparisons?(): readonly PublishedComparison[];
  /** What the array computes, bit for bit, or why that is not modelled. */
  functional(): FunctionalModel | NotModelled;
}

/** The fidelities of a machine: one that is known by its peaks alone has the roofline. */
export function fidelitiesOf({ tiled }: Pick<Architecture, 'tiled'>): readonly Fidelity[] {
  return tiled === null ? ['roofline'] : fidelityNames;
}
