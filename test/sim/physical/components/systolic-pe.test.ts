import assert from 'node:assert/strict';
import { composite } from '../../../../src/sim/physical/components/composite.js';
import type { ComponentLibrary } from '../../../../src/sim/physical/components/component-library.js';
import { library, type LibraryName } from '../../../../src/sim/physical/components/library.js';
import { systolicPe } from '../../../../src/sim/physical/components/usystolic.js';
import { synthesisReports } from '../../../../src/sim/physical/components/usystolic-reports.js';

/** Widths of the sums in the Verilog of uSystolic. */
const sumBits = { 8: 24, 16: 32 } as const;

/** A PE that multiplies and adds in one cycle; its control flip-flops (6) are not counted. */
function parallelUm2(of: ComponentLibrary, bits: 8 | 16): number {
  return composite('PE', [[2, of.register(bits)], [1, of.multiplyAdd(bits, bits, sumBits[bits])], [1, of.register(sumBits[bits])]]).area.value ?? NaN;
}

/** A PE that takes a bit of one operand a cycle: its adder takes the shifted product or the passing sum; its control flip-flops (7) are not counted. */
function serialUm2(of: ComponentLibrary, bits: 8 | 16): number {
  const sum = sumBits[bits];
  return composite('PE', [
    [2, of.register(bits)], [1, of.register(Math.log2(bits))], [1, of.multiplexer(bits, 1)], [1, of.gate(bits)],
    [1, of.adder(sum)], [2, of.multiplexer(2, sum)], [1, of.register(sum)],
  ]).area.value ?? NaN;
}

function published(bits: 8 | 16): number {
  return (systolicPe('binary-serial', bits).area.value ?? NaN) / (systolicPe('binary-parallel', bits).area.value ?? NaN);
}

/** Error of the composed ratio in percent. */
function miss(name: LibraryName, bits: 8 | 16): number {
  const of = library(name);
  return Math.round(100 * (serialUm2(of, bits) / parallelUm2(of, bits) / published(bits) - 1));
}

describe('bit-serial against bit-parallel PEs of uSystolic', () => {
  it('have 0.634 of the area at 8 bits and 0.290 at 16 in the synthesised arrays of 16 x 16', () => {
    assert.deepEqual([published(8), published(16)].map((ratio) => ratio.toFixed(3)), ['0.634', '0.290']);
  });

  it('have these ratios within 10 % when composed of the library of these reports, whose growth in one cycle is fitted on the parallel 8-bit array', () => {
    assert.deepEqual([miss('usystolic-32', 8), miss('usystolic-32', 16)], [5, 8]);
    const error = (ours: number, scheme: 'binary-parallel' | 'binary-serial'): number => Math.round(100 * (ours / (systolicPe(scheme, 16).area.value ?? NaN) - 1));
    assert.equal(error(parallelUm2(library('usystolic-32'), 16), 'binary-parallel'), -5);
    assert.equal(error(serialUm2(library('usystolic-32'), 16), 'binary-serial'), 3);
  });

  it('miss them by 3 % and 17 % when composed of bare cells and by 11 % and 34 % with Aladdin, in which nothing grows to meet a clock', () => {
    assert.deepEqual([miss('nangate-45', 8), miss('nangate-45', 16)], [3, 17]);
    assert.deepEqual([miss('aladdin-40', 8), miss('aladdin-40', 16)], [11, 34]);
  });

  it('miss them by 34 % and 83 % even as sums of their own reports of parts: those were not synthesised behind one another', () => {
    const sum = (scheme: 'binary-parallel' | 'binary-serial', bits: 8 | 16): number => (
      ['ireg_inner', 'wreg', 'mul_inner', 'acc'].reduce((total, unit) => total + synthesisReports[scheme][bits][unit]![0], 0));
    const error = (bits: 8 | 16): number => Math.round(100 * (sum('binary-serial', bits) / sum('binary-parallel', bits) / published(bits) - 1));
    assert.deepEqual([error(8), error(16)], [34, 83]);
  });
});
