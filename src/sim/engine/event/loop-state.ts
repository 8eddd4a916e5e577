import { classes, type RunState } from './state.js';

/** True where the next instruction of a unit is in a loop. */
export function isInside(state: RunState, unit: number, loop: number): boolean {
  return unit >= 0 && state.compiled.units[unit]!.around[state.at[unit]!]?.includes(loop) === true;
}

/** When the first unit outside a loop is done with what it does, or a token that it has released is there: until then it does not touch the loop. Infinity where none is at work. */
export function horizon(state: RunState, loop: number): number {
  const { now, free, tokens, compiled } = state;
  let first = Infinity;
  for (let unit = 0; unit < free.length; unit++) if (free[unit]! > now && !isInside(state, unit, loop)) first = Math.min(first, free[unit]!);
  for (let channel = 0; channel < tokens.length; channel++) {
    if (isInside(state, compiled.givers[channel]!, loop)) continue;
    const { times, head, size } = tokens[channel]!;
    for (let i = 0; i < size; i++) {
      const time = times[(head + i) & (times.length - 1)]!;
      if (time > now) first = Math.min(first, time);
    }
  }
  return first;
}

/** A state of more tokens than this is not compared: a unit that is that far behind another will not be in the same place again soon. */
const mostTokens = 256;

/** True where the state is small enough that comparing it costs less than it may save. */
export function isComparable({ tokens }: RunState): boolean {
  let count = 0;
  for (const { size } of tokens) count += size;
  return count <= mostTokens;
}

const past = -1;
const beyond = -2;

/**
 * Writes what decides how the units of a loop go on, up to the horizon: times from now on (the past is one thing), places in the program relative to the
 * watched unit, critical paths relative to its path. Stops where it differs from `other`. Returns its length, or -1 where it differs.
 */
export function encodeLoopState(state: RunState, loop: number, values: number[], other: Float64Array | null): number {
  const { compiled, now } = state;
  const { units, counts, givers } = compiled;
  const anchor = compiled.anchors[loop]!;
  let i = 0;
  const put = (value: number): boolean => {
    if (other !== null && (i >= other.length || other[i] !== value)) return false;
    values[i++] = value;
    return true;
  };
  const putTime = (time: number, inside: boolean, paths: Float64Array, offset: number): boolean => {
    if (time < now) return put(past);
    if (!inside && time > now) return put(beyond);
    if (!put(time - now)) return false;
    for (let c = 0; c < classes; c++) if (!put(paths[offset + c]! - state.paths[anchor * classes + c]!)) return false;
    return true;
  };
  for (let unit = 0; unit < units.length; unit++) if (!put(state.at[unit]!)) return -1;
  for (let unit = 0; unit < units.length; unit++) {
    const inside = isInside(state, unit, loop);
    const free = state.free[unit]!;
    if (!putTime(free, inside, state.paths, unit * classes)) return -1;
    // How long a unit of the loop has stood still will be booked as a stall; who has waited longest for a port gets it first.
    if (inside && free < now && !put(free - now)) return -1;
    if (state.binding[unit]! >= state.tokens.length && state.start[unit]! < Infinity && !put(state.asked[unit]! - now)) return -1;
  }
  for (let port = 0; port < state.portFree.length; port++) if (!putTime(state.portFree[port]!, true, state.portPaths, port * classes)) return -1;
  for (let channel = 0; channel < state.tokens.length; channel++) {
    const { times, paths, head, size } = state.tokens[channel]!;
    if (!put(size)) return -1;
    const inside = isInside(state, givers[channel]!, loop);
    for (let j = 0; j < size; j++) {
      const slot = (head + j) & (times.length - 1);
      if (!putTime(times[slot]!, inside, paths, slot * classes)) return -1;
    }
  }
  const relative = compiled.nesting[loop]!;
  for (let unit = 0; unit < units.length; unit++) {
    for (const around of units[unit]!.around[state.at[unit]!] ?? []) {
      const counter = state.counters[unit * counts.length + around]!;
      if (!put(relative.includes(around) ? counter - state.counters[anchor * counts.length + around]! : counter)) return -1;
    }
  }
  return i;
}
