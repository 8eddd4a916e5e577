import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { quantizeCommand } from '../../src/cli/quantize.js';
import { codecNamed } from '../../src/sim/numerics/catalogue.js';
import { unpack } from '../../src/sim/numerics/pack.js';
import { bytesOf, npyFile, npyHeaderText, safetensorsFile } from '../workloads/tensors/fixture.js';
import { archsim, inEmptyFolder, mainFile } from './session.js';

interface Group {
  readonly scale: number;
  readonly zero?: number;
  readonly selector?: number;
  readonly chosen?: string;
  readonly codes: readonly number[];
  readonly mse: number;
}

interface Quantized {
  readonly datatype: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly groupSize: number;
  readonly bitsPerWeight: number;
  readonly mse: number;
  readonly maxAbsoluteError: number;
  readonly sqnrDb: number | null;
  readonly groups: readonly Group[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly decoded: readonly number[];
}

/** What a process of its own does with these bytes as its standard input. */
function piped(words: readonly string[], input: string | Uint8Array): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [mainFile, ...words], { input });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

const recordsOf = (out: string): Quantized[] => out.trimEnd().split('\n').map((line) => JSON.parse(line) as Quantized);

const singles = (values: readonly number[]): Uint8Array => bytesOf(values, 4, (view, offset, value) => { view.setFloat32(offset, value, true); });
const npy = (values: readonly number[], shape = [values.length]): Uint8Array => npyFile(npyHeaderText('<f4', shape), singles(values));
const model = safetensorsFile({
  'lm_head.weight': { dtype: 'F32', shape: [2, 64], data_offsets: [0, 512] },
  'norm': { dtype: 'F32', shape: [4], data_offsets: [512, 528] },
}, singles(Array.from({ length: 132 }, (_, i) => Math.sin(i))));

describe('archsim quantize', () => {
  const write = inEmptyFolder();

  it('prints format, bits and error, then scale, grid, error and codes of each group', async () => {
    write({ 'values.json': '[3, -7, 0, 1, 6, 2, 4, -4]' });
    const { code, out, err } = await archsim('quantize', 'values.json', '--datatype', 'bitmod4', '--group', '4');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(out, [
      'values (8 weights) as bitmod4 in groups of 4',
      '6.5 bits per weight, SQNR 29.23 dB, MSE 0.01953, largest error 0.3750',
      '',
      'group   scale  chosen          MSE  codes',
      '───────────────────────────────────────────────',
      '    0  0.8750  fp4-ea-neg  0.03906   3 -8  0  1',
      '    1       1  fp4-er-pos        0   6  2  4 -4',
      '',
    ].join('\n'));
  });

  it('prints with --json every number that is stored, by its name', async () => {
    write({ 'values.json': '{"values": [3, -7, 0, 1, 6, 2, 4, -4], "shape": [2, 4], "name": "w"}' });
    const { code, out, err } = await archsim('quantize', 'values.json', '--datatype', 'int4-asym', '--group', 'channel', '--json');
    assert.deepEqual([code, err], [0, '']);
    const step = 10 / 15;
    const [record] = recordsOf(out);
    const mse = [(4 * step - 3) ** 2, (-10 * step + 7) ** 2, 0, (2 * step - 1) ** 2].reduce((a, b) => a + b, 0) / 4;
    const about = (a: number, b: number): void => { assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`); };
    assert.deepEqual(Object.keys(record!), ['datatype', 'name', 'shape', 'groupSize', 'bitsPerWeight', 'mse', 'maxAbsoluteError', 'sqnrDb', 'groups', 'fields', 'decoded']);
    assert.deepEqual([record!.datatype, record!.name, record!.shape, record!.groupSize, record!.bitsPerWeight, record!.fields], ['int4-asym', 'w', [2, 4], 4, 4 + (16 + 4) / 4, {}]);
    assert.deepEqual(record!.groups.map(({ codes, zero, scale }) => ({ codes, zero, scale })), [{ codes: [14, 0, 10, 12], zero: 10, scale: step }, { codes: [15, 9, 12, 0], zero: 6, scale: step }]);
    about(record!.groups[0]!.mse, mse);
    about(record!.mse, (record!.groups[0]!.mse + record!.groups[1]!.mse) / 2);
    about(record!.maxAbsoluteError, 1 / 3);
    about(record!.sqnrDb!, 10 * Math.log10((59 + 72) / 8 / record!.mse));
    record!.decoded.forEach((value, i) => { about(value, [4 * step, -10 * step, 0, 2 * step, 6, 2, 4, -4][i]!); });
  });

  it('names the grid of a group that may choose, and what is stored once a tensor', async () => {
    write({ 'values.json': JSON.stringify(Array.from({ length: 32 }, (_, i) => i - 16)) });
    const [choice] = recordsOf((await archsim('quantize', 'values.json', '--datatype', 'bitmod3', '--group', '16', '--json')).out);
    assert.deepEqual(choice!.groups.map(({ selector, chosen }) => [selector, chosen]), [[1, 'fp3-er-neg'], [0, 'fp3-er-pos']]);
    const [nvfp4] = recordsOf((await archsim('quantize', 'values.json', '--datatype', 'nvfp4', '--json')).out);
    assert.deepEqual(nvfp4!.fields, { tensorScale: 16 / 6 / 448 });
    assert.deepEqual(nvfp4!.groups.map(({ scale }) => scale), [448, 416]);
  });

  it('takes numbers from standard input, as JSON or as a .npy file', () => {
    const json = piped(['quantize', '--datatype', 'int8', '--group', '3', '--json'], '[0.5, -0.25, 1]');
    assert.deepEqual([json.code, json.err], [0, '']);
    assert.deepEqual(recordsOf(json.out)[0]!.groups[0]!.codes, [64, -32, 127]);
    assert.deepEqual(piped(['quantize', '-', '--datatype', 'int8', '--group', '3', '--json'], npy([0.5, -0.25, 1])), json);
  });

  it('takes one tensor of a file that has several, or all of them: one record, one line', async () => {
    write({ 'model.safetensors': model });
    const all = await archsim('quantize', 'model.safetensors', '--datatype', 'nf4', '--group', 'channel', '--json');
    assert.deepEqual(recordsOf(all.out).map(({ name, shape, groupSize }) => [name, shape, groupSize]), [['lm_head.weight', [2, 64], 64], ['norm', [4], 4]]);
    const one = await archsim('quantize', 'model.safetensors', '--datatype', 'nf4', '--group', 'channel', '--json', '--tensor', 'norm');
    assert.equal(one.out, `${all.out.trimEnd().split('\n')[1]!}\n`);
    const table = await archsim('quantize', 'model.safetensors', '--datatype', 'nf4', '--group', 'channel');
    assert.match(table.out, /^lm_head\.weight \(2 x 64\) as nf4 in groups of 64\n[\s\S]*\n\nnorm \(4 weights\) as nf4 as one group\n/);
  });

  it('finds a format by its other names', async () => {
    write({ 'values.json': '[1, 2]' });
    for (const [name, datatype] of [['INT4', 'int4-sym'], ['fp8', 'fp8-e4m3'], ['nf4_mse', 'nf4-mse'], ['e3m2', 'e3m2']] as const) {
      assert.equal(recordsOf((await archsim('quantize', 'values.json', '--datatype', name, '--group', 'tensor', '--json')).out)[0]!.datatype, datatype);
    }
  });

  it('rounds scales to what is stored, or quantises them again, where it is asked to', async () => {
    write({ 'values.json': '[[1, 0.1, 2, 3], [0.3, 0.7, 0.9, -5]]' });
    const scales = async (...words: readonly string[]): Promise<readonly number[]> => recordsOf((await archsim('quantize', 'values.json', '--datatype', 'int4', '--group', '2', '--json', ...words)).out)[0]!.groups.map(({ scale }) => scale);
    const exact = [1 / 7, 3 / 7, 0.7 / 7, 5 / 7];
    assert.deepEqual(await scales(), exact);
    assert.deepEqual(await scales('--scales', 'exact'), exact);
    assert.deepEqual(await scales('--scales', 'stored'), exact.map((scale) => { const step = 2 ** (Math.floor(Math.log2(scale)) - 10); return Math.round(scale / step) * step; }));
    const units = [3 / 7 / 3, 5 / 7 / 3].map(Math.fround);
    assert.deepEqual(await scales('--scales', 'int3'), [units[0]! * 1, units[0]! * 3, 0, units[1]! * 3]);
  });

  it('prints of a large tensor what holds for all of it, and of its groups nothing', async () => {
    write({ 'large.npy': npy(Array.from({ length: 65_540 }, (_, i) => i % 7), [4, 16_385]), 'table.npy': npy(Array.from({ length: 65_536 }, (_, i) => i % 7)) });
    const large = await archsim('quantize', 'large.npy', '--datatype', 'int4', '--group', 'channel');
    assert.equal(large.out.trimEnd().split('\n').length, 2);
    assert.match(large.out, /^large \(4 x 16385\) as int4-sym in groups of 16385\n/);
    const table = await archsim('quantize', 'table.npy', '--datatype', 'int4');
    assert.match(table.out, /… and 480 more groups\n$/);
  });

  it('refuses to print more numbers than anybody wants as JSON', async () => {
    write({ 'huge.npy': npy(Array<number>(1_048_577).fill(1)), 'most.npy': npy(Array<number>(1_048_576).fill(1)) });
    const { code, out, err } = await archsim('quantize', 'huge.npy', '--datatype', 'int4', '--group', 'tensor', '--json');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^huge\.npy quantize\/too-many-to-print: --json prints at most 1048576 weights, and there are 1048577; .*--packed FILE/);
    assert.equal((await archsim('quantize', 'most.npy', '--datatype', 'int4', '--json')).code, 0);
  });

  it('does what the examples of its help say', () => {
    const files = { 'values.json': '[0.1, -0.25, 0.5, 1]', 'layer.npy': npy(Array.from({ length: 256 }, (_, i) => Math.cos(i)), [2, 128]), 'model.safetensors': model };
    write(files);
    for (const [line] of quantizeCommand.examples) {
      const [, words, input] = /^([^<>]*)(?:< (\S+))?/.exec(line)!;
      const { code, err } = piped(words!.trim().split(' '), input === undefined ? '' : readFileSync(input));
      assert.deepEqual([code, err.replace(/^wrote .*\n/, '')], [0, ''], line);
    }
    assert.deepEqual(readdirSync('.').sort(), [...Object.keys(files), 'values.bin'].sort());
  });
});

describe('archsim quantize --packed', () => {
  const write = inEmptyFolder();

  it('writes the bytes from which the same tensor comes back', async () => {
    const weights = Array.from({ length: 64 }, (_, i) => Math.sin(i) * i);
    write({ 'w.npy': npy(weights, [4, 16]) });
    for (const datatype of ['bitmod3', 'int5-asym', 'nvfp4', 'ternary']) {
      const { code, out, err } = await archsim('quantize', 'w.npy', '--datatype', datatype, '--json', '--scales', 'stored', '--packed', 'out/w.bin', ...(datatype.startsWith('nv') ? [] : ['--group', '8']));
      assert.deepEqual([code, err], [0, 'wrote out/w.bin\n'], datatype);
      const [record] = recordsOf(out);
      const codec = codecNamed(datatype)!;
      assert.deepEqual([...codec.decode(unpack(codec, new Uint8Array(readFileSync('out/w.bin')), 64, record!.groupSize, 16))], record!.decoded, datatype);
    }
    assert.deepEqual(readdirSync('out'), ['w.bin']);
  });

  it('wants one tensor', async () => {
    write({ 'model.safetensors': model });
    const { code, out, err } = await archsim('quantize', 'model.safetensors', '--datatype', 'nf4', '--group', 'channel', '--packed', 'x.bin');
    assert.deepEqual([code, out, existsSync('x.bin')], [2, '', false]);
    assert.match(err, /^model\.safetensors quantize\/packs-one-tensor: .*the file has 2; write for example --tensor "lm_head\.weight"/);
    assert.equal((await archsim('quantize', 'model.safetensors', '--datatype', 'nf4', '--packed', 'x.bin', '--tensor', 'lm_head.weight')).code, 0);
  });

  it('prints nothing where it cannot write, and writes nothing where the weights are wrong', async () => {
    write({ 'taken': '', 'w.npy': npy([1, 2]), 'nan.npy': npy([1, NaN]) });
    const unwritable = await archsim('quantize', 'w.npy', '--datatype', 'int8', '--group', '2', '--packed', 'taken/x.bin');
    assert.deepEqual([unwritable.code, unwritable.out], [2, '']);
    assert.match(unwritable.err, /^file\/unwritable: "taken\/x\.bin"/);
    assert.equal((await archsim('quantize', 'nan.npy', '--datatype', 'int8', '--group', '2', '--packed', 'x.bin')).code, 2);
    assert.deepEqual(readdirSync('.').sort(), ['nan.npy', 'taken', 'w.npy']);
  });
});

describe('wrong weights', () => {
  const write = inEmptyFolder();
  const int4 = ['--datatype', 'int4', '--group', 'channel'] as const;
  const cases: readonly (readonly [what: string, files: Readonly<Record<string, string | Uint8Array>>, words: readonly string[], lines: readonly RegExp[]])[] = [
    ['no data type', { 'w.json': '[1]' }, ['w.json'], [/^quantize\/no-datatype: archsim quantize needs --datatype; write for example --datatype bitmod4; archsim list datatypes/]],
    ['a misspelt data type', { 'w.json': '[1]' }, ['w.json', '--datatype', 'bitmd4'], [/^quantize\/unknown-datatype: .*did you mean "bitmod4"\?/]],
    ['options that are all wrong', {}, ['w.json', '--datatype', 'x', '--group', '1.5', '--scales', 'int17'], [/^quantize\/unknown-datatype/, /^quantize\/no-group-size: .*got "1\.5"/, /^quantize\/unknown-scales: --scales must be exact, stored, or int2 to int16, got "int17"/]],
    ['groups of nothing', { 'w.json': '[1]' }, ['w.json', '--datatype', 'int4', '--group', '0'], [/^quantize\/no-group-size: .*got "0"/]],
    ['scales of one bit', { 'w.json': '[1]' }, ['w.json', '--datatype', 'int4', '--scales', 'int1'], [/^quantize\/unknown-scales/]],
    ['a file that is not there', {}, ['w.json', ...int4], [/^file\/unreadable: "w\.json" cannot be read: there is no such file/]],
    ['a folder', { 'w/x': '' }, ['w', ...int4], [/^file\/folder: "w" is a folder/]],
    ['an empty file', { 'w.json': '' }, ['w.json', ...int4], [/^w\.json:1:1 json\/empty/]],
    ['an empty list', { 'w.json': '[]' }, ['w.json', ...int4], [/^w\.json quantize\/empty: "w" has no weights/]],
    ['an experiment', { 'w.json': '{"kind": "experiment"}' }, ['w.json', ...int4], [/^w\.json:1:1 tensor\/not-numbers/]],
    ['NaN in a list', { 'w.json': '[1,\nNaN]' }, ['w.json', ...int4], [/^w\.json:2:1 json\/syntax: "NaN" is not a number/]],
    ['NaN in an array', { 'w.npy': npy([1, 2, NaN, 4], [2, 2]) }, ['w.npy', ...int4], [/^w\.npy quantize\/not-finite: weight 2 \(row 1, column 0\) of "w" is NaN/]],
    ['infinity in an array', { 'w.npy': npy([-Infinity]) }, ['w.npy', ...int4], [/^w\.npy quantize\/not-finite: weight 0 of "w" is -Infinity/]],
    ['a file that is cut off', { 'w.npy': npy([1, 2]).subarray(0, -1) }, ['w.npy', ...int4], [/^w\.npy tensor\/truncated/]],
    ['a tensor that is not there', { 'm.safetensors': model }, ['m.safetensors', ...int4, '--tensor', 'nrom'], [/^m\.safetensors quantize\/unknown-tensor: there is no tensor "nrom"; did you mean "norm"\?/]],
    ['groups that do not divide, of every tensor', { 'm.safetensors': model }, ['m.safetensors', '--datatype', 'int4', '--group', '48'], [/^m\.safetensors quantize\/group-does-not-divide: .*"lm_head\.weight"/, /^m\.safetensors quantize\/group-does-not-divide: .*"norm"/]],
    ['a rule that is wrong for every tensor, told once', { 'm.safetensors': model }, ['m.safetensors', '--datatype', 'fp16', '--scales', 'int8'], [/quantize\/no-scales: fp16 has no scales/]],
    ['several files', { 'a.json': '[1]' }, ['a.json', 'a.json', ...int4], [/^usage\/too-many-arguments/]],
    ['an option without its value', {}, ['w.json', '--datatype'], [/^usage\/no-value: --datatype/]],
  ];

  for (const [what, files, words, lines] of cases) {
    it(`end with 2 and a line for each problem: ${what}`, async () => {
      write(files);
      const { code, out, err } = await archsim('quantize', ...words);
      const told = err.trimEnd().split('\n');
      assert.deepEqual([code, out], [2, ''], err);
      assert.equal(told.length, lines.length, err);
      told.forEach((line, i) => { assert.match(line, lines[i]!); });
      assert.doesNotMatch(err, /undefined|\[object|^\s+at /m);
    });
  }

  it('are named as standard input has them', () => {
    const { code, out, err } = piped(['quantize', '--datatype', 'int4'], '[1, [2]]');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^<stdin>:1:5 tensor\/ragged/);
  });
});

describe('archsim show datatypes', () => {
  const shown = async (name: string): Promise<Readonly<Record<string, unknown>>> => JSON.parse((await archsim('show', 'datatypes', name)).out) as Readonly<Record<string, unknown>>;

  it('prints bits, what is stored beside the codes, and the grids', async () => {
    const bitmod4 = await shown('bitmod4');
    assert.deepEqual([bitmod4['patternBits'], bitmod4['usualGroup'], bitmod4['bitsPerWeight']], [4, 128, 4 + (8 + 2) / 128]);
    assert.deepEqual((bitmod4['fields'] as readonly { readonly name: string; readonly bits: number; readonly per: string }[]).map(({ name, bits, per }) => [name, bits, per]), [['scale', 8, 'group'], ['selector', 2, 'group']]);
    const grids = bitmod4['grids'] as readonly { readonly name: string; readonly values: readonly number[] }[];
    assert.deepEqual(grids.map(({ name }) => name), ['fp4-er-pos', 'fp4-er-neg', 'fp4-ea-pos', 'fp4-ea-neg']);
    assert.deepEqual(grids[0]!.values, [-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 5, 6]);
  });

  it('finds what quantize finds: other names, searched scales, any small float', async () => {
    assert.equal((await shown('INT4_sym_mse'))['name'], 'int4-sym-mse');
    assert.equal((await shown('e3m2'))['bitsPerWeight'], 6);
    assert.deepEqual((await shown('int4'))['weights'], await shown('int4-sym'));
  });

  it('knows the types of activations and sums too', async () => {
    assert.deepEqual(await shown('int32'), { name: 'int32', kind: 'integer', bits: 32, weights: null });
  });
});
