import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { extremes } from './netlist-fixture.js';

interface Numbers {
  /** Operands as Verilog extends them: with their signs where both are signed. */
  readonly a: bigint;
  readonly b: bigint;
  /** A with its own sign, and B without one, as shifts take them. */
  readonly left: bigint;
  readonly amount: bigint;
  /** A cut to the width of the expression, the wider of A and Y. */
  readonly wide: bigint;
  readonly signed: boolean;
}

const truth = (value: boolean): bigint => (value ? 1n : 0n);
const parity = (value: bigint): bigint => BigInt(value.toString(2).replaceAll('0', '').length % 2);

/** Operators of Verilog-2001 on declared operands (IEEE 1364-2001, section 4), as BigInt before the assignment cuts them. */
const operators: readonly (readonly [string, (numbers: Numbers) => bigint])[] = [
  ['a + b', ({ a, b }) => a + b],
  ['a - b', ({ a, b }) => a - b],
  ['a * b', ({ a, b }) => a * b],
  ['b == 0 ? 0 : a / b', ({ a, b }) => (b === 0n ? 0n : a / b)],
  ['b == 0 ? 0 : a % b', ({ a, b }) => (b === 0n ? 0n : a % b)],
  ['a & b', ({ a, b }) => a & b],
  ['a | b', ({ a, b }) => a | b],
  ['a ^ b', ({ a, b }) => a ^ b],
  ['a ~^ b', ({ a, b }) => ~(a ^ b)],
  ['a == b', ({ a, b }) => truth(a === b)],
  ['a != b', ({ a, b }) => truth(a !== b)],
  ['a === b', ({ a, b }) => truth(a === b)],
  ['a !== b', ({ a, b }) => truth(a !== b)],
  ['a < b', ({ a, b }) => truth(a < b)],
  ['a <= b', ({ a, b }) => truth(a <= b)],
  ['a > b', ({ a, b }) => truth(a > b)],
  ['a >= b', ({ a, b }) => truth(a >= b)],
  ['a && b', ({ a, b }) => truth(a !== 0n && b !== 0n)],
  ['a || b', ({ a, b }) => truth(a !== 0n || b !== 0n)],
  ['!a', ({ left }) => truth(left === 0n)],
  ['-a', ({ left }) => -left],
  ['+a', ({ left }) => left],
  ['~a', ({ left }) => ~left],
  ['&a', ({ wide, left }) => truth(left === -1n || (left > 0n && (left & (left + 1n)) === 0n && wide === left))],
  ['|a', ({ left }) => truth(left !== 0n)],
  ['a << b', ({ left, amount }) => left << amount],
  ['a <<< b', ({ left, amount }) => left << amount],
  ['a >> b', ({ wide, amount }) => wide >> amount],
  ['a >>> b', ({ left, amount }) => left >> amount],
];

describe('operators of Verilog', function () {
  this.timeout(30_000);

  it('give the numbers of the standard, whatever the widths and signs', async () => {
    const rng = createRng(7);
    const cases = operators.flatMap(([text, formula]) => Array.from({ length: 6 }, () => {
      const isShift = /<<|>>/.test(text);
      const width = (): number => rng.pick([rng.integer(1, 70), rng.integer(1, 70), 1, 31, 32, 33, 64]);
      const sign = rng.next() < 0.5;
      return { text, formula, isShift, a: width(), b: isShift ? rng.integer(1, 7) : width(), y: width(), signs: { a: sign, b: rng.next() < 0.8 ? sign : !sign } };
    }));
    const lines = cases.flatMap(({ text, a, b, y, signs }, i) => [
      `  input ${signs.a ? 'signed ' : ''}[${a - 1}:0] a${i};`, `  input ${signs.b ? 'signed ' : ''}[${b - 1}:0] b${i};`, `  output [${y - 1}:0] y${i};`,
      `  assign y${i} = ${text.replace(/\b[ab]\b/g, (name) => `${name}${i}`).replaceAll('0 :', signs.a && signs.b ? "1'sd0 :" : "1'd0 :")};`,
    ]);
    const source = `module top(${cases.flatMap((_, i) => [`a${i}`, `b${i}`, `y${i}`]).join(', ')});\n${lines.join('\n')}\nendmodule\n`;
    const netlist = await netlistOf(await wasmYosys(), { sources: { 'top.v': source }, top: 'top' });
    const types = new Set(netlist.modules[0]!.cells.map((cell) => cell.type));
    for (const type of ['add', 'sub', 'mul', 'div', 'mod', 'and', 'or', 'xor', 'xnor', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logic_and', 'logic_or', 'logic_not', 'neg', 'not', 'shl', 'sshl', 'shr', 'sshr', 'reduce_and', 'mux']) {
      assert.ok(types.has(`$${type}`), `no $${type}`);
    }
    const simulator = netlistSimulator(netlist, 'top');
    for (let vector = 0; vector < 40; vector++) {
      const given = cases.map(({ a, b }, i) => {
        const value = (width: number): bigint => (
          rng.next() < 0.5 ? rng.pick(extremes(width)) : BigInt.asUintN(width, (BigInt(rng.integer(0, 2 ** 32 - 1)) << 38n) ^ BigInt(rng.integer(0, 2 ** 40))));
        const pair = { a: value(a), b: rng.next() < 0.2 && a === b ? value(a) : value(b) };
        simulator.set(`a${i}`, pair.a);
        simulator.set(`b${i}`, pair.b);
        return pair;
      });
      for (const [i, { text, formula, a, b, y, signs }] of cases.entries()) {
        const both = signs.a && signs.b;
        const left = signs.a ? BigInt.asIntN(a, given[i]!.a) : given[i]!.a;
        const numbers: Numbers = {
          a: both ? left : given[i]!.a, b: both ? BigInt.asIntN(b, given[i]!.b) : given[i]!.b,
          left, amount: given[i]!.b, wide: BigInt.asUintN(Math.max(a, y), left), signed: both,
        };
        const expected = text === '&a' ? truth(given[i]!.a === (1n << BigInt(a)) - 1n) : formula(numbers);
        assert.equal(simulator.get(`y${i}`), BigInt.asUintN(y, expected), `${text}: ${JSON.stringify({ a, b, y, signs })} a ${given[i]!.a} b ${given[i]!.b}`);
      }
    }
  });

  it('reads and writes parts with a variable index, and repeats, joins and chooses', async () => {
    const source = `module top(input [69:0] a, input [6:0] i, input [2:0] s, input signed [4:0] d, input [8:0] v, output [8:0] part, output one, output reg [69:0] put,
      output [79:0] extended, output reg [8:0] chosen, output odd, output even, output [13:0] joined);
      assign part = a[i +: 9];
      assign one = a[i];
      assign extended = {{75{d[4]}}, d};
      assign joined = {d, v};
      assign odd = ^a;
      assign even = ~^a;
      always @* begin put = a; put[i +: 9] = v; end
      always @* case (s) 3'd0: chosen = v; 3'd1: chosen = ~v; 3'd4: chosen = a[8:0]; 3'd6: chosen = a[69:61]; default: chosen = 9'd77; endcase
    endmodule`;
    const simulator = netlistSimulator(await netlistOf(await wasmYosys(), { sources: { 'top.v': source }, top: 'top' }), 'top');
    const rng = createRng(9);
    for (let vector = 0; vector < 300; vector++) {
      const a = BigInt.asUintN(70, (BigInt(rng.integer(0, 2 ** 45)) << 30n) ^ BigInt(rng.integer(0, 2 ** 40)));
      const [i, s, d, v] = [rng.integer(0, 80), rng.integer(0, 7), rng.integer(-16, 15), rng.integer(0, 511)];
      simulator.set('a', a);
      for (const [name, value] of Object.entries({ i, s, d, v })) simulator.set(name, value);
      const at = BigInt(i);
      const window = 0x1ffn << at;
      assert.equal(simulator.get('part'), (a >> at) & 0x1ffn);
      assert.equal(simulator.get('one'), (a >> at) & 1n);
      assert.equal(simulator.get('put'), BigInt.asUintN(70, (a & ~window) | (BigInt(v) << at)), `put ${i}`);
      assert.equal(simulator.get('extended'), BigInt.asUintN(80, BigInt(d)));
      assert.equal(simulator.get('joined'), (BigInt.asUintN(5, BigInt(d)) << 9n) | BigInt(v));
      assert.equal(simulator.get('odd'), parity(a));
      assert.equal(simulator.get('even'), 1n - parity(a));
      const choices: Readonly<Record<number, bigint>> = { 0: BigInt(v), 1: BigInt(511 - v), 4: a & 0x1ffn, 6: a >> 61n };
      assert.equal(simulator.get('chosen'), choices[s] ?? 77n);
    }
  });
});
