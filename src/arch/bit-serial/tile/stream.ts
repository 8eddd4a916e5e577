import { upTo } from '../../../sim/core/up-to.js';
import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { lanes } from '../terms.js';
import { checkProblem, groupLengths, type TileParameters, type TileProblem } from './problem.js';

/** Ports of the tile. */
export interface TileStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly out: RtlStream;
}

export function tileStreams({ rows, columns, format }: TileParameters): TileStreams {
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [{ name: 'activation', bits: 16, count: columns * lanes, meaning: 'FP16; four elements of the reduction for each token of the tile, the first token\'s first' }],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'weight', bits: format.bits, count: rows * lanes, meaning: 'patterns of the same four elements for each output channel of the tile, the first channel\'s first' },
        { name: 'selector', bits: 2, count: rows, meaning: 'which special value -0 stands for, for each channel; integers do not look at it' },
        { name: 'scale', bits: 8, count: rows, meaning: 'unsigned scale of the group for each channel; used in the last step of a group' },
        { name: 'ends_group', bits: 1, count: 1, meaning: 'the step is the last of its group' },
        { name: 'ends_reduction', bits: 1, count: 1, meaning: 'the step is the last of its reduction' },
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'result', bits: 32, count: columns, meaning: 'FP32; one output channel for each token of the tile, the first channel in the first beat' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type TileBeats = Readonly<Record<keyof TileStreams, readonly bigint[]>>;

/**
 * A matrix product as beats: for each tile of tokens, for each tile of channels, all steps of the reduction. What a tile has beyond the problem is
 * filled with zeros: tokens, channels, and the lanes that the last step of a group does not need. `outputs` is [token][channel].
 * Throws a RangeError for infinities and NaN, which the tile would take for numbers, and for other problems that do not fit the format.
 */
export function tileBeats(parameters: TileParameters, problem: TileProblem, outputs: Float32Array): TileBeats {
  checkProblem(parameters.format, problem);
  const { rows, columns } = parameters;
  const { shape: { tokens, channels, reduction, group }, activations, weights, selectors, scales } = problem;
  const streams = tileStreams(parameters);
  const lengths = groupLengths(problem.shape);
  const beats = { act: [] as bigint[], wgt: [] as bigint[], out: [] as bigint[] };
  const word = new DataView(new ArrayBuffer(4));

  const step = (firstToken: number, firstChannel: number, g: number, firstElement: number): void => {
    const end = g * group + lengths[g]!;
    const fourOf = (values: ArrayLike<number>, line: number, lines: number): number[] => (
      upTo(lanes).map((lane) => (line < lines && firstElement + lane < end ? values[line * reduction + firstElement + lane]! : 0)));
    const ofGroup = (values: ArrayLike<number>, channel: number): number => (channel < channels ? values[channel * lengths.length + g]! : 0);
    const itsChannels = upTo(rows).map((row) => firstChannel + row);
    const endsGroup = firstElement + lanes >= end;
    beats.act.push(packBeat(streams.act, upTo(columns).flatMap((column) => fourOf(activations, firstToken + column, tokens))));
    beats.wgt.push(packBeat(streams.wgt, [
      ...itsChannels.flatMap((channel) => fourOf(weights, channel, channels)),
      ...itsChannels.map((channel) => ofGroup(selectors, channel)),
      ...itsChannels.map((channel) => ofGroup(scales, channel)),
      endsGroup ? 1 : 0,
      endsGroup && end === reduction ? 1 : 0,
    ]));
  };

  for (let firstToken = 0; firstToken < tokens; firstToken += columns) {
    for (let firstChannel = 0; firstChannel < channels; firstChannel += rows) {
      lengths.forEach((length, g) => {
        for (let at = 0; at < length; at += lanes) step(firstToken, firstChannel, g, g * group + at);
      });
      for (const row of upTo(rows)) {
        beats.out.push(packBeat(streams.out, upTo(columns).map((column) => {
          const [token, channel] = [firstToken + column, firstChannel + row];
          word.setFloat32(0, token < tokens && channel < channels ? outputs[token * channels + channel]! : 0);
          return word.getUint32(0);
        })));
      }
    }
  }
  return beats;
}
