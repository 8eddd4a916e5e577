import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { nonZeros, ternaryCodes, ternaryLookup, ternaryTables, tl1, tl2, type TernaryScheme } from '../../../sim/numerics/arithmetic/ternary-tables.js';
import { closed } from '../family.js';
import { nested } from '../nested.js';

function bitsText({ bitsPerGroup, group }: TernaryScheme): string {
  return `${bitsPerGroup}/${group}`;
}

/** bitnet.cpp: ternary weights looked up in pairs and in triples. */
export const ternary = closed({
  name: 'ternary-tl1-tl2',
  parameters: (read) => ({ m: read.whole('M', 1, 2 ** 20), k: read.whole('K', 1, 2 ** 20) }),
  fields: ({ m, k }) => ({
    x: { shape: [k], low: -127, high: 127 },
    W: { shape: [m, k], low: -1, high: 1 },
  }),
  answers: ({ m, k }, { x, W }) => {
    const w = matrix(m, k, W);
    const pairs = { tables: ternaryTables(x, tl1), codes: ternaryCodes(w, tl1) };
    const triples = { tables: ternaryTables(x, tl2), codes: ternaryCodes(w, tl2) };
    const indexAndSign = Array.from(triples.codes.indices).flatMap((index, i) => [index, triples.codes.signs[i]!]);
    return {
      tl1Index: nested(pairs.codes.indices, [m, pairs.codes.groups]),
      tl1Tables: nested(pairs.tables.values, [pairs.tables.rows, tl1.entries]),
      tl2IndexSign: nested(indexAndSign, [m, triples.codes.groups, 2]),
      tl2Tables: nested(triples.tables.values, [triples.tables.rows, tl2.entries]),
      y: [...ternaryLookup(pairs.tables, pairs.codes)],
      bitsPerWeight: { tl1: bitsText(tl1), tl2: bitsText(tl2), i2s: '2' },
      ops: { addSub: nonZeros(w) },
    };
  },
});
