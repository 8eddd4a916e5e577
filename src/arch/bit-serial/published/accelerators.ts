import { estimate } from '../../../sim/core/estimate.js';
import type { Component } from '../../../sim/model/component.js';
import { pipelineCycles } from '../cycles.js';
import type { ComparisonOptions } from './options.js';

/** The arrays that the paper compares. BitMoD stands for both its lossless (INT6) and its lossy (FP4, FP3) use. */
export type AcceleratorName = 'fp16' | 'ant' | 'olive' | 'bitmod';

/** Rows (output features) and columns (tokens) of processing elements. */
export interface ArrayShape {
  readonly rows: number;
  readonly columns: number;
}

export interface Accelerator {
  readonly name: AcceleratorName;
  /** Energy is that of a clock cycle. */
  readonly pe: Component;
  /** Products of one output that a PE makes at once. */
  readonly lanes: number;
  /** Weights pass in terms of two bits, and buses are as wide as two cycles need. */
  readonly bitSerial: boolean;
  /** Cycles from the first operand to the first result. */
  readonly stages: number;
  /** Array of prefill. */
  readonly array: ArrayShape;
}

/** What place and route add to the energy of synthesis, in the released simulator (pe_array.py), which leaves areas as they are. */
export const placeAndRouteFactor = 1.5;

const code = 'abdelfattah-lab/BitMoD-HPCA-25, bitmod_sim/pe_array.py: synthesis in TSMC 28 nm at 1 GHz';

function processingElement(name: string, um2: number, picojoules: number): Component {
  return { name, area: estimate(um2, 'um2', 'published', code), energy: estimate(picojoules, 'pJ', 'published', code) };
}

/** An FMA has an input, a multiplier and an output register. */
const fmaStages = 3;

/** The arrays as published: 768, 1024, 1152 and 1024 PEs. ANT and OliVe have the area of the same FP16 x INT8 multiply-accumulate unit. */
export const accelerators: Readonly<Record<AcceleratorName, Accelerator>> = {
  fp16: { name: 'fp16', pe: processingElement('FP16 FMA', 1968.7, 0.77), lanes: 1, bitSerial: false, stages: fmaStages, array: { rows: 32, columns: 24 } },
  ant: { name: 'ant', pe: processingElement('FP16 x INT8 FMA', 1318.6, 0.56), lanes: 1, bitSerial: false, stages: fmaStages, array: { rows: 32, columns: 32 } },
  olive: { name: 'olive', pe: processingElement('FP16 x INT8 FMA', 1318.6, 0.613), lanes: 1, bitSerial: false, stages: fmaStages, array: { rows: 36, columns: 32 } },
  bitmod: { name: 'bitmod', pe: processingElement('BitMoD PE', 1507.7, 0.56), lanes: 4, bitSerial: true, stages: pipelineCycles, array: { rows: 32, columns: 32 } },
};

/** Rows of a tile, which its column drains one after the other (HPCA 2025, section IV-C). */
export const tileRows = 8;

const tableX = 'BitMoD, HPCA 2025, Table X: term encoder of a tile of 64 PEs, TSMC 28 nm at 1 GHz';

/** The term encoders, shared out to the PEs of a tile: 2419 um2 and 1.86 mW for 64. */
export const encoderShare: Component = {
  name: 'term encoder of a PE', area: estimate(2419 / 64, 'um2', 'published', tableX), energy: estimate(1.86 / 64, 'pJ', 'published', tableX),
};

/** Area of one PE in um2 before place and route, its encoder included unless `noEncoders`. */
export function peAreaUm2({ pe, bitSerial }: Accelerator, options: ComparisonOptions): number {
  return pe.area.value! + (bitSerial && options.noEncoders !== true ? encoderShare.area.value! : 0);
}

/** Energy of one PE in a cycle, pJ, before place and route. */
export function peEnergyPj({ pe, bitSerial }: Accelerator, options: ComparisonOptions): number {
  return pe.energy.value! + (bitSerial && options.noEncoders !== true ? encoderShare.energy.value! : 0);
}

/** The array in a phase: the published one, or with as many rows as the area of the FP16 array has room for; reshaped for decode where that is free. */
export function arrayOf(accelerator: Accelerator, phase: 'prefill' | 'decode', options: ComparisonOptions): ArrayShape {
  const { rows: published, columns } = accelerator.array;
  const rows = options.unequalArea === true ? published : rowsOfArea(accelerator, options);
  return phase === 'decode' && options.freeReshaping === true ? { rows: 2 * rows, columns: columns / 2 } : { rows, columns };
}

/** Silicon of the PEs of an array in mm2. */
export function arrayAreaMm2(accelerator: Accelerator, options: ComparisonOptions): number {
  const { rows, columns } = arrayOf(accelerator, 'prefill', options);
  return (rows * columns * peAreaUm2(accelerator, options) * (options.unscaledArea === true ? 1 : placeAndRouteFactor)) / 1e6;
}

/** Rows of whole columns of PEs in the area of the FP16 array, which has room for itself. */
function rowsOfArea(accelerator: Accelerator, options: ComparisonOptions): number {
  const { array: { rows, columns } } = accelerators.fp16;
  // Areas are decimal fractions: a quotient that should be whole may come out a rounding error below.
  return Math.floor((rows * columns * peAreaUm2(accelerators.fp16, options)) / (peAreaUm2(accelerator, options) * accelerator.array.columns) + 1e-9);
}
