import { operationsOf, usesOf, valuesOf, type Cascade, type Operator } from './cascade.js';
import { pathOf, type ComputeUnit, type FanOut, type Hierarchy, type MemoryLevel, type Role } from './hierarchy.js';
import type { FusedLoop, Home, Homes } from './mapping.js';
import type { EvaluationRules } from './rules.js';

/** A memory on the way of an operator. `depth`: how many fan-out axes stand above it. */
export interface PlacedMemory {
  readonly level: MemoryLevel;
  readonly depth: number;
  readonly instances: number;
}

export interface PlacedTensor {
  readonly name: string;
  readonly role: Role;
  readonly isOutput: boolean;
  readonly bitsPerValue: number;
  /** Bits of the whole tensor. */
  readonly bits: number;
  /** Bit r: it has rank r. */
  readonly ranks: number;
  /** Bit a: axis a delivers one read of it to all copies, or adds its sums up. */
  readonly sharedAxes: number;
  readonly home: Home;
}

/** An operator on a machine with everything that a loop nest does not decide, names turned into indices. */
export interface Problem {
  readonly operator: Operator;
  readonly rules: EvaluationRules;
  /** Outermost first; the first one is the home of tensors. */
  readonly memories: readonly PlacedMemory[];
  readonly axes: readonly FanOut[];
  readonly compute: ComputeUnit;
  readonly computeInstances: number;
  readonly ranks: readonly string[];
  readonly sizes: readonly number[];
  readonly tensors: readonly PlacedTensor[];
  readonly operations: number;
  /** Index of the exchange memory. */
  readonly exchange: number;
  readonly loop: { readonly rank: number; readonly tile: number } | null;
  /** Bits that each memory has for this operator. */
  readonly availableBits: readonly number[];
}

export interface ProblemOptions {
  readonly homes?: Homes;
  readonly loop?: FusedLoop | null;
  /** Bits of the exchange memory that other tensors take. */
  readonly reservedBits?: number;
}

/** Sets up an operator of a cascade on a machine; null where no compute unit takes it. */
export function problemOf(hierarchy: Hierarchy, cascade: Pick<Cascade, 'bitsPerValue'>, operator: Operator, rules: EvaluationRules, options: ProblemOptions = {}): Problem | null {
  const { homes = {}, loop = null, reservedBits = 0 } = options;
  const path = pathOf(hierarchy, operator.inputs.length + 1);
  if (path === null) return null;
  const memories: PlacedMemory[] = [];
  const axes: FanOut[] = [];
  let instances = 1;
  for (const component of path) {
    if (component.kind === 'memory') memories.push({ level: component, depth: axes.length, instances });
    else if (component.kind === 'fan-out') {
      axes.push(component);
      instances *= component.size;
    }
  }
  const ranks = Object.keys(operator.ranks);
  const exchange = memories.findIndex(({ level }) => level.name === hierarchy.exchange);
  return {
    operator, rules, memories, axes, compute: path.at(-1) as ComputeUnit, computeInstances: instances, ranks, sizes: Object.values(operator.ranks),
    tensors: usesOf(operator).map((use) => {
      const bitsPerValue = cascade.bitsPerValue[use.tensor]!;
      return {
        name: use.tensor, role: use.role, isOutput: use === operator.output, bitsPerValue, bits: valuesOf(operator, use) * bitsPerValue,
        ranks: use.ranks.reduce((mask, rank) => mask | (1 << ranks.indexOf(rank)), 0),
        sharedAxes: axes.reduce((mask, axis, a) => (axis.shares.includes(use.role) ? mask | (1 << a) : mask), 0),
        home: homes[use.tensor] ?? 'memory',
      };
    }),
    operations: operationsOf(operator), exchange,
    loop: loop === null ? null : { rank: ranks.indexOf(loop.rank), tile: loop.tile },
    availableBits: memories.map(({ level }, m) => (level.capacityBits === 'one-value' ? Infinity : level.capacityBits - (m === exchange ? reservedBits : 0))),
  };
}
