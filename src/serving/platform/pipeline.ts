/**
 * Time of micro-batches that go one after the other through the stations of a line (stages, and the links between them), each station doing one at a time:
 *
 *   end(j, s) = max(end(j - 1, s), end(j, s - 1)) + t(j, s)
 *
 * Of m equal ones that is sum_s t(s) + (m - 1) max_s t(s): the line fills, runs at the pace of its slowest station, and drains (Huang et al., "GPipe", 2019, section 2.3:
 * of K equal stages the share (K - 1) / (m + K - 1) is idle). `times` has the seconds of each micro-batch at each station.
 */
export function lineSeconds(times: readonly (readonly number[])[]): number {
  const ends: number[] = [];
  for (const ofBatch of times) {
    let before = 0;
    for (let s = 0; s < ofBatch.length; s++) before = ends[s] = Math.max(ends[s] ?? 0, before) + ofBatch[s]!;
  }
  return ends[ends.length - 1] ?? 0;
}

/**
 * Seconds between two tokens of the same sequence where every micro-batch enters the line again when it has left it: all of them at the busiest station, or the slowest one
 * alone through all stations, whichever takes longer. Exact for equal micro-batches.
 */
export function loopSeconds(times: readonly (readonly number[])[]): number {
  let longest = 0;
  const busy: number[] = [];
  for (const ofBatch of times) {
    let through = 0;
    for (let s = 0; s < ofBatch.length; s++) {
      through += ofBatch[s]!;
      busy[s] = (busy[s] ?? 0) + ofBatch[s]!;
    }
    longest = Math.max(longest, through);
  }
  return Math.max(longest, ...busy, 0);
}

/** A number of sequences (or tokens) in so many parts at most: as equal as can be, the larger ones first, none empty. */
export function evenParts(total: number, most: number): readonly number[] {
  const count = Math.max(1, Math.min(most, total));
  return Array.from({ length: count }, (_, i) => Math.floor(total / count) + (i < total % count ? 1 : 0));
}
