import { rmsNormPeriod, softmaxPeriod, unitLatency } from '../../../sim/numerics/function-units/index.js';
import { pipelineEnds } from './core-pipeline.js';
import { dequantizerStages, tableCycles, wideSteps, weightField } from './dequantizer.js';
import type { Engine } from './engine.js';
import type { EngineJob } from './job.js';
import type { ProductCore } from './product.js';

/** Edges between places of the Verilog, on the way of one result: each is a register or a buffer of two entries. */
const edges = {
  /** From the one that starts a job to the one that takes its first beat of activations, or combines its first element. */
  toFirstBeat: 2,
  /** From the one that takes the last activations of a tile to the one that gives the first of them to the core. */
  toCore: 2,
  /** From the one that gives the last beat that comes before the first tile to the one that gives the first activations. */
  toTile: 2,
  /** From the one that takes weights to the one that gives them to the core. */
  queue: 2,
  /** From the one at which a beat of the further stream comes to the one with which the core works on it. */
  further: 1,
  /** From the one that reads a result out of its buffer to the one that gives it to a vector unit or to the buffer of the output. */
  toVector: 8,
  /** The same from the one that combines an element. */
  combinedToVector: 3,
} as const;

type CoreTiming = Pick<ProductCore, 'latency' | 'weightSlack' | 'further' | 'pipeline'>;
type ProductShape = Pick<EngineJob, 'runCycles' | 'settings' | 'results' | 'rowLength' | 'tileTokens' | 'latency' | 'tileCycles'>;

/** When the parts of a product are through, in edges from the one that starts the job. */
export interface ProductTimes {
  /** The last result of each tile of tokens is in its buffer. */
  readonly gathered: readonly number[];
  /** The last result of each tile was read. */
  readonly read: readonly number[];
}

/** What a host says about a feed. */
export type FeedPace = Pick<WeightFeed, 'interval' | 'furtherInterval'>;

/** How fast weights come. */
export interface WeightFeed {
  /** Cycles from one beat to the next, from 1 on: bits of a beat / bits of the bus that brings them, where nothing else limits it. */
  readonly interval: number;
  /** Beats that wait for the core, those of its own buffer included. */
  readonly depth: number;
  /** The same of the further stream; default 1. */
  readonly furtherInterval?: number;
  /** Edges by which each is later at the core than a queue makes it; default 0. */
  readonly delay?: number;
}

/**
 * Cycles of a job, as the register CYCLES counts them, where no stream waits for the outside: beats and elements are there, results are taken, and weights
 * come as fast as the core takes them, or as `feed` says from the start of the job on. For tile m of tokens, with A beats of activations, the core's cycles
 * c_m, and E_m results:
 *
 *   f_m = f_(m-1) + A                                activations loaded, f_(-1) = 1
 *   S_m = max(f_m + 2, S_(m-1) + c_(m-1))            the core begins
 *   w_m = S_m + c_m + L - 1                          its last result is there; L: cycles of a run beside those of its tiles
 *   g_m = max(w_m, g_(m-1)) + E_m                    results read, one a cycle
 *
 * A vector unit takes so many cycles a row, and the last result leaves behind the last row. What is slowest of loading, core, reading and vector unit sets the
 * pace; the others are in its shadow but for the first or the last tile.
 */
export function engineCycles(engine: Engine, core: CoreTiming, job: EngineJob, feed?: FeedPace): number {
  const rows = job.results.length / job.rowLength;
  const { vector } = job.operations;
  const times = job.runCycles.length === 0 ? null : productTimes(core, job, feedOf(engine, feed), dequantizedTiming(engine, job, feed));
  const period = rowPeriod(engine, vector, job.rowLength);
  if (period === null) {
    const last = times === null ? edges.toFirstBeat + job.results.length - 1 + edges.combinedToVector : times.read.at(-1)! + edges.toVector;
    return last + 1 + (vector === 'silu' && engine.silu !== null ? unitLatency(engine.silu) + 2 : 0);
  }
  // Rows come as their tile is gathered, and wait for the unit.
  let begins = -Infinity;
  for (let row = 0; row < rows; row++) {
    const there = times === null ? edges.toFirstBeat + edges.combinedToVector : times.gathered[Math.floor(row / job.tileTokens)]! + 1 + edges.toVector;
    begins = Math.max(begins + period, there);
  }
  return begins + period + 2;
}

/**
 * When the tiles of a product are through. With a feed, the tiles of features are looked at one by one: one of P cycles and B beats of weights, the last of
 * which comes at b, ends P - B cycles behind it at the earliest, and takes (B - depth) intervals and P - B cycles at least. Tiles that differ, such as a last
 * one of fewer columns, are taken at their mean where the core does not say what each takes.
 */
export function productTimes(core: CoreTiming, job: ProductShape, feed?: WeightFeed, { firstWeights = 0, wide }: DequantizedTiming = {}): ProductTimes {
  const { runCycles, latency = core.latency, tileCycles, settings: { ACT_BEATS: actBeats = 0, WGT_BEATS: beats = 0, FURTHER_BEATS: furtherBeats = 0, N_TILES: nTiles = 1 }, results, rowLength, tileTokens } = job;
  const tokens = results.length / rowLength;
  const gathered: number[] = [];
  const read: number[] = [];
  let loaded = edges.toFirstBeat - 1;
  let free = core.further?.per === 'job' ? Math.max(furtherBeats, furtherBeat(furtherBeats - 1, feed)) + edges.toTile : 0;
  let brought = 0;
  const pipelineEnd = feed === undefined || core.pipeline === undefined ? null : pipelineEnds(core.pipeline, { nTiles, beats }, runCycles[0]!, {
    ...feed, delay: (feed.delay ?? 0) + edges.queue - core.weightSlack, further: (beat) => furtherBeat(beat, feed) + edges.further,
  });
  for (const [m, cycles] of runCycles.entries()) {
    loaded += actBeats;
    free = Math.max(loaded + edges.toCore, free, firstWeights - core.weightSlack);
    const tileOf = (n: number): number => tileCycles?.[m]?.[n] ?? (cycles - latency) / nTiles;
    if (feed === undefined && wide === undefined) free += cycles - latency;
    else if (feed === undefined) {
      for (let n = 0; n < nTiles; n++) free = wide!(free, beats) + 1 + tileOf(n) - beats;
    } else {
      for (let n = 0; n < nTiles; n++) {
        const tile = tileOf(n);
        brought += beats;
        const last = Math.ceil((brought - 1) * feed.interval) + (feed.delay ?? 0) + edges.queue - core.weightSlack;
        free = Math.max(free + tile, last + 1 + tile - beats, free + (beats - feed.depth) * feed.interval + tile - beats);
      }
    }
    gathered.push(pipelineEnd === null ? free + latency - 1 : pipelineEnd(Math.max(loaded + edges.toCore, firstWeights - core.weightSlack)));
    read.push(Math.max(gathered[m]!, read[m - 1] ?? 0) + rowLength * Math.min(tileTokens, tokens - m * tileTokens));
  }
  return { gathered, read };
}

/** The edge at which a beat of the further stream comes. */
function furtherBeat(beat: number, { furtherInterval = 1 }: Partial<FeedPace> = {}): number {
  return Math.ceil(beat * furtherInterval);
}

/** The feed with what stands between the bus and the core. */
function feedOf({ dequantizer, weightDepth }: Engine, feed: FeedPace | undefined): WeightFeed | undefined {
  const stages = dequantizer === undefined ? 0 : dequantizerStages(dequantizer);
  return feed === undefined ? undefined : { ...feed, depth: weightDepth + edges.queue + stages, delay: stages };
}

/** How a dequantiser gives weights. */
interface DequantizedTiming {
  /** The first edge at which the core can be given any, from the one that starts the job. */
  readonly firstWeights?: number;
  /** Weights of a wide job: when the core takes the last beat of a tile that it begins at an edge. */
  readonly wide?: (begins: number, beats: number) => number;
}

function dequantizedTiming({ dequantizer, reader, streams }: Engine, { isWide = false }: EngineJob, feed: FeedPace | undefined): DequantizedTiming {
  if (dequantizer === undefined) return {};
  const queued = edges.toFirstBeat + (reader === undefined ? 0 : edges.queue);
  const stages = dequantizerStages(dequantizer);
  if (!isWide) return { firstWeights: Math.max(queued, edges.toFirstBeat + tableCycles(dequantizer)) + stages };
  if (feed !== undefined) throw new RangeError('wide weights that come slowly are not modelled');
  return { wide: wideBeats(queued, stages, wideSteps(dequantizer, weightField(streams.coreWgt).weights.bits)) };
}

/**
 * Weights that are put together from `steps` beats each, one in a cycle, the first of which is taken at an edge. For beat i of the core: p_i when it is whole,
 * and in the first of S stages; c_i when the core's buffer of two entries takes it; x_i when the core begins with it:
 *
 *   p_i = max(p_(i-1) + steps, c_(i-S))        c_i = max(p_i + S, x_(i-2) + 2)        x_i = max(c_i, x_(i-1) + 1)
 */
function wideBeats(first: number, stages: number, steps: number): NonNullable<DequantizedTiming['wide']> {
  let whole = first - 1;
  const taken = new Array<number>(stages).fill(-Infinity);
  const begun: [number, number] = [-Infinity, -Infinity];
  return (begins, beats) => {
    for (let beat = 0; beat < beats; beat++) {
      whole = Math.max(whole + steps, taken.shift()!);
      const given = Math.max(whole + stages, begun[0] + 2);
      taken.push(given);
      begun.splice(0, 2, begun[1], Math.max(given, beat === 0 ? begins : begun[1] + 1));
    }
    return begun[1];
  };
}

/** Cycles from a row of a vector unit to the next one, or null where it takes a number in every cycle. */
function rowPeriod({ softmax, rmsNorm }: Engine, vector: EngineJob['operations']['vector'], length: number): number | null {
  if (vector === 'softmax' && softmax !== null) return softmaxPeriod(softmax, length);
  return vector === 'rms-norm' && rmsNorm !== null ? rmsNormPeriod(rmsNorm, length) : null;
}
