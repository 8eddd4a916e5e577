import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { decimalLiteral, hexDigits, hexLiteral, parameterLiteral, signedLiteral } from '../../../src/rtl-export/kit/literal.js';
import { inFolder, needTools, runTool } from './tools.js';

const bits = fc.integer({ min: 1, max: 130 });

describe('literals of Verilog', () => {
  it('have their width, and all digits in hexadecimal', () => {
    assert.deepEqual([decimalLiteral(8, 255), decimalLiteral(1, 0n), hexLiteral(12, 255), hexLiteral(5, 31), hexDigits(9, 1)], ["8'd255", "1'd0", "12'h0ff", "5'h1f", '001']);
    assert.deepEqual([signedLiteral(8, 5), signedLiteral(8, -5), signedLiteral(8, 127), signedLiteral(8, -128), signedLiteral(1, -1)], ["8'sd5", "-8'sd5", "8'sd127", "8'sh80", "1'sh1"]);
    assert.deepEqual([7, -7, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, -(2 ** 40)].map(parameterLiteral), ['7', '-7', '2147483647', '-2147483648', "64'sd2147483648", "-64'sd1099511627776"]);
  });

  it('are range errors beyond the ends of every width', () => {
    fc.assert(fc.property(bits, (width) => {
      const top = 1n << BigInt(width);
      for (const make of [decimalLiteral, hexLiteral, hexDigits]) {
        assert.ok(make(width, top - 1n).length > 0);
        assert.throws(() => make(width, top), RangeError);
        assert.throws(() => make(width, -1), RangeError);
      }
      assert.ok(signedLiteral(width, top / 2n - 1n).length > 0 && signedLiteral(width, -(top / 2n)).length > 0);
      assert.throws(() => signedLiteral(width, top / 2n), RangeError);
      assert.throws(() => signedLiteral(width, -(top / 2n) - 1n), RangeError);
    }));
  });

  it('are range errors for what is no whole number or no width', () => {
    for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      assert.throws(() => decimalLiteral(64, wrong), RangeError);
      assert.throws(() => parameterLiteral(wrong), RangeError);
    }
    for (const wrong of [0, -1, 1.5]) assert.throws(() => hexLiteral(wrong, 0), RangeError);
  });

  it('mean their number in Icarus Verilog', function () {
    needTools(this, 'iverilog', 'vvp');
    const values = fc.sample(bits.chain((width) => fc.tuple(fc.constant(width), fc.bigInt({ min: -(1n << BigInt(width - 1)), max: (1n << BigInt(width - 1)) - 1n }))), { numRuns: 60, seed: 1 });
    const lines = values.map(([width, value], i) => `    wire signed [${width - 1}:0] w${i} = ${signedLiteral(width, value)};`);
    const source = `module t;\n${lines.join('\n')}\n    initial begin\n        #1;\n${values.map((_, i) => `        $display("%0d", w${i});`).join('\n')}\n    end\nendmodule\n`;
    const printed = inFolder([['t.v', source]], (folder) => {
      assert.equal(runTool(folder, 'iverilog', ['-g2001', '-Wall', '-o', 't.vvp', 't.v']).stderr, '');
      return runTool(folder, 'vvp', ['t.vvp']).stdout;
    });
    assert.deepEqual(printed.trim().split('\n'), values.map(([, value]) => String(value)));
  });
});
