import assert from 'node:assert/strict';
import { unitSources } from '../../../src/rtl-export/kit/units/index.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { evaluateFunctionUnit, searchFunctionUnit, type FunctionUnit, type UnitForm, type UnitRequest } from '../../../src/sim/numerics/function-units/index.js';
import { exhaustUnit, fastestYosys } from './unit-bench.js';

/** What the units of this file have unless they say otherwise. */
const form: UnitForm = { reduction: 'direct', degree: 1, segmentBits: 3, guardBits: 2, reducedBits: 0, constantBits: 0, extraBits: 0, multiplier: 'dsp' };

function unitOf(request: UnitRequest, changes: Partial<UnitForm> = {}): FunctionUnit {
  const found = evaluateFunctionUnit(request, { ...form, ...changes });
  if (!found.feasible) throw new Error(found.reason);
  return found.unit;
}

/** Units of every kind: reductions, degrees, multipliers, and the corners of parameters. */
const units: readonly (readonly [what: string, unit: FunctionUnit])[] = [
  ['lines in DSP blocks', unitOf({ function: 'reciprocal', inputBits: 8, outputBits: 10 })],
  ['a table of every input', unitOf({ function: 'reciprocal', inputBits: 6, outputBits: 8 }, { degree: 0, segmentBits: 6, guardBits: 0 })],
  ['a constant', unitOf({ function: 'reciprocal', inputBits: 5, outputBits: 4 }, { degree: 0, segmentBits: 0, guardBits: 0 })],
  ['parabolas in adders', unitOf({ function: 'reciprocal-square-root', inputBits: 10, outputBits: 12 }, { degree: 2, multiplier: 'logic' })],
  ['cubics in two segments', unitOf({ function: 'reciprocal-square-root', inputBits: 10, outputBits: 12 }, { degree: 3, segmentBits: 1 })],
  ['a parabola behind a reduction', unitOf({ function: 'exp', inputBits: 10, outputBits: 10 }, { reduction: 'reduced', reducedBits: 9, constantBits: 12, extraBits: 1, degree: 2, segmentBits: 0 })],
  ['an output without a bit for 1', unitOf({ function: 'exp', inputBits: 10, outputBits: 10, outputFractionBits: 10 }, { reduction: 'reduced', reducedBits: 9, constantBits: 12, extraBits: 2, multiplier: 'logic' })],
  ['a power of two', unitOf({ function: 'exp2', inputBits: 8, outputBits: 10 }, { reduction: 'reduced', segmentBits: 2, guardBits: 0 })],
  ['both sides of a sigmoid', unitOf({ function: 'sigmoid', inputBits: 8, outputBits: 8 }, { reduction: 'reduced' })],
  ['a sigmoid without a bit for 1', unitOf({ function: 'sigmoid', inputBits: 8, outputBits: 8, outputFractionBits: 8 }, { reduction: 'reduced' })],
  ['a signed input without a reduction', unitOf({ function: 'sigmoid', inputBits: 8, outputBits: 8 })],
  ['both sides of SiLU', unitOf({ function: 'silu', inputBits: 9, outputBits: 9 }, { reduction: 'reduced', extraBits: 2 })],
  ['SiLU rounded to fewer bits, up to saturation', unitOf({ function: 'silu', inputBits: 9, outputBits: 7 }, { reduction: 'reduced', extraBits: 2 })],
  ['the narrowest input', unitOf({ function: 'silu', inputBits: 2, outputBits: 5, inputFractionBits: 0, outputFractionBits: 3 }, { degree: 0, segmentBits: 2, guardBits: 0 })],
  ['the cheapest exponential within an ulp', searchFunctionUnit({ function: 'exp', inputBits: 8, outputBits: 10, maximumError: 1 }).unit],
  ['the cheapest SiLU within an ulp', searchFunctionUnit({ function: 'silu', inputBits: 10, outputBits: 10, maximumError: 1 }).unit],
];

describe('the Verilog of function units', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [what, unit] of units) {
    it(`is bit for bit the functional model at every input: ${unit.format.function}, ${what}`, async () => { assert.deepEqual(await exhaustUnit(yosys, unit), []); });
  }

  it('says in its header what it computes and how far off it is', () => {
    const text = unitSources({ unit: unitOf({ function: 'sigmoid', inputBits: 8, outputBits: 8 }) })['unit.v']!;
    assert.match(text, /^\/\/ y = 1 \/ \(1 \+ e\^-x\)\n/);
    assert.match(text, /Worst error over all 256 inputs: \d\.\d{4} ulp, at x = -?\d+\. y follows x by 2 edges\./);
  });

  it('comes with the modules that it names, and no others', () => {
    assert.deepEqual(Object.keys(unitSources({ shares: unitOf({ function: 'exp', inputBits: 4, outputBits: 5 }, { degree: 0, segmentBits: 4, guardBits: 0 }) })),
      ['archsim_delay.v', 'archsim_horner.v', 'archsim_multiply.v', 'archsim_polynomial.v', 'shares.v']);
    assert.throws(() => unitSources({ table: unitOf({ function: 'exp', inputBits: 4, outputBits: 5 }, { segmentBits: 1 }) }), RangeError);
  });
});
