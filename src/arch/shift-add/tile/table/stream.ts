import { upTo } from '../../../../sim/core/up-to.js';
import { packBeat, type RtlStream } from '../../../../rtl-export/kit/design.js';
import { tableGroup } from '../../energy/operation.js';
import type { TableParameters } from './parameters.js';
import { checkProblem, rowGroupOf, tableProduct, wholeBatches, type TableProblem } from './problem.js';

/** Ports of the tables. */
export interface TableStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly out: RtlStream;
}

export function tableStreams(p: TableParameters): TableStreams {
  const flag = (name: string, meaning: string) => ({ name, bits: 1, count: 1, meaning });
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [{ name: 'activation', bits: p.activationBits, count: p.tables * tableGroup, meaning: 'two\'s complement; the eight of each table of a set, the first table\'s first' }],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'index', bits: tableGroup, count: p.reads * p.tables, meaning: 'a plane of eight weights, the first lowest, 1 for +1 and 0 for -1; of each table for the first feature, then for the next' },
        { name: 'shift', bits: p.shiftBits, count: p.tables * p.scaleTerms, meaning: `powers of two of the scale of the plane, twice the scale; the ${p.scaleTerms} of each table, for all features of the batch` },
        { name: 'used', bits: 1, count: p.tables * p.scaleTerms, meaning: 'whether the power of two counts' },
        flag('halves', 'half the sum of the activations of the set is taken off; asked in the first beat of a set'),
        flag('ends_batch', 'the plane is the last of its batch of features'),
        flag('ends_set', 'the plane is the last of its set of tables'),
        flag('gives', 'the plane is the last of a batch in the last set of a reduction'),
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: p.accumulatorBits, count: p.reads, meaning: 'two\'s complement; a batch of features, the first in the first beat' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type TableBeats = Readonly<Record<keyof TableStreams, readonly bigint[]>>;

/**
 * A matrix product as beats: for each token, for each set of tables, eight activations of each, and all features, batch by batch and plane by plane; outputs
 * after the last set. Activations beyond the product are zeros, features beyond it have bits of zero. Throws a RangeError for a problem that does not fit.
 */
export function tableBeats(p: TableParameters, problem: TableProblem): TableBeats {
  checkProblem(p, problem);
  const { activations, halves } = problem;
  const weights = wholeBatches(problem.weights, p.reads);
  const y = tableProduct(p, { ...problem, weights });
  const streams = tableStreams(p);
  const [batches, groups] = [Math.ceil(problem.weights.rows / p.reads), Math.ceil(weights.columns / tableGroup)];
  const sets = Math.ceil(groups / p.tables);
  const bitOf = (plane: number, row: number, k: number): number => (k < weights.columns ? weights.bits[(plane * weights.rows + row) * weights.columns + k]! : 0);
  const indexOf = (plane: number, row: number, group: number): number => upTo(tableGroup).reduce((sum, i) => sum + bitOf(plane, row, group * tableGroup + i) * 2 ** i, 0);
  // A scale of fewer terms than there are shifts uses the first of them.
  const uses = (group: number, term: number): boolean => group < groups && term < weights.terms;
  const shiftOf = (plane: number, batch: number, group: number, term: number): number => (
    uses(group, term) ? weights.shifts[((plane * groups + group) * weights.rowGroups + Math.floor((batch * p.reads) / rowGroupOf(weights))) * weights.terms + term]! + 1 : 0);
  const beats = { act: [] as bigint[], wgt: [] as bigint[], out: [] as bigint[] };
  for (let m = 0; m < activations.rows; m++) {
    for (let set = 0; set < sets; set++) {
      const ofSet = upTo(p.tables).map((i) => set * p.tables + i);
      const places = upTo(p.tables * tableGroup).map((i) => set * p.tables * tableGroup + i);
      beats.act.push(packBeat(streams.act, places.map((k) => (k < activations.columns ? activations.values[m * activations.columns + k]! : 0))));
      for (const batch of upTo(batches)) {
        for (const plane of upTo(weights.planes)) {
          const isLast = plane === weights.planes - 1;
          const terms = ofSet.flatMap((group) => upTo(p.scaleTerms).map((term) => [group, term] as const));
          beats.wgt.push(packBeat(streams.wgt, [
            ...upTo(p.reads).flatMap((i) => ofSet.map((group) => indexOf(plane, batch * p.reads + i, group))),
            ...terms.map(([group, term]) => shiftOf(plane, batch, group, term)),
            ...terms.map(([group, term]) => Number(uses(group, term))),
            ...[halves && batch === 0 && plane === 0, isLast, isLast && batch === batches - 1, isLast && set === sets - 1].map(Number),
          ]));
        }
      }
    }
    for (const batch of upTo(batches)) beats.out.push(packBeat(streams.out, upTo(p.reads).map((i) => y.values[m * y.columns + batch * p.reads + i]!)));
  }
  return beats;
}
