import { homesBetween, leastGiven } from './ahead.js';
import type { Chain, ChainLoop } from './chain.js';
import { stateAfter, type Node, type Opening, type Run, type State } from './chain-nodes.js';
import { closing } from './closing.js';
import { homeAt, isWhole, withHome, type HomeCode } from './home-codes.js';
import { noLoop } from './operator-costs.js';
import { addOperator, grownBy } from './runs.js';
import { divisorsOf } from './tiles.js';

/** From a state: the next operator alone, or the first operator of a run. Of equal bounds the youngest goes first: what promises most comes last. */
export function steps(chain: Chain, state: State): readonly Node[] {
  const { links, lastReader, fusion, roomy, bits, capacityBits } = chain;
  const { sizes, uses, output, has } = links[state.next]!;
  const nodes: Node[] = [];
  if (fusion !== 'none' && !roomy) {
    const mask = has.at(-1)!;
    for (let rank = 0; rank < sizes.length; rank++) {
      if (((mask >> rank) & 1) === 0) continue;
      const loop = chain.loopFrom(state.next, rank);
      const reader = lastReader[output]!;
      // The first operator of a run hands on tiles, to readers under the same loop.
      if (loop.mayPart && (reader < 0 || reader >= state.next + loop.ranks.length)) continue;
      const tiles = divisorsOf(sizes[rank]!);
      for (let i = tiles.length - 1; i > 0; i--) {
        if (loop.mayPart && state.wholeBits + (bits[output]! / sizes[rank]!) * tiles[i]! > capacityBits) break;
        nodes.push(opening(chain, state, loop, tiles[i]!));
      }
    }
  }
  let inside = 0;
  for (let u = 0; u + 1 < uses.length; u++) if (state.whole.includes(uses[u]!)) inside = withHome(inside, u, isWhole);
  addAlone(chain, state, inside, nodes);
  if (fusion !== 'none' && lastReader[output]! >= 0) addAlone(chain, state, withHome(inside, uses.length - 1, isWhole), nodes);
  return nodes;
}

function addAlone(chain: Chain, state: State, homes: HomeCode, nodes: Node[]): void {
  const { links, bits, capacityBits, costs } = chain;
  const { uses, output } = links[state.next]!;
  let others = state.wholeBits;
  for (const tensor of state.whole) if (uses.includes(tensor)) others -= bits[tensor]!;
  const handsOn = homeAt(homes, uses.length - 1) === isWhole;
  if (state.wholeBits + (handsOn ? bits[output]! : 0) > capacityBits) return;
  const whole = handsOn ? [...state.whole, output] : state.whole;
  for (const mapped of costs.under(state.next, noLoop, 0).best(homes, capacityBits - others)) {
    nodes.push(stateAfter(chain, state.next + 1, whole, state.energy + mapped.energy, state.seconds + mapped.seconds, { from: state, homes: [homes], ranks: [noLoop], tile: 0, mapped: [mapped] }));
  }
}

function opening(chain: Chain, from: State, loop: ChainLoop, tile: number): Opening {
  const { next, ahead, energy, seconds } = from;
  const least = leastGiven(chain, next, chain.links[next]!, next, homesBetween(from.whole));
  const more = chain.costs.under(next, loop.ranks[0]!, tile).computeSeconds - least.seconds;
  return { at: 'opening', from, loop, tile, energy, seconds, ahead: more > 0 ? { energy: ahead.energy, seconds: ahead.seconds + more } : ahead };
}

/** The first operator of a run in every way. */
export function openRun(chain: Chain, { from, loop, tile }: Opening): readonly Node[] {
  const nodes: Node[] = [];
  addOperator(chain, from, null, loop, tile, nodes);
  return nodes;
}

/** A run takes in the next operator while tiles wait for one, and ends where none does. The floor of its last operator is asked for only when its turn comes. */
export function growRun(chain: Chain, run: Run): readonly Node[] {
  const { index, from, before, loop, under, openUntil } = run;
  if (!run.sure) {
    under.floor(run.homes);
    const sure = grownBy(chain, from, before, loop, run.tile, index, under, run.homes, run.aboveBits, run.ahead);
    return sure === null ? [] : [sure];
  }
  const nodes: Node[] = [];
  // Operators behind the last one that takes a tile are as well off alone.
  if (openUntil === index) nodes.push(closing(chain, run));
  if ((openUntil > index || !loop.mayPart) && index + 1 - from.next < loop.ranks.length) addOperator(chain, from, run, loop, run.tile, nodes);
  return nodes;
}
