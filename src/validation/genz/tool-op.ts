import type { LayerGroup, LinearOp, Op } from '../../sim/model/op-graph.js';
import type { Pass } from '../../sim/model/scenario.js';
import type { Collective } from '../../serving/platform/collective.js';

/** A part of the network by which the tool sums up times. */
export type Part = 'embedding' | 'projections' | 'attention' | 'feed-forward' | 'pipeline';

/** Where an op stands: before the layers, in those of all stages of a pipeline but the last, between two stages, in the last (or only) one, behind the layers. */
export type Section = 'input' | 'stage' | 'boundary' | 'last' | 'output';

/** Values that devices exchange. */
export interface Exchange {
  readonly kind: Collective;
  readonly elements: number;
  readonly devices: number;
}

/** Where activations and new keys and values live. Weights and the cache that is read are always in memory. */
export interface Places {
  readonly input: 'memory' | 'chip';
  readonly output: 'memory' | 'chip';
  readonly cacheWrites: 'memory' | 'chip';
}

/** An op of the tool: ops of ours that are counted as one, all over the same input; or an exchange, which has none. */
export interface ToolOp {
  readonly name: string;
  readonly part: Part;
  readonly ops: readonly Op[];
  readonly group: LayerGroup;
  readonly pass: Pass;
  readonly places: Places;
  /** How often the network has it. */
  readonly repeat: number;
  /** Sets of queries over the same keys and values. */
  readonly queries: number;
  readonly section: Section;
  readonly exchange?: Exchange;
}

/** What an op is unless said otherwise. */
export type Setting = Pick<ToolOp, 'group' | 'pass' | 'places' | 'repeat' | 'section'>;

export function toolOp(setting: Setting, name: string, part: Part, ...ops: readonly Op[]): ToolOp {
  return { ...setting, name, part, ops, queries: 1 };
}

/** An exchange as an op; none where there is nobody to exchange with. */
export function exchangeOp(setting: Setting, name: string, part: Part, exchange: Exchange): readonly ToolOp[] {
  return exchange.devices === 1 && exchange.kind !== 'send' ? [] : [{ ...toolOp(setting, name, part), exchange }];
}

/** Activations of embeddings, router and classifier are in memory, in both stages. */
export const inMemory: Places = { input: 'memory', output: 'memory', cacheWrites: 'memory' };

export function opNamed(group: LayerGroup, name: string): Op {
  const op = group.ops.find((o) => o.name === name);
  if (op === undefined) throw new Error(`group "${group.name}" of the decoder graph has no op "${name}"`);
  return op;
}

export function linear(name: string, inFeatures: number, outFeatures: number): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias: false, output: 'activation', ownsWeights: true, epilogue: false };
}
