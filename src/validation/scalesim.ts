import { bufferAccesses } from '../arch/systolic/accesses.js';
import { foldCycles, productCycles, type SystolicArray } from '../arch/systolic/cycles.js';
import { foldingOf, type Product } from '../arch/systolic/fold.js';
import { mappingEfficiency } from '../arch/systolic/utilization.js';
import type { Dataflow } from '../arch/systolic/spec.js';
import { printedPercent } from './scalesim-percent.js';
import type { Outcome, ReferenceRow, TableRule, ValidationSystem } from './system.js';

const counted = ['mapping_eff_pct', 'compute_util_pct', 'ifmap_sram_reads', 'filter_sram_reads', 'ofmap_sram_writes'] as const;

function table(section: string, cycles: string, alsoAnswers: readonly string[]): TableRule {
  return { file: 'scalesim.json', section, answers: [cycles, ...counted], alsoAnswers, where: {}, tolerance: () => 0 };
}

/** SCALE-Sim v2: one systolic array that runs a matrix product fold by fold. */
export const scalesim: ValidationSystem = {
  name: 'scalesim',
  summary: 'SCALE-Sim v2: cycles without stalls, buffer accesses and utilisation of systolic arrays, in three dataflows',
  fidelities: ['analytic'],
  tables: [
    table('gemm', 'no_stall_cycles', ['stall_cycles', 'total_cycles', 'overall_util_pct', 'ifmap_dram_reads', 'filter_dram_reads', 'ofmap_dram_writes', 'eval_cpu_s']),
    table('full_size_compute', 'demand_cycles', ['eval_cpu_s']),
  ],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'it prints the index of the last cycle, not their number', size: 'one cycle less for a whole product; the answer is our count minus 1 (`no_stall_cycles`; `demand_cycles` is the count)' },
    { what: 'a fold at the edge takes as long as a full one; ours pays for the rows and columns that it uses', size: 'option `wholeFolds`; 1 x 344 x 128 on 32 x 32, weight-stationary: 4180 cycles there, 4148 here' },
    { what: 'sums of an output-stationary array leave their PEs in the cycle that completes them; ours are shifted out of the columns', size: 'option `directOutputs`; R cycles a whole fold: 1 x 4096 x 4096 on 128 x 128 takes 139,200 cycles there, 143,296 with sums that are shifted out, and 135,168 here, where a fold has one row of them' },
    { what: 'output-stationary folds write R + C words more than there are sums', size: 'R + C a fold: 1 x 4096 x 4096 on 128 x 128 writes 4096 sums, 12,288 words there' },
    { what: 'the utilisation of a weight- or input-stationary fold is counted over C - 1 cycles more than it takes', size: '1 x 4096 x 4096 on 128 x 128, weight-stationary: 0.1961 % there, 0.2611 % over the 383 cycles that it does take' },
    { what: 'partial sums are counted where they are written and not where they are read again', size: 'm n (ceil(k / R) - 1) reads; not scored' },
    { what: 'stalls depend on the version (0.19 to 54 times as many in v3) and on a prefetcher that reads in another order than the array', size: 'not modelled and not scored: our pipeline is that of the engine' },
  ],
};

const dataflows: Readonly<Record<string, Dataflow>> = { os: 'output-stationary', ws: 'weight-stationary', is: 'input-stationary' };

function simulateRow(row: ReferenceRow): Outcome {
  const [m, n, k, rows, columns] = ['M', 'N', 'K', 'array_rows', 'array_cols'].map((field) => sizeOf(row[field]));
  const dataflow = dataflows[String(row['dataflow'])];
  if (m == null || n == null || k == null || rows == null || columns == null) return { kind: 'not-modelled', reason: 'M, N, K, array_rows and array_cols must be whole numbers from 1' };
  if (dataflow === undefined) return { kind: 'not-modelled', reason: `dataflow ${JSON.stringify(row['dataflow'])} is none of os, ws, is` };
  const array: SystolicArray = { rows, columns, dataflow, macCycles: 1, wholeFolds: true, directOutputs: true, overlapFolds: false };
  const product: Product = { m, n, k };
  const cycles = productCycles(array, product);
  const { inputReads, weightReads, outputWrites } = bufferAccesses(array, product);
  if (Math.max(cycles, inputReads, weightReads, outputWrites) >= 2 ** 53) return { kind: 'not-modelled', reason: 'counts beyond 2^53 are not exact' };
  const { stream, rowFolds, columnFolds } = foldingOf(dataflow, rows, columns, product);
  const mapped = mappingEfficiency(array, product);
  const perFold = foldCycles(array, rows, columns, stream);
  const outputStationary = dataflow === 'output-stationary';
  return {
    kind: 'simulated',
    answers: {
      no_stall_cycles: cycles - 1,
      demand_cycles: cycles,
      mapping_eff_pct: printedPercent(mapped),
      compute_util_pct: printedPercent((mapped * stream) / (outputStationary ? perFold : perFold + columns - 1)),
      ifmap_sram_reads: inputReads,
      filter_sram_reads: weightReads,
      ofmap_sram_writes: outputWrites + (outputStationary ? rowFolds * columnFolds * (rows + columns) : 0),
    },
  };
}

function sizeOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < 2 ** 31 ? value : null;
}
