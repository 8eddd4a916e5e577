import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  allResults, evaluateFunctionUnit, functionFormat, functionNames, functionUnitSpace, inputOfPattern, isSigned, outputRange, realValue, reductionOf, unitError, unitResult,
  type FunctionUnit, type PiecewisePolynomial, type Reduction, type UnitForm, type UnitRequest,
} from '../../../../src/sim/numerics/function-units/index.js';

/** A piecewise polynomial as its formula says, in integers without bounds. */
function slowPolynomial({ inputBits, segmentBits, degree, guardBits, coefficients }: PiecewisePolynomial, x: bigint): bigint {
  const rest = BigInt(inputBits - segmentBits);
  const segment = Number(x >> rest);
  const r = x & ((1n << rest) - 1n);
  let sum = BigInt(coefficients[degree]![segment]!);
  for (let k = degree - 1; k >= 0; k--) sum = BigInt(coefficients[k]![segment]!) + ((sum * r) >> rest);
  return sum >> BigInt(guardBits);
}

/** A unit as its formula says. */
function slowResult(unit: FunctionUnit, x: number): bigint {
  const { format, form, polynomial } = unit;
  const value = BigInt(x);
  const p = (u: bigint): bigint => slowPolynomial(polynomial, u);
  const rounded = (number: bigint, places: number): bigint => (places === 0 ? number : (number + (1n << BigInt(places - 1))) >> BigInt(places));
  const middle = 1n << BigInt(format.inputBits - 1);
  if (form.reduction === 'direct') return p(isSigned(format.function) ? value + middle : value);
  const size = value < 0n ? -value : value;
  const magnitude = size < middle ? size : middle - 1n;
  switch (format.function) {
    case 'sigmoid': return value < 0n ? p(magnitude) : (1n << BigInt(format.outputFractionBits)) - p(magnitude);
    case 'silu': {
      const linear = (value > 0n ? value : 0n) << BigInt(format.outputFractionBits + form.extraBits - format.inputFractionBits);
      const result = rounded(linear - p(magnitude), form.extraBits);
      const most = BigInt(outputRange(format).high);
      return result > most ? most : result;
    }
    default: {
      const { constant, constantShift, inputBits } = reductionOf(format, form) as Reduction;
      const z = constant === null ? value : rounded(value * BigInt(constant), constantShift);
      return rounded(p(z & ((1n << BigInt(inputBits)) - 1n)) >> (z >> BigInt(inputBits)), form.extraBits);
    }
  }
}

const request = fc.record({
  function: fc.constantFrom(...functionNames), inputBits: fc.integer({ min: 2, max: 9 }), outputBits: fc.integer({ min: 5, max: 12 }),
}) as fc.Arbitrary<UnitRequest>;

/** A point of a request's space, by a number for each variable. */
function pointOf(asked: UnitRequest, choice: readonly number[]): UnitForm {
  const { variables } = functionUnitSpace(asked);
  const names = Object.keys(variables) as (keyof UnitForm)[];
  return Object.fromEntries(names.map((name, i) => [name, variables[name][choice[i]! % variables[name].length]])) as unknown as UnitForm;
}

const anyPoint = fc.array(fc.nat({ max: 1000 }), { minLength: 8, maxLength: 8 });

describe('sim/numerics/function-units/unit', () => {
  it('gives what its formula gives in integers without bounds, at every input of any form of the space', () => {
    let units = 0;
    fc.assert(fc.property(request, anyPoint, (asked, choice) => {
      const found = evaluateFunctionUnit(asked, pointOf(asked, choice));
      if (!found.feasible) return;
      units++;
      const results = allResults(found.unit);
      for (let pattern = 0; pattern < results.length; pattern++) {
        const x = inputOfPattern(found.unit.format, pattern);
        assert.equal(BigInt(results[pattern]!), slowResult(found.unit, x));
        assert.equal(unitResult(found.unit, x), results[pattern]);
      }
    }), { numRuns: 300 });
    assert.ok(units > 60, `${units} units`);
  });

  it('has the error that trying every input finds, and gives nothing out of its range', () => {
    fc.assert(fc.property(request, anyPoint, (asked, choice) => {
      const found = evaluateFunctionUnit(asked, pointOf(asked, choice));
      if (!found.feasible) return;
      const { format } = found.unit;
      const { low, high } = outputRange(format);
      let worst = 0;
      for (const [pattern, result] of allResults(found.unit).entries()) {
        assert.ok(result >= low && result <= high, `${result}`);
        worst = Math.max(worst, Math.abs(result - realValue(format, inputOfPattern(format, pattern)) * 2 ** format.outputFractionBits));
      }
      assert.equal(found.worstError, worst);
      assert.equal(found.worstError, unitError(found.unit).worst);
    }), { numRuns: 200 });
  });

  it('keeps coefficients and sums in the widths that it says', () => {
    fc.assert(fc.property(request, anyPoint, (asked, choice) => {
      const found = evaluateFunctionUnit(asked, pointOf(asked, choice));
      if (!found.feasible) return;
      const { polynomial } = found.unit;
      const fits = (value: number, bits: number): void => { assert.ok(value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1), `${value} in ${bits} bits`); };
      for (const [k, row] of polynomial.coefficients.entries()) for (const c of row) fits(c, polynomial.coefficientBits[k]!);
      const count = 2 ** (polynomial.inputBits - polynomial.segmentBits);
      for (let u = 0; u < 2 ** polynomial.inputBits; u++) {
        const segment = Math.floor(u / count);
        let sum = polynomial.coefficients[polynomial.degree]![segment]!;
        for (let k = polynomial.degree - 1; k >= 0; k--) fits(sum = polynomial.coefficients[k]![segment]! + Math.floor((sum * (u % count)) / count), polynomial.sumBits[k]!);
      }
    }), { numRuns: 150 });
  });

  it('is a correctly rounded table where every input has a segment of its own', () => {
    for (const name of functionNames) {
      const asked: UnitRequest = { function: name, inputBits: 7, outputBits: 9 };
      const found = evaluateFunctionUnit(asked, { reduction: 'direct', degree: 0, segmentBits: 7, guardBits: 0, reducedBits: 0, constantBits: 0, extraBits: 0, multiplier: 'logic' });
      assert.ok(found.feasible && found.worstError <= 0.5, name);
    }
  });

  it('computes the functions by their definitions', () => {
    const near = (a: number, b: number): void => { assert.ok(Math.abs(a - b) < 1e-12, `${a} ${b}`); };
    const value = (name: UnitRequest['function'], x: number): number => realValue(functionFormat({ function: name, inputBits: 8, outputBits: 8 }), x);
    near(value('exp', 16), Math.E ** -1);
    near(value('exp2', 24), 2 ** -1.5);
    near(value('reciprocal', 128), 2 / 3);
    near(value('reciprocal-square-root', 64), 1 / Math.sqrt(1.5));
    near(value('reciprocal-square-root', 192), 1 / Math.sqrt(3));
    near(value('sigmoid', -16), 1 - value('sigmoid', 16));
    near(value('silu', 16) - value('silu', -16), 1);
  });

  it('says why a form is none', () => {
    const point: UnitForm = { reduction: 'reduced', degree: 1, segmentBits: 2, guardBits: 1, reducedBits: 0, constantBits: 0, extraBits: 0, multiplier: 'dsp' };
    const reasonOf = (asked: UnitRequest, form: Partial<UnitForm>): string => {
      const found = evaluateFunctionUnit(asked, { ...point, ...form });
      assert.equal(found.feasible, false);
      return found.feasible ? '' : found.reason;
    };
    assert.match(reasonOf({ function: 'reciprocal', inputBits: 8, outputBits: 8 }, {}), /reduced already/);
    assert.match(reasonOf({ function: 'exp', inputBits: 8, outputBits: 8 }, { reducedBits: 0 }), /no fraction/);
    assert.match(reasonOf({ function: 'sigmoid', inputBits: 8, outputBits: 8 }, { segmentBits: 6 }), /fewer points/);
    assert.match(reasonOf({ function: 'silu', inputBits: 8, outputBits: 6, inputFractionBits: 4, outputFractionBits: 2 }, {}), /drop bits/);
  });

  it('has no unit for widths that cannot be tried, and says what is wrong', () => {
    assert.throws(() => functionFormat({ function: 'exp', inputBits: 17, outputBits: 8 }), /function-unit\/input-bits/);
    assert.throws(() => functionFormat({ function: 'exp', inputBits: 8, outputBits: 25 }), /function-unit\/output-bits/);
    assert.throws(() => functionFormat({ function: 'tan' as 'exp', inputBits: 8, outputBits: 8 }), /function-unit\/unknown-function/);
    assert.throws(() => functionFormat({ function: 'reciprocal', inputBits: 8, outputBits: 8, inputFractionBits: 4 }), /function-unit\/mantissa/);
    assert.throws(() => functionFormat({ function: 'silu', inputBits: 8, outputBits: 8, inputFractionBits: 2, outputFractionBits: 7 }), /function-unit\/silu-range/);
  });
});
