import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { sramRows } from '../../../../src/sim/physical/components/cacti.js';
import { onChipMemory, type OnChipBuffer, type OnChipMemory } from '../../../../src/sim/physical/on-chip/index.js';

const generation = fc.constantFrom('7-series' as const, 'ultrascale' as const, 'versal' as const);

/** A memory of one bank with a read and a write port. */
function ram(wordBits: number, words: number, primitive: OnChipBuffer['primitive'], more: Partial<OnChipBuffer> = {}): OnChipMemory {
  return onChipMemory({ bits: wordBits * words, wordBits, primitive, ...more });
}

/** Any buffer that can be made. */
const anyBuffer: fc.Arbitrary<OnChipBuffer> = fc.record({
  bits: fc.integer({ min: 1, max: 1 << 22 }), wordBits: fc.integer({ min: 1, max: 2100 }), primitive: fc.constantFrom('bram' as const, 'uram' as const, 'lutram' as const),
  banks: fc.integer({ min: 1, max: 9 }), halves: fc.constantFrom(1 as const, 2 as const), ports: fc.record({ reads: fc.integer({ min: 0, max: 5 }), writes: fc.integer({ min: 0, max: 1 }) }),
  otherPorts: fc.constantFrom({ reads: 0, writes: 1 }, { reads: 1, writes: 0 }), generation,
}).filter(({ halves, otherPorts, ports }) => halves === 1 || ports.writes + otherPorts.writes <= 1);

const shapes36 = [[72, 512], [36, 1024], [18, 2048], [9, 4096], [4, 8192], [2, 16384], [1, 32768]] as const;
const shapes18 = [[36, 512], [18, 1024], [9, 2048], [4, 4096], [2, 8192], [1, 16384]] as const;

/** RAMB18 by the rules of FINN's estimator: a shape for each range of widths. */
function finnRamb18(wordBits: number, words: number): number {
  const of = (bits: number, deep: number): number => Math.ceil(wordBits / bits) * Math.ceil(words / deep);
  if (wordBits === 1) return of(1, 16384);
  if (wordBits === 2) return of(2, 8192);
  if (wordBits <= 4) return of(4, 4096);
  if (wordBits <= 9) return of(9, 2048);
  return wordBits <= 18 || words > 512 ? of(18, 1024) : of(36, 512);
}

describe('sim/physical/on-chip/memory', () => {
  it('takes the blocks that Yosys finds for a read and a write port of UltraScale+', () => {
    const found = (wordBits: number, words: number): string => {
      const { primitives, shape } = ram(wordBits, words, 'bram');
      return `${primitives} ${shape.name}`;
    };
    // Yosys 0.23, synth_xilinx -family xcup, ram_style block.
    assert.deepEqual([[72, 2048], [128, 4096], [256, 4096], [512, 512], [40, 1024], [10, 8192], [36, 1536], [36, 40960], [1000, 256]].map(([w, d]) => found(w!, d!)), [
      '4 RAMB36', '15 RAMB36', '29 RAMB36', '15 RAMB18', '3 RAMB18', '5 RAMB18', '3 RAMB18', '40 RAMB36', '14 RAMB36',
    ]);
    assert.deepEqual([[72, 16384], [80, 4096], [73, 4097]].map(([w, d]) => ram(w!, d!, 'uram').primitives), [4, 2, 4]);
  });

  it('holds 36 bits x 40 K words in 40 blocks, 32 K in 32 and 8 K in 8, as AMD UG906 works out', () => {
    assert.deepEqual([40, 32, 8].map((k) => ram(36, k * 1024, 'bram').size), [40, 32, 8]);
  });

  it('takes the LUTRAM that Yosys finds, or fewer look-up tables with one of another shape', () => {
    // Width, words, primitives of Yosys, all of its look-up tables (RAM64M8 and RAM32M16 have eight).
    const found: readonly (readonly [number, number, string, number])[] = [
      [8, 64, '2 RAM64M8', 16], [64, 32, '5 RAM32M16', 40], [64, 64, '10 RAM64M8', 80], [20, 32, '2 RAM32M16', 16], [16, 256, '12 RAM64M8', 116], [16, 512, '24 RAM64M8', 254], [16, 1024, '48 RAM64M8', 492],
    ];
    for (const [wordBits, words, primitives, luts] of found) {
      const memory = ram(wordBits, words, 'lutram');
      assert.equal(`${memory.primitives} ${memory.shape.name}`, primitives);
      assert.ok(memory.size <= luts && memory.size >= 0.9 * luts, `${memory.size} of ${luts}`);
    }
    for (const [wordBits, words, luts] of [[16, 128, 66], [9, 100, 43], [1, 64, 8], [2, 256, 38]] as const) assert.ok(ram(wordBits, words, 'lutram').size < luts);
    assert.deepEqual([ram(8, 64, 'lutram', { generation: '7-series' })].map((m) => `${m.primitives} ${m.shape.name}`), ['3 RAM64M']);
  });

  it('needs a copy for each further read port beside a write, as Yosys does', () => {
    const twoReads = { ports: { reads: 2, writes: 1 } };
    assert.deepEqual([ram(32, 1024, 'bram', twoReads), ram(32, 64, 'lutram', twoReads)].map((m) => `${m.primitives} ${m.shape.name}, ${m.copies} copies`), ['2 RAMB36, 2 copies', '10 RAM64M8, 2 copies']);
  });

  it('takes UltraRAM in whole rows', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 20000 }), (wordBits, words) => {
      assert.equal(ram(wordBits, words, 'uram').size, Math.ceil(wordBits / 72) * Math.ceil(words / 4096));
    }));
  });

  it('takes on average 2 % more block RAM than columns of different shapes could without choosing among rows being dear, and 4 % less than FINN counts', () => {
    /** Least RAMB36 of columns side by side, each of any shape, stacked to all words. */
    const mixed = (wordBits: number, words: number): number => {
      const columns = [...shapes36.map(([bits, deep]) => [bits, Math.ceil(words / deep)] as const), ...shapes18.map(([bits, deep]) => [bits, Math.ceil(words / deep) / 2] as const)];
      const least = [0];
      for (let width = 1; width <= wordBits; width++) least.push(Math.min(...columns.map(([bits, size]) => least[Math.max(0, width - bits)]! + size)));
      return least[wordBits]!;
    };
    let [ratios, finn] = [0, 0];
    const cases = fc.sample(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 16384 })), { numRuns: 300, seed: 1 });
    for (const [wordBits, words] of cases) {
      const { size } = ram(wordBits, words, 'bram');
      ratios += size / mixed(wordBits, words);
      finn += (2 * size) / finnRamb18(wordBits, words);
    }
    const [above, below] = [ratios / cases.length - 1, 1 - finn / cases.length];
    assert.ok(above > 0.01 && above < 0.03 && below > 0.03 && below < 0.06, `${above}, ${below}`);
    assert.deepEqual([ram(128, 4096, 'bram').size, mixed(128, 4096)], [15, 14.5]);
  });

  it('has no fewer words and bytes than are asked for, and fits them into its primitives', () => {
    fc.assert(fc.property(anyBuffer, (buffer) => {
      const memory = onChipMemory(buffer);
      const { banks, halves, words, wordBits, shape } = memory;
      assert.ok(words * wordBits * banks >= buffer.bits);
      assert.ok(memory.capacityBytes >= Math.floor((buffer.bits * halves) / 8));
      assert.ok(memory.capacityBytes * 8 * memory.copies <= memory.primitiveBits);
      assert.ok(memory.beside * shape.widthBits >= wordBits && (memory.beside - 1) * shape.widthBits < wordBits);
      const laid = memory.beside * memory.behind * memory.copies * banks * (memory.halvesApart ? 2 : 1);
      // Rows of block RAM share a block where one ends within it.
      assert.ok(memory.primitive === 'bram' ? memory.primitives <= laid : memory.primitives === laid);
      assert.ok(memory.size >= memory.primitives * shape.size - 1e-9);
    }));
  });

  it('grows in size and in capacity with the bits, and in size with the width of as many words, but for a few blocks that save multiplexers', () => {
    fc.assert(fc.property(anyBuffer, fc.integer({ min: 0, max: 1 << 20 }), fc.integer({ min: 0, max: 300 }), (buffer, bits, wider) => {
      const small = onChipMemory(buffer);
      const large = onChipMemory({ ...buffer, bits: buffer.bits + bits });
      assert.ok(large.size >= small.size && large.capacityBytes >= small.capacityBytes);
      const words = Math.ceil(buffer.bits / buffer.wordBits);
      const of = (wordBits: number): number => onChipMemory({ ...buffer, bits: words * wordBits, wordBits }).size;
      assert.ok(of(buffer.wordBits + wider) >= of(buffer.wordBits) * (buffer.primitive === 'bram' ? 0.9 : 1));
    }));
  });

  it('serves the accesses of a cycle, and would not with a copy fewer', () => {
    fc.assert(fc.property(anyBuffer, (buffer) => {
      const memory = onChipMemory(buffer);
      const { ports = { reads: 1, writes: 1 }, otherPorts = { reads: 0, writes: 1 } } = buffer;
      const demands = buffer.halves === 1 ? [ports] : memory.halvesApart ? [ports, otherPorts] : [{ reads: ports.reads + otherPorts.reads, writes: ports.writes + otherPorts.writes }];
      const serves = (copies: number): boolean => demands.every(({ reads, writes }) => {
        // Every copy takes all writes; what is left of its ports takes reads.
        const left = { 'simple-dual': writes <= 1 ? 1 : -1, 'true-dual': 2 - writes, single: 1 - writes }[memory.mode];
        return left >= 0 && copies * left >= reads;
      });
      assert.ok(serves(memory.copies));
      if (memory.copies > 1) assert.ok(!serves(memory.copies - 1));
    }));
  });

  it('keeps both halves behind one address of a block with two ports, and apart where that takes more ports than blocks have or saves look-up tables', () => {
    const half = { halves: 2 as const };
    const weights = ram(72, 256, 'bram', half);
    assert.deepEqual([weights.halvesApart, weights.size, weights.words, weights.capacityBytes], [false, 1, 256, 4608]);
    // Sums: a read and a write of one half, a read of the other.
    const sums = ram(72, 256, 'bram', { ...half, ports: { reads: 1, writes: 1 }, otherPorts: { reads: 1, writes: 0 } });
    assert.deepEqual([sums.halvesApart, sums.size, sums.words, sums.copies], [true, 2, 512, 1]);
    const luts = ram(8, 64, 'lutram', half);
    assert.deepEqual([luts.halvesApart, luts.shape.name, luts.size], [true, 'RAM64X1S', 16 + 8 + 2]);
    assert.equal(ram(8, 128, 'lutram').size > luts.size, true);
  });

  it('has four shapes of UltraRAM in Versal', () => {
    assert.deepEqual(([[8, 32768], [36, 8192], [72, 4096]] as const).map(([w, d]) => [ram(w, d, 'uram', { generation: 'versal' }).size, ram(w, d, 'uram').size]), [[1, 8], [1, 2], [1, 1]]);
  });

  it('makes SRAM of macros that the table has: as few as it can, of the smallest size that holds their share', () => {
    const found = (kib: number, wordBits: number): string => {
      const { beside, behind, shape } = onChipMemory({ bits: kib * 8192, wordBits, primitive: 'sram', ports: { reads: 1, writes: 0 } });
      return `${beside} x ${behind} ${shape.name} of ${shape.widthBits} bits`;
    };
    assert.deepEqual([[24576, 1024], [128, 4096], [100, 100], [1, 8], [5000, 64]].map(([kib, bits]) => found(kib!, bits!)), [
      '1 x 6 SRAM 4096 KiB of 1024 bits', '4 x 1 SRAM 32 KiB of 1024 bits', '1 x 1 SRAM 128 KiB of 128 bits', '1 x 1 SRAM 4 KiB of 32 bits', '1 x 2 SRAM 4096 KiB of 64 bits',
    ]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 1 << 28 }), fc.integer({ min: 1, max: 3000 }), (bits, wordBits) => {
      const { shape, capacityBytes, beside, behind } = onChipMemory({ bits, wordBits, primitive: 'sram', ports: { reads: 1, writes: 0 } });
      const kib = (shape.words * shape.widthBits) / 8192;
      assert.ok(sramRows.some((row) => row.widthBits === shape.widthBits && row.kib.includes(kib)));
      assert.ok(capacityBytes >= Math.floor(bits / 8) && (beside - 1) * shape.widthBits < wordBits && (behind - 1) * shape.words * wordBits < bits);
    }));
  });

  it('has one port in SRAM: halves are apart, and a read beside a write of the same half is refused', () => {
    const weights = onChipMemory({ bits: 8192, wordBits: 64, primitive: 'sram', halves: 2 });
    assert.deepEqual([weights.halvesApart, weights.primitives, weights.capacityBytes], [true, 2, 2048]);
    assert.throws(() => ram(64, 128, 'sram'), (error) => error instanceof InputError && error.problems[0]!.code === 'on-chip/ports');
    assert.throws(() => ram(64, 128, 'uram', { ports: { reads: 1, writes: 2 } }), InputError);
    assert.throws(() => ram(0, 128, 'uram'), RangeError);
    assert.throws(() => ram(8, 128, 'uram', { ports: { reads: -1, writes: 0 } }), RangeError);
  });
});
