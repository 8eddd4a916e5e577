import type { Outcome, ReferenceRow } from '../system.js';
import { configOf, numberIn, textOf } from '../row-config.js';

/**
 * Powers of the processing elements that the AxCore artifact (MICRO 2025) compares, by their structure: each is counted in full adders, and two
 * constants turn that into leakage and dynamic power.
 */

/** Widths of an activation format: exponent, and mantissa with its hidden bit. */
interface Format { readonly exponent: number; readonly mantissa: number }

const formats: Readonly<Record<string, Format>> = {
  BF16: { exponent: 8, mantissa: 8 }, FP16: { exponent: 5, mantissa: 11 }, FP32: { exponent: 8, mantissa: 24 },
};

/** Parts in full adders: a multiplexer bit of 10 transistors against 28, an AND of 6, a register bit as in the Aladdin tables (5.98 / 8.69 um2). */
const multiplexer = 10 / 28;
const multiplierCell = 1 + 6 / 28;
const registerBit = 5.98 / (278 / 32);
/** Bits below the last place in floating additions, and headroom of integer sums over 256 products. */
const guardBits = 3;
const headroomBits = 8;

/**
 * Size of an element in full adders, its registers of weight, activation and sum included; null where the comparison does not say what it is made of.
 * FP: a multiplier of mantissas, exponents, a floating adder. FPMA: an integer addition of the words in the place of the multiplier.
 * FIGNA: an integer multiplier of weight by aligned mantissa, an integer sum. AxCore: the integer addition, and a floating addition that is
 * aligned and not normalised, which is done once for a column.
 */
export function elementSize(element: string, weightBits: number, { exponent, mantissa }: Format): number | null {
  const word = exponent + mantissa;
  const wide = mantissa + guardBits;
  const shifter = wide * Math.ceil(Math.log2(wide)) * multiplexer;
  const floatAdder = 2 * shifter + 3 * wide + 2 * exponent + 2 * word * multiplexer;
  switch (element) {
    case 'fpe': return mantissa * mantissa * multiplierCell + 2 * exponent + floatAdder + 3 * word * registerBit;
    case 'fpma': return word + floatAdder + 3 * word * registerBit;
    case 'figna': {
      const sum = weightBits + mantissa + headroomBits;
      return weightBits * mantissa * multiplierCell + sum + (weightBits + mantissa + sum) * registerBit;
    }
    case 'axcore': return word + shifter + wide + (weightBits + word + exponent + wide) * registerBit;
    default: return null;
  }
}

/** Fitted on FPMA at FP16, whose unit is the same for all weights: 2475 nW of leakage over its full adders. */
const leakagePerAdder = 2475 / elementSize('fpma', 4, formats['FP16']!)!;
/** Fitted on AxCore's element with 4-bit weights and FP16 activations at 1 GHz: 112 625 nW over its full adders. */
const dynamicPerAdderGHz = 112_625 / elementSize('axcore', 4, formats['FP16']!)!;

/** The power of an element of the artifact, in nW. */
export function axcoreOutcome(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const element = textOf(config, 'pe');
  const activation = textOf(config, 'activation');
  const weightBits = Number(/^W(\d+)$/.exec(textOf(config, 'weights'))?.[1] ?? NaN);
  const format = Object.hasOwn(formats, activation) ? formats[activation]! : null;
  if (format === null || !Number.isInteger(weightBits)) return { kind: 'not-modelled', reason: `no element with ${activation} activations and weights ${textOf(config, 'weights')}` };
  if (element === 'figlut') return { kind: 'not-modelled', reason: `FIGLUT at ${activation}, ${weightBits}-bit weights: how many reads share a table in that comparison is not given, and its leakages at 8 bits are 1000 nW apart, as placeholders are` };
  const size = elementSize(element, weightBits, format);
  if (size === null) return { kind: 'not-modelled', reason: `no structure of an element "${element}"` };
  const isLeakage = textOf(row, 'metric') === 'PE leakage power';
  if (!isLeakage && textOf(row, 'metric') !== 'PE dynamic power') return { kind: 'not-modelled', reason: `no figure of an element for ${textOf(row, 'metric')}` };
  const value = isLeakage ? size * leakagePerAdder : size * dynamicPerAdderGHz * numberIn(config, 'clockGHz', 1);
  const fitted = activation === 'FP16' && (isLeakage ? element === 'fpma' : element === 'axcore' && weightBits === 4);
  if (fitted) return { kind: 'fitted', answers: { value }, note: isLeakage ? 'the leakage of a full adder is fitted on this unit, which is the same for all weights' : 'the dynamic power of a full adder is fitted on this unit' };
  return { kind: 'simulated', answers: { value }, note: axcoreCause };
}

/** Why structure alone misses some elements. */
export const axcoreCause = 'counted in full adders: at 1 GHz a synthesiser makes wide multipliers and adders of faster, larger cells than narrow ones, and the artifact repeats some powers for both weight widths';
