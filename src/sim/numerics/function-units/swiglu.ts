import { unitLatency } from './cost.js';
import { realValue } from './real-function.js';
import { unitError } from './unit-error.js';
import { unitResult, type FunctionUnit } from './unit.js';

/** The gated product of SwiGLU, SiLU(gate) x up, in whole numbers. */
export interface SwigluUnit {
  readonly silu: FunctionUnit;
  /** Of `up`, signed. */
  readonly upBits: number;
  readonly upFractionBits: number;
  /** Of a result, signed. */
  readonly outputBits: number;
  /** At least one fewer than `silu` gives and `up` has together. */
  readonly outputFractionBits: number;
}

/** Places that the product moves right; throws a RangeError where there are none. */
export function swigluShift({ silu, upFractionBits, outputFractionBits }: SwigluUnit): number {
  const shift = silu.format.outputFractionBits + upFractionBits - outputFractionBits;
  if (shift < 1) throw new RangeError(`a product with ${silu.format.outputFractionBits + upFractionBits} fraction bits is not rounded to ${outputFractionBits}`);
  return shift;
}

/** y = floor(silu(gate) up / 2^shift + 1/2), saturated, bit for bit as the Verilog `archsim_swiglu` gives it. */
export function swigluResult(unit: SwigluUnit, gate: number, up: number): number {
  const most = 2 ** (unit.outputBits - 1);
  const product = unitResult(unit.silu, gate) * up;
  return Math.min(most - 1, Math.max(-most, Math.floor(product * 2 ** -swigluShift(unit) + 0.5))) + 0;
}

/** The same in doubles, in ulp of the result, not saturated. */
export function realSwiglu(unit: SwigluUnit, gate: number, up: number): number {
  return realValue(unit.silu.format, gate) * up * 2 ** (unit.outputFractionBits - unit.upFractionBits);
}

/** A bound of the error in ulp where the result is not saturated: that of SiLU times |up|, and half for rounding. */
export function swigluErrorBound(unit: SwigluUnit, up: number): number {
  return unitError(unit.silu).worst * Math.abs(up) * 2 ** -swigluShift(unit) + 0.5;
}

/** Rising edges from the one that takes the first beat to the one that takes the last result, of SiLU alone: one beat a cycle. */
export function siluCycles(silu: FunctionUnit, beats: number): number {
  return beats + unitLatency(silu) + 2;
}

/** The same of the gated product. */
export function swigluCycles({ silu }: SwigluUnit, beats: number): number {
  return siluCycles(silu, beats) + 1;
}
