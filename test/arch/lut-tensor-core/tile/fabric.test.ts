import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/lut-tensor-core/rtl/verilog.js';
import { lutArrayTileDesign } from '../../../../src/arch/lut-tensor-core/rtl.js';
import { lutCoefficients, lutParts, tileLuts, tileRegisters } from '../../../../src/arch/lut-tensor-core/tile/fabric.js';
import type { TileParameters } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const { all: rows, fit, test, verilog: swept } = familySweep<TileParameters>('lut-tensor-core');

describe('LUT and FF of the look-up array', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    const remedy = 'the Verilog has changed: node scripts/sweep-synthesis.mjs lut-tensor-core, then fit the coefficients again';
    assert.equal(codeDigest(withSharedSources(verilog)), swept, remedy);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 10 % on every row that the fit has not seen, and to 3.5 % on average', () => {
    const { mean, worst } = relativeErrors(test, 'lut', tileLuts);
    assert.ok(test.length >= 16);
    assert.ok(mean < 0.035 && worst < 0.1, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF on every row, without any coefficient', () => {
    assert.deepEqual(rows.map(({ id, parameters }) => [id, tileRegisters(parameters)]), rows.map(({ id, ff }) => [id, ff]));
  });

  it('come without DSP blocks and shift registers', () => {
    for (const { id, dsp, lutShift } of rows) assert.deepEqual([dsp, lutShift], [0, 0], id);
  });

  it('grow by a unit, its part of the drain and its codes with every feature', () => {
    const at = (n: number): TileParameters => ({ m: 1, n, k: 4, activationBits: 8, planes: 2, sumBits: 32, sign: 'first' });
    // An entry of 11 bits and sums of 33 in the unit and in the drain, four bits of a code and its sign, and two entries of the stream.
    assert.equal(tileRegisters(at(6)) - tileRegisters(at(5)), 11 + 33 + 33 + 4 + 1 + 2 * 4);
  });

  it('are what a design says of itself', () => {
    const row = test[1]!;
    const { lut, ff, dsp, bram36, uram } = lutArrayTileDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && Math.abs(lut.value / row.lut - 1) < 0.1);
    assert.equal(ff.value, row.ff);
    assert.deepEqual([dsp.value, bram36.value, uram.value], [0, 0, 0]);
    assert.match(lut.source, /Yosys 0\.55/);
  });
});
