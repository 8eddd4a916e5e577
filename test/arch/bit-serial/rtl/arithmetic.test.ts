import assert from 'node:assert/strict';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';
import { bitmodPe, laneSum } from '../../../../src/sim/numerics/arithmetic/fp16-accumulate.js';
import { fp16Parts, type Fp16Parts } from '../../../../src/sim/numerics/arithmetic/fp16-parts.js';
import { addScaled, scaledValue, shiftRight, type Scaled } from '../../../../src/sim/numerics/arithmetic/scaled.js';
import type { Term } from '../../../../src/sim/numerics/arithmetic/term.js';
import { requireTool } from '../../../kit/rtl-tools.js';
import { evaluate, type CombinationalModule, type CombinationalPort } from '../verilog.js';

/** A number between stages of the processing element: value = (-1)^sign * 1.f * 2^(exponent - 29). */
interface Packed {
  readonly sign: number;
  readonly exponent: number;
  readonly mantissa: number;
}

const zero: Packed = { sign: 0, exponent: 0, mantissa: 0 };

function unpackedOf({ sign, exponent, mantissa }: Packed, bits: number): Scaled {
  return { mantissa: sign === 1 ? -mantissa : mantissa, exponent: mantissa === 0 ? 0 : exponent - 29 - (bits - 1) };
}

/** A whole number times 2^exponent, with its leading one at the top of a mantissa of that many bits. */
function packedOf(value: number, exponent: number, bits: number): Packed {
  if (value === 0) return zero;
  const top = Math.floor(Math.log2(Math.abs(value)));
  return { sign: value < 0 ? 1 : 0, exponent: top + exponent + 29, mantissa: Math.abs(value) * 2 ** (bits - 1 - top) };
}

function scaledAdd(mantissaBits: number, addendBits: number): CombinationalModule {
  const number = (name: string, bits: number): CombinationalPort[] => [[`${name}_sign`, 1], [`${name}_exponent`, 7], [`${name}_mantissa`, bits]];
  return { name: 'scaled_add', parameters: { MANTISSA_BITS: mantissaBits, ADDEND_BITS: addendBits }, inputs: [...number('a', mantissaBits), ...number('b', addendBits)], outputs: number('sum', mantissaBits) };
}

/** Compares the adder with `addScaled` on pairs of operands, and that its zero is zero in all fields. */
async function assertSums(mantissaBits: number, addendBits: number, pairs: readonly (readonly [Packed, Packed])[]): Promise<void> {
  const sums = await evaluate(scaledAdd(mantissaBits, addendBits), pairs.map(([a, b]) => [a.sign, a.exponent, a.mantissa, b.sign, b.exponent, b.mantissa]));
  pairs.forEach(([a, b], i) => {
    const [sign, exponent, mantissa] = sums[i] as [number, number, number];
    const expected = addScaled(unpackedOf(a, mantissaBits), unpackedOf(b, addendBits), mantissaBits, 'nearest-even');
    assert.deepEqual(unpackedOf({ sign, exponent, mantissa }, mantissaBits), { mantissa: expected.mantissa + 0, exponent: expected.exponent }, JSON.stringify([a, b]));
    if (expected.mantissa === 0) assert.deepEqual({ sign, exponent, mantissa }, zero);
  });
}

/** Mantissas that are random, or near their ends, or a few ones far apart: what ties and long carries are made of. */
function mantissaOf(rng: Rng, bits: number): number {
  const top = 2 ** (bits - 1);
  return rng.pick([top + rng.integer(0, top - 1), top, top + 1, 2 * top - 1, 2 * top - 2, top + 2 ** rng.integer(0, bits - 2), 2 * top - 2 ** rng.integer(0, bits - 2)]);
}

const widths = [[15, 16], [24, 23]] as const;

describe('arch/bit-serial/rtl: arithmetic', function () {
  before(async function () { await requireTool(this, 'iverilog'); });

  for (const [mantissaBits, addendBits] of widths) {
    it(`adds ${mantissaBits} and ${addendBits} bits as addScaled, at every distance of the exponents and with every sign`, async () => {
      const rng = createRng(mantissaBits);
      const pairs = Array.from({ length: 12000 }, (_, i): [Packed, Packed] => {
        // From 30 on up, cancellation does not leave the range of the exponents. Every other distance is small.
        const a = { sign: rng.integer(0, 1), exponent: rng.integer(30, 102), mantissa: mantissaOf(rng, mantissaBits) };
        const exponent = i % 2 === 0 ? rng.integer(30, 102) : Math.min(102, Math.max(30, a.exponent + rng.integer(-28, 28)));
        return [a, { sign: rng.integer(0, 1), exponent, mantissa: mantissaOf(rng, addendBits) }];
      });
      await assertSums(mantissaBits, addendBits, pairs);
    });

    it(`adds the ends of the range in ${mantissaBits} and ${addendBits} bits, and numbers that cancel`, async () => {
      const ends = (bits: number): Packed[] => {
        const powers = [0, 1, 2, 28, 29, 101, 102].map((exponent) => ({ exponent, mantissa: 2 ** (bits - 1) }));
        // Values are multiples of 2^-29 here and of 2^-28 in the tile, so that longer mantissas begin further up.
        const others = [28, 29, 101, 102].flatMap((exponent) => [2 ** bits - 1, 2 ** (bits - 1) + 1].map((mantissa) => ({ exponent, mantissa })));
        return [zero, ...[...powers, ...others].flatMap((number) => [0, 1].map((sign) => ({ sign, ...number })))];
      };
      const pairs = ends(mantissaBits).flatMap((a) => ends(addendBits).map((b): [Packed, Packed] => [a, b]));
      const opposite = ends(Math.min(mantissaBits, addendBits)).map((x): [Packed, Packed] => [
        { ...x, mantissa: x.mantissa * 2 ** Math.max(0, mantissaBits - addendBits) }, { ...x, sign: x.mantissa === 0 ? 0 : 1 - x.sign, mantissa: x.mantissa * 2 ** Math.max(0, addendBits - mantissaBits) },
      ]);
      await assertSums(mantissaBits, addendBits, [...pairs, ...opposite]);
    });
  }

  it('aligns the operand of smaller exponent whichever it is: 1000 * 2^4 and 2000 * 2^10 are 2,064,000', async () => {
    const [small, large] = [packedOf(1000, 4, 15), packedOf(2000, 10, 15)];
    const [x, y] = [packedOf(1000, 4, 16), packedOf(2000, 10, 16)];
    const sums = await evaluate(scaledAdd(15, 16), [[small, y], [large, x]].map(([a, b]) => [a!.sign, a!.exponent, a!.mantissa, b!.sign, b!.exponent, b!.mantissa]));
    for (const [sign, exponent, mantissa] of sums) assert.equal(scaledValue(unpackedOf({ sign: sign!, exponent: exponent!, mantissa: mantissa! }, 15)), 2_064_000);
  });

  it('shifts and rounds as shiftRight, at every distance', async () => {
    const magnitudes = [8, 16, 24, 32, 40, 8184, 8192, 8200, 16368, 16376, ...Array.from({ length: 400 }, (_, i) => (i * 376) % 16384)];
    const vectors = magnitudes.flatMap((magnitude) => Array.from({ length: 16 }, (_, places) => [magnitude, places]));
    const results = await evaluate({ name: 'shift_round', inputs: [['magnitude', 14], ['places', 4]], outputs: [['aligned', 14]] }, vectors);
    assert.deepEqual(results.map(([aligned]) => aligned), vectors.map(([magnitude, places]) => shiftRight(magnitude!, places!, 'nearest-even')));
  });

  it('takes FP16 patterns apart as fp16Parts, all of them, and the exponent 31 as an ordinary one', async () => {
    const patterns = Array.from({ length: 65536 }, (_, pattern) => pattern);
    const results = await evaluate({ name: 'fp16_parts', inputs: [['pattern', 16]], outputs: [['sign', 1], ['exponent', 5], ['mantissa', 11]] }, patterns.map((pattern) => [pattern]));
    patterns.forEach((pattern) => {
      const [sign, exponent, mantissa] = results[pattern] as [number, number, number];
      const expected = ((pattern >> 10) & 31) === 31 ? { sign: pattern >> 15, exponent: 31, mantissa: 1024 + (pattern & 1023) } : fp16Parts(pattern);
      assert.deepEqual({ sign, exponent, mantissa }, expected);
    });
  });

  it('matches, aligns and adds four lanes as laneSum, whatever takes part', async () => {
    const rng = createRng(3);
    const steps = Array.from({ length: 6000 }, () => {
      const bsig = rng.integer(-1, 6);
      const lowest = rng.integer(1, 31);
      const activations = [0, 1, 2, 3].map((): Fp16Parts => {
        const exponent = rng.pick([rng.integer(1, 31), Math.min(31, lowest + rng.integer(0, 16))]);
        const mantissa = rng.pick([1024 + rng.integer(0, 1023), 1024, 2047]);
        const small = rng.pick([0, 1, rng.integer(0, 1023)]);
        return { sign: rng.integer(0, 1) === 1 ? 1 : 0, exponent, mantissa: exponent === 1 && rng.integer(0, 1) === 1 ? small : rng.integer(0, 9) === 0 ? 0 : mantissa };
      });
      const terms = activations.map((): Term => ({ sign: rng.integer(0, 1) === 1 ? 1 : 0, exp: rng.integer(0, 3), man: rng.integer(0, 5) === 0 ? 0 : 1, bsig }));
      return { activations, terms, bsig };
    });
    const lanesOf = (numbers: readonly number[], bits: number): number => numbers.reduce((word, number, lane) => word + number * 2 ** (lane * bits), 0);
    const results = await evaluate({
      name: 'lanes',
      inputs: [['a_sign', 4], ['a_exponent', 20], ['a_mantissa', 44], ['t_sign', 4], ['t_exp', 8], ['t_man', 4], ['significance', 3]],
      outputs: [['sum', 17], ['exponent', 7]],
      source: `
module lanes (input wire [3:0] a_sign, input wire [19:0] a_exponent, input wire [43:0] a_mantissa, input wire [3:0] t_sign, input wire [7:0] t_exp, input wire [3:0] t_man,
    input wire [2:0] significance, output wire signed [16:0] sum, output wire [6:0] exponent);
    wire [3:0] sign;
    wire [43:0] mantissa;
    wire [15:0] shift;
    exponent_match match (.a_sign(a_sign), .a_exponent(a_exponent), .a_mantissa(a_mantissa), .t_sign(t_sign), .t_exp(t_exp), .t_man(t_man), .significance(significance),
        .sign(sign), .mantissa(mantissa), .shift(shift), .exponent(exponent));
    lane_multiply multiply (.sign(sign), .mantissa(mantissa), .shift(shift), .sum(sum));
endmodule
`,
    }, steps.map(({ activations, terms, bsig }) => [
      lanesOf(activations.map((a) => a.sign), 1), lanesOf(activations.map((a) => a.exponent), 5), lanesOf(activations.map((a) => a.mantissa), 11),
      lanesOf(terms.map((t) => t.sign), 1), lanesOf(terms.map((t) => t.exp), 2), lanesOf(terms.map((t) => t.man), 1), bsig + 1,
    ]));
    steps.forEach(({ activations, terms }, i) => {
      const [sum, exponent] = results[i] as [number, number];
      const signed = sum >= 2 ** 16 ? sum - 2 ** 17 : sum;
      const expected = laneSum(activations, terms, bitmodPe);
      assert.deepEqual({ mantissa: signed, exponent: signed === 0 ? 0 : exponent - 29 }, { mantissa: expected.mantissa, exponent: expected.exponent });
    });
  });
});
