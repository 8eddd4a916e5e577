import { estimate, type Estimate } from '../../sim/core/estimate.js';
import type { Component } from '../../sim/model/component.js';

/** Number formats that a table may hold. */
export type Operand =
  | { readonly kind: 'integer'; readonly bits: number }
  /** `mantissa` with the hidden bit. */
  | { readonly kind: 'float'; readonly name: string; readonly exponent: number; readonly mantissa: number };

/** Parts of a datapath by their widths: the one interface that the inventory of a core needs, so that another library can take its place. */
export interface ComponentLibrary {
  adder(bits: number): Component;
  floatAdder(operand: Operand & { readonly kind: 'float' }): Component;
  multiplier(bitsA: number, bitsB: number): Component;
  multiplexer(inputs: number, bits: number): Component;
  /** A word that one signal turns to zero. */
  gate(bits: number): Component;
  /** Conditional negation: an inverted word whose carry goes into the adder behind it; the sign bit alone where the word is a float. */
  negation(operand: Operand): Component;
  register(bits: number): Component;
}

/**
 * Areas at 40 nm, um2 a bit: 278 um2 / 32 bits of an adder, 5.98 a register bit, 6350 / 32^2 of a multiplier (Aladdin, ISCA 2014, in
 * accelergy-library-plug-in: aladdin_adder, aladdin_register, aladdin_multiplier).
 */
const adderBit = 278 / 32;
const registerBit = 5.98;
const multiplierCell = 6350 / 1024;
/**
 * Gates that those tables lack, as shares of a full adder by transistors: 28 of a mirror adder (Weste and Harris, CMOS VLSI Design, 4th ed.,
 * section 11.2), 10 of a transmission-gate multiplexer of two inputs or an exclusive or with their inverters.
 */
const multiplexerBit = (10 / 28) * adderBit;
const exclusiveOrBit = (10 / 28) * adderBit;

/** An AND of two inputs: 6 transistors. */
const gateBit = (6 / 28) * adderBit;

/** Rows of the area table of Stillmaker and Baas (Integration 58, 2017): area at a node as a share of that at 45 nm. */
const areaFrom45: readonly (readonly [nm: number, share: number])[] = [[130, 6.4], [90, 2.8], [65, 1.5], [45, 1], [32, 0.46], [20, 0.21], [16, 0.19], [14, 0.17], [10, 0.1], [7, 0.059]];
const sourceNode = 40;

/** Components at a node, scaled in area from 40 nm. */
export function componentsAt(nm: number): ComponentLibrary {
  const scale = areaAt(nm) / areaAt(sourceNode);
  const component = (name: string, um2: number, how: string): Component => ({
    name,
    area: estimate(um2 * scale, 'um2', 'derived', `${how}; scaled from 40 to ${nm} nm by Stillmaker and Baas 2017`),
    energy: { value: null, reason: 'no energy an action of this part in the tables that its area is from' },
  });
  const library: ComponentLibrary = {
    adder: (bits) => component(`${bits} bit adder`, bits * adderBit, 'Aladdin adder of 32 bits, linear in its bits'),
    floatAdder: (operand) => component(`${operand.name} adder`, floatAdderUm2(operand), 'alignment, sum, leading one, normalisation, rounding and exponents of such parts'),
    multiplier: (a, b) => component(`${a} x ${b} bit multiplier`, a * b * multiplierCell, 'Aladdin multiplier of 32 x 32 bits, linear in its cells'),
    multiplexer: (inputs, bits) => component(`${inputs} : 1 multiplexer of ${bits} bits`, (inputs - 1) * bits * multiplexerBit, 'inputs - 1 two-input multiplexers a bit'),
    gate: (bits) => component(`${bits} bit gate`, bits * gateBit, 'an AND a bit'),
    negation: (operand) => component('conditional negation', (operand.kind === 'float' ? 1 : operand.bits) * exclusiveOrBit, 'an exclusive or a bit, the carry in the next adder; the sign of a float'),
    register: (bits) => component(`${bits} bit register`, bits * registerBit, 'Aladdin register bit'),
  };
  return library;
}

/**
 * Adder of floats with m bits of mantissa and e of exponent, to nearest with three extra bits: two shifters of (m + 3) * ceil(log2(m + 3))
 * multiplexers, two adders and an increment of m + 3 bits, a leading-one detector of the same order as one, two adders of e bits, a swap of operands.
 */
function floatAdderUm2({ exponent, mantissa }: Operand & { readonly kind: 'float' }): number {
  const wide = mantissa + 3;
  const shifters = 2 * wide * Math.ceil(Math.log2(wide)) * multiplexerBit;
  const adders = (2 * wide + wide / 2 + wide / 2 + 2 * exponent) * adderBit;
  return shifters + adders + 2 * (exponent + mantissa) * multiplexerBit;
}

/** Share of the area at 45 nm, between two nodes of the table geometrically. */
function areaAt(nm: number): number {
  const exact = areaFrom45.find(([node]) => node === nm);
  if (exact !== undefined) return exact[1];
  const next = areaFrom45.findIndex(([node]) => node < nm);
  const [larger, smaller] = [areaFrom45[next - 1], areaFrom45[next]];
  if (larger === undefined || smaller === undefined) throw new RangeError(`areas are known from 130 to 7 nm, not at ${nm}`);
  const t = Math.log(nm / larger[0]) / Math.log(smaller[0] / larger[0]);
  return larger[1] * (smaller[1] / larger[1]) ** t;
}

/** The area of a component, or NaN where it is not known. */
export function areaUm2({ area }: Component): number {
  return (area as Estimate).value;
}
