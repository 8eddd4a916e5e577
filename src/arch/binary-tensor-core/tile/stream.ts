import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { upTo } from '../../../sim/core/up-to.js';
import type { BitPlanes } from '../../../sim/numerics/arithmetic/bit-planes.js';
import { tileCalls } from './calls.js';
import type { PlaneTileParameters } from './parameters.js';
import { operandsOf, planesOf, planeSums, type PlaneProblem } from './problem.js';

/** Ports of the unit. */
export interface PlaneStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly out: RtlStream;
}

export function planeStreams({ rows, columns, depth, code, rowPlanes, sumBits }: PlaneTileParameters): PlaneStreams {
  const bipolar = code === 'bipolar';
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [{ name: 'row', bits: depth, count: rows, meaning: rowPlanes > 1 ? `one plane of a token, its ${rowPlanes} planes in rows one after the other, the lowest first` : 'one plane of a token' }],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'column', bits: depth, count: columns, meaning: 'one plane of a feature, the same elements' },
        { name: 'length', bits: 16, count: 1, meaning: bipolar ? 'elements that count; the others are equal in rows and columns' : 'elements that count; not looked at, since zeros count nothing' },
        { name: 'doubles', bits: 1, count: 1, meaning: 'the call is the first of a lower weight: what there is of its output tile is doubled before' },
        { name: 'negative', bits: 1, count: 1, meaning: bipolar ? 'not looked at' : 'the planes have a negative weight together' },
        { name: 'ends_tile', bits: 1, count: 1, meaning: 'the call is the last of its output tile' },
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: sumBits, count: (rows / rowPlanes) * columns, meaning: 'two\'s complement; an output tile, features of the first token first' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type PlaneBeats = Readonly<Record<keyof PlaneStreams, readonly bigint[]>>;

/**
 * A product as beats: for each tile of tokens, for each tile of features, all calls. What a tile has beyond the problem are patterns of zero.
 * Throws a RangeError where the numbers do not fit their planes.
 */
export function planeBeats(p: PlaneTileParameters, problem: PlaneProblem): PlaneBeats {
  const streams = planeStreams(p);
  const planes = planesOf(p, problem);
  const operands = operandsOf(p, problem);
  const sums = planeSums(p, operands);
  const calls = tileCalls(p, planes, problem.activations.columns);
  const tokens = p.rows / p.rowPlanes;
  const beats = { act: [] as bigint[], wgt: [] as bigint[], out: [] as bigint[] };
  for (let token = 0; token < sums.rows; token += tokens) {
    for (let feature = 0; feature < sums.columns; feature += p.columns) {
      calls.forEach(({ activationPlane, weightPlane, from, length, doubles, negative }, i) => {
        beats.act.push(packBeat(streams.act, upTo(p.rows).map((row) => (
          bitsOf(operands.activations, activationPlane ?? row % p.rowPlanes, token + Math.floor(row / p.rowPlanes), from, length)))));
        beats.wgt.push(packBeat(streams.wgt, [
          ...upTo(p.columns).map((column) => bitsOf(operands.weights, weightPlane, feature + column, from, length)),
          length, doubles ? 1 : 0, negative ? 1 : 0, i + 1 === calls.length ? 1 : 0,
        ]));
      });
      beats.out.push(packBeat(streams.out, upTo(tokens).flatMap((row) => upTo(p.columns).map((column) => sums.values[(token + row) * sums.columns + feature + column]!))));
    }
  }
  return beats;
}

/** Elements of a row of a plane as a number in which the first is bit 0. */
function bitsOf({ planes, wordsPerRow }: BitPlanes, plane: number, row: number, from: number, length: number): bigint {
  let bits = 0n;
  for (let element = from + length - 1; element >= from; element--) {
    bits = (bits << 1n) | BigInt((planes[plane]![row * wordsPerRow + (element >>> 5)]! >>> (element & 31)) & 1);
  }
  return bits;
}
