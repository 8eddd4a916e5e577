import assert from 'node:assert/strict';
import { coreLuts, coreRegisters, lutCoefficients, lutParts, shiftRegisters } from '../../../../src/arch/ternary/core/fabric.js';
import type { CoreParameters } from '../../../../src/arch/ternary/core/parameters.js';
import { verilog } from '../../../../src/arch/ternary/rtl/verilog.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const { all: rows, fit, test, verilog: swept } = familySweep<CoreParameters>('ternary');

describe('LUT and FF of the ternary core', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    const remedy = 'the Verilog has changed: node scripts/sweep-synthesis.mjs ternary, then fit the coefficients again';
    assert.equal(codeDigest(withSharedSources(verilog)), swept, remedy);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 11 % on every row that the fit has not seen, to 4.5 % where there is a table like it in the fit, and to 2.5 % on average', () => {
    const { mean, worst } = relativeErrors(test, 'lut', coreLuts);
    assert.ok(test.length >= 12);
    assert.ok(mean < 0.025 && worst < 0.11, `mean ${mean}, worst ${worst}`);
    const known = relativeErrors(test.filter(({ parameters }) => fit.some((row) => row.parameters.group === parameters.group)), 'lut', coreLuts);
    assert.ok(known.worst < 0.045, `worst ${known.worst}`);
  });

  it('are right in FF and in shift registers on every row, without any coefficient', () => {
    assert.deepEqual(rows.map(({ id, parameters }) => [id, coreRegisters(parameters), shiftRegisters(parameters).length]), rows.map(({ id, ff, lutShift }) => [id, ff, lutShift]));
  });

  it('come without DSP blocks', () => {
    for (const { id, dsp } of rows) assert.equal(dsp, 0, id);
  });

  it('grow by the registers of a table, of its key, read and adder, and of its part of the streams', () => {
    const at = (tables: number): CoreParameters => ({ group: 2, tables, reads: 1, activationBits: 8, sumBits: 32, format: 'keys' });
    // A second table: activations 16, singles 16, sums 18, a key of 4, a term of 9 with its bit; a first level of 10 and its bit; streams 2 x (16 + 4); 3 flags of the stage.
    assert.equal(coreRegisters(at(2)) - coreRegisters(at(1)), 16 + 16 + 18 + 4 + 10 + 11 + 40 + 3);
  });

  it('are what a design says of itself', () => {
    const row = test[1]!;
    const { lut, ff, dsp, bram36, uram } = ternaryTileDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && Math.abs(lut.value / row.lut - 1) < 0.12);
    assert.equal(ff.value, row.ff);
    assert.deepEqual([dsp.value, bram36.value, uram.value], [0, 0, 0]);
    assert.match(lut.source, /Yosys 0\.55/);
  });
});
