import assert from 'node:assert/strict';
import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import type { CheckProblem } from '../../../../src/arch/bit-serial/tile/check-problems.js';
import { bitmodWeights, termTables, weightValues, type WeightFormat } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import { exhaust, type PortValues } from '../../../../src/rtl-export/runners/exhaust.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator, type NetlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { proveAssertions, proveEquivalent, type Proof } from '../../../../src/rtl-export/runners/prove.js';
import { runStreamBench } from '../../../../src/rtl-export/runners/stream-bench.js';
import type { YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { boothTerms } from '../../../../src/sim/numerics/arithmetic/booth.js';
import { fpTerms } from '../../../../src/sim/numerics/arithmetic/fp-terms.js';
import { addScaled, shiftRight, type Scaled } from '../../../../src/sim/numerics/arithmetic/scaled.js';
import { valueOfTerms, type Term } from '../../../../src/sim/numerics/arithmetic/term.js';
import { smallFloat } from '../../../../src/sim/numerics/formats/elements.js';
import { fastestYosys, tileModules, withFault, type Sources } from './planted-fault.js';
import { propertyModules } from './property-modules.js';
import { anyMagnitude, everySpecial, everyWidth, normaliseReference, referenceModules } from './reference-modules.js';

type Parameters = Readonly<Record<string, number>>;

/** The modules as they are, and without parameters, unless others are given. */
interface Options {
  readonly parameters?: Parameters;
  readonly sources?: Sources;
}

const integers = [2, 3, 4, 5, 6, 7, 8];
const proven: Proof = { outcome: 'proven' };
const nothing: Term = { sign: 0, exp: 0, man: 0, bsig: 0 };

/** Special values in halves that have two terms, of either sign. */
const specials = Array.from({ length: 63 }, (_, i) => i - 31).filter((halves) => termsOrNull(halves / 2) !== null);

function termsOrNull(value: number): readonly [Term, Term] | null {
  try {
    return fpTerms(value);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

describe('proofs about the bit-serial tile', function () {
  this.timeout(120_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  async function simulate(top: string, parameters: Parameters = {}, sources: Sources = tileModules): Promise<NetlistSimulator> {
    return netlistSimulator(await netlistOf(yosys, { top, parameters, sources: { ...referenceModules, ...sources } }), top);
  }

  /** Tries all inputs of a module, and gives how many there were. */
  async function exhausted(top: string, parameters: Parameters, reference: (inputs: PortValues) => PortValues, sources?: Sources): Promise<number> {
    const { failures, vectors } = exhaust(await simulate(top, parameters, sources), reference);
    assert.deepEqual(failures, []);
    return vectors;
  }

  /** Compares a module with its reference, which has the same parameters, for all inputs. */
  function compared(top: string, reference: string, { parameters = {}, sources = tileModules }: Options = {}): Promise<Proof> {
    return proveEquivalent(yosys, { top, parameters, sources: { ...referenceModules, ...sources } }, { top: reference, parameters, sources: referenceModules });
  }

  /** Proves what a module asserts, in the first cycles. */
  function asserted(top: string, cycles: number, { parameters = {}, sources = tileModules }: Options = {}): Promise<Proof> {
    return proveAssertions(yosys, { top, parameters, sources: { ...propertyModules, ...sources } }, { cycles });
  }

  describe('terms', () => {
    it('are the Booth digits of every INT2 to INT8, and nothing after the last', async () => {
      const tables = integers.map((bits) => termTables({ kind: 'integer', bits })[0]!);
      integers.forEach((bits, i) => { assert.deepEqual(tables[i]!.map(valueOfTerms), Array.from(weightValues({ kind: 'integer', bits }, 0), (value) => value + 0)); });
      const sources = { ...tileModules, 'every_width.v': everyWidth(integers) };
      assert.equal(await exhausted('every_width', {}, ({ weight, index }) => {
        const expected: Record<string, number> = {};
        integers.forEach((bits, i) => {
          const { sign, exp, man } = tables[i]![weight! % 2 ** bits]![index!] ?? nothing;
          Object.assign(expected, { [`sign${bits}`]: sign, [`exp${bits}`]: exp, [`man${bits}`]: man });
        });
        return expected;
      }, sources), 2 ** 10);
    });

    for (const bits of [5, 8]) {
      it(`add up to the weight for all four INT${bits} at once`, async () => {
        assert.deepEqual(await compared('weight_sums', 'weights_reference', { parameters: { WEIGHT_BITS: bits, IS_FLOAT: 0 } }), proven);
      });
    }

    it('are the two of every magnitude that has two, of either sign', async () => {
      const magnitudes = new Set(specials.map(Math.abs));
      assert.equal(magnitudes.size, 19);
      assert.equal(await exhausted('fp_term', {}, ({ negative, halves, second }) => {
        if (!magnitudes.has(halves!)) return {};
        const { sign, exp, man } = fpTerms((negative === 1 ? -halves! : halves!) / 2)[second!]!;
        return halves === 0 ? { man } : { sign, exp, man };
      }), 128);
      for (const halves of specials) assert.equal(valueOfTerms(fpTerms(halves / 2)), halves / 2);
    });

    for (const bits of [3, 4] as const) {
      it(`begin from the value of every FP${bits} with every special value that has two`, async () => {
        const values = specials.map((special) => smallFloat(bits, special / 2).values);
        const instances = Math.ceil(specials.length / 4);
        const sources = { ...tileModules, 'every_special.v': everySpecial(bits, specials) };
        assert.equal(await exhausted('every_special', {}, ({ pattern, selector }) => {
          const expected: Record<string, number> = {};
          for (let instance = 0; instance < instances; instance++) {
            const value = values[4 * instance + selector!]?.[pattern!];
            if (value === undefined) continue;
            expected[`sign${instance}`] = value < 0 ? 1 : 0;
            expected[`halves${instance}`] = 2 * Math.abs(value);
          }
          return expected;
        }, sources), 2 ** (bits + 2));
      });

      it(`add up to the weight for all four BitMoD FP${bits} at once, with each special value`, async () => {
        const format = bitmodWeights(bits);
        const values = [0, 1, 2, 3].map((selector) => weightValues(format, selector));
        const parameters = Object.fromEntries(format.specials.map((special, i) => [`SPECIAL_${i}`, 2 * special]));
        assert.equal(await exhausted('weight_sums', { WEIGHT_BITS: bits, ...parameters }, ({ weights, selector }) => {
          const halvesOf = (lane: number): number => 2 * values[selector!]![(weights! >> (bits * lane)) % 2 ** bits]!;
          return { sum0: halvesOf(0), sum1: halvesOf(1), sum2: halvesOf(2), sum3: halvesOf(3) };
        }), 2 ** (4 * bits + 2));
      });
    }

    const cadences: readonly (readonly [name: string, format: WeightFormat, cycles: number])[] = [
      ['INT8', { kind: 'integer', bits: 8 }, 4], ['INT6', { kind: 'integer', bits: 6 }, 3], ['INT4', { kind: 'integer', bits: 4 }, 2],
      ['BitMoD FP4', bitmodWeights(4), 2], ['BitMoD FP3', bitmodWeights(3), 2],
    ];
    for (const [name, format, cycles] of cadences) {
      it(`take ${cycles} cycles for four products of ${name}, whatever the weights and special values`, async () => {
        const lengths = [256, 256 + 4 * 10];
        const selectors = format.kind === 'float' ? [0, 1, 2, 3] : [0];
        const design = bitSerialTileDesign({ rows: 1, columns: 1, format }, selectors.flatMap((selector) => lengths.map((length) => everyWeight(format, selector, length))));
        const { failures, cycles: runs } = runStreamBench(await simulate(design.core, Object.fromEntries(design.parameters.map((p) => [p.name, p.value]))), design, { passes: 1 });
        assert.deepEqual(failures, []);
        assert.deepEqual(selectors.map((_, s) => runs[2 * s + 1]! - runs[2 * s]!), selectors.map(() => 10 * cycles));
      });
    }

    for (const terms of [1, 2, 3, 4]) {
      it(`are issued cycle by cycle, and a step is taken with the last of its ${terms}, later only to end a group, in any 22 cycles after a reset`, async () => {
        assert.deepEqual(await asserted('control_cadence', 22, { parameters: { TERMS: terms } }), proven);
      });
    }
  });

  describe('a cycle of four products', () => {
    it('finds the leading one of every four bits', async () => {
      assert.equal(await exhausted('leading_one', {}, ({ bits }) => ({ place: bits === 0 ? 0 : 31 - Math.clz32(bits!), found: bits === 0 ? 0 : 1 })), 16);
    });

    it('matches exponents as the reference does', async () => {
      assert.deepEqual(await compared('match_visible', 'match_reference'), proven);
    });

    it('rounds every magnitude at every distance as shiftRight', async () => {
      assert.equal(await exhausted('shift_round', {}, ({ magnitude, places }) => ({ aligned: shiftRight(magnitude!, places!, 'nearest-even') })), 2 ** 18);
    });

    it('has the rounded product of every lane, with its sign, where the others are zero', async () => {
      const lanes = await simulate('lane_multiply');
      for (const lane of [0, 1, 2, 3]) {
        for (let mantissa = 0; mantissa < 2048; mantissa++) {
          lanes.set('mantissa', BigInt(mantissa) << BigInt(11 * lane));
          for (let shift = 0; shift < 16; shift++) {
            const magnitude = shiftRight(8 * mantissa, shift, 'nearest-even');
            lanes.setInt('shift', shift * 2 ** (4 * lane));
            for (const sign of [0, 1]) {
              lanes.setInt('sign', sign * 2 ** lane);
              const sum = sign === 1 ? -magnitude : magnitude;
              if (lanes.getInt('sum') !== (sum + 2 ** 17) % 2 ** 17) assert.fail(`lane ${lane}: ${mantissa}, shifted by ${shift}, is not ${sum}`);
            }
          }
        }
      }
    });

    it('adds any four magnitudes of 14 bits without loss', async () => {
      assert.deepEqual(await compared('lane_multiply', 'lanes_reference', { sources: { ...tileModules, 'shift_round.v': anyMagnitude } }), proven);
    });
  });

  describe('numbers between the stages', () => {
    it('have their leading one on top and lose nothing, in each width that there is', async () => {
      const reference = { top: 'normalise_widths', sources: { ...referenceModules, 'normalise_widths.v': normaliseReference } };
      assert.deepEqual(await proveEquivalent(yosys, { top: 'normalise_widths', sources: { ...referenceModules, ...tileModules } }, reference), proven);
    });

    for (const [mantissaBits, addendBits] of [[5, 6], [6, 5]] as const) {
      it(`add as addScaled does for all operands of ${mantissaBits} and ${addendBits} bits`, async () => {
        const number = (sign: number, isZero: number, fraction: number, bits: number, exponent: number): Scaled => (
          isZero === 1 ? { mantissa: 0, exponent: 0 } : { mantissa: (sign === 1 ? -1 : 1) * (2 ** (bits - 1) + fraction), exponent: exponent - (bits - 1) });
        assert.equal(await exhausted('packed_add', { MANTISSA_BITS: mantissaBits, ADDEND_BITS: addendBits }, (inputs) => {
          const a = number(inputs['a_sign']!, inputs['a_zero']!, inputs['a_fraction']!, mantissaBits, 40);
          const b = number(inputs['b_sign']!, inputs['b_zero']!, inputs['b_fraction']!, addendBits, 24 + inputs['distance']!);
          const { mantissa, exponent } = addScaled(a, b, mantissaBits, 'nearest-even');
          return { sum_sign: mantissa < 0 ? 1 : 0, sum_exponent: mantissa === 0 ? 0 : exponent + mantissaBits - 1, sum_mantissa: Math.abs(mantissa) };
        }), 2 ** 18);
      });
    }

    it('begin with terms of at most 2^7 in magnitude: exponent and significance are 8 at most', () => {
      const widest = (terms: readonly (readonly Term[])[]): number => Math.max(...terms.flat().filter(({ man }) => man === 1).map(({ exp, bsig }) => exp + bsig + 1));
      const ofIntegers = integers.map((bits) => widest(Array.from({ length: 2 ** bits }, (_, i) => boothTerms(i - 2 ** (bits - 1), bits))));
      assert.deepEqual(ofIntegers, [2, 3, 4, 5, 6, 7, 8]);
      assert.equal(widest(specials.map((halves) => fpTerms(halves / 2))), 4);
    });

    const bounds: readonly (readonly [what: string, module: string, widths: Parameters, limit: number])[] = [
      ['are below 2^26 where four products are added, whatever they are', 'lanes_bound', {}, 25 + 29],
      ['do not pass 2^41 where they are sums of a group, however long it is', 'sum_bound', { MANTISSA_BITS: 15, ADDEND_BITS: 16, ADDEND_LIMIT: 26 + 29 }, 41 + 29],
      ['are below 2^49, and in 23 bits, where they are products with a scale', 'product_bound', {}, 48 + 29],
      ['do not pass 2^73 where they are outputs, however many groups they have', 'sum_bound', { MANTISSA_BITS: 24, ADDEND_BITS: 23, ADDEND_LIMIT: 49 + 29 }, 73 + 29],
    ];
    for (const [what, module, widths, limit] of bounds) {
      it(`${what}, and no smaller power of two is a bound`, async () => {
        assert.deepEqual(await asserted(module, 1, { parameters: { ...widths, LIMIT: limit } }), proven);
        assert.equal((await asserted(module, 1, { parameters: { ...widths, LIMIT: limit - 1 } })).outcome, 'refuted');
      });
    }

    it('come to rest at these bounds when the largest numbers are added without end', async () => {
      const rest = (adder: NetlistSimulator, start: Packed, addend: Packed): Packed => {
        let sum = start;
        for (;;) {
          const next = sumOf(adder, sum, addend);
          if (next.exponent === sum.exponent && next.mantissa === sum.mantissa) return sum;
          assert.ok(next.exponent > sum.exponent || (next.exponent === sum.exponent && next.mantissa > sum.mantissa));
          sum = next;
        }
      };
      const zero = { exponent: 0, mantissa: 0 };
      const groups = await simulate('scaled_add', { MANTISSA_BITS: 15, ADDEND_BITS: 16 });
      assert.deepEqual(rest(groups, zero, { exponent: 25 + 29, mantissa: 2 ** 16 - 1 }), { exponent: 41 + 29, mantissa: 2 ** 14 });
      // The largest that there are: four times 65504 * -128.
      assert.deepEqual(rest(groups, zero, { exponent: 24 + 29, mantissa: 4 * 8 * 2047 }), { exponent: 40 + 29, mantissa: 2 ** 14 });
      const outputs = await simulate('scaled_add', { MANTISSA_BITS: 24, ADDEND_BITS: 23 });
      assert.deepEqual(rest(outputs, { exponent: 72 + 29, mantissa: 2 ** 24 - 100 }, { exponent: 48 + 29, mantissa: 2 ** 23 - 1 }), { exponent: 73 + 29, mantissa: 2 ** 23 });
    });

    it('are normal FP32 numbers, or 0, with every exponent that an output can have', async () => {
      const convert = await simulate('scaled_to_fp32');
      const word = new DataView(new ArrayBuffer(4));
      for (const sign of [0, 1]) {
        for (let exponent = 1; exponent <= 73 + 29; exponent++) {
          for (const mantissa of [2 ** 23, 2 ** 23 + 1, 2 ** 23 + 0x2a5f31, 2 ** 24 - 1]) {
            setPorts(convert, { sign, exponent, mantissa });
            word.setUint32(0, convert.getInt('fp32'));
            assert.equal(word.getFloat32(0), (sign === 1 ? -mantissa : mantissa) * 2 ** (exponent - 29 - 23));
            assert.ok(Math.abs(word.getFloat32(0)) >= 2 ** -126);
          }
        }
      }
      setPorts(convert, { sign: 0, exponent: 0, mantissa: 0 });
      assert.equal(convert.getInt('fp32'), 0);
    });
  });

  describe('scales', () => {
    it('come bit after bit, highest first, whenever the pipeline moves, in any 11 cycles', async () => {
      assert.deepEqual(await asserted('serializer_order', 11), proven);
    });

    it('are multiplied with the sum of a group exactly, all of them', async () => {
      const dequantizer = await simulate('dequantizer');
      // Sums of ones, of one, and of some.
      const mantissas = [0, 2 ** 15 - 1, 0x5555, 0x6db6, ...Array.from({ length: 15 }, (_, place) => 2 ** place)];
      setPorts(dequantizer, { advance: 1, step: 1, exponent: 3 });
      for (const mantissa of mantissas) {
        for (let scale = 0; scale < 256; scale++) {
          for (let step = 0; step < 8; step++) {
            setPorts(dequantizer, { start: step === 0 ? 1 : 0, scale_bit: (scale >> (7 - step)) & 1, mantissa: step === 0 ? mantissa : ~mantissa });
            dequantizer.edge();
          }
          assert.equal(dequantizer.getInt('product'), mantissa * scale);
        }
      }
    });
  });

  describe('a planted fault', () => {
    it('is found by trying all inputs', async () => {
      const faulty = withFault('booth_term.v', 'window == 3\'b011 || window == 3\'b100', 'window == 3\'b011');
      const terms = termTables({ kind: 'integer', bits: 4 })[0]!;
      await assert.rejects(exhausted('booth_term', { WEIGHT_BITS: 4 }, ({ weight, index }) => ({ exp: terms[weight!]![index!]?.exp ?? 0 }), faulty), /exp is 0, expected 1/);
    });

    const faults: readonly (readonly [file: string, from: string, to: string, prove: (sources: Sources) => Promise<Proof>])[] = [
      ['booth_term.v', 'b < WEIGHT_BITS ? b : WEIGHT_BITS-1', 'b < WEIGHT_BITS ? b : 0', (sources) => (
        compared('weight_sums', 'weights_reference', { parameters: { WEIGHT_BITS: 5, IS_FLOAT: 0 }, sources }))],
      ['exponent_match.v', 'below > 6\'d15', 'below > 6\'d16', (sources) => compared('match_visible', 'match_reference', { sources })],
      ['lane_multiply.v', '{high[15], high}', '{high[14], high}', (sources) => compared('lane_multiply', 'lanes_reference', { sources: { ...sources, 'shift_round.v': anyMagnitude } })],
      ['scaled_add.v', 'half && (beyond || kept[0])', 'half || beyond', (sources) => (
        asserted('sum_bound', 1, { parameters: { MANTISSA_BITS: 15, ADDEND_BITS: 16, ADDEND_LIMIT: 26 + 29, LIMIT: 41 + 29 }, sources }))],
      ['scale_serializer.v', 'if (load)', 'if (load && !step)', (sources) => asserted('serializer_order', 11, { sources })],
      ['tile_control.v', 'until_dequantizer <= 3\'d7', 'until_dequantizer <= 3\'d6', (sources) => asserted('control_cadence', 22, { parameters: { TERMS: 2 }, sources })],
    ];
    for (const [file, from, to, prove] of faults) {
      it(`is refuted by the proof where ${file} has "${to}"`, async () => {
        const { outcome, counterexample } = await prove(withFault(file, from, to));
        assert.equal(outcome, 'refuted');
        assert.notEqual(counterexample, '');
      });
    }
  });
});

/** A number between stages, without its sign. */
interface Packed {
  readonly exponent: number;
  readonly mantissa: number;
}

function setPorts(simulator: NetlistSimulator, values: Readonly<Record<string, number>>): void {
  for (const [port, value] of Object.entries(values)) simulator.setInt(port, value);
}

function sumOf(adder: NetlistSimulator, a: Packed, b: Packed): Packed {
  setPorts(adder, { a_sign: 1, a_exponent: a.exponent, a_mantissa: a.mantissa, b_sign: 1, b_exponent: b.exponent, b_mantissa: b.mantissa });
  return { exponent: adder.getInt('sum_exponent'), mantissa: adder.getInt('sum_mantissa') };
}

/** One group that has every pattern of its weights, with one special value. */
function everyWeight(format: WeightFormat, selector: number, length: number): CheckProblem {
  return {
    what: 'every weight',
    problem: {
      shape: { tokens: 1, channels: 1, reduction: length, group: length },
      activations: Uint16Array.from({ length }, (_, i) => 0x3c00 + ((37 * i) % 2048)), weights: Uint8Array.from({ length }, (_, i) => i % 2 ** format.bits),
      selectors: Uint8Array.of(selector), scales: Uint8Array.of(3),
    },
  };
}
