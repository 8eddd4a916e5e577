import { tableGroup } from '../../energy/operation.js';
import { levelsOf } from '../parameters.js';
import type { Tree } from '../tree.js';
import { tableWidths, type TableParameters } from './parameters.js';

/** Stages of look-up, shift and tree. */
export function stagesOf({ tables }: TableParameters): number {
  return 2 + levelsOf(tables);
}

/** The tree behind the shifters of a feature. */
export function entryTree(p: TableParameters): Tree {
  const { product, tree } = tableWidths(p);
  return { count: p.tables, step: 0, bits: product, most: tree };
}

/** The tree of the sums of activations. */
export function activationTree(p: TableParameters): Tree {
  return { count: p.tables, step: 0, bits: p.activationBits + 3, most: tableWidths(p).set };
}

/** Bits of the skid buffers of `act`, `wgt` and `out`; tlast of the last two included. */
export function bufferBits(p: TableParameters): readonly number[] {
  const ofTable = tableGroup * p.reads + p.scaleTerms * (p.shiftBits + 1);
  return [tableGroup * p.tables * p.activationBits, p.tables * ofTable + 4 + 1, p.reads * p.accumulatorBits + 1];
}
