import { usesOf, type TensorUse } from './cascade.js';
import type { Chain } from './chain.js';
import type { State, Way } from './chain-nodes.js';
import { everyHome, homeAt, inMemory } from './home-codes.js';
import type { FusedGroup, FusedLoop, Homes, Mapping } from './mapping.js';
import { mergeRanks } from './merge.js';
import type { EnergyTime } from './objective.js';
import { noLoop } from './operator-costs.js';
import type { MappedOperator } from './operator-search.js';

/** A mapping of a whole cascade: groups in order. */
export interface CascadeMapping extends EnergyTime {
  readonly groups: readonly FusedGroup[];
  /** Energy and time of each operator. */
  readonly operators: readonly EnergyTime[];
}

/** The way to a state in the names of the cascade. */
export function unwound(chain: Chain, last: State): CascadeMapping {
  const groups: FusedGroup[] = [];
  const operators: EnergyTime[] = [];
  for (let { way } = last; way !== null; { way } = way.from) {
    groups.unshift(groupOf(chain, way));
    operators.unshift(...way.mapped.map(({ energy, seconds }) => ({ energy, seconds })));
  }
  return { energy: last.energy, seconds: last.seconds, groups, operators };
}

function groupOf(chain: Chain, { from, homes, ranks, tile, mapped }: Way): FusedGroup {
  const links = chain.links.slice(from.next, from.next + mapped.length);
  const loops = links.map(({ ranks: names }, k): FusedLoop | null => (ranks[k] === noLoop ? null : { rank: names[ranks[k]!]!, tile }));
  return {
    first: from.next, last: from.next + mapped.length - 1, loops,
    homes: links.map(({ operator }, k): Homes => Object.fromEntries(usesOf(operator).flatMap(({ tensor }, u) => {
      const home = homeAt(homes[k]!, u);
      return home === inMemory ? [] : [[tensor, everyHome[home]!]];
    }))),
    mappings: mapped.map((one, k) => named(chain, from.next + k, loops[k]!, one)),
  };
}

/** A mapping in the names of its own operator: equal operators are searched once. */
function named(chain: Chain, index: number, loop: FusedLoop | null, mapped: MappedOperator): Mapping {
  const { operator } = mergeRanks(chain.links[index]!.operator, loop?.rank);
  const tensors = new Map(usesOf(mapped.operator).map((use, i): [string, TensorUse] => [use.tensor, usesOf(operator)[i]!]));
  const ranks = new Map(Object.keys(mapped.operator.ranks).map((rank, i) => [rank, Object.keys(operator.ranks)[i]!]));
  return mapped.mapping.map((node) => (node.kind === 'keep' ? { ...node, tensor: tensors.get(node.tensor)!.tensor } : { ...node, rank: ranks.get(node.rank)! }));
}
