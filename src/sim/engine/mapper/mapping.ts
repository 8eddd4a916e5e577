/**
 * One line of a loop nest, from the outermost inwards. `keep`: a buffer of the tensor's tile in a memory, filled anew in every trip of the loops above it.
 * `loop` cuts what is left of a rank into pieces of `tile`, one after the other, the last one smaller where it must be. `split` deals it out to copies along a fan-out axis, as evenly as can be.
 */
export type MappingNode =
  | { readonly kind: 'keep'; readonly memory: string; readonly tensor: string }
  | { readonly kind: 'loop'; readonly rank: string; readonly tile: number }
  | { readonly kind: 'split'; readonly fanOut: string; readonly rank: string; readonly copies: number };

/**
 * The mapping of one operator. The outermost memory keeps every tensor whose home it is and has no line of its own. Below the last line the
 * operator goes over what is left value by value.
 */
export type Mapping = readonly MappingNode[];

/** A loop that neighbouring operators share, as one of them sees it. */
export interface FusedLoop {
  readonly rank: string;
  readonly tile: number;
}

/**
 * Where a tensor is between operators. `memory`: in the outermost memory. `held`: there too, with a copy of all of it in the exchange memory for the time of
 * the fused loop. `whole`: only in the exchange memory, all of it. `tile`: only there, one tile for each trip of the fused loop.
 */
export type Home = 'memory' | 'held' | 'whole' | 'tile';

export type Homes = Readonly<Record<string, Home>>;

/** Neighbouring operators that run under one fused loop, or one operator alone. */
export interface FusedGroup {
  readonly first: number;
  readonly last: number;
  /** For each operator of the group the loop as it sees it; null for an operator alone. */
  readonly loops: readonly (FusedLoop | null)[];
  readonly homes: readonly Homes[];
  readonly mappings: readonly Mapping[];
}
