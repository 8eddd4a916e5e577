import * as fc from 'fast-check';
import type { SystolicArray } from '../../../src/arch/systolic/cycles.js';
import type { Product } from '../../../src/arch/systolic/fold.js';

export const dataflows = ['output-stationary', 'weight-stationary', 'input-stationary'] as const;

/** An array with no option on. */
export function plainArray(rows: number, columns: number, dataflow: SystolicArray['dataflow'], macCycles = 1): SystolicArray {
  return { rows, columns, dataflow, macCycles, wholeFolds: false, directOutputs: false, overlapFolds: false };
}

/** Arrays up to `size` x `size` with any options but overlap. */
export function anyArray(size: number): fc.Arbitrary<SystolicArray> {
  const side = fc.integer({ min: 1, max: size });
  return fc.record({
    rows: side, columns: side, dataflow: fc.constantFrom(...dataflows), macCycles: fc.constantFrom(1, 2, 3, 4, 8),
    wholeFolds: fc.boolean(), directOutputs: fc.boolean(), overlapFolds: fc.constant(false),
  });
}

export function anyProduct(size: number): fc.Arbitrary<Product> {
  const side = fc.integer({ min: 1, max: size });
  return fc.record({ m: side, n: side, k: side });
}
