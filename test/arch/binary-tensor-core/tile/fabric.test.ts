import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/binary-tensor-core/rtl/verilog.js';
import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import { lutCoefficients, lutParts, tileLuts } from '../../../../src/arch/binary-tensor-core/tile/fabric.js';
import type { PlaneTileParameters } from '../../../../src/arch/binary-tensor-core/tile/parameters.js';
import { countBits, segmentWidths, shiftRegisters, tileRegisters } from '../../../../src/arch/binary-tensor-core/tile/registers.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const sweep = familySweep<PlaneTileParameters>('binary-tensor-core');

describe('LUT and FF of the unit of binary matrix products', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    assert.equal(codeDigest(withSharedSources(verilog)), sweep.verilog, 'the Verilog has changed: node scripts/sweep-synthesis.mjs binary-tensor-core, then fit the coefficients again');
    assert.match(sweep.yosys, /0\.55/);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(sweep.fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 5 % on every row that the fit has not seen, and to 2.5 % on average', () => {
    const { mean, worst } = relativeErrors(sweep.test, 'lut', tileLuts);
    assert.ok(sweep.test.length >= 14);
    assert.ok(mean < 0.025 && worst < 0.05, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF and shift registers on every row, without any coefficient, and there is no DSP block', () => {
    assert.deepEqual(sweep.all.map(({ id, parameters: p }) => [id, tileRegisters(p), shiftRegisters(), 0]), sweep.all.map(({ id, ff, lutShift, dsp }) => [id, ff, lutShift, dsp]));
  });

  it('count segments of 18 pairs, with as many bits as their logic can make', () => {
    assert.deepEqual(segmentWidths(40), [18, 18, 4]);
    assert.deepEqual(segmentWidths(1), [1]);
    assert.deepEqual([1, 2, 3, 4, 9, 10, 14, 16, 18].map(countBits), [1, 2, 2, 3, 4, 4, 5, 5, 5]);
  });

  it('are what a design says of itself', () => {
    const row = sweep.test.find(({ parameters }) => parameters.rows === 2 && parameters.depth === 128)!;
    const { lut, ff, dsp } = planeTileDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && ff.value !== null);
    assert.deepEqual([ff.value, dsp.value], [row.ff, 0]);
    assert.ok(Math.abs(lut.value / row.lut - 1) < 0.05);
    assert.match(lut.source, new RegExp(`over the ${sweep.fit.length} rows "fit"`));
  });
});
