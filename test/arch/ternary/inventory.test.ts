import assert from 'node:assert/strict';
import fc from 'fast-check';
import { componentsAt, floatFormat, type Operand } from '../../../src/arch/ternary/components.js';
import { coreCounts, coreParts, multiplierParts, partsUm2, sumBits } from '../../../src/arch/ternary/inventory.js';

const int8: Operand = { kind: 'integer', bits: 8 };
const fp16 = { kind: 'float', name: 'fp16', exponent: 5, mantissa: 11 } as const;

describe('the parts of a ternary core', () => {
  it('are as many as the counts say, level by level', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(int8, fp16), (group, tables, reads, operand) => {
      const problem = { group, tables, reads, inputs: 100, outputs: reads };
      const counts = coreCounts(problem);
      const parts = coreParts(problem, operand, componentsAt(16));
      const total = (name: RegExp): number => parts.filter((part) => name.test(part.name)).reduce((sum, part) => sum + part.count, 0);
      assert.equal(total(/^table adders/), counts.tableAdders);
      assert.equal(total(/^reduction adders/), counts.reductionAdders);
      assert.equal(total(/^negations/), counts.inverters);
      assert.equal(total(/^accumulators/), counts.accumulatorAddersShared);
    }), { numRuns: 60 });
  });

  it('have areas with a source that grow with their widths and shrink with the node', () => {
    const library = componentsAt(28);
    for (const part of coreParts({ group: 3, tables: 4, reads: 8, inputs: 96, outputs: 8 }, int8, library)) assert.ok(part.component.area.value !== null && part.component.area.value > 0 && part.component.area.source.length > 10);
    const area = (nm: number, bits: number): number => partsUm2(coreParts({ group: 3, tables: 4, reads: 8, inputs: 96, outputs: 8 }, { kind: 'integer', bits }, componentsAt(nm)));
    assert.ok(area(28, 8) < area(28, 9) && area(16, 8) < area(28, 8) && area(28, 8) < area(45, 8));
    assert.throws(() => area(3, 8), RangeError);
  });

  it('put a core with tables below one that flips signs, and that below multipliers, for FP16 at 32 x 32', () => {
    const library = componentsAt(16);
    const core = (group: number): number => partsUm2(coreParts({ group, tables: Math.ceil(32 / group), reads: 32, inputs: 32, outputs: 32 }, fp16, library));
    assert.ok(core(2) < core(1));
    assert.ok(core(1) < partsUm2(multiplierParts(32, 32, fp16, library)));
  });

  it('make an integer adder cost about a multiplexer and a negation of tables of two, and a float adder many times that', () => {
    const library = componentsAt(16);
    const um2 = (component: { readonly area: { readonly value: number | null } }): number => component.area.value ?? NaN;
    const read = um2(library.multiplexer(4, 9)) + um2(library.negation(9));
    assert.ok(um2(library.adder(9)) / read > 0.6 && um2(library.adder(9)) / read < 1.4);
    assert.ok(um2(library.floatAdder(floatFormat(fp16))) > 5 * um2(library.multiplexer(4, 16)));
  });

  it('sum exactly in b + log2 N bits', () => {
    assert.deepEqual([sumBits(8, 1), sumBits(8, 2), sumBits(8, 3), sumBits(8, 1024)], [8, 9, 10, 18]);
  });
});
