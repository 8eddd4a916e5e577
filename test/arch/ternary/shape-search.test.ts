import assert from 'node:assert/strict';
import { componentsAt, type Operand } from '../../../src/arch/ternary/components.js';
import { bestShape, sized, type Building } from '../../../src/arch/ternary/shape-search.js';

const int8: Operand = { kind: 'integer', bits: 8 };
const fp16: Operand = { kind: 'float', name: 'fp16', exponent: 5, mantissa: 11 };
const building = (operand: Operand, nm = 16): Building => ({ operand, library: componentsAt(nm), inputs: 4096, accumulatorBits: 32 });
const rates = [32 * 32, 64 * 64, 96 * 96];

describe('the best shape of a ternary core (orderings of Geens et al., ISPASS 2026)', () => {
  it('has more inputs than outputs with INT8 activations: L mu > K', () => {
    for (const rate of rates) {
      const { group, tables, reads } = bestShape(rate, building(int8));
      assert.ok(tables * group > reads, `${rate}: L mu = ${tables * group}, K = ${reads}`);
    }
  });

  it('gains little from tables with INT8: less than a fifth over adding one by one, and nothing beyond two activations', () => {
    for (const rate of rates) {
      const each = [1, 2, 3, 4, 5].map((group) => bestShape(rate, building(int8), [group]).um2PerWeight);
      assert.ok(each[1]! > 0.8 * each[0]! && each[2]! > each[1]! && each[3]! > each[2]! && each[4]! > each[3]!);
    }
  });

  it('has more outputs than inputs with FP16: K > L mu, with tables of more than one activation', () => {
    for (const rate of rates) {
      const { group, tables, reads } = bestShape(rate, building(fp16));
      assert.ok(reads > tables * group && group > 1, `${rate}: L mu = ${tables * group}, K = ${reads}`);
      assert.ok(bestShape(rate, building(fp16), [1]).um2PerWeight > 1.5 * bestShape(rate, building(fp16)).um2PerWeight);
    }
  });

  it('takes less area a look-up in larger cores', () => {
    for (const operand of [int8, fp16]) {
      const areas = [64, ...rates].map((rate) => bestShape(rate, building(operand)).um2PerWeight);
      areas.slice(1).forEach((area, i) => { assert.ok(area < areas[i]!); });
    }
  });

  it('is ordered the same at other nodes, since all parts scale alike', () => {
    for (const nm of [7, 28, 45]) {
      const { group, tables, reads } = bestShape(1024, building(fp16, nm));
      assert.ok(reads > tables * group);
    }
  });

  it('is no larger than any shape that was tried', () => {
    const best = bestShape(1024, building(int8));
    for (const group of [1, 2, 3]) for (const tables of [4, 16, 64]) assert.ok(best.um2PerWeight <= sized({ group, tables, reads: Math.round(1024 / group / tables) }, building(int8)).um2PerWeight * 1.0001);
    assert.throws(() => bestShape(1, building(int8), [5]), RangeError);
  });
});
