/** A stretch of a call. */
export interface Segment {
  /** Indices of the places that work, all of them for all of the time; none for a tool. */
  readonly places: readonly number[];
  readonly seconds: number;
}

/** A call as the schedule sees it. */
export interface Job {
  /** Indices of jobs that must have ended. */
  readonly after: readonly number[];
  readonly segments: readonly Segment[];
}

/** When each job begins and ends; the last end is the latency. */
export interface Schedule {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly seconds: number;
}

/**
 * First come, first served: a place does one segment at a time, the one that has been ready longest and among those the job that stands first. Jobs are in an order in
 * which each follows those that it waits for.
 */
export function scheduled(jobs: readonly Job[], places: number): Schedule {
  const free = new Array<number>(places).fill(0);
  const next = new Array<number>(jobs.length).fill(0);
  const starts = new Array<number>(jobs.length).fill(NaN);
  const ends = new Array<number>(jobs.length).fill(NaN);
  const ready = jobs.map(({ after }) => (after.length === 0 ? 0 : NaN));
  const settle = (): void => {
    for (let i = 0; i < jobs.length; i++) {
      const { after, segments } = jobs[i]!;
      if (Number.isNaN(ready[i]!) && after.every((j) => !Number.isNaN(ends[j]!))) ready[i] = Math.max(...after.map((j) => ends[j]!));
      if (Number.isNaN(ends[i]!) && !Number.isNaN(ready[i]!) && next[i] === segments.length) {
        if (Number.isNaN(starts[i]!)) starts[i] = ready[i]!;
        ends[i] = ready[i]!;
      }
    }
  };
  for (;;) {
    settle();
    let chosen = -1;
    let at = Infinity;
    for (let i = 0; i < jobs.length; i++) {
      if (!Number.isNaN(ends[i]!) || Number.isNaN(ready[i]!)) continue;
      const begin = jobs[i]!.segments[next[i]!]!.places.reduce((latest, place) => Math.max(latest, free[place]!), ready[i]!);
      if (begin < at || (begin === at && chosen >= 0 && ready[i]! < ready[chosen]!)) [chosen, at] = [i, begin];
    }
    if (chosen < 0) break;
    const { places: taken, seconds } = jobs[chosen]!.segments[next[chosen]!]!;
    if (next[chosen] === 0) starts[chosen] = at;
    next[chosen]!++;
    ready[chosen] = at + seconds;
    for (const place of taken) free[place] = at + seconds;
  }
  return { starts, ends, seconds: Math.max(0, ...ends) };
}
