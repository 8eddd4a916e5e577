import type { Chain } from './chain.js';
import { stateAfter, type Node, type Run, type State } from './chain-nodes.js';
import { closing } from './closing.js';
import { homeAt, isWhole, withHome, type HomeCode } from './home-codes.js';
import { noLoop } from './operator-costs.js';
import { addOperator, grownBy } from './runs.js';
import { divisorsOf } from './tiles.js';

/** From a state: the next operator alone, or the first operator of a run. Of equal bounds the youngest goes first: what promises most comes last. */
export function steps(chain: Chain, state: State): readonly Node[] {
  const { links, lastReader, fusion, roomy } = chain;
  const { sizes, uses, output, has } = links[state.next]!;
  const nodes: Node[] = [];
  if (fusion !== 'none' && !roomy) {
    const mask = has.at(-1)!;
    for (let rank = 0; rank < sizes.length; rank++) {
      if (((mask >> rank) & 1) === 0) continue;
      const ranks = chain.loopRanks(state.next, rank);
      const tiles = divisorsOf(sizes[rank]!);
      for (let i = tiles.length - 1; i > 0; i--) addOperator(chain, state, null, ranks, tiles[i]!, nodes);
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
  for (const mapped of costs.best(state.next, homes, noLoop, 0, capacityBits - others)) {
    nodes.push(stateAfter(chain, state.next + 1, whole, state.energy + mapped.energy, state.seconds + mapped.seconds, { from: state, homes: [homes], ranks: [noLoop], tile: 0, mapped: [mapped] }));
  }
}

/** A run either takes in the next operator or ends here. The floor of its last operator is asked for only when its turn comes. */
export function growRun(chain: Chain, run: Run): readonly Node[] {
  const { index, from, before, ranks } = run;
  if (!run.sure) {
    chain.costs.floor(index, run.homes, ranks[index - from.next]!, run.tile);
    const sure = grownBy(chain, from, before, ranks, run.tile, index, run.homes, run.aboveBits);
    return sure === null ? [] : [sure];
  }
  const nodes: Node[] = [];
  if (run.openUntil >= 0 && run.openUntil <= index) nodes.push(closing(chain, run));
  if (index + 1 - from.next < ranks.length) addOperator(chain, from, run, ranks, run.tile, nodes);
  return nodes;
}
