import { evenSample } from '../../sim/core/even-sample.js';

/** How things stand when a step begins. */
export interface TimelinePoint {
  readonly seconds: number;
  /** Requests. */
  readonly waiting: number;
  readonly running: number;
  readonly kvBytes: number;
}

/** Points of which every n-th is kept, n growing so that there are never more than `most` beside the last one, which is always there. */
export function thinnedTimeline(most: number): { add(point: TimelinePoint): void; points(): readonly TimelinePoint[] } {
  const sample = evenSample<TimelinePoint>(most);
  let last: TimelinePoint | null = null;
  return {
    add: (point) => {
      last = point;
      sample.add(point);
    },
    points: () => (last === null || sample.items().at(-1) === last ? sample.items() : [...sample.items(), last]),
  };
}
