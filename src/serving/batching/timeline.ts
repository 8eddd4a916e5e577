/** How things stand when a step begins. */
export interface TimelinePoint {
  readonly seconds: number;
  /** Requests. */
  readonly waiting: number;
  readonly running: number;
  readonly kvBytes: number;
}

/** Points of which every n-th is kept, n growing so that there are never more than `most`; the last one is always there. */
export function thinnedTimeline(most: number): { add(point: TimelinePoint): void; points(): readonly TimelinePoint[] } {
  let kept: TimelinePoint[] = [];
  let every = 1;
  let seen = 0;
  let last: TimelinePoint | null = null;
  return {
    add: (point) => {
      last = point;
      if (seen++ % every !== 0) return;
      kept.push(point);
      if (kept.length < most) return;
      kept = kept.filter((_, i) => i % 2 === 0);
      every *= 2;
    },
    points: () => (last === null || kept[kept.length - 1] === last ? kept : [...kept, last]),
  };
}
