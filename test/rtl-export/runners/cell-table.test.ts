import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { combinationalCells } from '../../../src/rtl-export/runners/cell-table.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { createRng, type Rng } from '../../../src/sim/core/rng.js';
import { extremes, netlistBuilder } from './netlist-fixture.js';

interface Operands {
  readonly a: bigint;
  readonly b: bigint;
  readonly s: bigint;
  readonly widths: { readonly a: number; readonly b: number; readonly s: number; readonly y: number };
  /** The operands as numbers, with their signs where both are signed. */
  readonly both: readonly [bigint, bigint];
  /** A as a number with its sign where A is signed. */
  readonly left: bigint;
  readonly signed: { readonly a: boolean; readonly b: boolean };
}
type Formula = (operands: Operands) => bigint;

const bit = (value: boolean): bigint => (value ? 1n : 0n);
const ones = (value: bigint): number => value.toString(2).replaceAll('0', '').length;
const allOnes = (width: number): bigint => (1n << BigInt(width)) - 1n;
const logicalRight: Formula = ({ left, b, widths }) => BigInt.asUintN(Math.max(widths.a, widths.y), left) >> b;
const either: Formula = ({ left, b, widths, signed }) => {
  const by = signed.b ? BigInt.asIntN(widths.b, b) : b;
  const value = BigInt.asUintN(Math.max(widths.a, widths.y), left);
  // A shift by more than all bits leaves nothing, and BigInt would run out of memory for it.
  return by > 300n || by < -300n ? 0n : by < 0n ? value << -by : value >> by;
};

/** What each cell computes, from Yosys' simulation library in words of BigInt; the width of Y cuts it. */
const formulas: Readonly<Record<string, Formula>> = {
  $pos: ({ left }) => left,
  $neg: ({ left }) => -left,
  $not: ({ left }) => ~left,
  $add: ({ both: [a, b] }) => a + b,
  $sub: ({ both: [a, b] }) => a - b,
  $mul: ({ both: [a, b] }) => a * b,
  $div: ({ both: [a, b] }) => (b === 0n ? 0n : a / b),
  $mod: ({ both: [a, b] }) => (b === 0n ? 0n : a % b),
  $and: ({ both: [a, b] }) => a & b,
  $or: ({ both: [a, b] }) => a | b,
  $xor: ({ both: [a, b] }) => a ^ b,
  $xnor: ({ both: [a, b] }) => ~(a ^ b),
  $reduce_and: ({ a, widths }) => bit(a === allOnes(widths.a)),
  $reduce_or: ({ a }) => bit(a !== 0n),
  $reduce_bool: ({ a }) => bit(a !== 0n),
  $reduce_xor: ({ a }) => BigInt(ones(a) % 2),
  $reduce_xnor: ({ a }) => BigInt(1 - (ones(a) % 2)),
  $logic_not: ({ a }) => bit(a === 0n),
  $logic_and: ({ a, b }) => bit(a !== 0n && b !== 0n),
  $logic_or: ({ a, b }) => bit(a !== 0n || b !== 0n),
  $eq: ({ both: [a, b] }) => bit(a === b),
  $eqx: ({ both: [a, b] }) => bit(a === b),
  $ne: ({ both: [a, b] }) => bit(a !== b),
  $nex: ({ both: [a, b] }) => bit(a !== b),
  $lt: ({ both: [a, b] }) => bit(a < b),
  $le: ({ both: [a, b] }) => bit(a <= b),
  $gt: ({ both: [a, b] }) => bit(a > b),
  $ge: ({ both: [a, b] }) => bit(a >= b),
  $shl: ({ left, b }) => (b > 300n ? 0n : left << b),
  $sshl: ({ left, b }) => (b > 300n ? 0n : left << b),
  $shr: logicalRight,
  $sshr: (operands) => (operands.signed.a ? operands.left >> operands.b : logicalRight(operands)),
  $shift: either,
  $shiftx: either,
  $mux: ({ a, b, s }) => (s === 1n ? b : a),
  $pmux: ({ a, b, s, widths }) => {
    const selected = s.toString(2).split('').reverse().indexOf('1');
    return selected < 0 ? a : b >> BigInt(selected * widths.y);
  },
  $bmux: ({ a, s, widths }) => a >> (s * BigInt(widths.y)),
  $slice: ({ a }) => a >> 2n,
  $concat: ({ a, b, widths }) => (b << BigInt(widths.a)) | a,
};

const unary = new Set(['$pos', '$neg', '$not', '$reduce_and', '$reduce_or', '$reduce_bool', '$reduce_xor', '$reduce_xnor', '$logic_not', '$slice', '$bmux']);
const shifts = new Set(['$shl', '$sshl', '$shr', '$sshr', '$shift', '$shiftx']);
const isTruth = (type: string): boolean => /reduce|logic|eq|ne|[lg][te]$/.test(type) && type !== '$neg';

interface Case {
  readonly type: string;
  readonly index: number;
  readonly widths: Operands['widths'];
  readonly signed: { readonly a: boolean; readonly b: boolean };
}

function randomCase(type: string, index: number, rng: Rng): Case {
  const width = (): number => rng.pick([rng.integer(1, 70), rng.integer(1, 70), rng.integer(24, 33), 1, 8, 31, 32, 33, 53, 63, 64, 65]);
  const [first, second] = [rng.next() < 0.5, rng.next() < 0.5];
  const widths = { a: width(), b: shifts.has(type) ? rng.pick([rng.integer(1, 8), rng.integer(1, 8), 32, 40]) : width(), s: 1, y: width() };
  const signed = { a: type !== '$shiftx' && first, b: shifts.has(type) ? (type === '$shift' || type === '$shiftx') && second : rng.next() < 0.8 ? first : second };
  if (isTruth(type)) widths.y = rng.pick([1, 1, 1, 3, 40]);
  if (type === '$mux' || type === '$pmux') {
    widths.s = type === '$mux' ? 1 : rng.integer(1, 6);
    return { type, index, signed, widths: { ...widths, a: widths.y, b: widths.s * widths.y } };
  }
  if (type === '$bmux') {
    widths.s = rng.integer(1, 4);
    return { type, index, signed, widths: { ...widths, a: widths.y << widths.s } };
  }
  if (type === '$slice') return { type, index, signed, widths: { ...widths, a: widths.y + 2 } };
  if (type === '$concat') return { type, index, signed, widths: { ...widths, y: widths.a + widths.b } };
  return { type, index, signed, widths };
}

describe('the cells of a netlist', () => {
  it('are all tested against a formula', () => {
    assert.deepEqual([...combinationalCells.keys()].sort(), Object.keys(formulas).sort());
  });

  const rng = createRng(20);
  for (const type of Object.keys(formulas)) {
    it(`${type} computes its formula at widths of 1 to 70 bits, signed and unsigned, at random values and at the extremes`, () => {
      const builder = netlistBuilder();
      const cases = Array.from({ length: 40 }, (_, index) => randomCase(type, index, rng));
      for (const { index, widths, signed } of cases) {
        const inputs = {
          A: builder.input(`a${index}`, widths.a),
          ...(unary.has(type) ? {} : { B: builder.input(`b${index}`, widths.b) }),
          ...(['$mux', '$pmux', '$bmux'].includes(type) ? { S: builder.input(`s${index}`, widths.s) } : {}),
        };
        builder.output(`y${index}`, builder.cell(type, { A_SIGNED: signed.a ? 1 : 0, B_SIGNED: signed.b ? 1 : 0, OFFSET: 2 }, inputs, widths.y));
      }
      const simulator = netlistSimulator(builder.netlist(), 'top');
      const value = (width: number): bigint => {
        if (rng.next() < 0.5) return rng.pick(extremes(width));
        let bits = 0n;
        for (let at = 0; at < width; at += 32) bits = (bits << 32n) | BigInt(rng.integer(0, 2 ** 32 - 1));
        return BigInt.asUintN(width, bits >> BigInt(rng.integer(0, width - 1)));
      };
      for (let vector = 0; vector < 50; vector++) {
        const operands = cases.map(({ index, widths, signed }): Operands => {
          const a = value(widths.a);
          const b = shifts.has(type) && rng.next() < 0.5 ? BigInt.asUintN(widths.b, BigInt(rng.integer(-75, 75))) : value(widths.b);
          const s = type === '$pmux' ? BigInt.asUintN(widths.s, 1n << BigInt(rng.integer(0, widths.s))) : value(widths.s);
          simulator.set(`a${index}`, a);
          if (!unary.has(type)) simulator.set(`b${index}`, b);
          if (['$mux', '$pmux', '$bmux'].includes(type)) simulator.set(`s${index}`, s);
          const isSigned = signed.a && signed.b;
          const numbers = [isSigned ? BigInt.asIntN(widths.a, a) : a, isSigned ? BigInt.asIntN(widths.b, b) : b] as const;
          return { a, b, s, widths, signed, both: numbers, left: signed.a ? BigInt.asIntN(widths.a, a) : a };
        });
        for (const [i, { index, widths }] of cases.entries()) {
          const one = operands[i]!;
          const expected = BigInt.asUintN(widths.y, formulas[type]!(one));
          assert.equal(simulator.get(`y${index}`), expected, `${type} ${JSON.stringify(cases[i])} a ${one.a} b ${one.b} s ${one.s}`);
        }
      }
    });
  }
});
