/**
 * Which loop over the tiles of a matrix product is outside. `rows-outer`: the left operand of a row tile is loaded once, and the weights stream through once
 * for every row tile. `columns-outer`: the weights of a column tile are loaded once and kept, and the left operand streams once for every column tile.
 */
export const loopOrders = ['rows-outer', 'columns-outer'] as const;
export type LoopOrder = (typeof loopOrders)[number];

/**
 * How a matrix product is split over the cores of a design. `columns`: by output features, as the family has it. `rows`: every core has rows of its own and all columns,
 * so that each loads the weights. `reduction`: every core has a part of the reduction, and partial sums are added across cores.
 */
export const coreSplits = ['columns', 'rows', 'reduction'] as const;
export type CoreSplit = (typeof coreSplits)[number];

/** Rows (tokens) and columns (output features) of a tile, the longest run of the reduction in a buffer slot, and how many such slots the buffer has. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly reduction: number;
  /** As many as fit where it is left out. */
  readonly slots?: number;
}

/** The matrix product that a tile is for: all its rows, and its whole reduction. */
export interface Product {
  readonly rows: number;
  readonly reduction: number;
}

/**
 * How a matrix product runs on a machine: the mode of its array by name, the tile, the slots, the order of the loops, the split over cores (the tile is that of one of
 * them), and whether its output stays on the chip for the product that reads it. It changes no hardware.
 */
export interface Mapping {
  readonly mode: string;
  readonly rows: number;
  readonly columns: number;
  readonly reduction: number;
  readonly slots: number;
  readonly order: LoopOrder;
  readonly split: CoreSplit;
  readonly keepOutput: boolean;
}

/** What is wanted of the mapping of an op; what is left out is as the rule has it. */
export type MappingRequest = { readonly [K in keyof Mapping]?: Mapping[K] | undefined };

/** Wishes by the name of the op, or `*` for all matrix products; those for an op go before those for all. */
export type MappingTable = Readonly<Record<string, MappingRequest>>;

/** Where mappings come from: the rule of the engine, a search, or whoever wrote the experiment. */
export type MappingChoice = 'rule' | 'search' | MappingTable;
