import { bcqCost, bcqGemv, bcqTables } from '../../../sim/numerics/arithmetic/bcq.js';
import { rowSums } from '../../../sim/numerics/arithmetic/matrix.js';
import { closed } from '../family.js';

/** ShiftAddLLM: binary-coded weights whose scales are sums of powers of two. */
export const bcqShiftadd = closed({
  name: 'bcq-shiftadd',
  parameters: (read) => ({
    planes: read.whole('qBits', 1, 16), m: read.whole('M', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20), group: read.whole('group', 8, 8, 8),
    terms: read.whole('apotTerms', 1, 8, 3), rowGroups: read.whole('rowGroups', 1, 2 ** 20, 8),
  }),
  fields: ({ planes, m, k, group, terms, rowGroups }) => ({
    x: { shape: [k], low: -128, high: 127 },
    B: { shape: [planes, m, k], low: 0, high: 1, given: [0, 1] },
    shifts: { shape: [planes, Math.ceil(k / group), rowGroups, terms], low: 0, high: 7, given: [-64, 64], finish: (drawn) => descending(drawn, terms) },
  }),
  answers: ({ planes, m, k, terms, rowGroups }, { x, B, shifts }) => {
    const weights = { planes, rows: m, columns: k, bits: Uint8Array.from(B), rowGroups, terms, shifts: Int8Array.from(shifts) };
    const tables = bcqTables(x);
    const rows = Array.from({ length: tables.rows }, (_, g) => tables.values.subarray(g * tables.columns, (g + 1) * tables.columns));
    return {
      tableFirst16: rows.map((row) => [...row.subarray(0, 16)]),
      tableSum: [...rowSums(tables)],
      tableMax: rows.map((row) => Math.max(...row)),
      y: [...bcqGemv(x, weights)],
      cost: bcqCost(weights),
    };
  },
});

/** Each run of that many numbers in descending order. */
function descending(numbers: readonly number[], count: number): number[] {
  return Array.from({ length: numbers.length / count }, (_, i) => numbers.slice(i * count, (i + 1) * count).sort((a, b) => b - a)).flat();
}
