import { isatty } from 'node:tty';
import { InputError, type Problem } from '../sim/core/diagnostics.js';
import type { Codec } from '../sim/numerics/codec.js';
import type { Quantization, QuantizeOptions } from '../sim/numerics/quantize.js';
import type { QuantizedTensor } from '../reports/text/quantize-table.js';
import type { ByteSource, TensorEntry } from '../workloads/tensors/tensor.js';
import { text, type Arguments, type Command } from './command.js';
import { inputTooLong, noDatatype, packsOneTensor, tooManyToPrint, unknownScales, unknownTensor } from './diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import type { Terminal } from './terminal.js';
import { turn } from './turn.js';

/** Weights that `--json` prints, over all tensors of the file: every one stands in it twice. */
const maxPrinted = 1_048_576;
/** A larger tensor gets no table of its groups. */
const maxTabled = 65_536;
/** Bytes of standard input. */
const maxInputBytes = 2 ** 30;

/** `archsim quantize [FILE]` */
export const quantizeCommand: Command = {
  positionals: { file: { describe: 'numbers: JSON, .npy or .safetensors, or - for standard input', type: 'string', default: '-' } },
  options: {
    datatype: { describe: 'the number format (needed; see archsim list datatypes)', type: 'string', group: 'Quantisation:' },
    group: { describe: 'weights that share a scale: a number, channel (a row) or tensor (default: what is usual for the format)', type: 'string', group: 'Quantisation:' },
    scales: { describe: 'exact, stored (rounded to the bits they are stored in), or int2 to int16 (quantised again, one scale a row)', type: 'string', default: 'exact', group: 'Quantisation:' },
    tensor: { describe: 'which tensor of a file that has several (default: all)', type: 'string', group: 'Quantisation:' },
    json: { describe: `print each tensor as one line of JSON with every code, up to ${maxPrinted.toLocaleString('en')} weights`, type: 'boolean', group: 'Output:' },
    packed: { describe: 'also write the stored bytes of the tensor to this file: scales and the like, then codes', type: 'string', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
  },
  examples: [
    ['quantize --datatype bitmod4 --group 4 < values.json', 'a list of numbers such as [0.1, -0.25, ...]: codes, scales, error'],
    ['quantize layer.npy --datatype int4-asym --json > layer.json', 'an array that NumPy saved, with every code'],
    ['quantize model.safetensors --tensor lm_head.weight --datatype nf4 > lm_head.txt', 'one tensor of a checkpoint'],
    ['quantize values.json --datatype int8 --group channel --packed values.bin', 'the bytes as they are stored, in a file'],
  ],
  run: quantizeFile,
};

async function quantizeFile(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const options = await optionsOf(args);
  const source = await sourceOf(text(args['file'])!, terminal);
  const { tensorsIn } = await import('../workloads/tensors/read-tensors.js');
  const entries = chosen(tensorsIn(source), text(args['tensor']), source.name);
  const packed = text(args['packed']);
  if (packed !== undefined && entries.length > 1) throw new InputError([packsOneTensor(source.name, entries.map(({ name }) => name))]);
  const weights = entries.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  if (args['json'] === true && weights > maxPrinted) throw new InputError([tooManyToPrint(source.name, weights, maxPrinted)]);

  const { quantize } = await import('../sim/numerics/quantize.js');
  const show = await shower(args, terminal);
  const progress = terminal.progress('quantize', entries.length);
  let done = 0;
  let bytes: Uint8Array | undefined;
  const shown: string[] = [];
  const problems: Problem[] = [];
  for (const entry of entries) {
    try {
      const { name, shape, values } = entry.read();
      const quantization = quantize(values, { ...options, shape, name });
      shown.push(show({ name, shape, weights: values, quantization }));
      if (packed !== undefined) bytes = await packedBytes(quantization, shape);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems.map((p) => ({ file: source.name, ...p })));
    }
    progress.at(++done);
    await turn();
  }
  progress.hide();
  if (problems.length > 0) throw new InputError(unlike(problems));
  if (packed !== undefined && bytes !== undefined) await writePacked(packed, bytes, terminal);
  terminal.print(shown.join(args['json'] === true ? '\n' : '\n\n'));
  return exitCodes.done;
}

/** What the options ask for, checked before anything is read. */
async function optionsOf(args: Arguments): Promise<Omit<QuantizeOptions, 'shape' | 'name'>> {
  const { codecNamed, codecs } = await import('../sim/numerics/catalogue.js');
  const { noGroupSize, unknownDatatype } = await import('../sim/numerics/diagnostics.js');
  const problems: Problem[] = [];
  const datatype = text(args['datatype']);
  if (datatype === undefined) problems.push(noDatatype());
  else if (codecNamed(datatype) === undefined) problems.push(unknownDatatype(datatype, codecs().map((codec: Codec) => codec.name)));
  const group = text(args['group']);
  const isWord = group === 'channel' || group === 'tensor';
  if (group !== undefined && !isWord && !/^0*[1-9]\d*$/.test(group)) problems.push(noGroupSize(group));
  const asked = text(args['scales']) ?? 'exact';
  const scales = scalesOf(asked);
  if (scales === undefined) problems.push(unknownScales(asked));
  if (problems.length > 0) throw new InputError(problems);
  return { datatype: datatype!, scales: scales!, ...(group === undefined ? {} : { group: isWord ? group : Number(group) }) };
}

function scalesOf(asked: string): QuantizeOptions['scales'] {
  if (asked === 'exact' || asked === 'stored') return asked;
  const bits = Number(/^int(\d\d?)$/.exec(asked)?.[1]);
  return bits >= 2 && bits <= 16 ? bits : undefined;
}

async function sourceOf(file: string, terminal: Terminal): Promise<ByteSource> {
  if (file !== '-') return (await import('./open-file.js')).openFile(file);
  if (isatty(0)) terminal.note('reading numbers from the terminal, such as [0.1, -0.2]; end with Ctrl-D');
  const { readStandardInput } = await import('./standard-input.js');
  const source = await readStandardInput(maxInputBytes);
  if (source.size > maxInputBytes) throw new InputError([inputTooLong(source.name, maxInputBytes)]);
  return source;
}

function chosen(entries: readonly TensorEntry[], name: string | undefined, file: string): readonly TensorEntry[] {
  if (name === undefined) return entries;
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new InputError([unknownTensor(file, name, entries.map((entry) => entry.name))]);
  return [found];
}

async function shower(args: Arguments, terminal: Terminal): Promise<(tensor: QuantizedTensor) => string> {
  if (args['json'] === true) {
    const { quantizationError } = await import('../sim/numerics/error.js');
    return (tensor) => JSON.stringify(recordOf(tensor, (from, to) => quantizationError(tensor.weights.subarray(from, to), tensor.quantization.decoded.subarray(from, to)).mse));
  }
  const { quantizeTable } = await import('../reports/text/quantize-table.js');
  return (tensor) => quantizeTable(tensor, { colour: terminal.colour, width: terminal.width, groups: tensor.weights.length <= maxTabled });
}

/** Everything of a quantised tensor as plain data: numbers that a codec stores once a group stand in its group. */
function recordOf({ name, shape, quantization }: QuantizedTensor, mseOf: (from: number, to: number) => number): object {
  const { datatype, groupSize, bitsPerWeight, codec, encoded, decoded, error } = quantization;
  const codes = codec.codes(encoded);
  const names = codec.chosen?.(encoded);
  const each = groupSize / codec.vectorLength;
  const numbers = (per: 'group' | 'tensor', index: number): object => Object.fromEntries(codec.fields.filter((field) => field.per === per).map(({ name: key, count }) => {
    const all = encoded.fields[key]!;
    return [key, count === 1 ? all[index]! : [...all.subarray(index * count, (index + 1) * count)]];
  }));
  return {
    datatype, name, shape, groupSize, bitsPerWeight, mse: error.mse, maxAbsoluteError: error.maxAbsolute, sqnrDb: error.sqnrDb,
    groups: Array.from({ length: encoded.length / groupSize }, (_, g) => ({
      ...numbers('group', g), ...(names === undefined ? {} : { chosen: names[g]! }), codes: [...codes.subarray(g * each, (g + 1) * each)], mse: mseOf(g * groupSize, (g + 1) * groupSize),
    })),
    fields: numbers('tensor', 0), decoded: [...decoded],
  };
}

async function packedBytes({ codec, encoded }: Quantization, shape: readonly number[]): Promise<Uint8Array> {
  const { pack } = await import('../sim/numerics/pack.js');
  return pack(codec, encoded, shape[shape.length - 1] ?? 1);
}

async function writePacked(path: string, bytes: Uint8Array, terminal: Terminal): Promise<void> {
  const { writeWhole } = await import('./write-file.js');
  writeWhole(path, bytes);
  terminal.note(`wrote ${path}`);
}

/** What is wrong with the options is wrong for each tensor: told once. */
function unlike(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((p) => [`${p.code} ${p.message}`, p])).values()];
}
