import type { DataType } from '../../sim/model/datatype.js';
import type { SystolicArray } from './cycles.js';
import type { MacKind, SystolicParameters } from './spec.js';

/** Widths of the signed operands and of the sums of a PE. */
export interface PeWidths {
  readonly weights: number;
  readonly activations: number;
  readonly accumulator: number;
}

export function widthsOf(p: SystolicParameters): PeWidths {
  return { weights: p.operandBits?.weights ?? 8, activations: p.operandBits?.activations ?? 8, accumulator: p.accumulatorBits ?? 32 };
}

export function macKindOf(p: SystolicParameters): MacKind {
  return p.mac ?? 'bit-parallel';
}

/**
 * Cycles of a multiply-accumulate with a second operand (weight, key or value) of this format: 1, or a cycle for each bit of the serial operand
 * (uSystolic, HPCA 2022: N cycles for N bits). Ternary weights are two bits on the array. Activations are sent in all bits that the array has.
 */
export function macCyclesOf(p: SystolicParameters, operand: DataType): number {
  switch (macKindOf(p)) {
    case 'bit-parallel': return 1;
    case 'bit-serial-weights': return Math.min(Math.ceil(operand.bits), widthsOf(p).weights);
    case 'bit-serial-activations': return widthsOf(p).activations;
  }
}

/** The array at work on second operands of that many cycles each. */
export function arrayOf(p: SystolicParameters, macCycles: number): SystolicArray {
  const { wholeFolds = false, directOutputs = false, overlapFolds = false } = p.options ?? {};
  return { rows: p.rows, columns: p.columns, dataflow: p.dataflow, macCycles, wholeFolds, directOutputs, overlapFolds };
}
