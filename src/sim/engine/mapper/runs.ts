import { aheadOf } from './ahead.js';
import type { Chain, ChainLoop } from './chain.js';
import type { Node, Run, State } from './chain-nodes.js';
import { homeAt, inMemory, isHeld, isTile, isWhole, withHome, withoutLoop, type HomeCode } from './home-codes.js';
import type { EnergyTime } from './objective.js';
import type { CostsUnderLoop } from './operator-costs.js';

/** The run (null: none yet) with its next operator under the loop, for every choice of homes that this operator decides. */
export function addOperator(chain: Chain, from: State, run: Run | null, loop: ChainLoop, tile: number, nodes: Node[]): void {
  const { links, lastReader, bits } = chain;
  const index = run === null ? from.next : run.index + 1;
  const { uses, has, operator } = links[index]!;
  const rank = loop.ranks[index - from.next]!;
  const under = chain.costs.under(index, rank, tile);
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
  const outHomes = run === null && loop.mayPart ? (along === 1 && lastReader[uses[out]!]! >= 0 ? tileOnly : none) : lastReader[uses[out]!]! < 0 ? (along === 0 && operator.kind === 'compute' ? lastHomes : memoryOnly) : along === 1 ? alongHomes : acrossHomes;
  const before = run === null ? from.wholeBits : run.aboveBits;
  // What comes after asks of the output only whether it is in the exchange memory.
  const aheads: (EnergyTime | undefined)[] = [];
  for (const home of outHomes) {
    const ahead = aheads[home >> 1] ??= aheadOf(chain, index + 1, (tensor) => (tensor === uses[out]! ? home : homeIn(chain, from, run, tensor)));
    for (let choice = 0; choice < 1 << open.length; choice++) {
      let homes = withHome(fixed, out, home);
      let aboveBits = home === isWhole || home === isHeld ? before + bits[uses[out]!]! : before;
      for (let i = 0; i < open.length; i++) {
        if (((choice >> i) & 1) === 0) continue;
        const tensor = uses[open[i]!]!;
        aboveBits += bits[tensor]!;
        for (let u = open[i]!; u < out; u++) if (uses[u] === tensor) homes = withHome(homes, u, isHeld);
      }
      const grown = grownBy(chain, from, run, loop, tile, index, under, homes, aboveBits, ahead);
      if (grown !== null) nodes.push(grown);
    }
  }
}

// An operator that neither takes nor hands on a tile of the run is as well off alone before it.
const tileOnly = [isTile];
const none: readonly number[] = [];
const memoryOnly = [inMemory];
const lastHomes = [inMemory, isHeld];
const alongHomes = [inMemory, isWhole, isTile];
const acrossHomes = [inMemory, isWhole, isHeld];

/** The run with one more operator, or null where its tensors do not fit. A floor that is known already counts at once. */
export function grownBy(chain: Chain, from: State, before: Run | null, loop: ChainLoop, tile: number, index: number, under: CostsUnderLoop, homes: HomeCode, aboveBits: number, ahead: EnergyTime): Run | null {
  const { bits, links, lastReader, capacityBits } = chain;
  const { output, uses, sizes } = links[index]!;
  const rank = loop.ranks[index - from.next]!;
  const handsOn = homeAt(homes, uses.length - 1) === isTile;
  // Whoever reads the tiles last runs under the loop too.
  if (handsOn && lastReader[output]! >= from.next + loop.ranks.length) return null;
  const tileBits = handsOn ? (bits[output]! / sizes[rank]!) * tile : 0;
  let live = aboveBits + tileBits;
  for (let run = before; run !== null; run = run.before) if (lastReader[links[run.index]!.output]! >= index) live += run.tileBits;
  if (live > capacityBits) return null;
  const done = before ?? from;
  const bound = floorNow(chain, index, homes, under);
  return {
    at: 'run', ahead, from, before, index, loop, tile, homes, under, aboveBits, tileBits, openUntil: Math.max(before === null ? -1 : before.openUntil, handsOn ? lastReader[output]! : -1), sure: under.isKnown(homes),
    energy: done.energy + bound.energy, seconds: done.seconds + bound.seconds,
  };
}

/** What an operator of a run costs at least, as far as is known by now. */
export function floorNow({ links, leasts }: Chain, index: number, homes: HomeCode, under: CostsUnderLoop): EnergyTime {
  const uses = links[index]!.uses.length;
  const alone = leasts[index]!.given((1 << uses) - 1, withoutLoop(homes, uses));
  const early = under.early(homes);
  return { energy: Math.max(alone.energy, early.energy), seconds: Math.max(alone.seconds, early.seconds) };
}

/** The part of a run that ends with the operator that makes a tensor. */
function madeBy({ links }: Chain, run: Run | null, tensor: number): Run | null {
  let at = run;
  while (at !== null && links[at.index]!.output !== tensor) at = at.before;
  return at;
}

/** Home of an intermediate that an operator of the run, or one before it, made. */
function homeIn(chain: Chain, from: State, run: Run | null, tensor: number): number {
  const made = madeBy(chain, run, tensor);
  if (made !== null) return homeAt(made.homes, chain.links[made.index]!.uses.length - 1);
  return from.whole.includes(tensor) ? isWhole : inMemory;
}

/** Whether an operator of the run holds a tensor that none of them makes. */
function holds({ links }: Chain, run: Run | null, tensor: number): boolean {
  for (let at = run; at !== null; at = at.before) {
    const { uses } = links[at.index]!;
    for (let u = 0; u < uses.length; u++) if (uses[u] === tensor && homeAt(at.homes, u) === isHeld) return true;
  }
  return false;
}
