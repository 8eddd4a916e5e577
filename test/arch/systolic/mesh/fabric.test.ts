import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/systolic/rtl/verilog.js';
import { systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { dspBlocks, lutCoefficients, lutParts, meshLuts } from '../../../../src/arch/systolic/mesh/fabric.js';
import type { MeshParameters } from '../../../../src/arch/systolic/mesh/parameters.js';
import { meshRegisters, shiftRegisters } from '../../../../src/arch/systolic/mesh/registers.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const sweep = familySweep<MeshParameters>('systolic');

describe('DSP blocks, LUT and FF of the systolic tile', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    assert.equal(codeDigest(withSharedSources(verilog)), sweep.verilog, 'the Verilog has changed: node scripts/sweep-synthesis.mjs systolic, then fit the coefficients again');
    assert.match(sweep.yosys, /0\.55/);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(sweep.fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 10 % on all rows that the fit has not seen but one, which is 21 % off, and to 5 % on average', () => {
    const { mean, worst } = relativeErrors(sweep.test, 'lut', meshLuts);
    assert.ok(sweep.test.length >= 16);
    assert.ok(mean < 0.05 && worst < 0.21, `mean ${mean}, worst ${worst}`);
    // Where a sum is as wide as a product, synthesis takes the choice between two sums into the adder.
    const others = sweep.test.filter(({ parameters: p }) => p.dataflow !== 'output-stationary' || p.sumBits > p.activationBits + p.weightBits || dspBlocks(p) === 0);
    assert.equal(others.length, sweep.test.length - 1);
    assert.ok(relativeErrors(others, 'lut', meshLuts).worst < 0.1);
  });

  it('are right in FF, shift registers and DSP blocks on every row, without any coefficient', () => {
    assert.deepEqual(
      sweep.all.map(({ id, parameters: p }) => [id, meshRegisters(p), shiftRegisters(p), dspBlocks(p)]),
      sweep.all.map(({ id, ff, lutShift, dsp }) => [id, ff, lutShift, dsp]),
    );
  });

  it('grow by an element with every column of one row: operands, product, sum, and its part of the buffers', () => {
    const at = (columns: number): MeshParameters => ({ dataflow: 'output-stationary', rows: 1, columns, activationBits: 8, weightBits: 8, sumBits: 32 });
    // Product 16, sum 32, the activation on its way 8, the skew of the eleventh weight 80, and two entries of a weight and a sum.
    assert.equal(meshRegisters(at(11)) - meshRegisters(at(10)), 16 + 32 + 8 + 80 + 2 * (8 + 32));
  });

  it('are what a design says of itself', () => {
    const row = sweep.test.find(({ parameters }) => parameters.rows === 6 && parameters.columns === 4)!;
    const { lut, ff, dsp } = systolicTileDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && ff.value !== null);
    assert.deepEqual([ff.value, dsp.value], [row.ff, 24]);
    assert.ok(Math.abs(lut.value / row.lut - 1) < 0.05);
    assert.deepEqual([lut.quality, ff.quality], ['fitted', 'fitted']);
    assert.match(lut.source, new RegExp(`over the ${sweep.fit.length} rows "fit"`));
  });
});
