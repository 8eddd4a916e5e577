import type { Quality } from '../core/estimate.js';
import type { Fidelity } from './architecture.js';
import type { CoreSplit, LoopOrder } from './mapping.js';
import type { StallCause } from './program.js';
import type { PublishedComparison } from './published-comparison.js';

/** Where the time of a phase goes; the four add up to its latency. */
export interface BoundBy {
  readonly compute: number;
  readonly memory: number;
  readonly vector: number;
  readonly overhead: number;
}

/** Seconds that each kind of unit stands still between two instructions of an op, by what it waits for last. */
export type StallTimes = Readonly<Record<'array' | 'load' | 'vector' | 'store', Readonly<Record<StallCause, number>>>>;

/** Totals of prefill or decode, over all layers, steps and requests of the batch. */
export interface PhaseResult {
  /** Tokens that the phase processes: prompt tokens, or decode steps; times the batch. */
  readonly tokens: number;
  readonly cycles: number | null;
  readonly latencySeconds: number;
  readonly lowerBoundSeconds: number;
  readonly tokensPerSecond: number;
  readonly flops: number;
  readonly dramBytes: number;
  readonly energyJoules: number | null;
  readonly computeUtilization: number;
  readonly dramUtilization: number;
  readonly bindingResource: string;
  readonly boundBy: BoundBy;
  /** Seconds that each resource works in this phase. */
  readonly busySeconds: Readonly<Record<string, number>>;
  /** Null at fidelities that do not step through events. */
  readonly stallSeconds: StallTimes | null;
}

export interface Totals {
  readonly firstTokenSeconds: number | null;
  readonly secondsPerOutputToken: number | null;
  readonly tokensPerSecond: number | null;
  readonly latencySeconds: number | null;
  readonly energyJoules: number | null;
  readonly averagePowerWatts: number | null;
  readonly tokensPerJoule: number | null;
  readonly tokensPerSecondPerDollar: number | null;
}

export interface MemoryResult {
  /** Every learned parameter with its scales, zero points and indices. */
  readonly weightBytes: number;
  /** The part of it that matrix work streams: linear layers and lm_head. */
  readonly linearWeightBytes: number;
  /** The part of it in embedding tables. */
  readonly embeddingBytes: number;
  readonly kvCacheBytes: number;
  readonly activationPeakBytes: number;
  /** What the main memory has to hold of this: all but what stays on the chip or in another memory. */
  readonly heldBytes: number;
  readonly capacityBytes: number | null;
  /** Null when the capacity is not known. */
  readonly fits: boolean | null;
}

export interface ResourceResult {
  readonly used: number | null;
  /** The fewest that it may really be, where `used` is uncertain; absent where it is a count. */
  readonly least?: number;
  readonly available: number | null;
  readonly quality: Quality | null;
  readonly source: string;
}

/** What the chip takes of silicon, part by part. */
export interface AreaResult {
  /** Null where the area of a part is not known. */
  readonly totalMm2: number | null;
  readonly parts: readonly { readonly name: string; readonly count: number; readonly mm2: number | null; readonly quality: Quality | null; readonly source: string }[];
}

/** One op of one phase: totals over its layers and steps; growing dimensions are those of the last step. */
export interface OperatorResult {
  readonly name: string;
  readonly kind: string;
  readonly phase: 'prefill' | 'decode';
  readonly count: number;
  readonly m: number | null;
  readonly n: number | null;
  readonly k: number | null;
  readonly flops: number;
  readonly weightBytes: number;
  readonly activationBytes: number;
  readonly kvCacheBytes: number;
  readonly dramBytes: number;
  readonly arithmeticIntensity: number | null;
  /** Null, like every time, for a design that does not fit. */
  readonly bound: 'compute' | 'memory' | 'vector' | 'overhead' | null;
  readonly cycles: number | null;
  readonly latencySeconds: number | null;
  readonly energyJoules: number | null;
  readonly computeUtilization: number | null;
}

/** How one matrix product runs in one phase. Times are those of the closed form, of the product with what follows on its output, over all layers and steps. */
export interface MappedOperator {
  readonly name: string;
  /** Its group of equal layers. */
  readonly group: string;
  readonly phase: 'prefill' | 'decode';
  readonly mode: string;
  readonly rows: number;
  readonly columns: number;
  readonly reduction: number;
  readonly slots: number;
  readonly order: LoopOrder;
  readonly split: CoreSplit;
  /** True where its output stays on the chip by the mapping. */
  readonly keepOutput: boolean;
  readonly latencySeconds: number;
  /** With the fastest mapping of the searched space; of a given one its own time. */
  readonly leastSeconds: number;
  /** With the mode and the tile that the rule takes. */
  readonly ruleSeconds: number;
  /** No mapping on this machine is faster. */
  readonly lowerBoundSeconds: number;
  /** latencySeconds / lowerBoundSeconds - 1: how far any mapping might go below. */
  readonly gap: number;
  /** Mappings whose time was worked out. */
  readonly candidates: number;
  /** True where no mapping of the searched space is faster than `leastSeconds`. */
  readonly optimal: boolean;
}

/** The mappings of an experiment that does not leave them to the rule. */
export interface MappingResult {
  readonly chosenBy: 'search' | 'experiment';
  readonly operators: readonly MappedOperator[];
}

export interface PublishedResult {
  readonly metric: string;
  readonly published: number;
  readonly simulated: number | null;
  readonly relativeError: number | null;
  readonly source: string;
}

/** The answer of `archsim run`: one shape for every fidelity. */
export interface SimulationResult {
  readonly schemaVersion: 1;
  readonly experiment: { readonly name: string; readonly digest: string };
  readonly architecture: { readonly family: string; readonly name: string; readonly device: string };
  readonly workload: { readonly model: string; readonly quantization: string; readonly parameters: number; readonly bitsPerWeight: number; readonly batch: number; readonly promptTokens: number; readonly outputTokens: number };
  readonly fidelity: Fidelity;
  readonly feasible: boolean;
  readonly reasons: readonly { readonly code: string; readonly resource: string; readonly used: number; readonly available: number }[];
  readonly warnings: readonly string[];
  readonly phases: { readonly prefill: PhaseResult | null; readonly decode: PhaseResult | null };
  readonly totals: Totals;
  readonly memory: MemoryResult;
  readonly resources: Readonly<Record<'lut' | 'ff' | 'dsp' | 'bram36' | 'uram', ResourceResult>> | null;
  /** Null for FPGAs and for chips whose parts are not modelled. */
  readonly area: AreaResult | null;
  readonly roofline: { readonly peakOpsPerSecond: number; readonly peakBytesPerSecond: number; readonly memory: string };
  readonly operators: readonly OperatorResult[];
  /** Absent where the rule maps, and at the roofline, which knows no mappings. */
  readonly mapping?: MappingResult;
  readonly assumptions: readonly { readonly name: string; readonly value: number | string; readonly unit: string; readonly quality: Quality; readonly source: string; readonly affects: string }[];
  readonly notModelled: readonly { readonly path: string; readonly reason: string }[];
  readonly published: readonly PublishedResult[];
  readonly comparisons: readonly PublishedComparison[];
  readonly provenance: { readonly archsimVersion: string; readonly seed: number; readonly digests: Readonly<Record<string, string>> };
}
