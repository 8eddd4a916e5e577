import { computeSecondsOf, portSeconds, together } from './evaluate.js';
import { everyHome, homeAt, isHeld, type HomeCode } from './home-codes.js';
import { startNest, useSplits, type Nest } from './nest.js';
import { energyOfTensor, portsOfTensor } from './nest-bound.js';
import type { EnergyTime } from './objective.js';
import { problemWith, type Problem } from './problem.js';
import { splitsOf } from './splits.js';
import { emptyTraffic } from './traffic.js';

interface Ports {
  readonly reads: Float64Array;
  readonly writes: Float64Array;
}

/** What one tensor adds to a floor under one home, for each way of splitting. */
interface Share {
  readonly nest: Nest;
  readonly energy: readonly number[];
  /** Bits at the ports of each memory, one list for each split that was asked for. */
  readonly ports: (Ports | undefined)[];
}

/**
 * `floorOf` for every choice of homes of one operator under one fused loop, with an exchange memory that never runs out: a floor is a sum over tensors of shares that
 * depend on the tensor's own home only, so that a share is worked out once. Not for copies.
 */
export function floorTable(problem: Problem): (homes: HomeCode) => EnergyTime {
  const { tensors, memories, priced, loop } = problem;
  const splits = splitsOf(problem);
  const count = memories.length;
  const compute: number[] = [];
  const nests: Nest[] = [];
  const shares: (Share | undefined)[] = [];
  const sum = emptyTraffic(count);
  const nestWith = (homeOf: (u: number) => number): Nest => startNest(problemWith(problem, tensors.map((_, u) => everyHome[homeOf(u)]!), loop?.tile ?? null, Infinity))!;
  // Only what is held for the loop costs energy at the start of a nest: otherwise the homes of other tensors do not matter.
  const nestOf = (t: number, home: number): Nest => (home === isHeld ? nestWith((u) => (u === t ? isHeld : 0)) : nests[home] ??= nestWith(() => home));
  const shareOf = (t: number, home: number): Share => {
    const known = shares[4 * t + home];
    if (known !== undefined) return known;
    const nest = nestOf(t, home);
    const energy: number[] = [];
    for (let s = 0; s < splits.length; s++) {
      useSplits(nest, splits[s]!);
      energy.push(energyOfTensor(nest, t));
      if (t === 0) compute[s] = computeSecondsOf(problem, nest.cuts);
    }
    return shares[4 * t + home] = { nest, energy, ports: [] };
  };
  const secondsOf = (s: number, of: readonly Share[]): number => {
    sum.busyReads.fill(0);
    sum.busyWrites.fill(0);
    for (let t = 0; t < of.length; t++) {
      const { nest, ports } = of[t]!;
      let asked = ports[s];
      if (asked === undefined) {
        ports[s] = asked = { reads: new Float64Array(count), writes: new Float64Array(count) };
        useSplits(nest, splits[s]!);
        portsOfTensor(nest, t, asked.reads, asked.writes);
      }
      const { reads, writes } = asked;
      for (let m = 0; m < count; m++) {
        sum.busyReads[m]! += reads[m]!;
        sum.busyWrites[m]! += writes[m]!;
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
