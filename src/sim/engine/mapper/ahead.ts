import type { Chain, Link, Pair } from './chain.js';
import { inMemory, isWhole, withHome, type HomeCode } from './home-codes.js';
import type { EnergyTime } from './objective.js';
import { noLoop, type OperatorCosts } from './operator-costs.js';

/** What an operator costs at least while the homes of its tensors are decided one after the other. */
export interface LeastByHomes {
  /** Over all homes. */
  readonly any: EnergyTime;
  /** Over all homes that agree with a code in the uses (bits) that are decided (`withoutLoop`); over all where none of them fits. */
  given(decided: number, homes: HomeCode): EnergyTime;
}

/**
 * Least energy and least time of an operator alone, each for itself, with all of the exchange memory for what is not whole in it. A fused loop or less room only add to either. `open`: uses that may be
 * whole in the exchange memory. Homes whose floor is above what was found count by that floor and are not searched. Null where nothing fits.
 */
export function leastByHomes(costs: OperatorCosts, index: number, open: readonly boolean[]): LeastByHomes | null {
  let all: HomeCode[] = [0];
  open.forEach((isOpen, u) => {
    if (isOpen) all = [...all, ...all.map((code) => withHome(code, u, isWhole))];
  });
  const alone = costs.under(index, noLoop, 0);
  const floors: { readonly code: HomeCode; readonly floor: EnergyTime }[] = [];
  for (const code of all) {
    const floor = alone.floor(code);
    if (floor !== null) floors.push({ code, floor });
  }
  const points: { readonly code: HomeCode; readonly least: EnergyTime }[] = [];
  let energy = Infinity;
  let seconds = Infinity;
  for (const { code, floor } of floors.sort((a, b) => a.floor.energy - b.floor.energy)) {
    const least = floor.energy >= energy && floor.seconds >= seconds ? floor : costs.least(index, code);
    if (least === null) continue;
    points.push({ code, least });
    energy = Math.min(energy, least.energy);
    seconds = Math.min(seconds, least.seconds);
  }
  if (points.length === 0) return null;
  const any = { energy, seconds };
  const known = new Map<number, EnergyTime>();
  return {
    any,
    given: (decided, homes) => {
      if (decided === 0) return any;
      const mask = 3 * spread(decided);
      const key = mask * 4 ** open.length + homes;
      let least = known.get(key);
      if (least === undefined) {
        least = { energy: Infinity, seconds: Infinity };
        for (const { code, least: point } of points) {
          if ((code & mask) === homes) least = { energy: Math.min(least.energy, point.energy), seconds: Math.min(least.seconds, point.seconds) };
        }
        if (least.energy === Infinity) least = any;
        known.set(key, least);
      }
      return least;
    },
  };
}

/** Bit u goes to bit 2u. */
function spread(uses: number): number {
  let out = 0;
  for (let u = 0; uses >> u !== 0; u++) out |= ((uses >> u) & 1) << (2 * u);
  return out;
}

/** The least that an operator costs when the tensors that operators before `next` made are where `homeOf` says. */
export function leastGiven({ madeAt, leasts }: Chain, index: number, { uses }: Link, next: number, homeOf: (tensor: number) => number): EnergyTime {
  let decided = 0;
  let homes = 0;
  for (let u = 0; u + 1 < uses.length; u++) {
    const made = madeAt[uses[u]!]!;
    if (made < 0 || made >= next) continue;
    decided |= 1 << u;
    if (homeOf(uses[u]!) >= isWhole) homes = withHome(homes, u, isWhole);
  }
  return leasts[index]!.given(decided, homes);
}

/** The least that all operators from `next` on cost. */
export function aheadOf(chain: Chain, next: number, homeOf: (tensor: number) => number): EnergyTime {
  const { rest, readLater, links, leasts, pairs } = chain;
  let { energy, seconds } = rest[next]!;
  // What a pair costs more may be for the same reason: only what goes beyond it counts.
  let pair: Pair | null = null;
  let counted = 0;
  for (const index of readLater[next]!) {
    const least = leastGiven(chain, index, links[index]!, next, homeOf);
    const of = pairs[index]!;
    if (of !== pair) counted = of === null || of.first < next ? 0 : of.moreEnergy;
    pair = of;
    const more = least.energy - leasts[index]!.any.energy;
    const beyond = Math.max(0, more - counted);
    counted -= more - beyond;
    energy += beyond;
    seconds += least.seconds - leasts[index]!.any.seconds;
  }
  return { energy, seconds };
}

/** Homes of intermediates between groups: whole in the exchange memory, or not. */
export function homesBetween(whole: readonly number[]): (tensor: number) => number {
  return (tensor) => (whole.includes(tensor) ? isWhole : inMemory);
}
