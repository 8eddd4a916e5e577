import type { Parallelism } from '../parallelism.js';
import { evenParts } from '../pipeline.js';

/** A batch on one way to spread a model. */
export interface BatchPoint {
  readonly batch: number;
  /** Output tokens a second; null where it does not fit. */
  readonly tokensPerSecond: number | null;
}

/** A batch with a higher throughput than the batches next to it. */
export interface Peak {
  readonly batch: number;
  readonly tokensPerSecond: number;
  /** Share of the throughput that the next batch loses; null where the next one does not fit. */
  readonly fall: number | null;
  readonly reason: string;
}

/** What rounds up with the batch. */
export interface Rounding {
  readonly parallelism: Parallelism;
  /** Rows that the array takes at once; empty where no tiles are known. */
  readonly tileRows: readonly number[];
}

/**
 * The batches, ascending, whose throughput is above that of the batch before and of the one behind; the last one that fits is a peak where more would run faster still.
 * The largest batch that was looked at is none: what follows is not known.
 */
export function peaksOf(points: readonly BatchPoint[], rounding: Rounding): readonly Peak[] {
  const peaks: Peak[] = [];
  for (let i = 0; i < points.length - 1; i++) {
    const { batch, tokensPerSecond: here } = points[i]!;
    const before = points[i - 1]?.tokensPerSecond ?? 0;
    const next = points[i + 1]!;
    if (here === null || here <= before || (next.tokensPerSecond !== null && next.tokensPerSecond >= here)) continue;
    const fall = next.tokensPerSecond === null ? null : 1 - next.tokensPerSecond / here;
    peaks.push({ batch, tokensPerSecond: here, fall, reason: fall === null ? 'the next batch does not fit' : reasonOf(batch, next.batch, rounding) });
  }
  return peaks;
}

/** Which count rounds up between two batches. */
function reasonOf(batch: number, next: number, { parallelism: { pipeline, expert }, tileRows }: Rounding): string {
  const largest = (of: number): number => evenParts(of, pipeline)[0]!;
  const own = (of: number): number => Math.ceil(largest(of) / expert);
  const reasons: string[] = [];
  if (pipeline > 1 && largest(next) > largest(batch)) reasons.push(`micro-batches of ${largest(batch)} fill the ${pipeline} stages evenly, the next batch has one of ${largest(next)}`);
  if (expert > 1 && own(next) > own(batch)) reasons.push(`the ${expert} devices of experts have ${own(batch)} sequences each at most, with the next batch one has ${own(next)}`);
  for (const rows of new Set(tileRows)) {
    if (Math.ceil(own(next) / rows) > Math.ceil(own(batch) / rows)) reasons.push(`${own(batch)} rows fill tiles of ${rows}, the next batch begins another`);
  }
  return reasons.length === 0 ? 'the next batch takes longer by more than it answers' : reasons.join('; ');
}
