import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { productCycles, type SystolicArray } from '../../src/arch/systolic/cycles.js';
import { judgeSystem } from '../../src/validation/judge.js';
import { printedPercent } from '../../src/validation/scalesim-percent.js';
import { scalesim } from '../../src/validation/scalesim.js';
import type { ReferenceRow } from '../../src/validation/system.js';
import { referenceTable } from '../kit/fixtures.js';

interface Table { readonly gemm: readonly ReferenceRow[]; readonly full_size_compute: readonly ReferenceRow[] }
const table = referenceTable('scalesim.json') as Table;

function answersOf(row: ReferenceRow): Readonly<Record<string, unknown>> {
  const outcome = scalesim.simulate('gemm', row, 'analytic');
  assert.ok(outcome.kind === 'simulated', outcome.kind === 'not-modelled' ? outcome.reason : '');
  return outcome.answers;
}

function row(m: number, n: number, k: number, rows: number, columns: number, dataflow: string): ReferenceRow {
  return { M: m, N: n, K: k, array_rows: rows, array_cols: columns, dataflow };
}

/** The tool's own way: every fold by itself, in the order of its loops. */
function slowly(m: number, n: number, k: number, rows: number, columns: number, dataflow: string): Record<string, number> {
  const [a, c, stream] = dataflow === 'os' ? [m, n, k] : dataflow === 'ws' ? [k, n, m] : [k, m, n];
  const answers = { demand_cycles: 0, no_stall_cycles: -1, ifmap_sram_reads: 0, filter_sram_reads: 0, ofmap_sram_writes: 0, mapping_eff_pct: 0, compute_util_pct: 0 };
  let [folds, mapped, used] = [0, 0, 0];
  for (let j = 0; j < c; j += columns) for (let i = 0; i < a; i += rows) {
    const [usedRows, usedColumns] = [Math.min(rows, a - i), Math.min(columns, c - j)];
    folds++;
    mapped += (usedRows * usedColumns) / (rows * columns);
    const cycles = dataflow === 'os' ? stream + rows + columns - 2 : 2 * rows + columns + stream - 2;
    used += (usedRows * usedColumns * stream) / (rows * columns * (dataflow === 'os' ? cycles : cycles + columns - 1));
    answers.demand_cycles += cycles;
    answers.no_stall_cycles += cycles;
    const left = usedRows * stream;
    if (dataflow === 'os') {
      answers.ifmap_sram_reads += left;
      answers.filter_sram_reads += usedColumns * stream;
      answers.ofmap_sram_writes += usedRows * usedColumns + rows + columns;
    } else {
      answers.ofmap_sram_writes += usedColumns * stream;
      answers[dataflow === 'ws' ? 'ifmap_sram_reads' : 'filter_sram_reads'] += left;
      answers[dataflow === 'ws' ? 'filter_sram_reads' : 'ifmap_sram_reads'] += usedRows * usedColumns;
    }
  }
  return { ...answers, mapping_eff_pct: printedPercent(mapped / folds), compute_util_pct: printedPercent(used / folds) };
}

describe('validation of SCALE-Sim', () => {
  it('agrees with every row exactly', () => {
    const judged = judgeSystem(scalesim, () => table, 'analytic');
    assert.equal(judged.rows.length, (485 + 5) * 6);
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled, judged.meanAbsoluteRelativeError], [judged.rows.length, 0, 0, 0]);
  });

  it('answers shapes and arrays that are in no row as the tool counts them, fold by fold', () => {
    const size = fc.integer({ min: 1, max: 300 });
    const side = fc.integer({ min: 1, max: 64 });
    fc.assert(fc.property(size, size, size, side, side, fc.constantFrom('os', 'ws', 'is'), (m, n, k, rows, columns, dataflow) => {
      const answers = answersOf(row(m, n, k, rows, columns, dataflow));
      for (const [name, value] of Object.entries(slowly(m, n, k, rows, columns, dataflow))) {
        // The mean over folds rounds with each addition: the fourth decimal of a percentage may fall on either side.
        if (name.endsWith('_pct')) assert.ok(Math.abs((answers[name] as number) - value) < 1.01e-4, name);
        else assert.equal(answers[name], value, name);
      }
    }));
  });

  it('reads nothing but sizes, array and dataflow: neither the name nor the memories of a row', () => {
    for (const each of table.gemm.slice(0, 40)) {
      const { M, N, K, array_rows, array_cols, dataflow } = each;
      assert.deepEqual(answersOf(each), answersOf({ M, N, K, array_rows, array_cols, dataflow }));
    }
  });

  it('says why a row has no answer', () => {
    for (const wrong of [{}, row(0, 1, 1, 1, 1, 'os'), row(1.5, 1, 1, 1, 1, 'os'), row(1, 1, 1, 1, 1, 'xs'), row(2 ** 30, 2 ** 30, 2 ** 30, 1, 1, 'ws')]) {
      const outcome = scalesim.simulate('gemm', wrong, 'analytic');
      assert.ok(outcome.kind === 'not-modelled' && outcome.reason.length > 20);
    }
  });

  it('rounds halves to even, as Python does', () => {
    // 100/128, 99.21875 and 0.03125 lie half way; others are rounded to the nearest.
    for (const [share, printed] of [[1 / 128, 0.7812], [0.9921875, 99.2188], [0.0003125, 0.0312], [1 / 3, 33.3333], [2 / 3, 66.6667], [1, 100]] as const) assert.equal(printedPercent(share), printed);
  });

  it('has differences of the sizes that it names', () => {
    const array = (rows: number, dataflow: SystolicArray['dataflow'], options: Partial<SystolicArray>): SystolicArray => ({ rows, columns: rows, dataflow, macCycles: 1, wholeFolds: false, directOutputs: false, overlapFolds: false, ...options });
    const text = scalesim.differences.map((d) => d.size).join('\n');
    const named = (value: number): void => { assert.ok(text.includes(String(value)) || text.includes(value.toLocaleString('en-GB')), String(value)); };
    const narrow = { m: 1, n: 344, k: 128 };
    named(productCycles(array(32, 'weight-stationary', { wholeFolds: true }), narrow));
    named(productCycles(array(32, 'weight-stationary', {}), narrow));
    const decode = { m: 1, n: 4096, k: 4096 };
    named(productCycles(array(128, 'output-stationary', { wholeFolds: true, directOutputs: true }), decode));
    named(productCycles(array(128, 'output-stationary', { wholeFolds: true }), decode));
    named(productCycles(array(128, 'output-stationary', {}), decode));
    named(answersOf(row(1, 4096, 4096, 128, 128, 'os'))['ofmap_sram_writes'] as number);
    named(answersOf(row(1, 4096, 4096, 128, 128, 'ws'))['compute_util_pct'] as number);
    named(printedPercent(1 / 383));
  });
});
