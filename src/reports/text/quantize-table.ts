import picocolors from 'picocolors';
import type { Weights } from '../../sim/numerics/codec.js';
import { quantizationError } from '../../sim/numerics/error.js';
import type { Quantization } from '../../sim/numerics/quantize.js';
import { inputText, numberText } from '../quantity-text.js';
import { displayWidth, printable, shortened, wrapped } from './plain-text.js';
import { textTable, type Alignment } from './table.js';

/** A tensor and what it became in a number format. */
export interface QuantizedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly weights: Weights;
  readonly quantization: Quantization;
}

export interface QuantizeTableOptions {
  readonly colour: boolean;
  /** Columns of the terminal; fewer than 40 are taken as 40. */
  readonly width: number;
  /** Where false, only what holds for the whole tensor. */
  readonly groups: boolean;
}

/** Most groups listed. */
const mostGroups = 32;
/** Fewer columns show no code. */
const leastCodes = 8;

/** What `archsim quantize` prints of a tensor: format, size and error, then its groups. No line end of its own. */
export function quantizeTable(tensor: QuantizedTensor, options: QuantizeTableOptions): string {
  const width = Number.isFinite(options.width) ? Math.max(40, Math.floor(options.width)) : 80;
  const colours = picocolors.createColors(options.colour);
  const head = [...wrapped(headLine(tensor), width).map(colours.bold), ...wrapped(errorLine(tensor.quantization), width)];
  if (!options.groups) return head.join('\n');
  const [names = '', rule = '', ...rows] = groupLines(tensor, width);
  return [...head, '', names, colours.dim(rule), ...rows].join('\n');
}

/** `weights (2 x 128) as bitmod4 in groups of 128` */
function headLine({ name, shape, weights, quantization }: QuantizedTensor): string {
  const { datatype, groupSize } = quantization;
  const size = shape.length < 2 ? counted(weights.length, 'weight') : shape.join(' x ');
  const grouping = groupSize === weights.length ? 'as one group' : `in groups of ${groupSize}`;
  return printable(`${name} (${size}) as ${datatype} ${grouping}`);
}

function errorLine({ bitsPerWeight, error, codec, encoded }: Quantization): string {
  const shared = codec.fields.filter((field) => field.per === 'tensor' && field.count === 1).map((field) => `${field.name} ${numberText(encoded.fields[field.name]![0]!)}`);
  const lost = error.mse === 0 ? ['no error'] : [
    `SQNR ${error.sqnrDb === null ? 'unknown' : `${error.sqnrDb.toFixed(2)} dB`}`, `MSE ${numberText(error.mse)}`, `largest error ${numberText(error.maxAbsolute)}`,
  ];
  return [`${inputText(bitsPerWeight)} bits per weight`, ...lost, ...shared].join(', ');
}

/** A line a group: the numbers stored for it, the grid it took, its error, and as many of its codes as fit. */
function groupLines({ weights, quantization }: QuantizedTensor, width: number): string[] {
  const { codec, encoded, groupSize, decoded } = quantization;
  const count = Math.min(mostGroups, weights.length / groupSize);
  const chosen = codec.chosen?.(encoded);
  // Where the chosen grid has a name, its number in the list says nothing more.
  const fields = codec.fields.filter((field) => field.per === 'group' && field.count === 1 && !(chosen !== undefined && field.store.name.startsWith('uint')));
  const head = ['group', ...fields.map((field) => field.name), ...(chosen === undefined ? [] : ['chosen']), 'MSE'];
  const rows = Array.from({ length: count }, (_, g) => {
    const [from, to] = [g * groupSize, (g + 1) * groupSize];
    return [
      String(g), ...fields.map((field) => numberText(encoded.fields[field.name]![g]!)), ...(chosen === undefined ? [] : [chosen[g]!]),
      numberText(quantizationError(weights.subarray(from, to), decoded.subarray(from, to)).mse),
    ];
  });
  const alignments = head.map((title): Alignment => (title === 'chosen' ? 'left' : 'right'));
  const room = width - Math.max(...textTable(head, rows, alignments).split('\n').map(displayWidth)) - 2;
  const codes = room < leastCodes ? undefined : codeCells(quantization, count, room);
  const lines = codes === undefined ? textTable(head, rows, alignments) : textTable([...head, 'codes'], rows.map((row, g) => [...row, codes[g]!]), [...alignments, 'left']);
  const rest = weights.length / groupSize - count;
  return [...lines.split('\n').map((line) => shortened(line, width)), ...(rest > 0 ? [`… and ${counted(rest, 'more group')}`] : [])];
}

/** The codes of the first groups, as many of each as fit into `width` columns, all of the same width. */
function codeCells({ codec, encoded, groupSize }: Quantization, count: number, width: number): string[] {
  const codes = codec.codes(encoded);
  const each = groupSize / codec.vectorLength;
  const texts = Array.from({ length: count }, (_, g) => Array.from(codes.subarray(g * each, g * each + Math.min(each, width)), codeText));
  const columns = Math.max(...texts.flat().map((text) => text.length));
  const isWhole = each * (columns + 1) - 1 <= width;
  const most = isWhole ? each : Math.max(0, Math.floor((width - 1) / (columns + 1)));
  return texts.map((group) => [...group.slice(0, most).map((text) => text.padStart(columns)), ...(isWhole ? [] : ['…'])].join(' '));
}

/** Four significant digits; -0 is 0. */
function codeText(code: number): string {
  return String(Number(code.toPrecision(4)) + 0);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
