/** A cut of a rank. `axis` -1: over time, into pieces of `parts` values, the last one smaller. Otherwise over `parts` copies of that fan-out axis, as evenly as can be. */
export interface Cut {
  readonly parts: number;
  readonly axis: number;
}

/** Largest part of an extent behind a cut. */
export function largestPart(extent: number, { parts, axis }: Cut): number {
  return axis < 0 ? Math.min(extent, parts) : Math.ceil(extent / parts);
}

/**
 * Trips through a nest of cuts of an extent, in all copies together, edges counted as they are. Bit a of `together`: the copies along axis a count as one, the
 * busiest (they share what arrives, or only one of them is asked for). With w = floor(x / p) and r = x - w p:
 * over time in pieces of p: w trips(p) + trips(r); over p copies: r trips(w + 1) + (p - r) trips(w); together: trips(ceil(x / p)); trips(0) = 0.
 */
export function trips(extent: number, cuts: readonly Cut[], from: number, to: number, together: number): number {
  return walk(extent, cuts, from, to, together, false);
}

/** Values that the trips go over one by one: the same walk down to single values. With axes together, the values of one of their copies. */
export function span(extent: number, cuts: readonly Cut[], from: number, to: number, together: number): number {
  return walk(extent, cuts, from, to, together, true);
}

function walk(extent: number, cuts: readonly Cut[], from: number, to: number, together: number, values: boolean): number {
  let x = extent;
  let times = 1;
  for (let i = from; i < to; i++) {
    const { parts, axis } = cuts[i]!;
    if (axis >= 0 && (together >> axis) & 1) {
      x = Math.ceil(x / parts);
      continue;
    }
    const whole = Math.floor(x / parts);
    const rest = x - whole * parts;
    if (rest === 0) {
      times *= axis < 0 ? whole : parts;
      x = axis < 0 ? parts : whole;
      continue;
    }
    if (whole === 0) {
      if (axis < 0) continue;
      return times * rest * walk(1, cuts, i + 1, to, together, values);
    }
    if (axis < 0) return times * (whole * walk(parts, cuts, i + 1, to, together, values) + walk(rest, cuts, i + 1, to, together, values));
    return times * (rest * walk(whole + 1, cuts, i + 1, to, together, values) + (parts - rest) * walk(whole, cuts, i + 1, to, together, values));
  }
  return times * (values ? x : 1);
}
