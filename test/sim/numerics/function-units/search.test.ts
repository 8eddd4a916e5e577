import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  evaluateFunctionUnit, functionNames, functionUnitSpace, inputOfPattern, realValue, searchFunctionUnit, unitResult,
  type FunctionName, type UnitForm, type UnitSearch,
} from '../../../../src/sim/numerics/function-units/index.js';

/** Every point of a space, in order. */
function* pointsOf(variables: Readonly<Record<string, readonly unknown[]>>): Generator<UnitForm> {
  const names = Object.keys(variables);
  const at = names.map(() => 0);
  for (;;) {
    yield Object.fromEntries(names.map((name, i) => [name, variables[name]![at[i]!]])) as unknown as UnitForm;
    let i = 0;
    while (i < names.length && ++at[i]! === variables[names[i]!]!.length) at[i++] = 0;
    if (i === names.length) return;
  }
}

describe('sim/numerics/function-units/search', () => {
  it('never gives a unit above the bound: every input is tried anew', () => {
    fc.assert(fc.property(fc.constantFrom(...functionNames), fc.integer({ min: 3, max: 8 }), fc.integer({ min: 4, max: 12 }), fc.double({ min: 0.5001, max: 6, noNaN: true }), (name, inputBits, outputBits, maximumError) => {
      const { unit, worstError } = searchFunctionUnit({ function: name, inputBits, outputBits, maximumError });
      assert.ok(worstError <= maximumError);
      for (let pattern = 0; pattern < 2 ** inputBits; pattern++) {
        const x = inputOfPattern(unit.format, pattern);
        assert.ok(Math.abs(unitResult(unit, x) - realValue(unit.format, x) * 2 ** unit.format.outputFractionBits) <= maximumError);
      }
    }), { numRuns: 25 });
  });

  it('finds the cheapest of all forms of the space that are within the bound', () => {
    for (const name of ['reciprocal', 'sigmoid', 'exp2'] satisfies readonly FunctionName[]) {
      for (const maximumError of [0.6, 1]) {
        const search: UnitSearch = { function: name, inputBits: 7, outputBits: 9, maximumError };
        let least = Infinity;
        for (const point of pointsOf(functionUnitSpace(search).variables)) {
          const found = evaluateFunctionUnit(search, point);
          if (found.feasible && found.worstError <= maximumError) least = Math.min(least, found.cost.total);
        }
        assert.equal(searchFunctionUnit(search).cost.total, least, `${name} ${maximumError}`);
      }
    }
  });

  it('gives the same unit for the same request', () => {
    const search: UnitSearch = { function: 'silu', inputBits: 8, outputBits: 10, maximumError: 1 };
    assert.deepEqual(searchFunctionUnit(search), searchFunctionUnit(search));
  });

  it('has a front on which errors fall as costs rise, and the answer is its first within the bound', () => {
    const { front, cost, worstError } = searchFunctionUnit({ function: 'reciprocal', inputBits: 10, outputBits: 12, maximumError: 0.8 });
    for (let i = 1; i < front.length; i++) assert.ok(front[i]!.cost.total > front[i - 1]!.cost.total && front[i]!.worstError < front[i - 1]!.worstError);
    const first = front.find((unit) => unit.worstError <= 0.8)!;
    assert.deepEqual([first.cost.total, first.worstError], [cost.total, worstError]);
  });

  it('pays no less for a tighter bound', () => {
    const costOf = (maximumError: number): number => searchFunctionUnit({ function: 'exp', inputBits: 8, outputBits: 9, maximumError }).cost.total;
    const costs = [4, 2, 1, 0.7, 0.51].map(costOf);
    for (let i = 1; i < costs.length; i++) assert.ok(costs[i]! >= costs[i - 1]!);
  });

  it('takes no DSP block where none is allowed, and takes some where they are cheap', () => {
    const search: UnitSearch = { function: 'reciprocal', inputBits: 12, outputBits: 14, maximumError: 0.8 };
    assert.equal(searchFunctionUnit({ ...search, multipliers: 'logic' }).cost.dsp, 0);
    assert.ok(searchFunctionUnit({ ...search, lutsPerDsp: 1 }).cost.dsp > 0);
  });

  it('takes an absolute bound for the same bound in ulp', () => {
    const search = { function: 'sigmoid', inputBits: 8, outputBits: 9 } as const;
    assert.deepEqual(searchFunctionUnit({ ...search, maximumError: 2 ** -8, errorUnit: 'absolute' }), searchFunctionUnit({ ...search, maximumError: 1 }));
  });

  it('rejects a bound below rounding, and says how near a unit comes', () => {
    assert.throws(() => searchFunctionUnit({ function: 'exp', inputBits: 8, outputBits: 8, maximumError: 0.3 }), /function-unit\/bound.*within 0\.4/);
    assert.throws(() => searchFunctionUnit({ function: 'exp', inputBits: 8, outputBits: 8, maximumError: NaN }), /function-unit\/maximum-error/);
  });

  it('searches 12 bits of every function', function () {
    this.timeout(20_000);
    for (const name of functionNames) {
      const { worstError, evaluations } = searchFunctionUnit({ function: name, inputBits: 12, outputBits: 12, maximumError: 1 });
      assert.ok(worstError <= 1 && evaluations > 100, name);
    }
  });
});
