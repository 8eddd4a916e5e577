import { computeSecondsOf, portSeconds, together } from './evaluate.js';
import { everyHome, homeAt, type HomeCode } from './home-codes.js';
import { startNest, useSplits, type Nest } from './nest.js';
import { energyOfTensor, portsOfTensor } from './nest-bound.js';
import type { EnergyTime } from './objective.js';
import { problemWith, type Problem } from './problem.js';
import { splitsOf } from './splits.js';
import { emptyTraffic } from './traffic.js';

/** What one tensor adds to a floor under one home, for each way of splitting. */
interface Share {
  readonly nest: Nest;
  readonly energy: Float64Array;
  /** Bits at the ports of each memory, memories of the first split first; NaN where nobody asked yet. */
  readonly reads: Float64Array;
  readonly writes: Float64Array;
}

/**
 * `floorOf` for every choice of homes of one operator under one fused loop, with an exchange memory that never runs out: a floor is a sum over tensors of shares that
 * depend on the tensor's own home only, so that a share is worked out once. Not for copies.
 */
export function floorTable(problem: Problem): (homes: HomeCode) => EnergyTime {
  const { tensors, memories, priced, loop } = problem;
  const splits = splitsOf(problem);
  const count = memories.length;
  const compute = new Float64Array(splits.length);
  const shares: (Share | undefined)[] = [];
  const sum = emptyTraffic(count);
  const shareOf = (t: number, home: number): Share => {
    const known = shares[4 * t + home];
    if (known !== undefined) return known;
    const nest = startNest(problemWith(problem, tensors.map((_, u) => everyHome[u === t ? home : 0]!), loop?.tile ?? null, Infinity))!;
    const size = splits.length * count;
    const share: Share = { nest, energy: new Float64Array(splits.length), reads: new Float64Array(size).fill(NaN), writes: new Float64Array(size) };
    for (let s = 0; s < splits.length; s++) {
      useSplits(nest, splits[s]!);
      share.energy[s] = energyOfTensor(nest, t);
      if (t === 0) compute[s] = computeSecondsOf(problem, nest.cuts);
    }
    shares[4 * t + home] = share;
    return share;
  };
  const secondsOf = (s: number, of: readonly Share[]): number => {
    sum.busyReads.fill(0);
    sum.busyWrites.fill(0);
    for (let t = 0; t < of.length; t++) {
      const { nest, reads, writes } = of[t]!;
      if (Number.isNaN(reads[s * count])) {
        useSplits(nest, splits[s]!);
        portsOfTensor(nest, t, reads.subarray(s * count, (s + 1) * count), writes.subarray(s * count, (s + 1) * count));
      }
      for (let m = 0; m < count; m++) {
        sum.busyReads[m]! += reads[s * count + m]!;
        sum.busyWrites[m]! += writes[s * count + m]!;
      }
    }
    let seconds = compute[s]!;
    for (let m = 0; m < count; m++) if ((priced.ports >> m) & 1) seconds = together(problem, seconds, portSeconds(problem, m, sum.busyReads[m]!, sum.busyWrites[m]!));
    return seconds;
  };
  return (homes) => {
    const of = tensors.map((_, t) => shareOf(t, homeAt(homes, t)));
    const least = { energy: Infinity, seconds: Infinity };
    for (let s = 0; s < splits.length; s++) {
      let energy = problem.operations * problem.compute.energyPerOperation;
      for (const share of of) energy += share.energy[s]!;
      let seconds = compute[s]!;
      // Ports only add to the time of the compute.
      if (seconds < least.seconds || (problem.leakageWatts > 0 && energy + problem.leakageWatts * seconds < least.energy)) seconds = secondsOf(s, of);
      energy += problem.leakageWatts * seconds;
      if (energy < least.energy) least.energy = energy;
      if (seconds < least.seconds) least.seconds = seconds;
    }
    return least;
  };
}
