import { doublingTableAdds, exactEntryBits, lookups, lutCycles, m2n64k4, naiveTableAdds, sharedTableAdds, tableCount, tableEntries } from '../../../sim/numerics/arithmetic/lut-cost.js';
import { halfTables, lutProduct, storedCodes, withZeroPoint } from '../../../sim/numerics/arithmetic/lut-mpgemm.js';
import { matrix, rowSums, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { closed } from '../family.js';
import { nested } from '../nested.js';

/** LUT Tensor Core on INT8 activations: symmetrised tables with the sign in the first element, as in its RTL. */
export const lutMpgemm = closed({
  name: 'lut-mpgemm-int8',
  parameters: (read) => ({ m: read.whole('M', 1, 2 ** 20), n: read.whole('N', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20), bits: read.whole('wBits', 1, 8), group: read.whole('group', 2, 6, 4) }),
  fields: ({ m, n, k, bits }) => ({
    A: { shape: [m, k], low: -127, high: 127, given: [-128, 127] },
    Q: { shape: [n, k], low: 0, high: 2 ** bits - 1 },
  }),
  answers: (work, { A, Q }) => {
    const { m, n, k, bits, group } = work;
    const a = matrix(m, k, A);
    const grouping = { group, sign: 'first' } as const;
    const tables = halfTables(a, grouping);
    const codes = storedCodes(matrix(n, k, Q), bits, grouping);
    const { partials, reinterpreted } = lutProduct(tables, codes);
    const sums = rowSums(a);
    const rows = (y: Matrix): unknown => nested(y.values, [m, n]);
    const largest = A.includes(-128) ? 128 : 127;
    return {
      tables: nested(tables.values, [m, tables.groups, tables.entries]),
      remappedCodes: nested(codes.values, [bits, n, codes.groups]),
      partials: partials.map(rows),
      yReinterpreted: rows(reinterpreted),
      yUnsigned: rows(withZeroPoint(reinterpreted, sums, bits)),
      rowSumA: [...sums],
      cost: {
        tile: 'M2N64K4',
        lut_cycles: lutCycles(work, m2n64k4),
        table_entries_total: tableEntries(work),
        table_entry_bits_exact: exactEntryBits(group, largest),
        lookups: lookups(work),
        adds_table_naive: tableCount(work) * naiveTableAdds(group),
        adds_table_tree: tableCount(work) * sharedTableAdds(group),
        adds_table_figlut: tableCount(work) * doublingTableAdds(group),
      },
    };
  },
});
