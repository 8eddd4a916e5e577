import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { blockLayout, onChipMemory, type BlockMemory } from '../../../../src/sim/physical/on-chip/index.js';
import { referenceTable } from '../../../kit/fixtures.js';

interface Row {
  readonly parameters: { readonly kind: 'memory' | 'ping-pong'; readonly width: number; readonly depth: number };
  readonly bram36?: number;
  readonly bram18?: number;
}

const rows = (referenceTable('synthesis/block-ram.json') as { readonly rows: readonly Row[] }).rows;

/** A memory with a port to write and one to read. */
function memory(wordBits: number, words: number): BlockMemory {
  return { wordBits, words, ports: { reads: 1, writes: 1 }, mode: 'simple-dual', copies: 1 };
}

/** What a block holds of a memory laid bit by bit: rows of whole bytes behind each other, cut into blocks of the width of the shape. */
function laid(wordBits: number, words: number, widthBits: number, deep: number): number {
  const byte = Math.min(9, widthBits);
  let [blocks, place] = [0, widthBits];
  for (let row = 0; row < words; row += deep) {
    for (let bit = 0; bit < wordBits; bit += byte) {
      if (place === widthBits) {
        blocks++;
        place = 0;
      }
      place += byte;
    }
  }
  return blocks;
}

describe('sim/physical/on-chip/block-ram', () => {
  it('are the RAMB36 and RAMB18 of synthesis, for every shape of the sweep', () => {
    const modelled = rows.map(({ parameters: { kind, width, depth } }) => {
      const { shape, blocks } = blockLayout(memory(width, kind === 'ping-pong' ? 2 * depth : depth), 'ultrascale');
      return `${width} x ${depth}: ${blocks} ${shape.name}`;
    });
    assert.ok(rows.length >= 60);
    assert.deepEqual(modelled, rows.map(({ parameters: { width, depth }, bram36, bram18 }) => `${width} x ${depth}: ${bram36 === undefined ? `${bram18} RAMB18` : `${bram36} RAMB36`}`));
  });

  it('are those of the model of buffers too', () => {
    for (const { parameters: { kind, width, depth }, bram36 = 0, bram18 = 0 } of rows) {
      const words = kind === 'ping-pong' ? 2 * depth : depth;
      const { size, words: held } = onChipMemory({ bits: width * words, wordBits: width, primitive: 'bram' });
      assert.equal(size, bram36 + bram18 / 2);
      assert.ok(held >= words);
    }
  });

  it('are 2.5 RAMB36 for 48 bits x 1,400 words, whose three rows of 54 bits take five RAMB18 of 36', () => {
    const { shape, behind, blocks } = blockLayout(memory(48, 1400), 'ultrascale');
    assert.deepEqual([shape.name, shape.widthBits, behind, blocks], ['RAMB18', 36, 3, 5]);
  });

  it('hold every byte of every row, laid one after the other, and no block is without any', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40000 }), fc.constantFrom('7-series' as const, 'ultrascale' as const, 'versal' as const), (wordBits, words, generation) => {
      const { shape, blocks, behind } = blockLayout(memory(wordBits, words), generation);
      assert.equal(blocks, laid(wordBits, words, shape.widthBits, shape.words));
      assert.equal(behind, Math.ceil(words / shape.words));
    }));
  });

  it('costs no less for more words or wider ones, but a block more may be cheaper than the choice among rows', () => {
    const cost = (wordBits: number, words: number): number => {
      const { shape, blocks, behind } = blockLayout(memory(wordBits, words), 'ultrascale');
      return (shape.name === 'RAMB36' ? 257 : 129) * blocks + (behind > 1 ? ((behind - 1) * wordBits + behind) / 2 : 0);
    };
    const size = fc.integer({ min: 1, max: 144 });
    fc.assert(fc.property(size, fc.integer({ min: 1, max: 40000 }), size, fc.integer({ min: 0, max: 20000 }), (wordBits, words, wider, more) => {
      // Costs are compared as whole numbers.
      assert.ok(cost(wordBits, words + more) >= cost(wordBits, words) - 1 && cost(wordBits + wider, words) >= cost(wordBits, words) - 1);
    }));
    assert.deepEqual([[144, 8300], [144, 9216]].map(([width, depth]) => blockLayout(memory(width!, depth!), 'ultrascale').blocks), [36, 36]);
  });

  it('takes fewer blocks where nothing is written, as bits need not be in whole bytes then: one for 12 bits x 2,500 words, as Yosys does', () => {
    const of = (wordBits: number, words: number, writes: number): number => {
      const { blocks, shape } = blockLayout({ ...memory(wordBits, words), ports: { reads: 1, writes } }, 'ultrascale');
      return blocks * shape.size;
    };
    assert.deepEqual([[12, 2500], [46, 1400], [36, 1024]].map(([width, depth]) => [of(width!, depth!, 1), of(width!, depth!, 0)]), [[1.5, 1], [2.5, 2], [1, 1]]);
  });
});
