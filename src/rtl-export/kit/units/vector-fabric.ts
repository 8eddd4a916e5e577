import {
  highestBit, isInDsp, rmsNormNumbers, swigluShift, unitCost, unitLatency, type FunctionUnit, type RmsNormUnit, type SoftmaxUnit, type SwigluUnit,
} from '../../../sim/numerics/function-units/index.js';
import { memoryFabric, type MemoryFabric } from './buffer-fabric.js';
import type { MemoryStyle } from './memory-style.js';
import { lineRegisters, unitRegisters, type UnitRegisters } from './unit-fabric.js';

/** What a vector unit is made of beside its function units, by kinds of logic: the sizes that coefficients of LUTs are multiplied by. */
export interface VectorParts {
  /** Bits of skid buffers: a multiplexer each. */
  readonly buffers: number;
  /** Bits of sums, comparisons, counters and multiplexers. */
  readonly adders: number;
  /** Bits of shifters by two levels, and of the search for a leading one. */
  readonly shifters: number;
  /** One: control and handshakes. */
  readonly base: number;
}

/** A vector unit as far as its model counts it. */
export interface VectorFabric {
  /** Function units, by how many of each. */
  readonly units: readonly { readonly unit: FunctionUnit; readonly count: number }[];
  readonly memory: MemoryFabric;
  readonly dsp: number;
  readonly ff: number;
  readonly shiftLuts: number;
  readonly parts: VectorParts;
}

const noMemory: MemoryFabric = { bram36: 0, uram: 0, lut: 0, ff: 0 };

export function softmaxFabric({ exp, reciprocal, inputBits: x, outputBits: y, maximumLength }: SoftmaxUnit, style: MemoryStyle): VectorFabric {
  const e = exp.format.outputBits;
  const address = Math.ceil(Math.log2(maximumLength));
  const sum = e + address;
  const memory = memoryFabric(Math.max(x, e), maximumLength, style);
  const mantissa = normaliser(sum, address + 1, reciprocal.format.inputBits);
  const places = highestBit(address + 1) + 1;
  return withUnits([{ unit: exp, count: 1 }, { unit: reciprocal, count: 1 }], memory, {
    dsp: 1,
    registers: [
      // A bit for each state but one; counter, its end, the counter of exponentials.
      { ff: 3 + 3 * address + 1 + 3 + unitLatency(exp) + 2 + unitLatency(reciprocal) + 3, shiftLuts: 0 },
      lineRegisters(1, 3),
      { ff: 2 * x + sum + mantissa.ff, shiftLuts: 0 },
      // Of the product only what the shifter can reach.
      { ff: y + 3 + y + 2, shiftLuts: 0 },
      { ff: skidRegisters(x + 1) + skidRegisters(y + 1), shiftLuts: 0 },
    ],
    parts: {
      buffers: x + 1 + y + 1,
      adders: 3 * x + sum + Math.max(x, e) + 3 * address + 2 * y,
      shifters: mantissa.shifters + (y + 3) * levelsOf(places),
      base: 1,
    },
  });
}

export function rmsNormFabric(unit: RmsNormUnit, style: MemoryStyle): VectorFabric {
  const { root, inputBits: x, outputBits: y, length } = unit;
  const { sumBits, left, right, scale } = rmsNormNumbers(unit);
  const address = Math.ceil(Math.log2(length));
  const r = root.format.outputBits;
  const zeros = highestBit(sumBits - 1) + 1;
  // Both ports have one address.
  const memory = memoryFabric(x, length, style, 'one-address');
  const mantissa = normaliser(sumBits, sumBits - 1, root.format.inputBits - 1);
  const product = x + r + 1;
  return withUnits([{ unit: root, count: 1 }], memory, {
    // The square and the product; the scale too, unless it is a power of two.
    dsp: 2 + (2 ** highestBit(scale) === scale ? 0 : 1),
    registers: [
      { ff: 2 + 2 * address + 1 + 3 + 1 + unitLatency(root) + 5 + 1, shiftLuts: 0 },
      lineRegisters(1, 3),
      { ff: 2 * x + sumBits + mantissa.ff + r, shiftLuts: 0 },
      { ff: product - right + y + 2, shiftLuts: 0 },
      { ff: skidRegisters(x + 1) + skidRegisters(y + 1), shiftLuts: 0 },
    ],
    parts: {
      buffers: x + 1 + y + 1,
      adders: sumBits + 2 * address + r + 2 * y + zeros + product - right + left,
      shifters: mantissa.shifters + (product + left - right) * levelsOf(zeros),
      base: 1,
    },
  });
}

export function siluFabric(silu: FunctionUnit, lanes: number): VectorFabric {
  const { inputBits, outputBits } = silu.format;
  const latency = unitLatency(silu);
  const bits = lanes * inputBits + 1 + lanes * outputBits + 1;
  return withUnits([{ unit: silu, count: lanes }], noMemory, {
    dsp: 0,
    registers: [{ ff: latency, shiftLuts: 0 }, lineRegisters(1, latency), { ff: skidRegisters(lanes * inputBits + 1) + skidRegisters(lanes * outputBits + 1), shiftLuts: 0 }],
    parts: { buffers: bits, adders: 0, shifters: 0, base: 1 },
  });
}

export function swigluFabric(unit: SwigluUnit, lanes: number): VectorFabric {
  const { silu, upBits, outputBits } = unit;
  const { inputBits, outputBits: siluBits } = silu.format;
  const latency = unitLatency(silu);
  const skids = [lanes * inputBits + 1, lanes * upBits + 1, lanes * outputBits + 1];
  const product = siluBits + upBits;
  return withUnits([{ unit: silu, count: lanes }], noMemory, {
    dsp: lanes * (isInDsp('dsp', siluBits, upBits + 1) ? 1 : 0),
    registers: [
      { ff: latency + 1 + skids.reduce((sum, bits) => sum + skidRegisters(bits), 0), shiftLuts: 0 },
      lineRegisters(1, latency + 1), lineRegisters(lanes * upBits, latency),
      { ff: lanes * (product - swigluShift(unit) + 1), shiftLuts: 0 },
    ],
    parts: { buffers: skids.reduce((sum, bits) => sum + bits, 0), adders: lanes * (product - swigluShift(unit) + outputBits), shifters: 0, base: 1 },
  });
}

/** Registers of a skid buffer: two entries and three of control. */
function skidRegisters(bits: number): number {
  return 2 * bits + 3;
}

/** Registers and shifter of `archsim_normalise`; of the number those bits that the fraction can have. */
function normaliser(bits: number, places: number, fraction: number): { readonly ff: number; readonly shifters: number } {
  const zeros = highestBit(places) + 1;
  const reached = bits - 1 - Math.max(0, bits - 1 - fraction - places);
  return { ff: 2 * zeros + reached + fraction, shifters: bits + (fraction + places) * levelsOf(zeros) };
}

/** LUTs of a bit that is moved by a number of so many bits: four places a LUT. */
function levelsOf(bits: number): number {
  return Math.ceil(bits / 2);
}

interface Rest {
  readonly dsp: number;
  readonly registers: readonly UnitRegisters[];
  readonly parts: VectorParts;
}

function withUnits(units: VectorFabric['units'], memory: MemoryFabric, { dsp, registers, parts }: Rest): VectorFabric {
  const all = [...registers, ...units.flatMap(({ unit, count }) => Array.from({ length: count }, () => unitRegisters(unit)))];
  return {
    units, memory, parts,
    dsp: dsp + units.reduce((sum, { unit, count }) => sum + count * unitCost(unit).dsp, 0),
    ff: memory.ff + all.reduce((sum, registersOf) => sum + registersOf.ff, 0),
    shiftLuts: all.reduce((sum, registersOf) => sum + registersOf.shiftLuts, 0),
  };
}
