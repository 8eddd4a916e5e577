import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filledShare, maskedPairs, touchedColumns, visibleKeys } from '../../../src/sim/engine/mask.js';
import type { Mask } from '../../../src/sim/model/op-graph.js';

/** The slow and obvious reference: whether the query at position q (0-based) sees the key at position k, of `context` tokens. */
function sees(mask: Mask, q: number, k: number, context: number): boolean {
  switch (mask.kind) {
    case 'full': return k < context;
    case 'causal': return k <= q;
    case 'prefix': return k <= q || (k < mask.prefix && q < mask.prefix);
    case 'sliding-window': return k <= q && k > q - mask.window;
    case 'lambda': return k <= q && (k < mask.sinks || k > q - mask.window);
    case 'band': return k >= q - mask.before && k <= q + mask.after && k < context;
    case 'block-sparse': throw new Error('counted by its share, not pair by pair');
  }
}

const masks: fc.Arbitrary<Mask> = fc.oneof(
  fc.constant<Mask>({ kind: 'causal' }),
  fc.constant<Mask>({ kind: 'full' }),
  fc.integer({ min: 0, max: 40 }).map((prefix): Mask => ({ kind: 'prefix', prefix })),
  fc.integer({ min: 1, max: 40 }).map((window): Mask => ({ kind: 'sliding-window', window })),
  fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 30 })).map(([sinks, window]): Mask => ({ kind: 'lambda', sinks, window })),
  fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })).map(([before, after]): Mask => ({ kind: 'band', before, after })),
);

describe('attention masks', () => {
  it('count exactly the pairs that a pair-by-pair check counts', () => {
    fc.assert(fc.property(masks, fc.integer({ min: 1, max: 48 }), fc.integer({ min: 0, max: 24 }), (mask, queries, earlier) => {
      const context = queries + earlier;
      let pairs = 0;
      for (let q = earlier; q < context; q++) for (let k = 0; k < context; k++) if (sees(mask, q, k, context)) pairs++;
      assert.equal(maskedPairs(mask, queries, context), pairs);
    }));
  });

  it('show the last query as many keys as the pair count of one query has', () => {
    fc.assert(fc.property(masks, fc.integer({ min: 1, max: 100 }), (mask, context) => {
      assert.equal(visibleKeys(mask, context), maskedPairs(mask, 1, context));
    }));
  });

  it('make a row tile touch at least its longest row, and all tiles at least the pairs', () => {
    fc.assert(fc.property(masks, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 32 }), (mask, queries, tileRows) => {
      const columns = touchedColumns(mask, queries, queries, tileRows);
      assert.ok(columns * tileRows >= maskedPairs(mask, queries, queries));
      assert.ok(columns <= Math.ceil(queries / tileRows) * queries);
      if (mask.kind === 'full') assert.equal(columns, Math.ceil(queries / tileRows) * queries);
    }));
  });

  it('touch the columns that a look at every row of every tile finds', () => {
    fc.assert(fc.property(masks, fc.integer({ min: 1, max: 48 }), fc.integer({ min: 0, max: 24 }), fc.integer({ min: 1, max: 20 }), (mask, queries, earlier, tileRows) => {
      const context = queries + earlier;
      // Of a lambda mask the array loads sinks and window as one run: its columns are counted up to that width.
      if (mask.kind === 'lambda') return;
      let columns = 0;
      for (let first = earlier; first < context; first += tileRows) {
        for (let k = 0; k < context; k++) {
          let touched = false;
          for (let q = first; q < Math.min(first + tileRows, context); q++) touched ||= sees(mask, q, k, context);
          if (touched) columns++;
        }
      }
      assert.equal(touchedColumns(mask, queries, context, tileRows), columns);
    }));
  });

  it('interpolate the filled share between given lengths and hold it outside them', () => {
    const points = [[128, 1], [512, 0.8], [2048, 0.3]] as const;
    assert.equal(filledShare(points, 64), 1);
    assert.equal(filledShare(points, 512), 0.8);
    assert.equal(filledShare(points, 4096), 0.3);
    assert.ok(Math.abs(filledShare(points, 1024) - 0.55) < 1e-12);
    assert.equal(filledShare([], 7), 1);
  });

  it('compute the blocks of a block-sparse mask whole', () => {
    const mask: Mask = { kind: 'block-sparse', block: 64, filled: [[128, 1]] };
    assert.equal(maskedPairs(mask, 128, 128), 3 * 64 * 64);
    assert.equal(maskedPairs(mask, 1, 128), 128);
    assert.equal(touchedColumns(mask, 128, 128, 128), 128);
    const thin: Mask = { kind: 'block-sparse', block: 64, filled: [[512, 0.5]] };
    assert.ok(touchedColumns(thin, 512, 512, 128) < touchedColumns({ kind: 'causal' }, 512, 512, 128) + 1);
    assert.ok(touchedColumns(thin, 512, 512, 128) * 128 >= maskedPairs(thin, 512, 512));
  });
});
