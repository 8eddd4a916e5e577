import type { Part } from '../../sim/model/component.js';
import type { ComponentLibrary } from './gates.js';
import type { NumberKind } from './number-kind.js';
import { part } from '../../sim/physical/components/index.js';

type Float = Extract<NumberKind, { readonly kind: 'float' }>;

const guardBits = 2;

/**
 * A floating-point adder for significands of p bits and that many bits of exponent: compare and swap, align, negate and add, count leading zeros,
 * normalise, correct the exponent, round. The sum has two guard bits.
 */
export function floatAdder(name: string, count: number, significand: number, exponent: number, of: ComponentLibrary): Part[] {
  const width = significand + guardBits;
  return [
    part(`${name}: exponent difference`, count, of.adder(exponent)),
    part(`${name}: swap`, count, of.multiplexer(2, 2 * significand)),
    part(`${name}: alignment`, count, of.shifter(width, width)),
    part(`${name}: negation`, count, of.negation(width)),
    part(`${name}: sum`, count, of.adder(width)),
    part(`${name}: leading zeros`, count, of.incrementer(width)),
    part(`${name}: normalisation`, count, of.shifter(width, width)),
    part(`${name}: exponent`, count, of.adder(exponent)),
    part(`${name}: rounding`, count, of.incrementer(significand)),
  ];
}

/** A floating-point multiplier whose product is exact: significands, exponents, one step of normalisation. */
export function floatMultiplier(name: string, count: number, { exponent, mantissa }: Float, of: ComponentLibrary): Part[] {
  const p = mantissa + 1;
  return [
    part(`${name}: significands`, count, of.multiplier(p, p)),
    part(`${name}: exponents`, count, of.adder(exponent + 1)),
    part(`${name}: normalisation`, count, of.multiplexer(2, 2 * p)),
  ];
}
