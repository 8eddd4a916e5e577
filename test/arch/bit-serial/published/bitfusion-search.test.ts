import assert from 'node:assert/strict';
import fc from 'fast-check';
import { antBuffers, sideBySide, type BitFusionArray, type BitFusionGemm } from '../../../../src/arch/bit-serial/published/bitfusion-array.js';
import { bitFusionSearch } from '../../../../src/arch/bit-serial/published/bitfusion-search.js';

type Name = 'B' | 'IC' | 'OC' | 'OH' | 'OW';

function permutations<T>(items: readonly T[]): T[][] {
  return items.length < 2 ? [[...items]] : items.flatMap((item, i) => permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]));
}

/** The search as the simulator does it: every one of 120 orders of five loops, every tiling, all operands at once, nothing skipped. */
function slowly(array: BitFusionArray, g: BitFusionGemm): number | null {
  const powers = (n: number): number[] => Array.from({ length: Math.ceil(Math.log2(n)) + 1 }, (_, i) => Math.min(2 ** i, n));
  const [pa, pw] = [sideBySide(array, g.activationBits), sideBySide(array, g.weightBits)];
  let best: number | null = null;
  for (const b of powers(g.batch)) for (const ic of powers(g.inputs)) for (const oc of powers(g.outputs)) {
    const counts: Record<Name, number> = { B: Math.ceil(g.batch / b), IC: Math.ceil(g.inputs / ic), OC: Math.ceil(g.outputs / oc), OH: 1, OW: 1 };
    const tile = {
      wgt: Math.ceil(ic / (array.rows * pw)) * array.rows * pw * oc * g.weightBits,
      act: Math.ceil(ic / (array.columns * pa)) * array.columns * pa * b * g.activationBits,
      out: oc * b * 16,
    };
    const half = { wgt: array.bufferBits.weights / 2, act: array.bufferBits.activations / 2, out: array.bufferBits.outputs / 2 };
    if (tile.wgt > half.wgt || tile.act > half.act) continue;
    const compute = counts.B * counts.IC * counts.OC * Math.ceil(b / (array.rows * pa)) * Math.ceil(oc / (array.columns * pw)) * ic;
    for (const order of permutations<Name>(['B', 'IC', 'OC', 'OH', 'OW'])) {
      const bits = { ...tile };
      const resident = { ...tile };
      const promote = { wgt: true, act: true, out: true };
      for (const loop of [...order].reverse()) {
        for (const name of ['wgt', 'act', 'out'] as const) {
          const uses = { wgt: ['IC', 'OC'], act: ['B', 'IC', 'OH', 'OW'], out: ['B', 'OC', 'OH', 'OW'] }[name].includes(loop);
          if (promote[name] && uses) {
            bits[name] *= counts[loop];
            if (bits[name] > half[name]) promote[name] = false;
            else resident[name] = name === 'out' ? 0 : bits[name];
          } else if (!promote[name]) bits[name] *= counts[loop];
        }
      }
      const latency = Math.ceil((resident.wgt + resident.act) / array.interfaceBitsPerCycle) + Math.ceil(resident.out / array.interfaceBitsPerCycle);
      const middle = bits.wgt + bits.act + bits.out - resident.wgt - resident.act - resident.out;
      const cycles = compute + Math.max(0, Math.ceil(middle / array.interfaceBitsPerCycle) - compute) + latency;
      if (best === null || cycles < best) best = cycles;
    }
  }
  return best;
}

const int8: BitFusionArray = { rows: 32, columns: 32, widestBits: 8, narrowestBits: 4, ...antBuffers };
const anyArray: fc.Arbitrary<BitFusionArray> = fc.record({
  rows: fc.integer({ min: 1, max: 64 }), columns: fc.integer({ min: 1, max: 64 }), widestBits: fc.constantFrom(8, 16), narrowestBits: fc.constantFrom(2, 4, 8),
  bufferBits: fc.record({ weights: fc.integer({ min: 1000, max: 200_000 }), activations: fc.integer({ min: 1000, max: 200_000 }), outputs: fc.integer({ min: 100, max: 100_000 }) }),
  interfaceBitsPerCycle: fc.constantFrom(32, 128, 1024),
});
const anyGemm: fc.Arbitrary<BitFusionGemm> = fc.record({
  batch: fc.integer({ min: 1, max: 20 }), inputs: fc.integer({ min: 1, max: 130 }), outputs: fc.integer({ min: 1, max: 130 }), activationBits: fc.constantFrom(2, 4, 8), weightBits: fc.constantFrom(2, 3, 4, 8),
});

describe('arch/bit-serial/published: BitFusion\'s search', () => {
  it('finds what trying every order of five loops with every tiling finds', () => {
    fc.assert(fc.property(anyArray, anyGemm, (array, gemm) => { assert.equal(bitFusionSearch(array, gemm)?.cycles ?? null, slowly(array, gemm)); }), { numRuns: 15 });
  });

  it('is never below the multipliers at work nor below every operand crossing the interface once, the outputs that one slip leaves out aside', () => {
    fc.assert(fc.property(anyArray, anyGemm, (array, gemm) => {
      const answer = bitFusionSearch(array, gemm);
      if (answer === null) return;
      const { batch: b, inputs: ic, outputs: oc, activationBits, weightBits } = gemm;
      const rate = array.rows * sideBySide(array, activationBits) * array.columns * sideBySide(array, weightBits);
      assert.ok(answer.cycles >= (b * ic * oc) / rate);
      assert.ok(answer.cycles >= Math.floor((ic * oc * weightBits + ic * b * activationBits) / array.interfaceBitsPerCycle));
    }), { numRuns: 60 });
  });

  it('takes as many compute cycles for one token as fill the rows: nearly the time of 32', () => {
    const cycles = (batch: number): number => bitFusionSearch(int8, { batch, inputs: 4096, outputs: 4096, activationBits: 8, weightBits: 8 })!.cycles;
    assert.ok(cycles(32) < cycles(1) * 1.01);
    assert.ok(cycles(64) > cycles(1) * 1.9);
  });

  it('answers the largest layers of a 70 B model in a fraction of a second', () => {
    const answer = bitFusionSearch(int8, { batch: 4096, inputs: 28_672, outputs: 8192, activationBits: 8, weightBits: 4 })!;
    assert.ok(answer.cycles >= (4096 * 28_672 * 8192) / (32 * 64));
    assert.equal(answer.mapping.order.length, 4);
  });

  it('has no answer where no tile fits, and refuses operands that are wider than the multipliers', () => {
    assert.equal(bitFusionSearch({ ...int8, bufferBits: { weights: 16, activations: 16, outputs: 16 } }, { batch: 4, inputs: 4, outputs: 4, activationBits: 8, weightBits: 8 }), null);
    assert.throws(() => bitFusionSearch(int8, { batch: 4, inputs: 4, outputs: 4, activationBits: 16, weightBits: 8 }), RangeError);
  });
});
