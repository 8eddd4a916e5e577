import { computed, given } from '../core/explained.js';
import type { ArrayMode, Infeasibility, SplitMode, Streams, TiledMachine } from '../model/architecture.js';
import type { CoreSplit, Product } from '../model/mapping.js';
import type { Op } from '../model/op-graph.js';
import { block } from './pieces.js';
import type { CostContext } from './task.js';

/** A product that is split, by its op. */
interface SplitProduct extends Product {
  readonly op: Op;
}

/** The splits over cores that a product has: attention is split as the family has it. */
export function splitsOf({ tiled }: Pick<CostContext, 'tiled'>, { op }: SplitProduct): readonly CoreSplit[] {
  return op.kind === 'linear' && coresOf(tiled) > 1 ? ['columns', 'rows', 'reduction'] : ['columns'];
}

/** Cores of the design. */
export function coresOf({ cores }: Pick<TiledMachine, 'cores'>): number {
  return cores?.count ?? 1;
}

/**
 * The mode with a product split over the C cores of the design, as one mode of all cores together: a cycle of it is one of `coreCyclesPerSecond`, of which each core
 * has 1 / C. With the tile r x c of a core, T its cycles for a reduction of k, and the busiest core as the one that counts:
 *
 *   columns     the mode itself: the family splits each tile evenly by output features
 *   rows        tiles of C r x c, C T(ceil(rows / C), columns, k) cycles; weights come C times, or once where cores share what they load
 *   reduction   pieces of C times the length, C T(rows, columns, ceil(k / C)) + (C - 1) ceil(rows x columns / lanes) cycles
 *
 * The last term adds partial sums across cores. Each core ends with 1 / C of the outputs and adds the C - 1 sums of the others to them (a reduce-scatter), with the
 * lanes that work on its outputs; the array waits. Derived, but for the links between cores, which carry as many sums a cycle: assumed. On one core all are the same.
 */
export function splitOver({ tiled }: Pick<CostContext, 'tiled'>, array: ArrayMode, by: CoreSplit, product: SplitProduct): ArrayMode | Infeasibility {
  const cores = coresOf(tiled);
  if (by === 'columns' || cores === 1) return array;
  if (product.op.kind !== 'linear') return { code: 'unsupported-mapping', resource: `a split by ${by}, for what is no linear layer`, used: 1, available: 0 };
  return by === 'rows' ? overRows(array, cores, tiled.cores?.sharesLoads === true, product) : overReduction(array, cores, product);
}

function overRows(array: ArrayMode, cores: number, sharesLoads: boolean, product: SplitProduct): ArrayMode {
  const tileRows = cores * array.tileRows;
  const busy = evenness(Math.min(product.rows, tileRows), cores);
  const right = sharesLoads ? 1 : 1 / cores;
  return {
    ...withShares(array, 'rows', cores, { weights: right, kvCache: right, input: busy, operands: busy, output: busy }),
    tileRows, epilogueLanes: array.epilogueLanes * busy, copies: sharesLoads ? 1 : Math.min(cores, product.rows),
    tileCycles: (rows, columns, reduction, density, operand) => cores * array.tileCycles(Math.ceil(rows / cores), columns, reduction, density, operand),
  };
}

function overReduction(array: ArrayMode, cores: number, product: SplitProduct): ArrayMode {
  const busy = evenness(product.reduction, cores);
  return {
    ...withShares(array, 'reduction', cores, { weights: busy, kvCache: busy, input: busy, operands: 1, output: 1 }),
    // Each core cuts its part of a piece in whole blocks.
    pieceReduction: cores * Math.max(1, Math.floor(array.pieceReduction / block)) * block,
    tileCycles: (rows, columns, reduction, density, operand) => cores * array.tileCycles(rows, columns, Math.ceil(reduction / cores), density, operand)
      + (cores - 1) * Math.ceil((rows * columns) / array.epilogueLanes) * (reduction / product.reduction),
  };
}

/** Mean work of a core over that of the busiest, where so many things are dealt out whole. */
function evenness(things: number, cores: number): number {
  return things / (cores * Math.ceil(things / cores));
}

function withShares(array: ArrayMode, by: SplitMode['by'], cores: number, shares: SplitMode['shares']): ArrayMode {
  const { tileRows: rows, tileColumns: columns, pieceReduction: reduction, slots, streams } = array;
  const left = (name: 'input' | 'operands' | 'output'): number | null => (streams[name] === null ? null : streams[name] * shares[name]);
  return {
    ...array,
    // Of a core's own cycles: all wait for it.
    fillCycles: cores * array.fillCycles,
    split: { by, cores, shares, tile: { rows, columns, reduction, slots } },
    streams: { weights: streams.weights * shares.weights, kvCache: streams.kvCache * shares.kvCache, input: left('input'), operands: left('operands'), output: left('output') },
  };
}

/** How the rate of a stream comes about in a mode that is split: that of all cores, and the share that is left of it. */
export function explainSplitRate(tiled: TiledMachine, mode: number, { by, cores, shares }: SplitMode): TiledMachine['explainRate'] {
  return (of, stream, value) => {
    if (of !== mode || !(stream in shares)) return tiled.explainRate(of, stream, value);
    const share = shares[stream as keyof Streams];
    return computed('bytes_per_second', value, 'B/s', 'all_cores * share', [
      { ...tiled.explainRate(of, stream, value / share), name: 'all_cores' },
      given('share', share, '', `split by ${by} over ${cores} cores: copies for each of them, and the busiest counts`),
    ]);
  };
}
