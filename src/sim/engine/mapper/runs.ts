import type { Chain } from './chain.js';
import type { Node, Run, State } from './chain-nodes.js';
import { homeAt, inMemory, isHeld, isTile, isWhole, withHome, type HomeCode } from './home-codes.js';
import type { EnergyTime } from './objective.js';

/** The run (null: none yet) with its next operator under the loop, for every choice of homes that this operator decides. */
export function addOperator(chain: Chain, from: State, run: Run | null, ranks: readonly number[], tile: number, nodes: Node[]): void {
  const { links, lastReader, bits } = chain;
  const index = run === null ? from.next : run.index + 1;
  const { uses, has, operator } = links[index]!;
  const rank = ranks[index - from.next]!;
  const open: number[] = [];
  let fixed = 0;
  for (let u = 0; u + 1 < uses.length; u++) {
    const tensor = uses[u]!;
    const made = madeBy(chain, run, tensor);
    if (made !== null) fixed = withHome(fixed, u, homeAt(made.homes, links[made.index]!.uses.length - 1));
    else if (from.whole.includes(tensor)) fixed = withHome(fixed, u, isWhole);
    else if (holds(chain, run, tensor)) fixed = withHome(fixed, u, isHeld);
    else if (((has[u]! >> rank) & 1) === 0 && operator.kind === 'compute' && uses.indexOf(tensor) === u) open.push(u);
  }
  const out = uses.length - 1;
  const along = (has[out]! >> rank) & 1;
  const outHomes = lastReader[uses[out]!]! < 0 ? (along === 0 && operator.kind === 'compute' ? lastHomes : memoryOnly) : along === 1 ? alongHomes : acrossHomes;
  const before = run === null ? from.wholeBits : run.aboveBits;
  for (const home of outHomes) {
    for (let choice = 0; choice < 1 << open.length; choice++) {
      let homes = withHome(fixed, out, home);
      let aboveBits = home === isWhole || home === isHeld ? before + bits[uses[out]!]! : before;
      for (let i = 0; i < open.length; i++) {
        if (((choice >> i) & 1) === 0) continue;
        const tensor = uses[open[i]!]!;
        aboveBits += bits[tensor]!;
        for (let u = open[i]!; u < out; u++) if (uses[u] === tensor) homes = withHome(homes, u, isHeld);
      }
      const grown = grownBy(chain, from, run, ranks, tile, index, homes, aboveBits);
      if (grown !== null) nodes.push(grown);
    }
  }
}

const memoryOnly = [inMemory];
const lastHomes = [inMemory, isHeld];
const alongHomes = [inMemory, isWhole, isTile];
const acrossHomes = [inMemory, isWhole, isHeld];

/** The run with one more operator, or null where its tensors do not fit. A floor that is known already counts at once. */
export function grownBy(chain: Chain, from: State, before: Run | null, ranks: readonly number[], tile: number, index: number, homes: HomeCode, aboveBits: number): Run | null {
  const { bits, links, lastReader, costs, capacityBits } = chain;
  const { output, uses, sizes } = links[index]!;
  const rank = ranks[index - from.next]!;
  const handsOn = homeAt(homes, uses.length - 1) === isTile;
  const tileBits = handsOn ? (bits[output]! / sizes[rank]!) * tile : 0;
  let live = aboveBits + tileBits;
  for (let run = before; run !== null; run = run.before) if (lastReader[links[run.index]!.output]! >= index) live += run.tileBits;
  if (live > capacityBits) return null;
  const done = before ?? from;
  const floor = costs.knownFloor(index, homes, rank, tile);
  const bound = floorNow(chain, index, homes, rank, tile);
  return {
    at: 'run', from, before, index, ranks, tile, homes, aboveBits, tileBits, openUntil: Math.max(before === null ? -1 : before.openUntil, handsOn ? lastReader[output]! : -1), sure: floor !== undefined,
    energy: done.energy + bound.energy, seconds: done.seconds + bound.seconds,
  };
}

/** What an operator of a run costs at least, as far as is known by now. */
export function floorNow({ costs, least }: Chain, index: number, homes: HomeCode, rank: number, tile: number): EnergyTime {
  const alone = costs.least(index, homes) ?? least[index]!;
  const floor = costs.knownFloor(index, homes, rank, tile);
  return { energy: Math.max(alone.energy, floor?.energy ?? 0), seconds: Math.max(alone.seconds, floor?.seconds ?? 0) };
}

/** The part of a run that ends with the operator that makes a tensor. */
function madeBy({ links }: Chain, run: Run | null, tensor: number): Run | null {
  let at = run;
  while (at !== null && links[at.index]!.output !== tensor) at = at.before;
  return at;
}

/** Whether an operator of the run holds a tensor that none of them makes. */
function holds({ links }: Chain, run: Run | null, tensor: number): boolean {
  for (let at = run; at !== null; at = at.before) {
    const { uses } = links[at.index]!;
    for (let u = 0; u < uses.length; u++) if (uses[u] === tensor && homeAt(at.homes, u) === isHeld) return true;
  }
  return false;
}
