import type { Chain, Link } from './chain.js';
import { inMemory, isHeld, isTile, isWhole, withHome, withoutLoop, type HomeCode } from './home-codes.js';
import type { CostsUnderLoop } from './operator-costs.js';
import { divisorsOf } from './tiles.js';

/** What a bound on pairs needs of a chain. */
export type PairChain = Pick<Chain, 'links' | 'costs' | 'capacityBits' | 'bits' | 'lastReader' | 'leasts'>;

/** Homes that one operator of a pair may have under a loop, and what is known of its least energy with them. */
interface Choice {
  readonly homes: HomeCode;
  readonly fits: boolean;
  energy: number;
  stage: 'early' | 'floor' | 'searched';
}

interface Side {
  readonly under: CostsUnderLoop;
  readonly choices: readonly Choice[];
}

/**
 * The least energy of two neighbours together where what the first hands to the second never fits the exchange memory whole: either it passes the outermost memory, or both run under one
 * loop and see tiles of it. Null where the two are no such pair. Floors come first; the operators are searched only for the tiles and homes that could be the least.
 */
export function leastOfPair(chain: PairChain, first: number): number | null {
  const { links, leasts, bits, lastReader, capacityBits } = chain;
  const maker = links[first]!;
  const reader = links[first + 1];
  const tensor = maker.output;
  if (reader === undefined || bits[tensor]! <= capacityBits || lastReader[tensor] !== first + 1 || maker.operator.kind === 'copy' || reader.operator.kind === 'copy') return null;
  const dimensions = maker.operator.output.ranks;
  const read = reader.operator.inputs[reader.uses.indexOf(tensor)]!.ranks;
  let least = leasts[first]!.given(usesOf(maker, tensor), 0).energy + leasts[first + 1]!.given(usesOf(reader, tensor), 0).energy;
  for (let d = 0; d < dimensions.length; d++) {
    const ranks = [maker.ranks.indexOf(dimensions[d]!), reader.ranks.indexOf(read[d]!)];
    const size = maker.sizes[ranks[0]!]!;
    for (const tile of divisorsOf(size)) {
      const tileBits = (bits[tensor]! / size) * tile;
      if (tile === size || tileBits > capacityBits) continue;
      const sides = ranks.map((rank, k) => sideOf(chain, first + k, rank, tile, tensor, tileBits));
      // Smaller tiles have no lower early floors, though more of their choices may fit.
      if (sum(sides, false) >= least) break;
      least = Math.min(least, refined(sides, least, capacityBits));
    }
  }
  return least;
}

/** Uses (bits) of an operator that are one tensor. */
function usesOf({ uses }: Link, tensor: number): number {
  return uses.reduce((mask, one, u) => (one === tensor ? mask | (1 << u) : mask), 0);
}

function sideOf({ links, costs, capacityBits, bits, lastReader, leasts }: PairChain, index: number, rank: number, tile: number, tensor: number, tileBits: number): Side {
  const { uses, has } = links[index]!;
  const under = costs.under(index, rank, tile);
  let all: { readonly homes: HomeCode; readonly bits: number }[] = [{ homes: 0, bits: tileBits }];
  uses.forEach((one, u) => {
    const along = (has[u]! >> rank) & 1;
    const options = one === tensor ? [isTile] : along === 1 ? [inMemory] : [inMemory, isHeld];
    // What other operators make or read may be in the exchange memory between them.
    if (one !== tensor && lastReader[one]! >= 0) options.push(isWhole, ...(along === 1 ? [isTile] : []));
    all = all.flatMap((sofar) => options.map((home) => ({ homes: withHome(sofar.homes, u, home), bits: sofar.bits + (home === isHeld || home === isWhole ? bits[one]! : 0) })));
  });
  const choices = all.map(({ homes, bits: needed }): Choice => {
    const alone = leasts[index]!.given((1 << uses.length) - 1, withoutLoop(homes, uses.length)).energy;
    return { homes, fits: needed <= capacityBits, energy: Math.max(under.early(homes).energy, alone), stage: 'early' };
  });
  return { under, choices };
}

/** The choice of least energy, of all or of those that fit. */
function leastOf({ choices }: Side, fitting: boolean): Choice | null {
  let least: Choice | null = null;
  for (const choice of choices) if ((choice.fits || !fitting) && (least === null || choice.energy < least.energy)) least = choice;
  return least;
}

function sum(sides: readonly Side[], fitting: boolean): number {
  return sides.reduce((all, side) => all + (leastOf(side, fitting)?.energy ?? Infinity), 0);
}

/** The least energy of both sides, or a bound on it that is not below `limit`. */
function refined(sides: readonly Side[], limit: number, room: number): number {
  for (;;) {
    const energy = sum(sides, true);
    if (energy >= limit) return energy;
    const open = sides.map((side) => ({ side, choice: leastOf(side, true)! })).filter(({ choice }) => choice.stage !== 'searched');
    const next = open.find(({ choice }) => choice.stage === 'early') ?? open[0];
    if (next === undefined) return energy;
    refine(next.side, next.choice, room);
  }
}

function refine({ under }: Side, choice: Choice, room: number): void {
  if (choice.stage === 'early') {
    choice.energy = Math.max(choice.energy, under.floor(choice.homes)?.energy ?? Infinity);
    choice.stage = 'floor';
  } else {
    choice.energy = under.best(choice.homes, room).reduce((least, { energy }) => Math.min(least, energy), Infinity);
    choice.stage = 'searched';
  }
}
