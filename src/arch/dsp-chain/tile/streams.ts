import { packBeat, type RtlRun, type RtlStream } from '../../../rtl-export/kit/design.js';
import { beatsOf, type TileProblem } from './beats.js';
import { runCycles } from './cycles.js';
import { tileResults } from './functional.js';
import { beatElements, indexBits, tokens, type TileParameters } from './parameters.js';

/** The streams of a tile and the parts of their beats, in the order of the bits. */
export function tileStreams(p: TileParameters): { readonly act: RtlStream; readonly wgt: RtlStream; readonly out: RtlStream } {
  const slots = p.columns * p.depth;
  const index = { name: 'index', bits: indexBits(p), count: slots, meaning: 'place in its window of the activation that each weight multiplies, unsigned' };
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [
        { name: 'token0', bits: 8, count: beatElements(p), meaning: `windows of ${p.m} activations of token 0, one for each ${p.n} multipliers, INT8` },
        { name: 'token1', bits: 8, count: beatElements(p), meaning: 'the same of token 1' },
      ],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'weight', bits: 8, count: slots, meaning: 'for each column the weights of its multipliers, INT8' },
        ...(index.bits > 0 ? [index] : []),
        { name: 'scale', bits: 16, count: p.columns, meaning: 'for each column the scale of the group that ends with this beat, unsigned' },
        { name: 'ends_group', bits: 1, count: 1, meaning: '1 in the last beat of a scale group' },
        { name: 'ends_reduction', bits: 1, count: 1, meaning: '1 in the last beat of a reduction' },
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'result', bits: 8, count: p.columns * tokens, meaning: 'for each column the results of token 0 and of token 1, INT8' }],
    },
  };
}

/** A problem as a run of the tile: its beats, what comes out, and how long that takes. */
export function tileRun(p: TileParameters, problem: TileProblem, label: string): RtlRun {
  const { act, wgt, out } = tileStreams(p);
  const beats = beatsOf(p, problem);
  return {
    label,
    beats: {
      act: beats.map((beat) => packBeat(act, [...beat.activations])),
      wgt: beats.map((beat) => packBeat(wgt, [...beat.weights, ...(indexBits(p) > 0 ? beat.indices : []), ...beat.scales, Number(beat.endsGroup), Number(beat.endsReduction)])),
      out: tileResults(p, beats).map((results) => packBeat(out, [...results])),
    },
    cycles: runCycles(p, beats.length),
  };
}
