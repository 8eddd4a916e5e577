/**
 * Points that are evenly spread on the simplex, each with a sum of 1 (Das, Dennis, SIAM J. Optim. 8(3), 1998): all with coordinates k / partitions. There are
 * C(partitions + objectives - 1, objectives - 1) of them: 91 for 3 objectives and 12 partitions.
 */
export function referenceDirections(objectives: number, partitions: number): number[][] {
  if (!Number.isInteger(objectives) || objectives < 1 || !Number.isInteger(partitions) || partitions < 1) throw new RangeError(`no directions of ${objectives} objectives in ${partitions} parts`);
  const directions: number[][] = [];
  const extend = (parts: readonly number[], left: number): void => {
    if (parts.length === objectives - 1) {
      directions.push([...parts, left].map((part) => part / partitions));
      return;
    }
    for (let part = 0; part <= left; part++) extend([...parts, part], left - part);
  };
  extend([], partitions);
  return directions;
}

/** How many directions there are. */
export function directionCount(objectives: number, partitions: number): number {
  let count = 1;
  // C(n, k) by products that stay whole.
  for (let k = 1; k < objectives; k++) count = (count * (partitions + k)) / k;
  return Math.round(count);
}

/** The most partitions whose directions are no more than `most`, at least 1. */
export function partitionsFor(objectives: number, most: number): number {
  if (objectives === 1) return 1;
  let partitions = 1;
  while (directionCount(objectives, partitions + 1) <= most) partitions++;
  return partitions;
}
