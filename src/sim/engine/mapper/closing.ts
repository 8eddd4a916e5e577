import type { Chain } from './chain.js';
import { stateAfter, type Closing, type Node, type Run, type Sum } from './chain-nodes.js';
import { homeAt, isHeld, isWhole } from './home-codes.js';
import { addToFrontier, type Objective } from './objective.js';
import { floorNow } from './runs.js';

/** A run that ends here: none of its operators is mapped yet. */
export function closing(chain: Chain, run: Run): Closing {
  const parts: Run[] = [];
  for (let part: Run | null = run; part !== null; part = part.before) parts.unshift(part);
  return closingWith(chain, parts, [{ energy: run.from.energy, seconds: run.from.seconds, mapped: [] }]);
}

function closingWith(chain: Chain, parts: readonly Run[], sums: readonly Sum[]): Closing {
  let energy = sums.reduce((least, sum) => Math.min(least, sum.energy), Infinity);
  let seconds = sums.reduce((least, sum) => Math.min(least, sum.seconds), Infinity);
  for (let k = sums[0]!.mapped.length; k < parts.length; k++) {
    const { index, homes, under } = parts[k]!;
    const floor = floorNow(chain, index, homes, under);
    energy += floor.energy;
    seconds += floor.seconds;
  }
  return { at: 'closing', ahead: parts.at(-1)!.ahead, parts, sums, energy, seconds };
}

/** Maps one more operator of a run for good, with what is left of the exchange memory; after the last one come the states that the run leads to. */
export function closeRun(chain: Chain, objective: Objective, node: Closing): readonly Node[] {
  const { capacityBits, links, bits, lastReader } = chain;
  const { parts, sums } = node;
  const k = sums[0]!.mapped.length;
  const run = parts.at(-1)!;
  const { from, loop: { ranks }, tile } = run;
  const { index, homes, under } = parts[k]!;
  const { uses } = links[index]!;
  let room = capacityBits - run.aboveBits;
  uses.forEach((tensor, u) => {
    const home = homeAt(homes, u);
    if ((home === isWhole || home === isHeld) && uses.indexOf(tensor) === u) room += bits[tensor]!;
  });
  for (const made of parts.slice(0, k)) if (made.tileBits > 0 && lastReader[links[made.index]!.output]! >= index && !uses.includes(links[made.index]!.output)) room -= made.tileBits;
  const grown: Sum[] = [];
  for (const one of under.best(homes, room)) {
    for (const sum of sums) addToFrontier(objective, grown, { energy: sum.energy + one.energy, seconds: sum.seconds + one.seconds, mapped: [...sum.mapped, one] });
  }
  if (grown.length === 0) return [];
  if (k + 1 < parts.length) return [closingWith(chain, parts, grown)];
  const made = parts.filter((part) => homeAt(part.homes, links[part.index]!.uses.length - 1) === isWhole).map((part) => links[part.index]!.output);
  const whole = [...from.whole, ...made];
  const way = { from, homes: parts.map((part) => part.homes), ranks: ranks.slice(0, parts.length), tile };
  return grown.map((sum) => stateAfter(chain, run.index + 1, whole, sum.energy, sum.seconds, { ...way, mapped: sum.mapped }));
}
