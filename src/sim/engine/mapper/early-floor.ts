import { portSeconds, together } from './evaluate.js';
import { homeAt, inMemory, isHeld, type HomeCode } from './home-codes.js';
import { hopsInwards } from './nest-bound.js';
import type { EnergyTime } from './objective.js';
import type { Problem } from './problem.js';
import { extentsUnderLoop } from './splits.js';
import { computeEnd } from './traffic.js';

/** Floors that know the trips of a fused loop and the places of the fan-outs, but not how ranks are split. */
export interface EarlyFloor {
  /** Least time of the compute, whatever the homes. */
  readonly computeSeconds: number;
  of(homes: HomeCode): EnergyTime;
}

/**
 * A floor that is never above that of `floorTable` and takes a few products only: a tensor that lacks the rank of the fused loop leaves its home in each of the T trips, and enters each
 * memory that must keep it as often; one read serves at most all copies of the axes that share it; an axis has at most as many copies as places, and as the ranks that may be split
 * over it have values. Not for copies.
 */
export function earlyFloor(problem: Problem): EarlyFloor {
  const { tensors, memories, priced, loop, sizes, operations, compute, leakageWatts, exchange } = problem;
  const trips = loop === null ? 1 : Math.ceil(sizes[loop.rank]! / loop.tile);
  const computeSeconds = operations / (mostCopies(problem) * compute.operationsPerSecond);
  const times = tensors.map(({ ranks }) => (loop !== null && (ranks >> loop.rank) & 1 ? 1 : trips));
  const energies = new Float64Array(4 * tensors.length).fill(NaN);
  const energyOf = (t: number, home: number): number => {
    const known = energies[4 * t + home]!;
    return Number.isNaN(known) ? energies[4 * t + home] = leastEnergy(problem, t, home, times[t]!) : known;
  };
  return {
    computeSeconds,
    of: (homes) => {
      let seconds = computeSeconds;
      for (let m = 0; m < memories.length; m++) {
        if (((priced.ports >> m) & 1) === 0 || memories[m]!.depth > 0) continue;
        let reads = 0;
        let writes = 0;
        for (let t = 0; t < tensors.length; t++) {
          const { bits, isOutput } = tensors[t]!;
          const home = homeAt(homes, t);
          if (m === (home === inMemory ? 0 : exchange)) {
            reads += bits * (isOutput ? laterSums(problem, times[t]!, problem.rules.freeFirstSum === 'copy') : times[t]!);
            if (isOutput) writes += bits * times[t]!;
          }
          if (home !== isHeld) continue;
          if (m === (isOutput ? exchange : 0)) reads += bits;
          if (m === (isOutput ? 0 : exchange)) writes += bits;
        }
        seconds = together(problem, seconds, portSeconds(problem, m, reads, writes));
      }
      let energy = operations * compute.energyPerOperation + leakageWatts * seconds;
      for (let t = 0; t < tensors.length; t++) energy += energyOf(t, homeAt(homes, t));
      return { energy, seconds };
    },
  };
}

/** Of `times` transfers of an output those that come down again. Uneven copies may begin more sums than they take trips: then none is sure. */
function laterSums({ rules }: Problem, times: number, uneven: boolean): number {
  return uneven && rules.fanOutParts === 'any' ? 0 : times - 1;
}

function mostCopies(problem: Problem): number {
  const { axes, tensors } = problem;
  const extents = extentsUnderLoop(problem);
  let copies = 1;
  for (const { size, mustShare } of axes) {
    let values = 1;
    for (let r = 0; r < extents.length; r++) if (!tensors.some(({ role, ranks }) => mustShare.includes(role) && (ranks >> r) & 1)) values *= extents[r]!;
    copies *= Math.min(size, values);
  }
  return copies;
}

/** Energy of the cheapest way of a tensor inwards from a home that it leaves so many times. */
function leastEnergy(problem: Problem, t: number, home: number, times: number): number {
  const { path, memories, axes, sizes, exchange, rules } = problem;
  const { bits, ranks, roleBit, isOutput, sharedAxes } = problem.tensors[t]!;
  const from = home === inMemory ? 0 : exchange;
  const perCopy = rules.freeFirstSum === 'copy';
  const inwards = new Float64Array(memories.length);
  for (const { parent, children } of hopsInwards(path, roleBit, from, 0)) {
    const { level: upper, depth } = memories[parent]!;
    let least = Infinity;
    for (const child of children) {
      let energy: number;
      if (child === computeEnd) {
        let down = 1;
        let apart = 1;
        for (let r = 0; r < sizes.length; r++) if (((ranks >> r) & 1) === 0) down *= sizes[r]!;
        for (let a = 0; a < axes.length; a++) {
          if (a >= depth && (sharedAxes >> a) & 1) down /= axes[a]!.size;
          else apart *= axes[a]!.size;
        }
        energy = isOutput ? Math.max(down, times) * upper.writeEnergyPerBit + Math.max(down - apart, laterSums(problem, times, perCopy || depth > 0)) * upper.readEnergyPerBit
          : Math.max(down, times) * upper.readEnergyPerBit;
      } else {
        const { level: lower, depth: below } = memories[child]!;
        energy = inwards[child]! + (isOutput
          ? times * (upper.writeEnergyPerBit + lower.readEnergyPerBit) + laterSums(problem, times, perCopy ? below > 0 : depth > 0) * upper.readEnergyPerBit + laterSums(problem, times, below > 0) * lower.writeEnergyPerBit
          : times * (upper.readEnergyPerBit + lower.writeEnergyPerBit));
      }
      if (energy < least) least = energy;
    }
    inwards[parent] = least;
  }
  const held = home !== isHeld ? 0
    : isOutput ? memories[0]!.level.writeEnergyPerBit + memories[exchange]!.level.readEnergyPerBit : memories[0]!.level.readEnergyPerBit + memories[exchange]!.level.writeEnergyPerBit;
  return bits * (inwards[from]! + held);
}
