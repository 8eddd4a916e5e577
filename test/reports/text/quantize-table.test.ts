import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { displayWidth } from '../../../src/reports/text/plain-text.js';
import { quantizeTable, type QuantizedTensor } from '../../../src/reports/text/quantize-table.js';
import { codecs } from '../../../src/sim/numerics/catalogue.js';
import { paletteCodec } from '../../../src/sim/numerics/codecs/palette.js';
import { quantizationError } from '../../../src/sim/numerics/error.js';
import { quantize, type QuantizeOptions } from '../../../src/sim/numerics/quantize.js';
import { assertNoStrayValues } from '../markup.js';

function quantized(weights: readonly number[], options: QuantizeOptions): QuantizedTensor {
  const values = Float64Array.from(weights);
  return { name: options.name ?? 'w', shape: options.shape ?? [weights.length], weights: values, quantization: quantize(values, options) };
}

const wave = Array.from({ length: 256 }, (_, i) => Math.sin(i) / 8);
const plain = { colour: false, width: 100, groups: true };
const escapeCode = /\u001b\[\d+m/g;

describe('the table of a quantised tensor', () => {
  it('says what the tensor became, what it takes and what it lost', () => {
    const lines = quantizeTable(quantized(wave, { datatype: 'int4', shape: [2, 128], name: 'q_proj' }), plain).split('\n');
    assert.equal(lines[0], 'q_proj (2 x 128) as int4-sym in groups of 128');
    assert.match(lines[1]!, /^4\.125 bits per weight, SQNR 2\d\.\d\d dB, MSE \d.*, largest error 0\.0\d+$/);
    assert.equal(lines.length, 7);
  });

  it('says so where nothing was lost, and where the error has no ratio', () => {
    assert.match(quantizeTable(quantized([1, -1], { datatype: 'int8', group: 'tensor' }), plain), /bits per weight, no error\n/);
    const lost = quantized([0, 0], { datatype: 'int8', group: 'tensor' });
    const broken = { ...lost, quantization: { ...lost.quantization, error: { mse: Infinity, maxAbsolute: 1, sqnrDb: null } } };
    assert.match(quantizeTable(broken, plain), /SQNR unknown, MSE unknown, largest error 1\n/);
  });

  it('shows the numbers of the tensor with it, and those of a group with the group', () => {
    const text = quantizeTable(quantized(wave, { datatype: 'nvfp4' }), plain);
    assert.match(text, /, tensorScale 4\.6\d+e-5\n/);
    assert.match(text, /^group +scale +MSE +codes$/m);
    assert.match(quantizeTable(quantized(wave, { datatype: 'int3-asym' }), plain), /^group +scale +zero +MSE +codes$/m);
  });

  it('names the grid that a group chose in the place of its number', () => {
    const text = quantizeTable(quantized([3, -7, 0, 1], { datatype: 'bitmod4', group: 4 }), plain);
    assert.match(text, /^group +scale +chosen +MSE +codes$/m);
    assert.match(text, /^ +0 +0\.8750 +fp4-ea-neg +0\.03906 +3 -8 {2}0 {2}1$/m);
  });

  it('leaves the groups out where it is asked to', () => {
    assert.equal(quantizeTable(quantized(wave, { datatype: 'int4' }), { ...plain, groups: false }).split('\n').length, 2);
  });

  it('lists at most 32 groups, and counts the rest', () => {
    const rows = (groups: number): string[] => quantizeTable(quantized(Array<number>(groups * 2).fill(1), { datatype: 'int4', group: 2 }), plain).split('\n').slice(5);
    assert.equal(rows(32).length, 32);
    assert.deepEqual([rows(33).length, rows(33).at(-1)], [33, '… and 1 more group']);
    assert.equal(rows(1000).at(-1), '… and 968 more groups');
  });

  it('cuts codes that do not fit, and keeps those that do in columns', () => {
    const line = (count: number, width: number): string => quantizeTable(quantized(Array<number>(count).fill(7), { datatype: 'int4', group: 'tensor' }), { ...plain, width }).split('\n')[5]!;
    assert.equal(line(3, 40), '    0      1    0  7 7 7');
    assert.match(line(100, 40), /( 7)+ …$/);
    assert.ok(displayWidth(line(100, 40)) <= 40);
  });

  it('shows a code of 0 without a sign, and long codes with four digits', () => {
    assert.match(quantizeTable(quantized([1, -0.01, 0.7], { datatype: 'nf4', group: 3 }), plain), / {6}1 {5}0 0\.723$/m);
  });

  it('shows formats that store lists of numbers for a group', () => {
    const weights = Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4);
    const codec = paletteCodec(2);
    const encoded = codec.encode(weights, 4);
    const decoded = codec.decode(encoded);
    const quantization = { datatype: codec.name, groupSize: 4, bitsPerWeight: 18, codec, encoded, decoded, error: quantizationError(weights, decoded) };
    assert.match(quantizeTable({ name: 'w', shape: [8], weights, quantization }, plain), /^group +MSE +codes\n─+\n +0 +0 +0 1 2 3\n +1 +0 +0 1 2 3$/m);
  });

  it('stays within its width without trailing spaces or stray values, in every format, with colours or without', () => {
    // Codebooks of vectors need more weights than these.
    for (const { name } of codecs().filter(({ vectorLength }) => vectorLength === 1)) {
      const tensor = quantized(wave, { datatype: name, name: 'model.layers.0.mlp\u001b[31m.down_proj.weight' });
      for (const width of [20, 40, 80, 130]) {
        const text = quantizeTable(tensor, { ...plain, width });
        for (const line of text.split('\n')) {
          assert.ok(displayWidth(line) <= Math.max(40, width), `${name}: ${displayWidth(line)} columns of ${width}: ${line}`);
          assert.equal(line, line.trimEnd());
        }
        assertNoStrayValues(text);
        assert.ok(!text.includes('\u001b'));
        const coloured = quantizeTable(tensor, { ...plain, width, colour: true });
        assert.ok(coloured.includes('\u001b['));
        assert.equal(coloured.replace(escapeCode, ''), text);
      }
    }
  });
});
