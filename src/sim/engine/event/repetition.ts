import { encodeLoopState, horizon, isComparable, isInside } from './loop-state.js';
import { classes, findStart, type RunState } from './state.js';

/** Watches the loops of a running program for a state that it has been in before. */
export interface Repetitions {
  /**
   * The unit that is watched has ended an iteration of a loop, and another follows. Where the state is that of an earlier iteration but for the time and
   * the iteration, as many whole periods are skipped as all units of the loop have left, and no other unit comes in. Returns the iterations skipped.
   */
  iterationEnded(loop: number): number;
}

/** A state that was seen: what decides the future, relative to time and iteration; and the sums that grow by the same amount in every period. */
interface Seen {
  readonly outer: number;
  readonly iteration: number;
  readonly values: Float64Array;
  readonly now: number;
  readonly executed: number;
  readonly free: Float64Array;
  readonly path: Float64Array;
  readonly busy: Float64Array;
  readonly stalls: Float64Array;
  /** How many more iterations are compared with it before another takes its place, and how many that one will have. */
  left: number;
  readonly next: number;
}

/** Loops of fewer iterations are gone before a repetition could be used. */
const leastIterations = 4;

/** Brent's cycle detection, for each loop: the state is compared with one that was seen, which is renewed after 1, 2, 4, 8, ... iterations. */
export function repetitions(state: RunState): Repetitions {
  const { counts, nesting, anchors } = state.compiled;
  const seen: (Seen | undefined)[] = Array.from(counts, () => undefined);
  const values: number[] = [];

  const iterationOf = (loop: number): number => state.counters[anchors[loop]! * counts.length + loop]!;

  /** Which run through the loops around it this is. */
  const outerOf = (loop: number): number => {
    let id = 0;
    for (const around of nesting[loop]!) if (around !== loop) id = id * counts[around]! + state.counters[anchors[loop]! * counts.length + around]!;
    return id;
  };

  const remember = (loop: number, compared: number): void => {
    const length = encodeLoopState(state, loop, values, null);
    const anchor = anchors[loop]! * classes;
    seen[loop] = {
      outer: outerOf(loop), iteration: iterationOf(loop), values: Float64Array.from(values.slice(0, length)), now: state.now, executed: state.executed,
      free: state.free.slice(), path: state.paths.slice(anchor, anchor + classes), busy: state.busy.slice(), stalls: state.stalls.slice(), left: compared, next: 2 * compared,
    };
  };

  return {
    iterationEnded(loop) {
      if (counts[loop]! < leastIterations || !isComparable(state)) return 0;
      const known = seen[loop];
      if (known === undefined || known.outer !== outerOf(loop) || iterationOf(loop) <= known.iteration) {
        remember(loop, 1);
        return 0;
      }
      if (encodeLoopState(state, loop, values, known.values) === known.values.length) {
        const skipped = skip(state, loop, known, iterationOf(loop) - known.iteration);
        // After what ended the repetition another may begin.
        if (skipped > 0) seen[loop] = undefined;
        return skipped;
      }
      if (--known.left === 0) remember(loop, known.next);
      return 0;
    },
  };
}

/** Skips whole periods of a loop. Returns the iterations skipped. */
function skip(state: RunState, loop: number, from: Seen, period: number): number {
  const { now, free, paths, portFree, portPaths, tokens, compiled } = state;
  const { anchors, counts, givers, takers } = compiled;
  const periods = periodsLeft(state, loop, period, now - from.now);
  if (periods <= 0) return 0;
  const anchor = anchors[loop]! * classes;
  const ticks = periods * (now - from.now);
  const path = Float64Array.from(from.path, (before, c) => periods * (paths[anchor + c]! - before));
  const addPath = (to: Float64Array, offset: number): void => { for (let c = 0; c < classes; c++) to[offset + c]! += path[c]!; };
  for (let unit = 0; unit < free.length; unit++) {
    // A unit outside the loop that did nothing in the period goes on with what it does or waits for; every other is as far ahead of the time as it was.
    if (!isInside(state, unit, loop) && free[unit] === from.free[unit]) continue;
    free[unit]! += ticks;
    addPath(paths, unit * classes);
    state.start[unit]! += ticks;
    state.asked[unit]! += ticks;
    if (isInside(state, unit, loop)) state.counters[unit * counts.length + loop]! += periods * period;
  }
  for (let port = 0; port < portFree.length; port++) {
    if (portFree[port]! < now) continue;
    portFree[port]! += ticks;
    addPath(portPaths, port * classes);
  }
  for (let channel = 0; channel < tokens.length; channel++) {
    const queue = tokens[channel]!;
    if (!isInside(state, givers[channel]!, loop)) continue;
    const taken = isInside(state, takers[channel]!, loop);
    for (let j = 0; j < queue.size; j++) {
      const slot = (queue.head + j) & (queue.times.length - 1);
      if (queue.times[slot]! < now && !taken) continue;
      queue.times[slot]! += ticks;
      addPath(queue.paths, slot * classes);
    }
  }
  for (let i = 0; i < state.busy.length; i++) state.busy[i]! += periods * (state.busy[i]! - from.busy[i]!);
  for (let i = 0; i < state.stalls.length; i++) state.stalls[i]! += periods * (state.stalls[i]! - from.stalls[i]!);
  state.executed += periods * (state.executed - from.executed);
  state.now += ticks;
  // A port that others have used is free later for those who wait outside.
  for (let unit = 0; unit < free.length; unit++) if (!isInside(state, unit, loop)) findStart(state, unit);
  return periods * period;
}

/** Whole periods of so many iterations and ticks that every unit in the loop can still go through, one iteration kept, before another unit comes in. */
function periodsLeft(state: RunState, loop: number, period: number, ticks: number): number {
  const { counts } = state.compiled;
  const until = horizon(state, loop);
  let left = until === Infinity ? Infinity : ticks === 0 ? 0 : Math.floor((until - state.now - 1) / ticks);
  for (let unit = 0; unit < state.at.length; unit++) {
    if (isInside(state, unit, loop)) left = Math.min(left, Math.floor((counts[loop]! - 1 - state.counters[unit * counts.length + loop]!) / period));
  }
  return left;
}
