import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/shift-add/rtl/verilog.js';
import { shiftAddTileDesign } from '../../../../src/arch/shift-add/rtl.js';
import { lutCoefficients, lutParts, tileDsps, tileLuts, tileRegisters } from '../../../../src/arch/shift-add/tile/fabric.js';
import type { TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const { all: rows, fit, test, verilog: swept } = familySweep<TileParameters>('shift-add');

describe('LUT and FF of the shift-add array', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    const remedy = 'the Verilog has changed: node scripts/sweep-synthesis.mjs shift-add, then fit the coefficients again';
    assert.equal(codeDigest(withSharedSources(verilog)), swept, remedy);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 15 % on every row that the fit has not seen, and to 4.5 % on average', () => {
    const { mean, worst } = relativeErrors(test, 'lut', tileLuts);
    assert.ok(test.length >= 13);
    assert.ok(mean < 0.045 && worst < 0.15, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF on every row in which nothing is made a shift register, without any coefficient', () => {
    const whole = rows.filter(({ lutShift }) => lutShift === 0);
    assert.ok(whole.length >= 18);
    assert.deepEqual(whole.map(({ id, parameters }) => [id, tileRegisters(parameters)]), whole.map(({ id, ff }) => [id, ff]));
  });

  it('are at most 11 % more in FF where delays are made shift registers, three or more flip-flops each', () => {
    const shifted = rows.filter(({ lutShift }) => lutShift > 0);
    assert.ok(shifted.length >= 8);
    for (const { id, parameters, ff, lutShift } of shifted) {
      const gone = tileRegisters(parameters) - ff;
      assert.ok(gone >= 3 * lutShift && gone <= 4 * lutShift && gone < 0.11 * ff, `${id}: ${gone}`);
    }
  });

  it('come with a DSP block for each scaler and none for products', () => {
    for (const { id, parameters, dsp } of rows) assert.equal(dsp, tileDsps(parameters), id);
  });

  it('are what a design says of itself', () => {
    const row = test[1]!;
    const { lut, ff, dsp, bram36, uram } = shiftAddTileDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && Math.abs(lut.value / row.lut - 1) < 0.15);
    assert.equal(ff.value, row.ff);
    assert.deepEqual([dsp.value, bram36.value, uram.value], [row.dsp, 0, 0]);
    assert.match(lut.source, /Yosys 0\.55/);
  });
});
