import type { Slice } from '../sim/engine/event/timeline.js';

/** A timeline by the name of its experiment. */
export interface NamedTimeline {
  readonly name: string;
  readonly slices: readonly Slice[];
}

/**
 * Timelines in the Trace Event format that Perfetto and chrome://tracing open: a process for each experiment, a thread for each unit, complete events with
 * times in microseconds.
 */
export function perfettoTrace(timelines: readonly NamedTimeline[]): string {
  const events: object[] = [];
  timelines.forEach(({ name, slices }, process) => {
    const pid = process + 1;
    const threads = new Map<string, number>();
    events.push({ ph: 'M', pid, name: 'process_name', args: { name } });
    for (const slice of slices) {
      let tid = threads.get(slice.track);
      if (tid === undefined) {
        tid = threads.size + 1;
        threads.set(slice.track, tid);
        events.push({ ph: 'M', pid, tid, name: 'thread_name', args: { name: slice.track } }, { ph: 'M', pid, tid, name: 'thread_sort_index', args: { sort_index: tid } });
      }
      const { phase, label, startSeconds, seconds, stall, stalledSeconds, repeats } = slice;
      events.push({
        ph: 'X', pid, tid, cat: phase, name: label, ts: startSeconds * 1e6, dur: seconds * 1e6,
        args: { phase, ...(stall === undefined ? {} : { 'waited for': stall, 'waited (us)': (stalledSeconds ?? 0) * 1e6 }), ...(repeats === undefined ? {} : { repeats }) },
      });
    }
  });
  // One event a line: readable, and small in a diff.
  return `{"displayTimeUnit":"ns","traceEvents":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}
