import { createRng } from '../../sim/core/rng.js';
import type { RtlDesign, RtlRun } from '../kit/design.js';
import type { PlayFault } from './play-fault.js';
import type { Simulator } from './simulator.js';
import { phasesOf, resetFault, type Phase, type StreamBenchResult } from './stream-bench.js';
import { createStreamPlayer, TimeLimitError, type PlayerOptions } from './stream-player.js';

/** Few runs that a module gets wrong, played from power on. */
export interface SmallFailure {
  /** How they were played: a phase of the bench. */
  readonly phase: string;
  readonly runs: readonly RtlRun[];
  readonly fault: PlayFault;
  /** Plays it again, on any simulator with the same ports. */
  readonly replay: (simulator: Simulator) => PlayFault | undefined;
}

export interface ShrinkOptions extends PlayerOptions {
  /** Attempts at most. Default 1000. */
  readonly attempts?: number;
  /** Begins with 0 in all registers without an initial value, not with random bits. */
  readonly atZero?: boolean;
}

/** Small runs of a design that are looked at, at most. */
const mostSmallRuns = 300;
/** Seeds of random stalls that are tried for each candidate. */
const seeds = [1, 2, 3] as const;

/**
 * The smallest failing input of a module whose bench found something: in the first phase that failed, the first of the design's small runs that
 * fails alone, or of its usual runs, fewest beats first; then two of them, since a fault may need a run before; then all runs, without those that
 * are not needed. A run counts as failing for its cycles only where nothing but cycles was found wrong. Undefined where nothing fails from power on
 * within the attempts and the time: then the bench's own words are all there is. Attempts are the same whenever the module is the same.
 */
export function smallestFailure(simulator: Simulator, design: RtlDesign, found: StreamBenchResult, { attempts = 1000, atZero = false, deadlineMs = Infinity, ...playing }: ShrinkOptions = {}): SmallFailure | undefined {
  const onlyCycles = found.failedPhases.length === 0;
  const phases = distinctPhases(design, found);
  let left = attempts;

  const tryRuns = (runs: readonly RtlRun[], phase: Phase): SmallFailure | undefined => {
    const isRandom = phase.input === 'random' || phase.output === 'random';
    for (const seed of isRandom ? seeds : seeds.slice(0, 1)) {
      if (left-- <= 0) return undefined;
      const replay: SmallFailure['replay'] = (other) => play(other, { ...design, runs }, phase, { seed, atZero, onlyCycles, deadlineMs, ...playing });
      const fault = replay(simulator);
      if (fault !== undefined) return { phase: phase.name, runs, fault, replay };
    }
    return undefined;
  };

  try {
    for (const phase of phases) {
      for (const runs of candidates(design)) {
        const small = tryRuns(runs, phase);
        if (small !== undefined) return small;
        if (left <= 0) break;
      }
      left = Math.max(left, design.runs.length * seeds.length);
      const all = dropRuns(design.runs, (runs) => tryRuns(runs, phase));
      if (all !== undefined) return all;
    }
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
  }
  return undefined;
}

/** The phases that failed, those with equal pacing once, the simplest first. */
function distinctPhases(design: RtlDesign, { failedPhases, miscount }: StreamBenchResult): readonly Phase[] {
  const all = phasesOf(design, 1);
  const names = failedPhases.length > 0 ? failedPhases : all.map(({ name }) => name).filter((name) => miscount?.startsWith(`${name}: `));
  return all.filter(({ name }) => names.includes(name));
}

/** One run after the other, small ones first, then two. */
function* candidates(design: RtlDesign): Generator<readonly RtlRun[]> {
  const small: RtlRun[] = [];
  for (const run of design.smaller?.() ?? []) {
    if (small.length >= mostSmallRuns) break;
    small.push(run);
    yield [run];
  }
  const usual = [...design.runs].sort((a, b) => beatsOf(a) - beatsOf(b));
  for (const run of usual) yield [run];
  for (const run of small) yield [run, run];
  for (const [i, run] of small.entries()) if (i > 0) yield [small[i - 1]!, run];
  const pairs = usual.flatMap((first) => usual.map((second) => [first, second] as const));
  yield* pairs.sort((a, b) => beatsOf(a[0]) + beatsOf(a[1]) - beatsOf(b[0]) - beatsOf(b[1]));
}

function beatsOf(run: RtlRun): number {
  return Object.values(run.beats).reduce((sum, beats) => sum + beats.length, 0);
}

/** What still fails when runs that are not needed are left out, one by one. */
function dropRuns(runs: readonly RtlRun[], tryRuns: (runs: readonly RtlRun[]) => SmallFailure | undefined): SmallFailure | undefined {
  let kept = tryRuns(runs);
  if (kept === undefined) return undefined;
  for (let at = runs.length - 1; at >= 0; at--) kept = tryRuns(kept.runs.filter((_, i) => i !== at)) ?? kept;
  return kept;
}

interface Attempt extends PlayerOptions {
  readonly seed: number;
  readonly atZero: boolean;
  readonly onlyCycles: boolean;
}

/** Plays runs from power on; a phase that a reset cuts off, or that follows one, is played whole after a reset in the middle of its first run. */
function play(simulator: Simulator, design: RtlDesign, phase: Phase, { seed, atZero, onlyCycles, ...playing }: Attempt): PlayFault | undefined {
  if (design.runs.length === 0) return undefined;
  const rng = createRng(seed);
  simulator.reset(atZero ? undefined : rng);
  const resetAgain = (): PlayFault | undefined => {
    const text = resetFault(simulator, design, rng);
    return text === undefined ? undefined : { text, cycle: 0, signal: text.slice(0, text.indexOf(' ')) };
  };
  const player = createStreamPlayer(simulator, design, rng, playing);
  const first = resetAgain();
  if (first !== undefined) return first;
  if (isAfterReset(phase)) {
    player.play(phase, 2 + Math.floor(design.runs[0]!.cycles / 2));
    const second = resetAgain();
    if (second !== undefined) return second;
  }
  const { fault, miscount } = player.play(phase);
  return fault ?? (onlyCycles ? miscount : undefined);
}

function isAfterReset({ name, cutAfter }: Phase): boolean {
  return cutAfter !== undefined || name.startsWith('after a reset');
}
