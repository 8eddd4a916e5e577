import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskedPairs } from '../../../../src/sim/engine/mask.js';
import type { Mask } from '../../../../src/sim/model/op-graph.js';
import { headMasks, keyBlocks, keysOfRow, type HeadMask } from '../../../../src/arch/dsp-chain/program/keys.js';

const length = fc.integer({ min: 1, max: 300 });
const masks = fc.oneof(
  fc.constant<Mask>({ kind: 'causal' }), fc.constant<Mask>({ kind: 'full' }), length.map((prefix): Mask => ({ kind: 'prefix', prefix })),
  length.map((window): Mask => ({ kind: 'sliding-window', window })), fc.tuple(length, length).map(([sinks, window]): Mask => ({ kind: 'lambda', sinks, window })),
  fc.tuple(length, length).map(([before, after]): Mask => ({ kind: 'band', before, after })),
);

/** Which keys a query at a position sees, key by key. */
function sees(mask: HeadMask['mask'], row: number, key: number): boolean {
  switch (mask.kind) {
    case 'full': return true;
    case 'causal': return key <= row;
    case 'prefix': return key <= row || key < mask.prefix;
    case 'sliding-window': return key <= row && key > row - mask.window;
    case 'lambda': return key <= row && (key > row - mask.window || key < mask.sinks);
    case 'band': return key >= row - mask.before && key <= row + mask.after;
    case 'blocks': {
      const [mine, its] = [Math.floor(row / mask.block), Math.floor(key / mask.block)];
      return its <= mine && (its > mine - Math.max(1, mask.seen - 1) || (mask.seen > 1 && its === 0));
    }
  }
}

/** Blocks of 16 keys that hold one that any of the rows sees, found one by one. */
function slowBlocks(mask: HeadMask['mask'], first: number, end: number, context: number): readonly boolean[] {
  return Array.from({ length: Math.ceil(context / 16) }, (_, b) => {
    for (let row = first; row < end; row++) for (let key = 16 * b; key < Math.min(context, 16 * b + 16); key++) if (sees(mask, row, key)) return true;
    return false;
  });
}

describe('keys that rows see', () => {
  it('are those of a walk over all of them, in blocks and runs', () => {
    const blocks = fc.tuple(fc.constantFrom(16, 32, 64), fc.integer({ min: 1, max: 12 })).map(([block, seen]): HeadMask['mask'] => ({ kind: 'blocks', block, seen }));
    fc.assert(fc.property(fc.oneof(masks as fc.Arbitrary<HeadMask['mask']>, blocks), fc.integer({ min: 1, max: 400 }), fc.nat(400), fc.integer({ min: 1, max: 128 }), (mask, context, start, rows) => {
      const first = start % context;
      const end = Math.min(context, first + rows);
      const slow = slowBlocks(mask, first, end, context);
      const { blocks: found, runs } = keyBlocks(mask, first, end, context);
      assert.equal(found, slow.filter(Boolean).length);
      assert.equal(runs, slow.filter((seen, i) => seen && slow[i - 1] !== true).length);
      assert.equal(keysOfRow(mask, first, context), Array.from({ length: context }, (_, key) => sees(mask, first, key)).filter(Boolean).length);
    }), { numRuns: 400 });
  });

  it('add up to the pairs of the mask, row by row', () => {
    fc.assert(fc.property(masks, fc.integer({ min: 1, max: 400 }), (mask, context) => {
      const [layout, ...others] = headMasks(mask, 8, context);
      assert.deepEqual([layout!.heads, others], [8, []]);
      assert.equal(Array.from({ length: context }, (_, row) => keysOfRow(layout!.mask, row, context)).reduce((a, b) => a + b, 0), maskedPairs(mask, context, context));
    }));
  });

  it('fill of a block-sparse mask the given share in all heads together, and at most a step of one head more', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 32 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (size, heads, share) => {
      const block = 64;
      const context = size * block;
      const mask = { kind: 'block-sparse', block, filled: [[context, share] as const] } as const;
      const layouts = headMasks(mask, heads, context);
      assert.equal(layouts.reduce((sum, { heads: of }) => sum + of, 0), heads);
      const filled = layouts.reduce((sum, { mask: of, heads: count }) => sum + count * Array.from({ length: size }, (_, row) => keysOfRow(of, row * block, context) / block).reduce((a, b) => a + b, 0), 0);
      const wanted = Math.max(heads * size, (heads * share * size * (size + 1)) / 2);
      assert.ok(filled >= wanted - 1e-6 && filled <= wanted + size, `${filled} of ${wanted}`);
    }));
  });
});
