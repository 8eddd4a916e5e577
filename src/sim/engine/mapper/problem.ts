import { operationsOf, usesOf, valuesOf, type Cascade, type Operator } from './cascade.js';
import type { Hierarchy, Role } from './hierarchy.js';
import type { FusedLoop, Home, Homes } from './mapping.js';
import { placedPath, roleBit, type Path } from './path.js';
import type { EvaluationRules } from './rules.js';

export interface PlacedTensor {
  readonly name: string;
  readonly role: Role;
  readonly roleBit: number;
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
export interface Problem extends Path {
  readonly path: Path;
  readonly operator: Operator;
  readonly rules: EvaluationRules;
  readonly ranks: readonly string[];
  readonly sizes: readonly number[];
  readonly tensors: readonly PlacedTensor[];
  /** For each rank the tensors (bits) that lack it. */
  readonly lacking: readonly number[];
  readonly operations: number;
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
  const path = placedPath(hierarchy, operator.inputs.length + 1);
  if (path === null) return null;
  const { memories, axes, exchange } = path;
  const ranks = Object.keys(operator.ranks);
  const uses = usesOf(operator);
  return {
    ...path, path, operator, rules, ranks, sizes: Object.values(operator.ranks),
    lacking: ranks.map((rank) => uses.reduce((mask, use, t) => (use.ranks.includes(rank) ? mask : mask | (1 << t)), 0)),
    tensors: uses.map((use) => {
      const bitsPerValue = cascade.bitsPerValue[use.tensor]!;
      return {
        name: use.tensor, role: use.role, roleBit: roleBit(use.role), isOutput: use === operator.output, bitsPerValue, bits: valuesOf(operator, use) * bitsPerValue,
        ranks: use.ranks.reduce((mask, rank) => mask | (1 << ranks.indexOf(rank)), 0),
        sharedAxes: axes.reduce((mask, axis, a) => (axis.shares.includes(use.role) ? mask | (1 << a) : mask), 0),
        home: homes[use.tensor] ?? 'memory',
      };
    }),
    operations: operationsOf(operator),
    loop: loop === null ? null : { rank: ranks.indexOf(loop.rank), tile: loop.tile },
    availableBits: memories.map(({ level }, m) => (level.capacityBits === 'one-value' ? Infinity : level.capacityBits - (m === exchange ? reservedBits : 0))),
  };
}

/** The same operator under other homes, another tile of its loop, or with more or less room in the exchange memory: cheaper than setting it up anew. */
export function problemWith(problem: Problem, homes: readonly Home[], tile: number | null, availableBits: number): Problem {
  return {
    ...problem, tensors: problem.tensors.map((tensor, t) => (tensor.home === homes[t] ? tensor : { ...tensor, home: homes[t]! })),
    loop: problem.loop === null || tile === null ? null : { rank: problem.loop.rank, tile },
    availableBits: problem.availableBits.map((bits, m) => (m === problem.exchange ? availableBits : bits)),
  };
}

/** Bits that a tensor takes in the exchange memory between operators: all of it, or one tile of the fused loop. */
export function homeBits({ loop, sizes }: Problem, { bits, ranks, home }: PlacedTensor): number {
  if (home === 'memory') return 0;
  return home === 'tile' && loop !== null && (ranks >> loop.rank) & 1 ? (bits / sizes[loop.rank]!) * Math.min(loop.tile, sizes[loop.rank]!) : bits;
}

/** Tiles that a buffer has room for at a time. */
export function tilesAtATime({ rules }: Problem): number {
  return rules.buffering === 'double' ? 2 : 1;
}
