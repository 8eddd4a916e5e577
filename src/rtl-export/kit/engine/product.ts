import type { Matrix } from '../../../sim/model/matrix.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { RtlRun } from '../design.js';
import type { CorePipeline } from './core-pipeline.js';
import type { Engine, EngineCore } from './engine.js';
import type { EngineJob } from './job.js';

/** A core with the runs of any product on it, from the functional model of its family. */
export interface ProductCore extends EngineCore {
  /** The least and the largest weight. */
  readonly weights: { readonly least: number; readonly most: number };
  /** Whether the core scales and rounds its sums itself, to 8 bits, so that the engine passes them on. */
  readonly scales: boolean;
  /** Whether a simulator takes minutes for a transformer layer on it. */
  readonly isSlow?: boolean;
  /** Cycles of a run beside those of its tiles: how long the last results are on their way. */
  readonly latency: number;
  /** Cycles by which weights may come behind the activations that they are multiplied with, and nothing waits. */
  readonly weightSlack: number;
  /** How sums of groups overlap with the beats of the next one, where a beat is not worked on in a cycle and left alone then. */
  readonly pipeline?: CorePipeline;
  /**
   * One run for each tile of tokens; activations [token][k] of 8 bits and weights [feature][k]. What a tile has beyond the product is zeros. `scale` is
   * that of a core which scales: sums become sum x multiplier / 2^shift.
   */
  readonly runs: (activations: Matrix, weights: Matrix, scale?: { readonly multiplier: number; readonly shift: number }) => readonly ProductRun[];
}

/** A run for a tile of tokens. */
export interface ProductRun extends RtlRun {
  /** Cycles beside those of its tiles, where that is not as long for every product. */
  readonly latency?: number;
  /** Cycles of each tile of features, where they differ; their sum is what the run takes without its latency. */
  readonly tileCycles?: readonly number[];
}

/** Rows of a matrix in tiles of so many, the last one with rows of zeros. */
export function tokenTiles({ rows, columns, values }: Matrix, height: number): readonly Matrix[] {
  return Array.from({ length: Math.ceil(rows / height) }, (_, tile) => (
    matrix(height, columns, Float64Array.from({ length: height * columns }, (_unused, i) => values[tile * height * columns + i] ?? 0))));
}

/** A matrix product as the engine is fed with it: activations once for each tile of tokens, weights for each tile of features of each of them. */
export interface EngineProduct {
  readonly label: string;
  readonly mTiles: number;
  readonly nTiles: number;
  /** Beats of one tile. */
  readonly actBeats: number;
  readonly wgtBeats: number;
  readonly outBeats: number;
  /** Beats of the further stream of a tile, or of the job; 0 where there is none. */
  readonly furtherBeats: number;
  readonly tokens: number;
  readonly features: number;
  /** Tokens of a tile. */
  readonly tileTokens: number;
  /** Cycles of the core for each tile of tokens alone, without what comes before the first one. */
  readonly runCycles: readonly number[];
  /** Of a run, where it is another one than that of the core. */
  readonly latency?: number;
  /** For each tile of tokens the cycles of its tiles of features, where they differ. */
  readonly tileCycles?: readonly (readonly number[])[];
  readonly act: readonly bigint[];
  readonly wgt: readonly bigint[];
  readonly further: readonly bigint[];
  /** Settings of a dequantiser; none where there is none. */
  readonly settings?: EngineJob['settings'];
  /** Whether weights come past a dequantiser. */
  readonly isWide?: boolean;
  /** What the core gives, [token][feature], signed. */
  readonly sums: Float64Array;
}

/**
 * A product of so many tokens and features from runs of the core, one for each tile of tokens. In a run the tiles of features follow one another, and
 * each takes the same activations. Throws a RangeError where it is not so, or the engine's buffers are too short.
 */
export function engineProduct(engine: Engine, runs: readonly ProductRun[], tokens: number, features: number, label: string): EngineProduct {
  const { core: { layout: { featureLanes, tokenLanes, beatsAre, featureBeats, together = 'feature' }, further }, streams } = engine;
  const nTiles = Math.ceil(features / (featureLanes * featureBeats));
  const lengths = (name: string): number => {
    const [first, ...others] = runs.map(({ beats }) => (beats[name] ?? []).length / nTiles);
    if (first === undefined || !Number.isInteger(first) || first < 1 || others.some((length) => length !== first)) {
      throw new RangeError(`${label}: tiles differ in their beats of ${name}`);
    }
    return first;
  };
  const [actBeats, wgtBeats, outBeats] = [lengths('act'), lengths(streams.wgt.name), lengths('out')];
  const once = further?.per === 'job' ? runs[0]!.beats[further.name]! : [];
  if (further?.per === 'job' && runs.some(({ beats }) => beats[further.name]!.some((beat, i) => beat !== once[i]))) throw new RangeError(`${label}: tiles of tokens differ in their beats of ${further.name}`);
  const furtherBeats = further === undefined ? 0 : further.per === 'job' ? once.length : lengths(further.name);
  const latency = runs[0]!.latency;
  const tileCycles = runs.flatMap(({ tileCycles: ofRun }) => (ofRun === undefined ? [] : [ofRun]));
  const tileTokens = tokenLanes * (beatsAre === 'tokens' ? outBeats : 1);
  if (Math.ceil(tokens / tileTokens) !== runs.length) throw new RangeError(`${label}: ${tokens} tokens are not ${runs.length} tiles of ${tileTokens}`);
  if (actBeats > engine.activationDepth) throw new RangeError(`${label}: a tile has ${actBeats} beats of activations, and the buffer ${engine.activationDepth}`);
  if (nTiles * outBeats > engine.resultDepth) throw new RangeError(`${label}: a tile of tokens has ${nTiles * outBeats} beats of results, and the buffer ${engine.resultDepth}`);
  const act = runs.flatMap(({ beats }) => {
    const all = beats['act']!;
    if (all.some((beat, i) => beat !== all[i % actBeats])) throw new RangeError(`${label}: tiles of features take different activations`);
    return all.slice(0, actBeats);
  });
  const sums = new Float64Array(tokens * features);
  for (let token = 0; token < tokens; token++) {
    const out = runs[Math.floor(token / tileTokens)]!.beats['out']!;
    const inTile = token % tileTokens;
    for (let feature = 0; feature < features; feature++) {
      const tile = Math.floor(feature / (featureLanes * featureBeats));
      const inner = feature % (featureLanes * featureBeats);
      const beat = beatsAre === 'tokens' ? Math.floor(inTile / tokenLanes) : Math.floor(inner / featureLanes);
      const [f, t] = [inner % featureLanes, inTile % tokenLanes];
      const lane = together === 'feature' ? f * tokenLanes + t : t * featureLanes + f;
      sums[token * features + feature] = Number(BigInt.asIntN(engine.sumBits, out[tile * outBeats + beat]! >> BigInt(lane * engine.sumBits)));
    }
  }
  return {
    label, mTiles: runs.length, nTiles, actBeats, wgtBeats, outBeats, furtherBeats, tokens, features, tileTokens, runCycles: runs.map(({ cycles }) => cycles - once.length),
    act, wgt: runs.flatMap(({ beats }) => beats[streams.wgt.name]!), sums, ...(latency === undefined ? {} : { latency }), ...(tileCycles.length < runs.length ? {} : { tileCycles }),
    further: further === undefined ? [] : further.per === 'job' ? once : runs.flatMap(({ beats }) => beats[further.name]!),
  };
}
