import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { formatSi, parseQuantity, siUnit, type Dimension } from '../../../src/sim/core/units.js';

function codeOf(input: number | string, dimension: Dimension): string {
  try {
    parseQuantity(input, dimension, '/a/b');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.equal(error.problems[0]!.pointer, '/a/b');
    assert.match(error.problems[0]!.message, /\/a\/b/);
    return error.problems[0]!.code;
  }
  return 'accepted';
}

describe('parseQuantity', () => {
  it('reads the units of every dimension', () => {
    assert.equal(parseQuantity('225 MHz', 'frequency'), 225e6);
    assert.equal(parseQuantity('460 GB/s', 'bandwidth'), 460e9);
    assert.equal(parseQuantity('8 GiB', 'size'), 8 * 2 ** 30);
    assert.equal(parseQuantity('20 ms', 'time'), 0.02);
    assert.equal(parseQuantity('45 W', 'power'), 45);
    assert.equal(parseQuantity('312 TFLOP/s', 'rate'), 312e12);
  });

  it('tells GB, which is 10^9, from GiB, which is 2^30', () => {
    assert.equal(parseQuantity('1 GB', 'size'), 1e9);
    assert.equal(parseQuantity('1 GiB', 'size'), 1_073_741_824);
  });

  it('takes a plain number, and a text without a unit, as SI', () => {
    assert.equal(parseQuantity(1.5e9, 'frequency'), 1.5e9);
    assert.equal(parseQuantity(' 1.5e9 ', 'frequency'), 1.5e9);
  });

  it('does not mind blanks around and between', () => {
    for (const text of ['225MHz', ' 225 MHz ', '225\tMHz', '.225 GHz', '2.25e2 MHz', '+225 MHz']) assert.ok(Math.abs(parseQuantity(text, 'frequency') - 225e6) < 1e-3, text);
  });

  it('refuses the unit of another dimension', () => {
    for (const [text, dimension] of [['225 MHz', 'bandwidth'], ['8 GB', 'bandwidth'], ['8 GB/s', 'size'], ['8 Gb/s', 'bandwidth'], ['1 mHz', 'frequency'], ['1 min', 'time']] as const) {
      assert.equal(codeOf(text, dimension), 'unit/wrong-unit', text);
    }
  });

  it('refuses what is not a number with a unit', () => {
    for (const text of ['', 'fast', '1..2 GB', '1 2 GB', '0x10 GB', '1,5 GB', 'NaN', '١ GB', '1 GB per s', '\u0000']) assert.equal(codeOf(text, 'size'), 'unit/not-a-quantity', JSON.stringify(text));
  });

  it('refuses zero, negative and endless quantities', () => {
    for (const input of [0, -1, NaN, Infinity, '0 GB', '-8 GB', '1e999 GB', '1e300 PB']) assert.equal(codeOf(input, 'size'), 'unit/not-positive', String(input));
  });

  it('shows an example of the dimension', () => {
    for (const dimension of Object.keys(siUnit) as Dimension[]) {
      try {
        parseQuantity('?', dimension);
        assert.fail();
      } catch (error) {
        assert.ok(error instanceof InputError);
        const example = /"([^"]+)"/.exec(error.problems[0]!.remedy ?? '')?.[1];
        assert.ok(parseQuantity(example ?? '', dimension) > 0);
      }
    }
  });

  it('scales by its prefix and nothing else', () => {
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
      assert.equal(parseQuantity(`${x} GB`, 'size'), x * 1e9);
      assert.equal(parseQuantity(`${x} ${siUnit.size}`, 'size'), x);
    }));
  });

  it('throws nothing but InputError on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { codeOf(text, 'bandwidth'); }));
  });
});

describe('formatSi', () => {
  it('gives four significant digits and a prefix', () => {
    assert.equal(formatSi(0.0175, 's'), '17.50 ms');
    assert.equal(formatSi(460e9, 'B/s'), '460.0 GB/s');
    assert.equal(formatSi(225e6, 'Hz'), '225.0 MHz');
    assert.equal(formatSi(0, 'J'), '0 J');
    assert.equal(formatSi(-2.5e-6, 's'), '-2.500 µs');
    assert.equal(formatSi(1, 'W'), '1.000 W');
  });

  it('never shows a thousand of a prefix that has a next one', () => {
    fc.assert(fc.property(fc.double({ min: 1e-12, max: 9e14, noNaN: true }), (x) => {
      const shown = Number.parseFloat(formatSi(x, 's'));
      assert.ok(shown >= 0.9995 && shown < 1000, formatSi(x, 's'));
    }));
  });

  it('keeps the value to four digits', () => {
    const factors: Readonly<Record<string, number>> = { p: 1e-12, n: 1e-9, µ: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };
    fc.assert(fc.property(fc.double({ min: 1e-12, max: 1e18, noNaN: true }), (x) => {
      const [number, unit] = formatSi(x, 's').split(' ');
      const value = Number(number) * factors[unit!.slice(0, -1)]!;
      assert.ok(Math.abs(value - x) <= 5.1e-4 * x, formatSi(x, 's'));
    }));
  });
});
