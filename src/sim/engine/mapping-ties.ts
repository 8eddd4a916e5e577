import type { ArrayMode } from '../model/architecture.js';
import type { MappableProduct } from './mapping-product.js';
import { wholeCandidates, type Candidate, type OpenCandidate } from './mapping-space.js';
import { piecesOn } from './pieces.js';
import type { CostContext } from './task.js';

/** A mapping with its time. */
export interface Timed {
  readonly candidate: Candidate;
  readonly seconds: number;
}

/** Tiles of a product (of attention those of a head). */
export function tileCount({ tileRows, tileColumns }: ArrayMode, { rows, columns }: MappableProduct): number {
  return Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);
}

/** Pieces that an array works through: of each tile those of its reduction. */
export function pieceCount(at: CostContext, array: ArrayMode, product: MappableProduct): number {
  return tileCount(array, product) * piecesOn(at.tiled, product.reduction, array.pieceReduction).count;
}

/** 0 where a mapping is split over cores as the family has it, else 1: copies of weights and sums that cross cores are for a gain alone. */
function rankOf({ split }: ArrayMode): number {
  return split === undefined ? 0 : 1;
}

/**
 * Of the mappings of a space that take no longer than `most`, those with the family's own split over cores if there are any; of these one that works through the fewest
 * pieces, and of equals one that takes least. `fastest` is one of the mappings. Tiles go by how many they are, so that those that are left are more than the fewest
 * pieces; of a tile whose bound is above `most` no mapping is looked at.
 */
export function fewestPieces(
  at: CostContext, product: MappableProduct, open: readonly OpenCandidate[], fastest: Timed, most: number, secondsOf: (candidate: Candidate) => number, bounds: ReadonlyMap<OpenCandidate, number>,
): Timed & { readonly tried: number } {
  let best = fastest;
  let fewest = pieceCount(at, fastest.candidate.array, product);
  let least = rankOf(fastest.candidate.array);
  let tried = 0;
  const counted = open.map((tile) => ({ tile, rank: rankOf(tile.array), tiles: tileCount(tile.array, product) })).sort((a, b) => a.rank - b.rank || a.tiles - b.tiles);
  for (const { tile, rank, tiles } of counted) {
    if (rank > least || (rank === least && tiles > fewest)) break;
    if ((bounds.get(tile) ?? 0) > most) continue;
    for (const candidate of wholeCandidates(at, product, tile.tile)) {
      const pieces = pieceCount(at, candidate.array, product);
      if (rank === least && pieces > fewest) continue;
      const seconds = secondsOf(candidate);
      tried++;
      if (seconds > most || (rank === least && pieces === fewest && seconds >= best.seconds)) continue;
      best = { candidate, seconds };
      fewest = pieces;
      least = rank;
    }
  }
  return { ...best, tried };
}
