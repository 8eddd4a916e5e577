import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { packTmacWeights, unpackTmacWeights, type TmacLayout } from '../../../../src/sim/numerics/arithmetic/tmac-packing.js';
import { matrixOf, unsigned } from './matrices.js';

const layouts: readonly (TmacLayout & { readonly rows: number; readonly columns: number })[] = [
  { bits: 1, bm: 32, kfactor: 1, simdIn: 16, simdOut: 8, rows: 32, columns: 4 },
  { bits: 2, bm: 64, kfactor: 8, simdIn: 16, simdOut: 8, rows: 64, columns: 64 },
  { bits: 3, bm: 96, kfactor: 2, simdIn: 16, simdOut: 8, rows: 32, columns: 24 },
  { bits: 4, bm: 128, kfactor: 16, simdIn: 16, simdOut: 8, rows: 32, columns: 128 },
  { bits: 8, bm: 64, kfactor: 4, simdIn: 8, simdOut: 4, rows: 8, columns: 32 },
];

describe('sim/numerics/arithmetic/tmac-packing', () => {
  it('unpacks to what it packed, in as many bytes as there are bits', () => {
    for (const layout of layouts) {
      fc.assert(fc.property(matrixOf(layout.rows, layout.columns, unsigned(layout.bits)), (q) => {
        const { shape, bytes } = packTmacWeights(q, layout);
        assert.equal(bytes.length, (q.values.length * layout.bits) / 8);
        assert.equal(bytes.length, shape[0] * shape[1] * shape[2]);
        assert.deepEqual([...unpackTmacWeights(bytes, layout.rows, layout.columns, layout).values], [...q.values]);
      }), { numRuns: 4 });
    }
  });

  it('moves one nibble for each weight that changes', () => {
    const layout = layouts[1]!;
    const zero = new Uint8Array(layout.rows * layout.columns);
    const one = zero.with(9 * layout.columns + 5, 2);
    const packed = packTmacWeights({ rows: layout.rows, columns: layout.columns, values: one }, layout).bytes;
    // Plane 1 of row 9 is flattened row 16 + 8 + 1 = 25: the high nibble of register 9 in the first block, table 1, element 1.
    assert.deepEqual([...packed.entries()].filter(([, byte]) => byte !== 0), [[1 * 16 + 9, 2 << 4]]);
  });

  it('rejects matrices that do not fill their tiles', () => {
    const layout = layouts[1]!;
    const zeros = (rows: number, columns: number): Parameters<typeof packTmacWeights>[0] => ({ rows, columns, values: new Uint8Array(rows * columns) });
    for (const [rows, columns] of [[60, 64], [64, 60], [8, 64]] as const) assert.throws(() => packTmacWeights(zeros(rows, columns), layout), /no multiple/);
    assert.throws(() => packTmacWeights(zeros(64, 64), { ...layout, bm: 16 }), /no multiple/);
    assert.throws(() => packTmacWeights(zeros(64, 64), { ...layout, kfactor: 0 }), RangeError);
    assert.throws(() => packTmacWeights({ rows: 64, columns: 64, values: new Uint8Array(4096).fill(4) }, layout), /patterns of 2 bits/);
  });
});
