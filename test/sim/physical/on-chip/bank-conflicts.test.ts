import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { accessCycles, type OnChipBuffer } from '../../../../src/sim/physical/on-chip/index.js';

/** Cycles by giving each bank its accesses and letting its ports work them off, a cycle after the other. */
function served(banks: number, ports: number, first: number, stride: number, accesses: number): number {
  const waiting = new Array<number>(banks).fill(0);
  for (let i = 0; i < accesses; i++) {
    const bank = (((first + i * stride) % banks) + banks) % banks;
    waiting[bank] = waiting[bank]! + 1;
  }
  let cycles = 0;
  for (; waiting.some((count) => count > 0); cycles++) for (let bank = 0; bank < banks; bank++) waiting[bank] = Math.max(0, waiting[bank]! - ports);
  return cycles;
}

const buffer = (banks: number, reads: number, writes: number): OnChipBuffer => ({ bits: 1 << 16, wordBits: 16, primitive: 'bram', banks, ports: { reads, writes } });

describe('sim/physical/on-chip/bank-conflicts', () => {
  it('takes as long as counting bank by bank, from any first word, at any stride', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 }), fc.nat(1000), fc.integer({ min: -100, max: 100 }), fc.nat(200), fc.boolean(), (banks, ports, first, stride, accesses, reads) => {
      const kind = reads ? 'read' : 'write';
      const cycles = accessCycles(buffer(banks, reads ? ports : 1, reads ? 1 : ports), { kind, accesses, stride });
      if (stride === 0 && reads) assert.equal(cycles, Math.min(1, accesses));
      else assert.equal(cycles, served(banks, ports, first, stride, accesses));
    }), { numRuns: 1000 });
  });

  it('has no conflicts where stride and banks share no divisor, and all of them where the stride is a multiple of the banks', () => {
    const at = (stride: number): number => accessCycles(buffer(16, 1, 1), { kind: 'read', accesses: 16, stride });
    assert.deepEqual([1, 2, 3, 4, 6, 8, 15, 16, 17, 32, 0].map(at), [1, 2, 1, 4, 2, 8, 1, 16, 1, 16, 1]);
  });

  it('refuses accesses for which there is no port, and counts that are none', () => {
    assert.throws(() => accessCycles(buffer(4, 1, 0), { kind: 'write', accesses: 1, stride: 1 }), RangeError);
    assert.throws(() => accessCycles(buffer(4, 1, 0), { kind: 'read', accesses: -1, stride: 1 }), RangeError);
    assert.throws(() => accessCycles(buffer(4, 1, 0), { kind: 'read', accesses: 1, stride: 0.5 }), RangeError);
  });
});
