/**
 * A core that adds up groups of beats in a pipeline, and works on each sum further while it adds up the next one. All stages wait while a sum is done and the
 * one before it is still worked on.
 */
export interface CorePipeline {
  /** Cycles for which a beat of weights is worked on; default 1. */
  readonly beatCycles?: number;
  /** Beats of a group; the last one of a tile has what is left. Default all beats of a tile. */
  readonly groupBeats?: number;
  /** Cycles from the last one of a group to that of the next at least; default 1. */
  readonly groupSpacing?: number;
  /** Stages that a beat passes until it is part of a sum. */
  readonly stages: number;
  /** Cycles of the work on a sum. */
  readonly sumCycles: number;
  /** Whether each of these takes a beat of the further stream. */
  readonly takesFurther?: boolean;
}

/** Tiles of features of a tile of tokens, and beats of weights of each. */
export interface PipelineWork {
  readonly nTiles: number;
  readonly beats: number;
}

/** When beats are there, in cycles: by their numbers from the first one of a job on. */
export type Arrival = (beat: number) => number;

/** The pipeline in the course of a job: it takes beats in their order, and says when the work on each tile of tokens is done. */
export interface RunningPipeline {
  /** The cycle of the last work on a tile of tokens whose first beat is not taken before `from`, when weights and further beats come like this. */
  readonly tile: (from: number, work: PipelineWork, weights: Arrival, further: Arrival) => number;
  /** The cycle in which the core began with a beat of weights. */
  readonly taken: (beat: number) => number;
}

/** Cycles in which nothing moves: from the first to before the second. */
type Wait = readonly [from: number, until: number];

export function runningPipeline({ beatCycles = 1, groupBeats = Infinity, groupSpacing = 1, stages, sumCycles, takesFurther = false }: CorePipeline): RunningPipeline {
  const takenAt: number[] = [];
  let waits: readonly Wait[] = [];
  let [last, groupEnd, sumEnd, furtherTaken] = [-Infinity, -Infinity, -Infinity, 0];

  const moving = (cycle: number): number => waits.reduce((at, [from, until]) => (at >= from && at < until ? until : at), cycle);
  /** The cycle that is so many moving ones behind another one, which moves. */
  const behind = (cycle: number, moves: number): number => {
    let [at, left] = [cycle, moves];
    for (const [from, until] of waits) {
      if (until <= at) continue;
      if (left < from - at) break;
      left -= Math.max(0, from - at);
      at = until;
    }
    return at + left;
  };
  const sum = (further: Arrival): void => {
    // A sum waits in the last stage until the one before it has left.
    const arrived = behind(groupEnd, stages - 1) + 1;
    const begins = Math.max(arrived, sumEnd);
    if (begins > arrived) waits = [...waits.filter(([, until]) => until > last), [arrived, begins]];
    sumEnd = begins;
    for (let cycle = 0; cycle < sumCycles; cycle++) sumEnd = Math.max(sumEnd + 1, takesFurther ? further(furtherTaken++) : 0);
  };
  return {
    tile(from, { nTiles, beats }, weights, further) {
      for (let n = 0; n < nTiles; n++) {
        for (let beat = 0; beat < beats; beat++) {
          const begins = moving(Math.max(weights(takenAt.length), behindLast(), takenAt.length === 0 ? from : 0, n === 0 && beat === 0 ? from : 0));
          takenAt.push(begins);
          last = behind(begins, beatCycles - 1);
          if (beat + 1 < beats && (beat + 1) % groupBeats !== 0) continue;
          if (groupEnd > -Infinity) last = Math.max(last, behind(groupEnd, groupSpacing));
          groupEnd = last;
          sum(further);
        }
      }
      return sumEnd;
    },
    taken: (beat) => takenAt[beat]!,
  };

  function behindLast(): number {
    return last === -Infinity ? -Infinity : behind(last, 1);
  }
}

/** How beats come to a core: those of weights as a bus brings them, and those of the further stream. */
export interface PipelineFeed {
  /** Cycles from one beat of weights to the next, and how many wait for the core at most. */
  readonly interval: number;
  readonly depth: number;
  /** Cycles from when the bus brings a beat to when the core can take it. */
  readonly delay: number;
  readonly further: Arrival;
}

/**
 * The cycle in which the last result of a tile of tokens leaves a core, for one tile after the other, each of which is not begun before `from`. `firstRun` are
 * the cycles of the first one where nothing waits, which say how long results are on their way behind the work on their sum.
 */
export function pipelineEnds(pipeline: CorePipeline, work: PipelineWork, firstRun: number, { interval, depth, delay, further }: PipelineFeed): (from: number) => number {
  const behindWork = firstRun - 1 - runningPipeline(pipeline).tile(0, work, () => 0, () => 0);
  const running = runningPipeline(pipeline);
  let brought = 0;
  const weights: Arrival = (beat) => {
    if (beat > 0) brought = Math.max(brought + interval, beat < depth ? 0 : running.taken(beat - depth));
    return Math.ceil(brought) + delay;
  };
  return (from) => running.tile(from, work, weights, further) + behindWork;
}
