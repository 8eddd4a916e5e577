/**
 * Crowding distance of each point of a front (Deb et al., IEEE Trans. Evol. Comput. 6(2), 2002, section III-B): the sum over costs of the gap between
 * its neighbours, as a share of the range of that cost. Infinite at both ends; an equal point counts once, its copies get 0. A cost without range adds nothing.
 */
export function crowdingDistances(costs: readonly (readonly number[])[]): number[] {
  const distances = new Array<number>(costs.length).fill(0);
  const first = new Map<string, number>();
  costs.forEach((point, i) => {
    const key = point.join();
    if (!first.has(key)) first.set(key, i);
  });
  const distinct = [...first.values()];
  const dimensions = costs[0]?.length ?? 0;
  for (let d = 0; d < dimensions; d++) {
    const order = [...distinct].sort((a, b) => costs[a]![d]! - costs[b]![d]! || a - b);
    const [low, high] = [costs[order[0]!]![d]!, costs[order.at(-1)!]![d]!];
    distances[order[0]!] = Infinity;
    distances[order.at(-1)!] = Infinity;
    if (!(high > low)) continue;
    for (let k = 1; k < order.length - 1; k++) distances[order[k]!]! += (costs[order[k + 1]!]![d]! - costs[order[k - 1]!]![d]!) / (high - low);
  }
  return distances;
}
